package dev.dynamory.spring;

import dev.dynamory.dynamodb.DynamoDbSessions;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.spring.ChatMemoryRepositoryProperties.OnConflict;
import dev.dynamory.spring.ai.DynamoryChatMemoryRepository;
import dev.dynamory.spring.ai.MessageKind;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Spring AI's chat memory in DynamoDB, unless the application has a repository of its own. */
@AutoConfiguration(
    after = DynamoryAutoConfiguration.class,
    beforeName =
        "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@ConditionalOnClass(ChatMemoryRepository.class)
@ConditionalOnMissingBean(ChatMemoryRepository.class)
@ConditionalOnBooleanProperty(
    name = "spring.ai.chat.memory.repository.dynamodb.enabled",
    matchIfMissing = true)
final class ChatMemoryRepositoryAutoConfiguration {

  /** Not for injection as {@code Sessions}: those are the application's. */
  @Bean(defaultCandidate = false)
  DynamoDbSessions chatMemorySessions(
      Dynamory dynamory, ChatMemoryRepositoryProperties properties, TableCreation creation) {
    var sessions = dynamory.sessions(properties.table());
    if (properties.timeToLive() != null) {
      sessions = sessions.withTimeToLive(properties.timeToLive());
    }
    if (properties.consistentReads()) {
      sessions = sessions.withConsistentReads();
    }
    return creation.of(sessions, properties.createTable());
  }

  @Bean
  DynamoryChatMemoryRepository chatMemoryRepository(
      @Qualifier("chatMemorySessions") DynamoDbSessions sessions,
      ChatMemoryRepositoryProperties properties,
      ObjectProvider<MessageKind<?>> kinds) {
    var repository = DynamoryChatMemoryRepository.of(sessions);
    for (var kind : kinds) {
      repository = repository.withKind(kind);
    }
    return properties.onConflict() == OnConflict.MERGE ? repository.withMerging() : repository;
  }
}

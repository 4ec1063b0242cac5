package dev.dynamory.langchain4j.quarkus;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.langchain4j.DynamoryChatMemoryStore;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ApplicationScoped
class Memory {
  @Produces
  @Singleton
  Dynamory dynamory(DynamoDbClient client) {
    return Dynamory.using(client);
  }

  @Produces
  @Singleton
  ChatMemoryStore store(Dynamory dynamory) {
    return DynamoryChatMemoryStore.of(dynamory.sessions("agent-memory").withConsistentReads());
  }
}

package dev.dynamory.langchain4j.micronaut;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.langchain4j.DynamoryChatMemoryStore;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

@Factory
class Memory {
  @Singleton
  @Bean(preDestroy = "close")
  Dynamory dynamory() {
    return Dynamory.create();
  }

  @Singleton
  ChatMemoryStore store(Dynamory dynamory) {
    return DynamoryChatMemoryStore.of(dynamory.sessions("agent-memory").withConsistentReads());
  }
}

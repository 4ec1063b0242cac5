package dev.dynamory.langchain4j.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.dynamodb.Dynamory;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class MemoryTest {
  /** The client that quarkus-amazon-dynamodb makes. */
  @ApplicationScoped
  static class Client {
    @Produces
    DynamoDbClient client() {
      return new Rig().client();
    }
  }

  @Test
  void theStoreIsABeanOverTheApplicationsClient() {
    try (var container =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addBeanClasses(Memory.class, Client.class)
            .initialize()) {
      container.select(Dynamory.class).get().sessions("agent-memory").setup();
      var store = container.select(ChatMemoryStore.class).get();
      store.updateMessages("quarkus", List.of(UserMessage.from("hello")));
      assertThat(store.getMessages("quarkus")).containsExactly(UserMessage.from("hello"));
    }
  }
}

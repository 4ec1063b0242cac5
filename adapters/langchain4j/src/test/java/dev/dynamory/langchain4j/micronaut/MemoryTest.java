package dev.dynamory.langchain4j.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.dynamodb.Dynamory;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import io.micronaut.context.ApplicationContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryTest {
  /** What a shell's environment would say to the SDK. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "aws.region", "eu-west-1",
          "aws.accessKeyId", "local",
          "aws.secretAccessKey", "local",
          "aws.endpointUrl", Rig.endpoint().toString());

  @BeforeEach
  void set() {
    ENVIRONMENT.forEach(System::setProperty);
  }

  @AfterEach
  void clear() {
    ENVIRONMENT.keySet().forEach(System::clearProperty);
  }

  @Test
  void theStoreIsABeanAndItsClientIsClosedWithTheContext() {
    try (var context = ApplicationContext.run()) {
      context.getBean(Dynamory.class).sessions("agent-memory").setup();
      var store = context.getBean(ChatMemoryStore.class);
      store.updateMessages("micronaut", List.of(UserMessage.from("hello")));
      assertThat(store.getMessages("micronaut")).containsExactly(UserMessage.from("hello"));
    }
  }
}

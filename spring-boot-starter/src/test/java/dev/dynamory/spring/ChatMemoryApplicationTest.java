package dev.dynamory.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.local.LocalDynamoDb;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An application as users test theirs. */
@SpringBootTest
@ImportLocalDynamoDb
class ChatMemoryApplicationTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Autowired private ChatMemory memory;
  @Autowired private LocalDynamoDb engine;
  @Autowired private DynamoDbClient client;

  @Test
  void remembersOnTheEmbeddedEngine() {
    memory.add("ana", List.of(new UserMessage("hello"), new AssistantMessage("hi")));
    assertThat(memory.get("ana"))
        .containsExactly(new UserMessage("hello"), new AssistantMessage("hi"));
    assertThat(client).isSameAs(engine.client());
    assertThat(client.listTables().tableNames()).containsExactly("spring-ai-chat-memory");
  }
}

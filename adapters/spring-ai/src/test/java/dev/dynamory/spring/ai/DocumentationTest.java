package dev.dynamory.spring.ai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Page;
import dev.dynamory.adapters.Rig;
import dev.dynamory.dynamodb.Dynamory;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.UserMessage;

/** The page of this adapter. */
class DocumentationTest {

  @Test
  void quotesCodeThatTheBuildRuns() throws IOException {
    Page.isQuotedFrom(
        "docs/adapters/spring-ai.md",
        "adapters/spring-ai/src/test",
        "examples/spring-ai/src",
        "spring-boot-starter/src/test");
  }

  private static ChatMemory memory(Dynamory dynamory) {
    var sessions =
        dynamory.sessions("agent-memory").withTimeToLive(Duration.ofDays(30)).withConsistentReads();
    var memory =
        MessageWindowChatMemory.builder()
            .chatMemoryRepository(DynamoryChatMemoryRepository.of(sessions))
            .build();
    return memory;
  }

  @Test
  void wiresTheMemoryByHand() {
    var dynamory = new Rig().process();
    dynamory.sessions("agent-memory").setup();
    memory(dynamory).add("ana", new UserMessage("hello"));
    assertThat(memory(dynamory).get("ana")).containsExactly(new UserMessage("hello"));
  }
}

package dev.dynamory.spring.ai.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

/** Messages, through JSON and back. */
class MessageJsonTest {
  private static final String BOTH = "text \u0000 \" \\ é 漢 🙂";

  /** Every kind, with all that it may have. */
  static List<Message> messages() {
    return List.of(
        new SystemMessage(""),
        SystemMessage.builder().text(BOTH).metadata(Map.of("k", 1L)).build(),
        UserMessage.builder().text(BOTH).media(media()).metadata(Map.of("n", 1)).build(),
        new AssistantMessage(null),
        AssistantMessage.builder()
            .content(BOTH)
            .properties(Map.of("index", 0L, "finishReason", "STOP"))
            .toolCalls(
                List.of(
                    new ToolCall("1", "function", "a", "{\"x\": 1}"),
                    new ToolCall("2", "function", "b", "")))
            .media(media())
            .build(),
        ToolResponseMessage.builder()
            .responses(List.of(new ToolResponse("1", "a", BOTH), new ToolResponse("2", "b", "")))
            .metadata(Map.of("ms", 1.5))
            .build());
  }

  private static List<Media> media() {
    var png = Media.Format.IMAGE_PNG;
    return List.of(
        Media.builder().mimeType(png).data(new byte[] {-1, 0, 1}).name("bytes").id("7").build(),
        Media.builder().mimeType(png).data(URI.create("https://x.org/a.png")).name("uri").build());
  }

  private static Message again(Message message) {
    return MessageJson.read(MessageJson.write(message));
  }

  @Test
  void everyKindOfMessageComesBackEqual() {
    for (var message : messages()) {
      assertThat(again(message)).usingRecursiveComparison().isEqualTo(message);
      if (!(message instanceof AssistantMessage a && !a.getMedia().isEmpty())) {
        assertThat(again(message)).isEqualTo(message); // Media itself has no equals
      }
    }
  }

  @Test
  void everyValueOfMetadataComesBackAsWhatItWas() {
    var metadata = new HashMap<String, Object>();
    metadata.put("null", null);
    metadata.put(
        "values",
        Arrays.asList(
            null,
            true,
            1,
            1L,
            (short) 1,
            (byte) 1,
            1.0,
            1.5f,
            Double.NaN,
            'c',
            BOTH,
            new BigInteger("123456789012345678901234567890"),
            new BigDecimal("1.10"),
            Instant.MAX,
            Duration.ofMillis(1),
            LocalDate.EPOCH,
            new UUID(1, 2),
            URI.create("a:b")));
    metadata.put("set", Set.of(1L, 2L));
    metadata.put("map", Map.of("@", "long", "v", Map.of("@", 1)));
    metadata.put("messageType", "mine");
    assertThat(MessageJson.readMap(MessageJson.writeMap(metadata))).isEqualTo(metadata);
    metadata.remove("messageType");
    var message = UserMessage.builder().text("x").metadata(metadata).build();
    assertThat(again(message)).isEqualTo(message);
  }

  @Test
  void anObjectInMetadataComesBackAsWhatJsonMakesOfIt() {
    record Annotation(String url, int start) {}
    var metadata = Map.<String, Object>of("a", List.of(new Annotation("u", 1)));
    assertThat(MessageJson.readMap(MessageJson.writeMap(metadata)))
        .isEqualTo(Map.of("a", List.of(Map.of("url", "u", "start", 1))));
  }

  @Test
  void whatCannotComeBackIsRefused() {
    var mine = new UserMessage("x") {};
    var media = Media.builder().mimeType(Media.Format.IMAGE_PNG).data("x").build();
    assertThat(again(UserMessage.builder().text("x").media(media).build())).isNotNull();
    assertThatThrownBy(() -> MessageJson.write(mine)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> MessageJson.writeMap(Map.of("k", Map.of(1, "x"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("metadata.k");
  }
}

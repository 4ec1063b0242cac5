package dev.dynamory.spring.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.UserMessage;

/** Messages as items, without a store. */
class MessageDocumentsTest {
  private final MessageDocuments items = new MessageDocuments();

  private Message kept(Message message) {
    var stored = Documents.copyOf(items.items(List.of(message)).get(0), "item");
    return items.messages("ana", List.of(stored)).get(0);
  }

  private static Message with(@Nullable Object value) {
    var metadata = new HashMap<String, Object>();
    put(metadata, "key", value);
    return AssistantMessage.builder().properties(metadata).build();
  }

  @SuppressWarnings("NullAway") // metadata may hold null
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  @Test
  void metadataOfEveryKindComeBackEqualAndOfTheSameType() {
    var nulls = new LinkedHashMap<String, Object>();
    put(nulls, "z", null);
    put(nulls, "a", Arrays.asList(null, 1, List.of(), Map.of()));
    var kinds =
        Arrays.<@Nullable Object>asList(
            null,
            "text \u0000 \" 😀",
            "",
            true,
            0,
            Integer.MIN_VALUE,
            0L,
            Long.MAX_VALUE,
            1.0,
            -0.0,
            0.1 + 0.2,
            Double.MIN_VALUE,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            1.5f,
            (short) 7,
            (byte) 7,
            new BigInteger("9".repeat(60)),
            new BigDecimal("1.50"),
            Instant.parse("2026-11-21T10:00:00.123456789Z"),
            Instant.MAX,
            Duration.ofMillis(1),
            LocalDate.EPOCH,
            LocalDateTime.MIN,
            OffsetDateTime.MAX,
            ZonedDateTime.parse("2026-10-25T02:30+02:00[Europe/Berlin]"),
            new UUID(1, 2),
            URI.create("a:b"),
            'c',
            List.of(1, "two", 3.0, List.of(4L)),
            Set.of(1L, "two"),
            Map.of("a", Map.of("b", List.of(1L))),
            Map.of("$long", "is no number"),
            Map.of("$long", 7L, "b", 1),
            Map.of("", "", "a.b", 1, "$", 2),
            nulls,
            deep(150));
    for (var kind : kinds) {
      assertThat(kept(with(kind))).isEqualTo(with(kind)).hasSameHashCodeAs(with(kind));
    }
    assertThat(kept(with(nulls)).getMetadata().get("key")).hasToString(nulls.toString());
  }

  private static Object deep(int levels) {
    Object value = "deep";
    for (var n = 0; n < levels; n++) {
      value = n % 2 == 0 ? List.of(value) : Map.of("$n", value);
    }
    return value;
  }

  @Test
  void bytesInMetadataComeBack() {
    assertThat(kept(with(List.of(new byte[] {1, -1}))).getMetadata().get("key"))
        .asInstanceOf(LIST)
        .containsExactly(new byte[] {1, -1});
  }

  /** As models leave them in metadata: enums, records and beans of their clients. */
  record Annotation(String url, List<Integer> at) {}

  @Test
  void metadataOfOtherClassesComeBackAsTheirJson() {
    assertThat(kept(with(MessageType.TOOL)).getMetadata()).containsEntry("key", "TOOL");
    assertThat(kept(with(List.of(new Annotation("a", List.of(1))))).getMetadata())
        .containsEntry("key", List.of(Map.of("url", "a", "at", List.of(1))));
    assertThat(kept(with(Map.of(1, 2))).getMetadata()).containsEntry("key", Map.of("1", 2));
    assertThat(kept(with(new int[] {1, 2})).getMetadata()).containsEntry("key", List.of(1, 2));
    assertThat(kept(kept(with(MessageType.TOOL)))).isEqualTo(kept(with(MessageType.TOOL)));
  }

  @Test
  void metadataThatHaveNoFormInJsonAreRefusedByTheirPath() {
    assertThatThrownBy(() -> kept(with(Map.of("a", List.of(1, new Object())))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("messages[0].metadata.key.a[1]: a java.lang.Object");
    assertThatThrownBy(() -> kept(with(deep(500)))).isInstanceOf(InvalidInputException.class);
    var circle = new HashMap<String, Object>();
    circle.put("self", circle);
    assertThatThrownBy(() -> kept(with(circle))).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void randomMetadataComeBackEqualAndEqualMetadataGiveEqualItems() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var n = 0; n < 300; n++) {
      var metadata = new HashMap<String, Object>();
      for (var size = random.nextInt(30); size > 0; size--) {
        put(metadata, "key " + random.nextInt(1_000), value(random, 4));
      }
      var message = AssistantMessage.builder().properties(metadata).build();
      var back = kept(message);
      assertThat(back).as("seed %s", seed).isEqualTo(message);
      assertThat(items.items(List.of(back))).isEqualTo(items.items(List.of(message)));
    }
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> null;
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> random.nextInt();
      case 3 -> Double.longBitsToDouble(random.nextLong());
      case 4 -> new BigDecimal(new BigInteger(80, random), random.nextInt(20));
      case 5 -> "$" + Character.toString(random.nextInt(0xD800));
      case 6 -> Arrays.asList(value(random, depth - 1), value(random, depth - 1));
      case 7 -> Map.of("$" + random.nextInt(), List.of(random.nextInt()));
      default -> {
        var map = new LinkedHashMap<String, Object>();
        put(map, "b" + random.nextInt(9), value(random, depth - 1));
        put(map, random.nextBoolean() ? "$long" : "a", value(random, depth - 1));
        yield map;
      }
    };
  }

  /** As Anthropic's: what it holds beside is in the metadata too. */
  private static final class SameAsPlain extends AssistantMessage {
    SameAsPlain(String text) {
      super(text, Map.of("thinking", "hm"), List.of(), List.of());
    }
  }

  /** None of Spring AI's. */
  private static final class Own implements Message {
    @Override
    public MessageType getMessageType() {
      return MessageType.USER;
    }

    @Override
    public String getText() {
      return "text";
    }

    @Override
    public Map<String, Object> getMetadata() {
      return Map.of();
    }
  }

  /** As DeepSeek's: it holds more. */
  private static final class Reasoning extends AssistantMessage {
    private final String reasoning;

    Reasoning(String text, String reasoning) {
      super(text);
      this.reasoning = reasoning;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Reasoning that
          && super.equals(other)
          && reasoning.equals(that.reasoning);
    }

    @Override
    public int hashCode() {
      return Objects.hash(super.hashCode(), reasoning);
    }
  }

  @Test
  void aMessageOfAnotherClassIsKeptIfItEqualsAPlainOneAndRefusedElse() {
    var same = new SameAsPlain("text");
    assertThat(kept(same)).isEqualTo(same).isExactlyInstanceOf(AssistantMessage.class);
    assertThatThrownBy(() -> kept(new Reasoning("text", "because")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("messages[0]")
        .hasMessageContaining("Reasoning");
    assertThatThrownBy(() -> kept(new Own())).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void whatIsNoMessageIsCorrupt() {
    for (var item :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("type", "GUEST"),
            Map.of("type", "USER"),
            Map.of("type", "USER", "text", 1),
            Map.of("type", "USER", "text", "a", "metadata", "["),
            Map.of("type", "USER", "text", "a", "metadata", "{\"a\": {\"$long\": \"x\"}}"),
            Map.of("type", "USER", "text", "a", "metadata", "{\"a\": {\"$class\": \"x\"}}"),
            Map.of("type", "USER", "text", "a", "media", List.of(Map.of("name", "x"))),
            Map.of("type", "RATED", "value", Map.of()))) {
      assertThatThrownBy(() -> items.messages("ana", Collections.singletonList(item)))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("ana");
    }
  }

  @Test
  void aKindMayNotHaveTheNameOfOneOfSpringAi() {
    assertThatThrownBy(
            () ->
                new MessageKind<>(
                    "USER", UserMessage.class, m -> Map.of(), parts -> new UserMessage("")))
        .isInstanceOf(InvalidInputException.class);
  }
}

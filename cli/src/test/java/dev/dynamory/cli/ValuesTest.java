package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final List<String> NAMES = List.of("$bytes", "$set", "$literal", "a", "ü");

  @Test
  void everyDocumentComesBackFromItsJson() {
    var seed = Long.getLong("dynamory.test.seed", 1);
    var random = new Random(seed);
    for (var i = 0; i < 20_000; i++) {
      var document = Documents.copyOf(map(random, 0), "document");
      var line = Json.line(Values.toJson(document));
      var back = Values.document(Json.read(line, "line"), "document");
      assertThat(Documents.equal(back, document))
          .as("seed %d, document %d: %s came back as %s", seed, i, line, back)
          .isTrue();
    }
  }

  @Test
  void bytesAndSetsHaveTheirForm() {
    assertThat(Json.line(Values.toJson(Map.of("b", new byte[] {1, 2, 3}))))
        .isEqualTo("{\"b\":{\"$bytes\":\"AQID\"}}");
    assertThat(Json.line(Values.toJson(Map.of("s", Set.of("x")))))
        .isEqualTo("{\"s\":{\"$set\":[\"x\"]}}");
    assertThat(Json.line(Values.toJson(Map.of("m", Map.of("$set", 1)))))
        .isEqualTo("{\"m\":{\"$literal\":{\"$set\":1}}}");
  }

  @Test
  void numbersKeepEveryDigit() {
    var text =
        "{\"n\":12345678901234567890123456789012345678,\"f\":0.12345678901234567890123456789}";
    var document = Values.document(Json.read(text, "value"), "value");
    assertThat(document)
        .containsEntry("n", new BigInteger("12345678901234567890123456789012345678"))
        .containsEntry("f", new BigDecimal("0.12345678901234567890123456789"));
    assertThat(Json.line(Values.toJson(document))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"$bytes\":\"not base64!\"}}",
        "{\"a\":{\"$bytes\":1}}",
        "{\"a\":{\"$set\":\"x\"}}",
        "{\"a\":{\"$set\":[1,1]}}",
        "{\"a\":{\"$set\":[]}}",
        "{\"a\":{\"$literal\":1}}"
      })
  void namesThePathOfAWrongForm(String text) {
    assertThatThrownBy(() -> Values.document(Json.read(text, "value"), "value"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("value.a: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{} {}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":01}",
        "nope"
      })
  void whatIsNoJsonIsBadInput(String text) {
    assertThatThrownBy(() -> Json.read(text, "value"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("value: ");
  }

  @Test
  void aLineOfJsonHasNothingThatEndsALineOrCommandsATerminal() {
    var text = "\u0007\u001b\u007f\u0085\u009b\u2028\u2029\n";
    var line = Json.line(List.of(text));
    assertThat(line.chars()).allMatch(c -> c > 0x1f && c < 0x7f);
    assertThat(Json.read(line, "line")).isEqualTo(List.of(text));
  }

  @Test
  void jsonNestedTooDeeplyIsBadInput() {
    var text = "[".repeat(100_000);
    assertThatThrownBy(() -> Json.read(text, "value")).isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"x\"", "{\"$bytes\":\"\"}", "{\"$set\":[1]}"})
  void aDocumentIsAnObject(String text) {
    assertThatThrownBy(() -> Values.document(Json.read(text, "value"), "value"))
        .hasMessage("value: must be a JSON object");
  }

  private static Map<String, @Nullable Object> map(Random random, int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var n = random.nextInt(3); n > 0; n--) {
      map.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth + 1));
    }
    return map;
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 5 ? 5 : 8)) {
      case 0 -> random.nextBoolean() ? null : random.nextBoolean();
      case 1 -> new BigDecimal(new BigInteger(90, random), random.nextInt(60) - 30);
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> "AQID".substring(random.nextInt(4));
      case 4 -> bytes(random);
      case 5 -> set(random);
      case 6 -> list(random, depth);
      default -> map(random, depth);
    };
  }

  private static byte[] bytes(Random random) {
    var bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Set<Object> set(Random random) {
    var set = new LinkedHashSet<Object>();
    for (var n = random.nextInt(3); n >= 0; n--) {
      set.add(random.nextInt(100));
    }
    return random.nextBoolean() ? set : new LinkedHashSet<>(List.of("$set", "x"));
  }

  private static List<@Nullable Object> list(Random random, int depth) {
    var list = new ArrayList<@Nullable Object>();
    for (var n = random.nextInt(3); n > 0; n--) {
      list.add(value(random, depth + 1));
    }
    return list;
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static String python(Object value) {
    return JsonWriter.PYTHON.write(value, "value", "value");
  }

  private static String compact(Object value) {
    return JsonWriter.COMPACT.write(value, "value", "value");
  }

  @Test
  void writesStringsAsPythonAndRustDo() {
    var text = "Zoë 😀 中 \"q\" \\ / \n\t\r\b\f\u0000\u001f\u007f<>&";
    assertThat(python(text))
        .isEqualTo(
            "\"Zo\\u00eb \\ud83d\\ude00 \\u4e2d \\\"q\\\" \\\\ / \\n\\t\\r\\b\\f\\u0000\\u001f\\u007f<>&\"");
    assertThat(compact(text))
        .isEqualTo("\"Zoë 😀 中 \\\"q\\\" \\\\ / \\n\\t\\r\\b\\f\\u0000\\u001f\u007f<>&\"");
    assertThat(JsonReader.read(python(text))).isEqualTo(text);
    assertThat(JsonReader.read(compact(text))).isEqualTo(text);
  }

  @Test
  void writesNumbersAsPythonDoes() {
    assertThat(
            python(
                List.of(
                    1,
                    -7,
                    2.5,
                    0.1,
                    1e-5,
                    -1.5e-7,
                    123456.789,
                    9007199254740993L,
                    new BigInteger("12345678901234567890"),
                    0.0001,
                    0.00009999,
                    3e-10,
                    1 / 3.0,
                    2.0e-3 / 3)))
        .isEqualTo(
            "[1, -7, 2.5, 0.1, 1e-05, -1.5e-07, 123456.789, 9007199254740993, 12345678901234567890,"
                + " 0.0001, 9.999e-05, 3e-10, 0.3333333333333333, 0.0006666666666666666]");
    assertThat(compact(List.of(1e-5, 1e-6, -1.5e-7))).isEqualTo("[0.00001,1e-6,-1.5e-7]");
  }

  @Test
  void readsWhatItWritesAndEveryOtherSpelling() {
    assertThat(JsonReader.read(" { \"a\" : [ true , false , null , -0.0 , 1.0 , 1E+2 , {} ] } "))
        .isEqualTo(Map.of("a", Arrays.asList(true, false, null, 0, 1, 100, Map.of())));
    assertThat(JsonReader.read("\"\\u00e9\\/\\ud83d\\ude00\\ud800\"")).isEqualTo("é/😀\ud800");
    assertThat(JsonReader.read("1e16")).isEqualTo(10_000_000_000_000_000L);
    assertThat(JsonReader.read("2.5e-300")).isEqualTo(2.5e-300);
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (var n = 0; n < 500; n++) {
      var numbers = List.of(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      for (var writer : JsonWriter.values()) {
        var json = writer.write(numbers, "n", "n");
        assertThat(Documents.equal(JsonReader.read(json), numbers))
            .as("seed %d: %s", seed, json)
            .isTrue();
        assertThat(Double.parseDouble(json.substring(1, json.length() - 1)))
            .isEqualTo(numbers.get(0));
      }
    }
  }

  @Test
  void everyDefectOfATextIsAnErrorThatSaysWhere() {
    for (var text :
        List.of(
            "",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\n\"",
            "NaN",
            "Infinity",
            "-",
            "1.",
            "1e",
            "nul",
            "1 2",
            "[1] x",
            "1e999",
            "1".repeat(1001),
            "[".repeat(600) + "]".repeat(600))) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> JsonReader.read(text))
          .withMessageContaining("not JSON, at character");
    }
  }

  @Test
  void whatJsonHasNotIsNamedByItsPath() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                JsonWriter.PYTHON.write(Map.of("a", List.of(1, new byte[1])), "items", "items[0]"))
        .withMessageContaining("items[0].a[1]");
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Documents;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.0",
        "-0.5",
        "1.0",
        "1.50",
        "007",
        "999999999",
        "-999999999",
        "2147483648",
        "1E2",
        "1E-130",
        "-",
        "0.1",
        "-123456789.12345",
        "0.30000000000000004",
        "123456789012345.6",
        "12345678901234567890",
        ".5",
        "1.",
        "+1"
      })
  void readsNumbersAsCoreClassifiesThem(String text) {
    Object expected;
    try {
      expected = Documents.number(new BigDecimal(text));
    } catch (NumberFormatException e) {
      expected = e.getClass();
    }
    Object read;
    try {
      read = AttributeValues.number(text);
    } catch (NumberFormatException e) {
      read = e.getClass();
    }

    assertThat(read).isEqualTo(expected);
  }

  @Test
  void readsAnyFractionAsCoreClassifiesIt() {
    var random = new Random(11);
    for (var i = 0; i < 20_000; i++) {
      var text =
          BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(20))
              .toPlainString();

      assertThat(AttributeValues.number(text))
          .as(text)
          .isEqualTo(Documents.number(new BigDecimal(text)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ascii",
        "ñandú",
        "日本語",
        "😀 and 𝄞",
        "a\u0000b\u007f\u0080\u07ff\u0800\uffff"
      })
  void countsBytesOfUtf8(String text) {
    assertThat(AttributeValues.utf8(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }
}

package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointsTest {
  @Test
  void ordersAsUtf8BytesDo() {
    Seeds.each(
        5_000,
        random -> {
          var a = text(random);
          var b = random.nextBoolean() ? text(random) : a + text(random);
          var bytes =
              Arrays.compareUnsigned(
                  a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
          assertThat(Integer.signum(CodePoints.compare(a, b))).isEqualTo(Integer.signum(bytes));
          assertThat(Integer.signum(CodePoints.compare(b, a))).isEqualTo(-Integer.signum(bytes));
        });
    assertThat(CodePoints.compare("\ud83d\ude00", "\uffee")).isPositive();
    assertThat(CodePoints.compare("a", "a")).isZero();
  }

  @Test
  void seesUnpairedSurrogates() {
    assertThat(CodePoints.hasUnpairedSurrogate("")).isFalse();
    assertThat(CodePoints.hasUnpairedSurrogate("a\ud83d\ude00b")).isFalse();
    assertThat(CodePoints.hasUnpairedSurrogate("\ud83d")).isTrue();
    assertThat(CodePoints.hasUnpairedSurrogate("\ude00\ud83d")).isTrue();
    assertThat(CodePoints.hasUnpairedSurrogate("\ud83d\ud83d\ude00")).isTrue();
    assertThat(CodePoints.hasUnpairedSurrogate("\ud83d\ude00\ude00")).isTrue();
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (var i = random.nextInt(4); i > 0; i--) {
      var points =
          new int[] {'a', 'b', 0x7f, 0xe9, 0x4e00, 0xd7ff, 0xe000, 0xffee, 0x10000, 0x1f600};
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}

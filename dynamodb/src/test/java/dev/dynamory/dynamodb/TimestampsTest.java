package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  private static final DateTimeFormatter AS_PYTHON =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  @Test
  void writesSixDigitsAndReadsThemBack() {
    var random = new Random(7);
    for (var i = 0; i < 10_000; i++) {
      var moment =
          Instant.ofEpochSecond(
              random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000));
      var text = Timestamps.format(moment);

      assertThat(text).isEqualTo(AS_PYTHON.format(moment));
      assertThat(Timestamps.parse(text)).contains(moment.truncatedTo(ChronoUnit.MICROS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T03:04:05+00:00",
        "2026-11-21T03:04:05Z",
        "2026-11-21T03:04:05.1+00:00",
        "2026-11-21T03:04:05.123456789Z",
        "2026-11-21T05:04:05.123456+02:00",
        "2026-11-21T03:04:05.123456-00:30"
      })
  void readsEveryOtherSpelling(String text) {
    assertThat(Timestamps.parse(text)).contains(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-13-21T03:04:05.123456+00:00",
        "2026-02-29T03:04:05.123456+00:00",
        "2026-11-21T24:04:05.123456+00:00",
        "2026-11-21T03:04:60.123456+00:00",
        "2026-11-21T03:04:05.12a456+00:00",
        "2026-11-21 03:04:05.123456+00:00",
        "٢٠٢٦-11-21T03:04:05.123456+00:00"
      })
  void givesNothingForWhatIsNoTime(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }

  @Test
  void writesYearsOfMoreThanFourDigitsToo() {
    assertThat(Timestamps.format(Instant.parse("+12026-11-21T03:04:05Z")))
        .endsWith("12026-11-21T03:04:05.000000+00:00");
  }
}

package dev.dynamory.dynamodb;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moments as the originals write them: ISO-8601 in UTC with six digits and {@code +00:00}; read
 * with any number of digits, any offset or none.
 */
final class Timestamps {
  private static final DateTimeFormatter SIX_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter NO_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  static String format(Instant moment) {
    return SIX_DIGITS.format(moment);
  }

  /** As Python's {@code isoformat()} does, which leaves out a fraction that is zero. */
  static String formatAsPython(Instant moment) {
    return (moment.truncatedTo(ChronoUnit.SECONDS).equals(moment) ? NO_DIGITS : SIX_DIGITS)
        .format(moment);
  }

  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                  instanceof OffsetDateTime moment
              ? moment.toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

package dev.dynamory.dynamodb;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moments as the originals write them: ISO-8601 in UTC with six digits and {@code +00:00}; read
 * with any number of digits, any offset or none.
 */
final class Timestamps {
  private static final DateTimeFormatter SIX_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter NO_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private static final char[] USUAL = "0000-00-00T00:00:00.000000+00:00".toCharArray();
  private static final int OFFSET = 26;

  private Timestamps() {}

  static String format(Instant moment) {
    var time =
        LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      return SIX_DIGITS.format(moment);
    }
    var text = USUAL.clone();
    write(text, 0, 4, time.getYear());
    write(text, 5, 7, time.getMonthValue());
    write(text, 8, 10, time.getDayOfMonth());
    write(text, 11, 13, time.getHour());
    write(text, 14, 16, time.getMinute());
    write(text, 17, 19, time.getSecond());
    write(text, 20, 26, time.getNano() / 1000);
    return new String(text);
  }

  private static void write(char[] text, int from, int to, int number) {
    var left = number;
    for (var i = to - 1; i >= from; i--) {
      text[i] = (char) ('0' + left % 10);
      left /= 10;
    }
  }

  /** As Python's {@code isoformat()} does, which leaves out a fraction that is zero. */
  static String formatAsPython(Instant moment) {
    return (moment.truncatedTo(ChronoUnit.SECONDS).equals(moment) ? NO_DIGITS : SIX_DIGITS)
        .format(moment);
  }

  static Optional<Instant> parse(String text) {
    try {
      var usual = parseUsual(text);
      if (usual != null) {
        return Optional.of(usual);
      }
      return Optional.of(
          DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                  instanceof OffsetDateTime moment
              ? moment.toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What {@link #format} gives, as nearly every timestamp is; null if it is anything else. */
  private static @Nullable Instant parseUsual(String text) {
    if (text.length() != USUAL.length) {
      return null;
    }
    for (var i = 0; i < USUAL.length; i++) {
      var c = text.charAt(i);
      var isDigit = USUAL[i] == '0' && i < OFFSET;
      if (isDigit ? (c < '0' || c > '9') : c != USUAL[i]) {
        return null;
      }
    }
    return LocalDateTime.of(
            read(text, 0, 4),
            read(text, 5, 7),
            read(text, 8, 10),
            read(text, 11, 13),
            read(text, 14, 16),
            read(text, 17, 19),
            read(text, 20, 26) * 1000)
        .toInstant(ZoneOffset.UTC);
  }

  private static int read(String text, int from, int to) {
    var number = 0;
    for (var i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

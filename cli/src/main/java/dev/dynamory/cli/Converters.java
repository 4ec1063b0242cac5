package dev.dynamory.cli;

import dev.dynamory.Distance;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Arguments that are neither text nor numbers. */
final class Converters {
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,12})([smhd])");

  private Converters() {}

  /** {@code users/123}. */
  static Namespace namespace(String text) {
    try {
      return Namespace.parse(text);
    } catch (InvalidInputException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** {@code 90s}, {@code 30m}, {@code 12h}, {@code 30d}, or ISO-8601 such as {@code PT1H30M}. */
  static Duration duration(String text) {
    var match = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
    try {
      if (match.matches()) {
        var number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
      }
      return Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + text + "' is no duration such as 90s, 30m, 12h, 30d or PT1H30M");
    }
  }

  /** {@code cosine}, {@code euclidean} or {@code dot-product}. */
  static Distance distance(String text) {
    return Arrays.stream(Distance.values())
        .filter(each -> each.name().replace('_', '-').equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is none of cosine, euclidean, dot-product"));
  }
}

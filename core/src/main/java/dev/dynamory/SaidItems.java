package dev.dynamory;

import static java.util.stream.Collectors.joining;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session's items say, in the forms that frameworks give them. */
final class SaidItems {
  /** Later than the year 5000 in seconds, 1973 in milliseconds. */
  private static final long FIRST_OF_MILLISECONDS = 100_000_000_000L;

  private SaidItems() {}

  /** The turn that an item is; empty if it has no text. */
  static Optional<SaidTurn> turn(Map<String, ?> item, String session, long position, Instant now) {
    var content = text(item.get("content"));
    var text = content.isBlank() ? text(item.get("text")) : content;
    if (text.isBlank()) {
      return Optional.empty();
    }
    var at =
        List.of("timestamp", "created_at", "at").stream()
            .flatMap(field -> moment(item.get(field)).stream())
            .findFirst();
    var turn = new Turn(session, position, at.orElse(now), speaker(item), text);
    return Optional.of(new SaidTurn(turn, at.isPresent(), id(item)));
  }

  private static @Nullable String id(Map<String, ?> item) {
    return item.get("id") instanceof String id && !id.isBlank() ? id : null;
  }

  private static String speaker(Map<String, ?> item) {
    for (var field : List.of("name", "speaker", "role")) {
      if (item.get(field) instanceof String name && !name.isBlank()) {
        return name;
      }
    }
    return "";
  }

  /** A text, the texts of a list of parts, or the {@code text} of a part. */
  private static String text(@Nullable Object content) {
    if (content instanceof String text) {
      return text;
    } else if (content instanceof Collection<?> parts) {
      return parts.stream()
          .map(SaidItems::text)
          .filter(text -> !text.isBlank())
          .collect(joining("\n"));
    } else if (content instanceof Map<?, ?> part) {
      return part.get("text") instanceof String text ? text : "";
    }
    return "";
  }

  private static Optional<Instant> moment(@Nullable Object value) {
    try {
      if (value instanceof Number number) {
        var whole = number.longValue();
        return Optional.of(
            Math.abs(whole) < FIRST_OF_MILLISECONDS
                ? Instant.ofEpochMilli(Math.round(number.doubleValue() * 1_000))
                : Instant.ofEpochMilli(whole));
      } else if (value instanceof String text) {
        var parsed =
            DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text.strip().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
        return Optional.of(
            parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC));
      }
    } catch (DateTimeException e) {
      return Optional.empty(); // what cannot be read as a time is not one
    }
    return Optional.empty();
  }
}

package dev.dynamory;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody said in a conversation. As a memory it is ranked together with the turns around it:
 * those of the same session in the same namespace, by position. Any item whose document has these
 * fields is a turn.
 */
public record Turn(String session, long position, Instant at, String speaker, String text) {
  /** Of a key: {@code #} and 19 digits. */
  private static final int POSITION_BYTES = 20;

  /** Names what is missing. */
  public Turn {
    if (session.isEmpty()) {
      throw new InvalidInputException("session", "must not be empty");
    }
    if (position < 0) {
      throw new InvalidInputException("position", "must not be negative, but is " + position);
    }
  }

  /** The turn that a document is; empty if it is none. */
  public static Optional<Turn> of(Map<String, ?> document) {
    return document.get("session") instanceof String session
            && !session.isEmpty()
            && document.get("position") instanceof Number number
            && (number instanceof Integer || number instanceof Long)
            && number.longValue() >= 0
            && document.get("at") instanceof String moment
            && document.get("speaker") instanceof String speaker
            && document.get("text") instanceof String text
        ? instant(moment).map(at -> new Turn(session, number.longValue(), at, speaker, text))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A key that sorts a session's turns by position, for those who have no key of their own. */
  public String key() {
    return session + "#" + String.format(Locale.ROOT, "%019d", position);
  }

  /** Refuses a session whose turns' keys would be too long. */
  static void checkKey(String session) {
    CodePoints.checkName("session", session, Keys.MAX_BYTES - POSITION_BYTES);
  }
}

package dev.dynamory;

import java.time.Instant;

/**
 * What somebody said in a conversation. As a memory it is ranked together with the turns around it:
 * those of the same session in the same namespace, by position. Any item whose document has these
 * fields is a turn.
 */
public record Turn(String session, long position, Instant at, String speaker, String text) {
  /** Names what is missing. */
  public Turn {
    if (session.isEmpty()) {
      throw new InvalidInputException("session", "must not be empty");
    }
    if (position < 0) {
      throw new InvalidInputException("position", "must not be negative, but is " + position);
    }
  }

  /** A key that sorts a session's turns by position, for those who have no key of their own. */
  public String key() {
    return session + "#" + String.format("%019d", position);
  }
}

package dev.dynamory.testkit;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a contract asks of sessions: where they read the time, how long a session lives after each
 * change (null is for ever), and how many items are read when no number is given (null is all).
 */
public record SessionOptions(
    InstantSource clock, @Nullable Duration timeToLive, @Nullable Integer defaultLimit) {
  /** The system's time, sessions that never expire, all items. */
  public static final SessionOptions PLAIN = at(InstantSource.system());

  /** Plain sessions that read the time from here. */
  public static SessionOptions at(InstantSource clock) {
    return new SessionOptions(clock, null, null);
  }

  /** With a time to live. */
  public SessionOptions withTimeToLive(Duration timeToLive) {
    return new SessionOptions(clock, timeToLive, defaultLimit);
  }

  /** With a default limit. */
  public SessionOptions withDefaultLimit(int items) {
    return new SessionOptions(clock, timeToLive, items);
  }
}

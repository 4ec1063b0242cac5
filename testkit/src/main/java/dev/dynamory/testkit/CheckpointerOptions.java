package dev.dynamory.testkit;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a contract asks of a checkpointer: where it reads the time, and how long a thread lives
 * (null is for ever).
 */
public record CheckpointerOptions(InstantSource clock, @Nullable Duration timeToLive) {
  /** The system's time, threads that never expire. */
  public static final CheckpointerOptions PLAIN = at(InstantSource.system());

  /** Reads the time from here. */
  public static CheckpointerOptions at(InstantSource clock) {
    return new CheckpointerOptions(clock, null);
  }

  /** With threads that expire this long after their last save. */
  public CheckpointerOptions withTimeToLive(Duration timeToLive) {
    return new CheckpointerOptions(clock, timeToLive);
  }
}

package dev.dynamory.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A clock that stands still until it is moved. Safe for any number of threads. */
public final class MovableClock implements InstantSource {
  private volatile Instant now;

  private MovableClock(Instant start) {
    now = start;
  }

  /** Stands at this moment. */
  public static MovableClock at(Instant start) {
    return new MovableClock(start);
  }

  /**
   * Stands at the present second: an engine that removes expired items by its own clock then agrees
   * with a store that uses this one.
   */
  public static MovableClock now() {
    return at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Moves to this moment, also back. */
  public synchronized void set(Instant moment) {
    now = moment;
  }

  /** Moves on. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public String toString() {
    return "MovableClock at " + now;
  }
}

package dev.dynamory.dynamodb;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the loser of a race for a log's next row waits: a random part of a time that doubles
 * with every try. With 5 ms at first, 20 writers at full speed lose about one put for each that
 * they win.
 */
final class Backoff {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(160);

  private Backoff() {}

  /** Waits after this many lost tries, 1 or more. */
  static void pause(int tries) {
    var longest = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(tries, 10));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }
}

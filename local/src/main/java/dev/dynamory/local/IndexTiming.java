package dev.dynamory.local;

import java.time.Duration;

/**
 * How vector indexes keep up with their tables. On AWS both take their time: seconds, and minutes
 * for an index that is added to a table.
 *
 * @param lag how much later than a write a search sees it
 * @param allocating how long an index is there without being filled
 * @param backfilling how long an index that is added to a table is then being filled
 */
public record IndexTiming(Duration lag, Duration allocating, Duration backfilling) {
  /** A search sees every write before it, and an index serves as soon as it is made. */
  public static final IndexTiming INSTANT =
      new IndexTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public IndexTiming {
    if (lag.isNegative() || allocating.isNegative() || backfilling.isNegative()) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
  }

  public IndexTiming withLag(Duration longer) {
    return new IndexTiming(longer, allocating, backfilling);
  }

  /** An index made with its table knows the first phase only. */
  public IndexTiming withPhases(Duration first, Duration second) {
    return new IndexTiming(lag, first, second);
  }

  /** As the engine's process reads it. */
  String argument() {
    return lag.toMillis() + "," + allocating.toMillis() + "," + backfilling.toMillis();
  }
}

package dev.dynamory.dynamodb;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * When an item expires, in epoch seconds, and its own time to live in seconds with up to three
 * decimals.
 */
record Expiry(long at, BigDecimal seconds) {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  /** An item lives at least its time to live. */
  static Expiry after(Duration timeToLive, Instant now) {
    var seconds =
        BigDecimal.valueOf(timeToLive.getSeconds())
            .add(BigDecimal.valueOf(timeToLive.getNano(), 9))
            .setScale(3, RoundingMode.CEILING);
    return new Expiry(end(seconds, now), seconds);
  }

  Expiry renewed(Instant now) {
    return new Expiry(end(seconds, now), seconds);
  }

  private static long end(BigDecimal seconds, Instant now) {
    var exactNow =
        BigDecimal.valueOf(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano(), 9));
    return exactNow.add(seconds).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /**
   * Whether a renewal moves the expiry by enough to be worth a write: a tenth of the time to live,
   * at least a second.
   */
  boolean isWorthRenewing(Instant now) {
    var gain = BigDecimal.valueOf(renewed(now).at - at);
    return gain.compareTo(seconds.divide(BigDecimal.TEN).max(BigDecimal.ONE)) >= 0;
  }

  Duration timeToLive() {
    return Duration.ofMillis(seconds.multiply(MILLIS).longValue());
  }
}

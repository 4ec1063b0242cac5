package dev.dynamory.dynamodb;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a view of sessions does; no time to live is for ever. */
record SessionOptions(
    @Nullable Duration timeToLive, Duration linger, boolean consistentReads, int defaultLimit) {
  /**
   * How long a sequence number stays taken after its row died: longer than any put is under way.
   */
  static final Duration GRACE = Duration.ofHours(24);

  static SessionOptions defaults() {
    return new SessionOptions(null, Duration.ZERO, false, Integer.MAX_VALUE);
  }

  SessionOptions withTimeToLive(@Nullable Duration duration) {
    return new SessionOptions(duration, linger, consistentReads, defaultLimit);
  }

  SessionOptions withLinger(Duration duration) {
    return new SessionOptions(timeToLive, duration, consistentReads, defaultLimit);
  }

  SessionOptions withConsistentReads() {
    return new SessionOptions(timeToLive, linger, true, defaultLimit);
  }

  SessionOptions withDefaultLimit(int items) {
    return new SessionOptions(timeToLive, linger, consistentReads, items);
  }

  /** When a session that is changed now expires, and when DynamoDB may remove what is written. */
  SessionExpiry expiry(Instant now) {
    if (timeToLive == null) {
      return SessionExpiry.NEVER;
    }
    var slack = Math.max(seconds(timeToLive), Math.max(seconds(GRACE), seconds(linger)));
    return SessionExpiry.of(dev.dynamory.Expiry.after(now, timeToLive).getEpochSecond(), slack);
  }

  private static long seconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}

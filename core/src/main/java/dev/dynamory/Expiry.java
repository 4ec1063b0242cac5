package dev.dynamory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When items expire: the same arithmetic in every store. For those who implement one. */
public final class Expiry {
  private static final Duration SHORTEST_RENEWAL = Duration.ofSeconds(1);

  private Expiry() {}

  /**
   * The time to live that a put gives its item, in whole milliseconds rounded up: its own, else the
   * store's; empty if the item never expires.
   */
  public static Optional<Duration> timeToLive(Put put, @Nullable Duration storesDefault) {
    var asked = put.timeToLive() == null ? storesDefault : put.timeToLive();
    if (asked == null || asked.equals(Put.FOREVER)) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(asked.plusNanos(999_999).toMillis()));
  }

  /** The first whole second at which a time to live that starts now has passed. */
  public static Instant after(Instant now, Duration timeToLive) {
    return Instant.ofEpochSecond(now.plus(timeToLive).plusNanos(999_999_999).getEpochSecond());
  }

  /** Whether something that expires then (null is never) is still there. */
  public static boolean isLive(@Nullable Instant expiresAt, Instant now) {
    return expiresAt == null || expiresAt.getEpochSecond() > now.getEpochSecond();
  }

  /**
   * The later expiry that a refreshing read gives an item; empty if the item never expires, or if
   * that is less than a second or a tenth of its time to live later, and so not worth a write.
   */
  public static Optional<Instant> renewed(
      @Nullable Instant expiresAt, @Nullable Duration timeToLive, Instant now) {
    if (expiresAt == null || timeToLive == null) {
      return Optional.empty();
    }
    var renewed = after(now, timeToLive);
    var gain = Duration.between(expiresAt, renewed);
    var worthwhile =
        gain.compareTo(SHORTEST_RENEWAL) >= 0 && gain.multipliedBy(10).compareTo(timeToLive) >= 0;
    return worthwhile ? Optional.of(renewed) : Optional.empty();
  }
}

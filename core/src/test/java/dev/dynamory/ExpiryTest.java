package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Put PUT = Put.of(Namespace.of("a"), "k", Map.of());

  @Test
  void aPutsOwnTimeToLiveGoesBeforeTheStores() {
    var hour = Duration.ofHours(1);
    assertThat(Expiry.timeToLive(PUT, null)).isEmpty();
    assertThat(Expiry.timeToLive(PUT, hour)).contains(hour);
    assertThat(Expiry.timeToLive(PUT, Put.FOREVER)).isEmpty();
    assertThat(Expiry.timeToLive(PUT.timeToLive(Put.FOREVER), hour)).isEmpty();
    assertThat(Expiry.timeToLive(PUT.timeToLive(Duration.ofDays(1)), hour))
        .contains(Duration.ofDays(1));
  }

  @Test
  void aTimeToLiveIsKeptInMillisecondsRoundedUp() {
    assertThat(Expiry.timeToLive(PUT.timeToLive(Duration.ofNanos(1)), null))
        .contains(Duration.ofMillis(1));
    assertThat(Expiry.timeToLive(PUT.timeToLive(Duration.ofMillis(1500)), null))
        .contains(Duration.ofMillis(1500));
    assertThat(Expiry.timeToLive(PUT.timeToLive(Duration.ofNanos(1_500_000_001)), null))
        .contains(Duration.ofMillis(1501));
  }

  @Test
  void anItemLivesAtLeastItsTimeAndExpiresOnAWholeSecond() {
    assertThat(Expiry.after(NOON, Duration.ofSeconds(10))).isEqualTo(NOON.plusSeconds(10));
    assertThat(Expiry.after(NOON, Duration.ofMillis(1))).isEqualTo(NOON.plusSeconds(1));
    assertThat(Expiry.after(NOON.plusNanos(1), Duration.ofSeconds(10)))
        .isEqualTo(NOON.plusSeconds(11));
    assertThat(Expiry.after(NOON.plusMillis(500), Duration.ofMillis(500)))
        .isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void isLiveUntilTheSecondItExpires() {
    assertThat(Expiry.isLive(null, NOON)).isTrue();
    assertThat(Expiry.isLive(NOON, NOON.minusNanos(1))).isTrue();
    assertThat(Expiry.isLive(NOON, NOON)).isFalse();
    assertThat(Expiry.isLive(NOON, NOON.plusNanos(1))).isFalse();
  }

  @Test
  void renewsOnlyWhenThatGainsATenthAndASecond() {
    var ttl = Duration.ofSeconds(100);
    var expiry = NOON.plus(ttl);
    assertThat(Expiry.renewed(expiry, ttl, NOON)).isEmpty();
    assertThat(Expiry.renewed(expiry, ttl, NOON.plusSeconds(9))).isEmpty();
    assertThat(Expiry.renewed(expiry, ttl, NOON.plusSeconds(10))).contains(NOON.plusSeconds(110));
    assertThat(Expiry.renewed(expiry, ttl, NOON.plusMillis(9_001))).contains(NOON.plusSeconds(110));
    var brief = Duration.ofMillis(1);
    assertThat(Expiry.renewed(NOON.plusSeconds(1), brief, NOON.plusMillis(998))).isEmpty();
    assertThat(Expiry.renewed(NOON.plusSeconds(1), brief, NOON.plusMillis(999))).isEmpty();
    assertThat(Expiry.renewed(NOON.plusSeconds(1), Duration.ofSeconds(1), NOON.plusMillis(1)))
        .contains(NOON.plusSeconds(2));
    assertThat(Expiry.renewed(null, null, NOON)).isEqualTo(Optional.empty());
  }
}

package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MovableClockTest {
  @Test
  void standsStillUntilMoved() {
    var start = Instant.parse("2026-11-21T00:00:00Z");
    var clock = MovableClock.at(start);
    InstantSource asTheStoreSeesIt = clock;
    assertThat(asTheStoreSeesIt.instant()).isEqualTo(start).isEqualTo(clock.instant());
    clock.advance(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(60));
    clock.set(start);
    assertThat(clock.instant()).isEqualTo(start);
  }

  @Test
  void manyThreadsMoveItByAllTheirSteps() {
    var clock = MovableClock.at(Instant.EPOCH);
    Race.of(
        8,
        thread ->
            () -> {
              for (var n = 0; n < 1_000; n++) {
                clock.advance(Duration.ofMillis(1));
              }
              return thread;
            });
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(8));
  }
}

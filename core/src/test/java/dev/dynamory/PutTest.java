package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PutTest {
  private static final Namespace DOCS = Namespace.of("docs");

  @Test
  void versionsLieBetween2To52And2To53() {
    var seen = new HashSet<Long>();
    for (var i = 0; i < 1_000; i++) {
      var version = Put.of(DOCS, "k", Map.of()).operationId("op-" + i).newVersion();
      assertThat(version).isBetween(1L << 52, (1L << 53) - 1);
      assertThat(Put.of(DOCS, "k", Map.of()).newVersion()).isBetween(1L << 52, (1L << 53) - 1);
      seen.add(version);
    }
    assertThat(seen).hasSize(1_000);
  }

  @Test
  void theVersionOfAnOperationIdIsAlwaysTheSame() {
    var put = Put.of(DOCS, "k", Map.of());
    assertThat(put.operationId("order-17").newVersion())
        .isEqualTo(put.operationId("order-17").newVersion())
        .isEqualTo(6520726357911733L);
    assertThat(put.newVersion()).isNotEqualTo(put.newVersion());
  }

  @Test
  void aTimeToLiveIsPositiveAndAtMost100YearsOrForever() {
    var put = Put.of(DOCS, "k", Map.of());
    for (var bad : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(36_526))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> put.timeToLive(bad))
          .satisfies(e -> assertThat(e.argument()).isEqualTo("timeToLive"));
    }
    for (var good : List.of(Duration.ofNanos(1), Duration.ofDays(36_525), Put.FOREVER)) {
      assertThat(put.timeToLive(good).timeToLive()).isEqualTo(good);
    }
  }

  @Test
  void everyWordKeepsTheOthers() {
    var put =
        Put.of(DOCS, "k", Map.of("a", 1))
            .operationId("op")
            .timeToLive(Put.FOREVER)
            .when(WriteCondition.absent());
    assertThat(put)
        .isEqualTo(
            new Put(DOCS, "k", Map.of("a", 1), WriteCondition.absent(), Put.FOREVER, "op", null));
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> put.operationId(""));
  }

  @Test
  void theValueIsACopy() {
    var document = new HashMap<String, Object>(Map.of("a", 1.0));
    var put = Put.of(DOCS, "k", document);
    document.clear();
    assertThat(put.value()).isEqualTo(Map.of("a", 1));
  }

  @Test
  void keysHave1To1024Bytes() {
    for (var good : List.of("k", "é".repeat(512), ":", " ", "\u0000")) {
      assertThat(Put.of(DOCS, good, Map.of()).key()).isEqualTo(good);
    }
    for (var bad : List.of("", "é".repeat(512) + "x", "\ud800")) {
      for (Runnable operation :
          List.<Runnable>of(
              () -> Put.of(DOCS, bad, Map.of()),
              () -> Get.of(DOCS, bad),
              () -> Delete.of(DOCS, bad))) {
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(operation::run)
            .satisfies(e -> assertThat(e.argument()).isEqualTo("key"));
      }
    }
  }

  @Test
  void versionsInConditionsArePositiveAndZeroIsAbsent() {
    assertThat(WriteCondition.version(0)).isEqualTo(WriteCondition.absent());
    assertThat(WriteCondition.version(7)).isEqualTo(new WriteCondition.Version(7));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> WriteCondition.version(-1));
  }
}

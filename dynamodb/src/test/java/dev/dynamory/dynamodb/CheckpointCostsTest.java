package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.testkit.GrowingState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each operation of a checkpointer costs, by DynamoDB's own count. */
class CheckpointCostsTest {
  private final Watched watched = new Watched();
  private final DynamoDbCheckpointer checkpointer = checkpointer();

  private DynamoDbCheckpointer checkpointer() {
    return watched.newProcess().checkpointer(watched.table);
  }

  @BeforeEach
  void aTable() {
    checkpointer.setup();
    watched.log.reset();
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredSavesOfAGrowingStateCostAtMost1500Units(GrowingState kind) {
    var payloads = kind.payloads();
    checkpointer.save(NewCheckpoint.of("t", payloads.get(0)));
    watched.log.reset();
    var full = 0L;
    for (var payload : payloads) {
      checkpointer.save(NewCheckpoint.of("t", payload));
      full += payload.bytes().length;
    }
    var saves = watched.log.totals();
    assertThat(saves.writeUnits()).isLessThanOrEqualTo(1_500);
    assertThat(saves.readUnits()).isZero();
    assertThat(watched.log.calls("PutItem")).hasSizeLessThanOrEqualTo(225);
    assertThat(full / 1024.0).isGreaterThan(60 * saves.writeUnits());

    watched.log.reset();
    assertThat(checkpointer().load("t").orElseThrow().payload()).isEqualTo(payloads.get(199));
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(65);

    watched.faults.holdAnswers(Duration.ofMillis(400));
    watched.log.reset();
    checkpointer().load("t");
    assertThat(watched.log.totals().roundTrips()).isEqualTo(2);
  }

  @Test
  void aSmallSaveIsOneCallAndOneUnitOnceTheThreadIsKnown() {
    checkpointer.saveState("t", Map.of("n", 0));
    assertCost(() -> checkpointer.saveState("t", Map.of("n", 1)), 1, 0, 1);
  }

  @Test
  void tenPendingWritesAreOneCall() {
    var saved = checkpointer.save(NewCheckpoint.of("t", Payload.of(Map.of("n", 0))));
    var writes =
        IntStream.range(0, 10)
            .mapToObj(n -> new PendingWrite("task", n, "ch", Payload.of(Map.of("n", n))))
            .toList();
    assertCost(() -> checkpointer.addPendingWrites("t", saved.id(), writes), 1, 0, 1);
  }

  @Test
  void aListOfTenIsOneRoundTripAndAtMostTenUnits() {
    for (var payload : GrowingState.SCRATCHPAD_CHANGES_IN_THE_MIDDLE.payloads().subList(0, 40)) {
      checkpointer.save(NewCheckpoint.of("t", payload));
    }
    watched.log.reset();
    assertThat(checkpointer.checkpoints("t", 10, null).items()).hasSize(10);
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(10);
  }

  @Test
  void listingThreadsNeverScans() {
    for (var n = 0; n < 10; n++) {
      checkpointer.saveState("t" + n, Map.of("n", 1));
    }
    watched.log.reset();
    assertThat(checkpointer.listThreads(5, null).items()).hasSize(5);
    assertThat(watched.log.calls("Scan")).isEmpty();
    assertThat(watched.log.calls()).hasSize(8);
  }

  private void assertCost(Runnable operation, int calls, double reads, double writes) {
    watched.log.reset();
    operation.run();
    var totals = watched.log.totals();
    assertThat(List.of((double) totals.calls(), totals.readUnits(), totals.writeUnits()))
        .as("calls, read units, write units of%n%s", watched.log)
        .isEqualTo(List.of((double) calls, reads, writes));
  }
}

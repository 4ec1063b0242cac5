package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.testkit.GrowingState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
  void twoHundredSavesOfAGrowingStateStoreAnEightiethOfFullCopies(GrowingState kind) {
    var payloads = kind.payloads();
    var full = payloads.stream().mapToLong(payload -> payload.bytes().length).sum();
    payloads.forEach(payload -> checkpointer.save(NewCheckpoint.of("t", payload)));
    var saves = watched.log.totals();
    var puts = watched.log.calls("PutItem");
    var stored = storedBytes();
    var snapshots = rows().filter(row -> AttributeValue.fromS("s").equals(row.get("enc"))).count();
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f MB as %.2f MB, 1/%.0f; %d snapshots; %s%n",
        kind,
        full / 1e6,
        stored / 1e6,
        (double) full / stored,
        snapshots,
        saves);
    assertThat(full / stored).isGreaterThanOrEqualTo(80);
    assertThat(saves.writeUnits()).isLessThanOrEqualTo(1_500);
    assertThat(saves.readUnits()).isLessThanOrEqualTo(1); // the first save looks for the thread
    assertThat(puts).hasSizeLessThanOrEqualTo(201 + 2 * (int) snapshots); // 201: it is listed once

    watched.log.reset();
    assertThat(checkpointer().load("t").orElseThrow().payload()).isEqualTo(payloads.get(199));
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(65);
    System.out.println("  load, newest: " + watched.log.totals());
    var middle = checkpointer.checkpoints("t", 100, null).items().get(99);
    watched.log.reset();
    assertThat(checkpointer().load("t", middle.id()).orElseThrow().payload())
        .isEqualTo(payloads.get(100));
    System.out.println("  load, #100:   " + watched.log.totals());

    watched.faults.holdAnswers(Duration.ofMillis(400));
    watched.log.reset();
    checkpointer().load("t");
    assertThat(watched.log.totals().roundTrips()).isEqualTo(2);
  }

  private Stream<Map<String, AttributeValue>> rows() {
    return Engine.client().scanPaginator(scan -> scan.tableName(watched.table)).items().stream();
  }

  /** As DynamoDB bills storage: names and values, and 100 bytes for each row. */
  private long storedBytes() {
    return rows().mapToLong(row -> 100 + AttributeValues.size(AttributeValue.fromM(row))).sum();
  }

  @Test
  void aBranchIsOneCallAndOneUnit() {
    var payloads = GrowingState.SCRATCHPAD_CHANGES_IN_THE_MIDDLE.payloads();
    var old = checkpointer.save(NewCheckpoint.of("t", payloads.get(0)));
    checkpointer.save(NewCheckpoint.of("t", payloads.get(1)));
    var branch = NewCheckpoint.of("t", payloads.get(0)).parent(old.id());
    assertCost(() -> checkpointer.save(branch), 1, 0, 1);
  }

  @Test
  void aCheckpointUnderAnIdOfTheCallersIsTwoCallsAtOnce() {
    checkpointer.saveState("t", Map.of("n", 0));
    watched.faults.holdAnswers(Duration.ofMillis(200));
    assertCost(
        () -> checkpointer.save(NewCheckpoint.of("t", Payload.of(Map.of("n", 1))).id("mine")),
        2,
        0,
        2);
    assertThat(watched.log.totals().roundTrips()).isEqualTo(1);
  }

  @Test
  void theFirstSaveOfAThreadListsItAndAnHourLaterAgain() {
    assertCost(() -> checkpointer.saveState("t", Map.of("n", 0)), 3, 0.5, 3);
    watched.clock.advance(Duration.ofMinutes(59));
    assertCost(() -> checkpointer.saveState("t", Map.of("n", 1)), 1, 0, 1);
    watched.clock.advance(Duration.ofMinutes(1));
    assertCost(() -> checkpointer.saveState("t", Map.of("n", 2)), 2, 0, 4);
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
  void aListOfTenIsOneCallAndAtMostTenUnits() {
    for (var payload : GrowingState.SCRATCHPAD_CHANGES_IN_THE_MIDDLE.payloads().subList(0, 40)) {
      checkpointer.save(NewCheckpoint.of("t", payload));
    }
    watched.log.reset();
    var page = checkpointer.checkpoints("t", 10, null);
    assertThat(page.items()).hasSize(10);
    assertThat(watched.log.calls()).hasSize(1);
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(10);
    checkpointer.prune("t", 20);
    watched.log.reset();
    assertThat(checkpointer.checkpoints("t", 10, null)).isEqualTo(page);
    assertThat(watched.log.calls()).hasSize(1);
    watched.log.reset();
    assertThat(checkpointer.checkpoints("t", 10, page.nextToken()).items()).hasSize(10);
    assertThat(watched.log.calls()).hasSize(2);
  }

  @Test
  void aThreadIsLoadedWholeByTheCallsOfOneCheckpoint() {
    var payloads = GrowingState.SCRATCHPAD_CHANGES_IN_THE_MIDDLE.payloads().subList(0, 60);
    payloads.forEach(payload -> checkpointer.save(NewCheckpoint.of("t", payload)));
    watched.log.reset();
    assertThat(checkpointer().load("t", 100, null).items()).hasSize(60);
    System.out.println("load, all of 60: " + watched.log.totals());
    assertThat(watched.log.calls()).hasSizeLessThanOrEqualTo(4);
    watched.log.reset();
    assertThat(checkpointer().load("t", 10, null).items()).hasSize(10);
    assertThat(watched.log.calls()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void releasingCheckpointsUnderIdsOfTheCallersIsNoCallForEach() {
    for (var n = 0; n < 60; n++) {
      checkpointer.save(NewCheckpoint.of("t", Payload.of(Map.of("n", n))).id("id " + n));
    }
    watched.log.reset();
    assertThat(checkpointer.release("t")).hasSize(60);
    System.out.println("release of 60: " + watched.log.totals());
    assertThat(watched.log.calls()).hasSizeLessThanOrEqualTo(22);
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

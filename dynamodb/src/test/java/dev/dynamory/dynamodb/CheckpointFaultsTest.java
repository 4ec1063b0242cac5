package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CorruptDataException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import dev.dynamory.testkit.Stopped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stopped after any call, a reader sees the old state or the new one; done again, the operation is
 * completed; what is missing or was tampered with is an error that names thread and checkpoint.
 */
@Tag("exhaustive")
class CheckpointFaultsTest {
  private final Watched watched = new Watched();

  @BeforeEach
  void aTable() {
    checkpointer().setup();
  }

  /** Another process. */
  private DynamoDbCheckpointer checkpointer() {
    return watched.newProcessOfOneClient().checkpointer(watched.table);
  }

  private static Payload large(int seed) {
    return random(seed, 60_000);
  }

  private static Payload random(int seed, int size) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Payload.of("bytes", bytes);
  }

  private static Payload changed(Payload payload, int step) {
    var bytes = payload.bytes();
    bytes[step * 1000] ^= 1;
    return Payload.of("bytes", bytes);
  }

  private static Payload small(int n) {
    return Payload.of(Map.of("n", n));
  }

  /** What is done to a thread; done again, it sees that it has been done. */
  private record Scenario(String name, BiConsumer<CheckpointHistory, String> operation) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("save a delta", (c, t) -> saveOnce(c, NewCheckpoint.of(t, small(1)))),
          new Scenario(
              "save a snapshot", (c, t) -> saveOnce(c, NewCheckpoint.of(t, random(9, 500_000)))),
          new Scenario(
              "save under an id, in a run",
              (c, t) -> saveOnce(c, NewCheckpoint.of(t, small(1)).id("again").run(t + "r2"))),
          new Scenario(
              "replace",
              (c, t) -> {
                if (c.load(t, "placed").isEmpty()) {
                  c.replace("mine", NewCheckpoint.of(t, small(1)).id("placed"));
                }
              }),
          new Scenario("prune", (c, t) -> c.prune(t, 2)),
          new Scenario("release", (c, t) -> c.release(t)),
          new Scenario("delete a run", (c, t) -> c.deleteRun(t + "r1")),
          new Scenario("delete", (c, t) -> c.deleteThread(t)),
          new Scenario(
              "pending writes",
              (c, t) ->
                  c.addPendingWrites(
                      t,
                      "mine",
                      List.of(
                          new PendingWrite("task", 0, "ch", large(5)),
                          new PendingWrite("task 2", 0, "ch", small(1))))),
          new Scenario(
              "copy",
              (c, t) -> {
                try {
                  c.copyThread(t, t + " copy");
                } catch (WriteConflictException e) {
                  assertThat(c.load(t + " copy")).isPresent();
                  assertThat(c.namespace("child").load(t + " copy")).isPresent();
                }
              }));

  /**
   * Over the version that {@link #prepare} leaves: a conflict with oneself means that it is done.
   */
  private static void saveOnce(CheckpointHistory c, NewCheckpoint checkpoint) {
    try {
      c.save(checkpoint.when(version(5)));
    } catch (WriteConflictException e) {
      var newest = c.load(checkpoint.threadId()).orElseThrow();
      assertThat(newest.payload()).isEqualTo(checkpoint.payload());
      assertThat(newest.info().version()).isEqualTo(6);
    }
  }

  private void prepare(String thread) {
    var checkpointer = checkpointer();
    for (var n = 0; n < 3; n++) {
      checkpointer.save(NewCheckpoint.of(thread, changed(large(1), n)).run(thread + "r1"));
    }
    checkpointer.save(NewCheckpoint.of(thread, small(0)).id("mine"));
    checkpointer.save(NewCheckpoint.of(thread, large(2)).run(thread + "r1"));
    checkpointer.addPendingWrites(
        thread, "mine", List.of(new PendingWrite("a", 0, "ch", small(1))));
    checkpointer.namespace("child").saveState(thread, Map.of("in", "child"));
  }

  /** All that a reader can see of both threads, by log. Throws if anything of it cannot be read. */
  private List<List<Object>> seen(String thread) {
    var seen = new ArrayList<List<Object>>();
    for (var each : List.of(thread, thread + " copy")) {
      for (var view : List.of(checkpointer(), checkpointer().namespace("child"))) {
        var newest = view.load(each);
        var infos = Page.stream(token -> view.checkpoints(each, 2, token)).toList();
        assertThat(newest.map(Checkpoint::info)).isEqualTo(infos.stream().findFirst());
        var log = new ArrayList<Object>();
        for (var info : infos) {
          var loaded = view.load(each, info.id()).orElseThrow();
          assertThat(loaded.info()).isEqualTo(info);
          log.add(List.of(loaded.payload(), info.life(), loaded.pendingWrites()));
        }
        seen.add(log);
      }
    }
    return seen;
  }

  @TestFactory
  List<DynamicTest> stoppedAtAnyCallThenDoneAgain() {
    return SCENARIOS.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> stopEverywhere(scenario)))
        .toList();
  }

  private void stopEverywhere(Scenario scenario) {
    var undisturbed = scenario.name();
    prepare(undisturbed);
    var before = seen(undisturbed);
    scenario.operation().accept(checkpointer(), undisturbed);
    var after = seen(undisturbed);
    for (var call = 0; ; call++) {
      for (var isApplied : List.of(false, true)) {
        var thread = scenario.name() + ", stopped " + (isApplied ? "during " : "after ") + call;
        prepare(thread);
        if (isApplied) {
          watched.faults.stopDuring(call + 1);
        } else {
          watched.faults.stopAfter(call);
        }
        var stopped = catchThrowable(() -> scenario.operation().accept(checkpointer(), thread));
        watched.faults.reset();
        if (stopped != null) {
          assertThat(stopped).as(thread).isInstanceOf(Stopped.class);
          assertIsEither(thread, scenario, seen(thread), before, after);
          scenario.operation().accept(checkpointer(), thread);
        }
        assertThat(seen(thread)).as(thread).isEqualTo(after);
        checkpointer().deleteThread(thread);
        assertThat(leftOf(thread)).as(thread + ", deleted").isEmpty();
        if (stopped == null && !isApplied) {
          return;
        }
      }
    }
  }

  /** Each log by itself is as it was or as it is to be. */
  private static void assertIsEither(
      String what,
      Scenario scenario,
      List<List<Object>> seen,
      List<List<Object>> before,
      List<List<Object>> after) {
    if (scenario.name().equals("pending writes")) {
      return; // each task is a row by itself: that everything reads is what counts
    }
    for (var log = 0; log < seen.size(); log++) {
      assertThat(List.of(before.get(log), after.get(log))).as(what).contains(seen.get(log));
    }
  }

  /** What a deleted thread has left but tombstones. */
  private List<String> leftOf(String thread) {
    return rows(thread).stream()
        .filter(row -> !row.containsKey("k") || row.containsKey("z") || row.containsKey("parts"))
        .map(row -> text(row, "sk"))
        .toList();
  }

  @TestFactory
  List<DynamicTest> aSaveWhoseAnswerIsLostIsMadeOnce() {
    return List.of(
            Fault.THROTTLED,
            Fault.SERVER_ERROR,
            Fault.SERVER_ERROR_AFTER_APPLYING,
            Fault.REQUEST_LOST,
            Fault.ANSWER_LOST)
        .stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    fault.name(),
                    () -> {
                      var thread = "thread " + fault;
                      var checkpointer = checkpointer();
                      checkpointer.saveState(thread, Map.of("n", 0));
                      watched.faults.fail(Call.of("PutItem"), fault, 1);
                      checkpointer.saveState(thread, Map.of("n", 1));
                      assertThat(checkpointer.checkpoints(thread, 10, null).items()).hasSize(2);
                      assertThat(checkpointer().loadState(thread)).contains(Map.of("n", 1));
                    }))
        .toList();
  }

  @Test
  void aMissingRowOrPartIsAnErrorAndNeverAnOlderState() {
    var checkpointer = checkpointer();
    var saved = checkpointer.save(NewCheckpoint.of("t", random(1, 500_000)));
    var next = checkpointer.save(NewCheckpoint.of("t", changed(random(1, 500_000), 1)));
    var keys = rows("t").stream().filter(row -> text(row, "sk").startsWith("p#")).toList();
    assertThat(keys).hasSize(2);
    delete(keys.get(1));
    for (var id : List.of(saved.id(), next.id())) {
      assertThatExceptionOfType(CorruptDataException.class)
          .isThrownBy(() -> checkpointer().load("t", id))
          .withMessageContaining("thread 't'")
          .withMessageContaining(id);
    }
    assertThatExceptionOfType(CorruptDataException.class)
        .isThrownBy(() -> checkpointer().loadState("t"));
    put(keys.get(1));
    delete(row("t", 1));
    assertThatExceptionOfType(CorruptDataException.class)
        .isThrownBy(() -> checkpointer().loadState("t"));
    assertThatExceptionOfType(CorruptDataException.class)
        .isThrownBy(() -> checkpointer().checkpoints("t", 10, null));
  }

  @Test
  void whatWasTamperedWithIsAnErrorThatNamesThreadAndCheckpoint() {
    var id = checkpointer().save(NewCheckpoint.of("t", Payload.of(Map.of("n", 1)))).id();
    var row = row("t", 1);
    var z = AttributeValues.required(row, "z").b().asByteArray();
    z[z.length / 2] ^= 4;
    var bomb = DeltaCodec.snapshot(new byte[40_000_000]);
    for (var change :
        List.<Map<String, AttributeValue>>of(
            Map.of("z", CheckpointItems.bytes(z)),
            Map.of("z", CheckpointItems.bytes(bomb)),
            Map.of("enc", AttributeValue.fromS("zstd")),
            Map.of("enc", AttributeValue.fromS("d")),
            Map.of("len", AttributeValue.fromN("3")),
            Map.of("len", AttributeValue.fromN("99999999999")),
            Map.of("sha", CheckpointItems.bytes(new byte[16])),
            Map.of("z", AttributeValue.fromS("text")),
            Map.of("ch", CheckpointItems.bytes(new byte[] {1})),
            Map.of(
                "ct", AttributeValue.fromS("java.lang.Runtime"), "z", CheckpointItems.bytes(z)))) {
      var tampered = new HashMap<>(row);
      tampered.putAll(change);
      put(tampered);
      for (var load :
          List.<Runnable>of(
              () -> checkpointer().loadState("t"), () -> checkpointer().load("t", id))) {
        assertThatExceptionOfType(CorruptDataException.class)
            .as("%s", change.keySet())
            .isThrownBy(load::run)
            .withMessageContaining("thread 't'")
            .withMessageContaining(id);
      }
    }
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return AttributeValues.required(row, attribute).s();
  }

  private Map<String, AttributeValue> row(String thread, long seq) {
    return rows(thread).stream()
        .filter(row -> text(row, "sk").equals("c##%012d".formatted(seq)))
        .findFirst()
        .orElseThrow();
  }

  private List<Map<String, AttributeValue>> rows(String thread) {
    return Engine.client()
        .query(
            q ->
                q.tableName(watched.table)
                    .keyConditionExpression("thread_id = :t")
                    .expressionAttributeValues(Map.of(":t", AttributeValue.fromS(thread))))
        .items();
  }

  private void put(Map<String, AttributeValue> row) {
    Engine.client().putItem(p -> p.tableName(watched.table).item(row));
  }

  private void delete(Map<String, AttributeValue> row) {
    Engine.client()
        .deleteItem(
            d ->
                d.tableName(watched.table)
                    .key(CheckpointItems.key(text(row, "thread_id"), text(row, "sk"))));
  }
}

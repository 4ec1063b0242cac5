package dev.dynamory.dynamodb;

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
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stopped after any call, a reader sees the old state or the new one; done again, the operation is
 * completed; what is missing or was tampered with is an error that names thread and checkpoint.
 */
class CheckpointFaultsTest {
  private final Watched watched = new Watched();

  @BeforeEach
  void aTable() {
    checkpointer().setup();
  }

  /** Another process. */
  private DynamoDbCheckpointer checkpointer() {
    return watched.newProcess().checkpointer(watched.table);
  }

  private static Payload large(int seed) {
    var bytes = new byte[500_000];
    new Random(seed).nextBytes(bytes);
    return Payload.of("bytes", bytes);
  }

  private static Payload largeAndChanged(int seed, int step) {
    var bytes = large(seed).bytes();
    bytes[step * 1000] ^= 1;
    return Payload.of("bytes", bytes);
  }

  private record Scenario(String name, Consumer<CheckpointHistory> operation) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("save", c -> c.saveState("t", Map.of("n", 1))),
          new Scenario("save a large state", c -> c.save(NewCheckpoint.of("t", large(9)))),
          new Scenario(
              "save under an id",
              c -> c.save(NewCheckpoint.of("t", Payload.of(Map.of("n", 1))).id("again").run("r2"))),
          new Scenario(
              "replace",
              c ->
                  c.replace(
                      c.load("t", "placed").isPresent() ? "placed" : "mine",
                      NewCheckpoint.of("t", Payload.of(Map.of("n", 1))).id("placed"))),
          new Scenario("prune", c -> c.prune("t", 2)),
          new Scenario("release", c -> c.release("t")),
          new Scenario("delete a run", c -> c.deleteRun("r1")),
          new Scenario("delete", c -> c.deleteThread("t")),
          new Scenario(
              "pending writes",
              c ->
                  c.addPendingWrites(
                      "t",
                      "mine",
                      List.of(
                          new PendingWrite("task", 0, "ch", large(5)),
                          new PendingWrite("task 2", 0, "ch", Payload.of(Map.of("n", 1)))))),
          new Scenario(
              "copy",
              c -> {
                if (c.load("copy").isEmpty()) {
                  c.copyThread("t", "copy");
                }
              }));

  private void prepare() {
    var checkpointer = checkpointer();
    for (var n = 0; n < 3; n++) {
      checkpointer.save(NewCheckpoint.of("t", largeAndChanged(1, n)).run("r1"));
    }
    checkpointer.save(NewCheckpoint.of("t", Payload.of(Map.of("n", 0))).id("mine"));
    checkpointer.save(NewCheckpoint.of("t", large(2)).run("r1"));
    checkpointer.addPendingWrites(
        "t", "mine", List.of(new PendingWrite("a", 0, "ch", Payload.of(Map.of("n", 1)))));
    checkpointer.namespace("child").saveState("t", Map.of("in", "child"));
  }

  /** All that a reader can see of both threads. Throws if anything of it cannot be read. */
  private List<Object> seen() {
    var seen = new ArrayList<Object>();
    for (var thread : List.of("t", "copy")) {
      for (var view : List.of(checkpointer(), checkpointer().namespace("child"))) {
        var newest = view.load(thread);
        var infos = Page.stream(token -> view.checkpoints(thread, 2, token)).toList();
        assertThat(newest.map(Checkpoint::info)).isEqualTo(infos.stream().findFirst());
        for (var info : infos) {
          var loaded = view.load(thread, info.id()).orElseThrow();
          assertThat(loaded.info()).isEqualTo(info);
          seen.add(
              List.of(
                  thread, loaded.payload(), info.metadata(), info.life(), loaded.pendingWrites()));
        }
        seen.add("--");
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
    prepare();
    var before = seen();
    scenario.operation().accept(checkpointer());
    var after = seen();
    for (var call = 0; ; call++) {
      for (var during : List.of(false, true)) {
        checkpointer().deleteThread("t");
        checkpointer().deleteThread("copy");
        prepare();
        if (during) {
          watched.faults.stopDuring(call + 1);
        } else {
          watched.faults.stopAfter(call);
        }
        var stopped = catchThrowable(() -> scenario.operation().accept(checkpointer()));
        watched.faults.reset();
        var what = scenario.name() + ", stopped at call " + call;
        assertIsEither(what, seen(), before, after, scenario);
        if (stopped == null) {
          return;
        }
        if (!scenario.name().startsWith("release") || seen().equals(before)) {
          scenario.operation().accept(checkpointer());
        }
        assertIsDone(what, seen(), after, scenario);
      }
    }
  }

  private static void assertIsEither(
      String what, List<Object> seen, List<Object> before, List<Object> after, Scenario scenario) {
    if (scenario.name().equals("delete")
        || scenario.name().equals("delete a run")
        || scenario.name().equals("copy")
        || scenario.name().startsWith("p")
        || scenario.name().equals("save under an id")) {
      return; // several logs or rows, one after the other: that everything reads is what counts
    }
    assertThat(List.of(normal(before), normal(after))).as(what).contains(normal(seen));
  }

  private static void assertIsDone(
      String what, List<Object> seen, List<Object> after, Scenario scenario) {
    if (scenario.name().startsWith("save a") || scenario.name().equals("save")) {
      assertThat(seen.get(0)).as(what).isEqualTo(after.get(0));
      return; // a save that was applied is there twice when done again
    }
    assertThat(normal(seen)).as(what).isEqualTo(normal(after));
  }

  private static List<Object> normal(List<Object> seen) {
    return seen.stream().map(String::valueOf).map(text -> (Object) text).toList();
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
    var saved = checkpointer.save(NewCheckpoint.of("t", large(1)));
    var next = checkpointer.save(NewCheckpoint.of("t", largeAndChanged(1, 1)));
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

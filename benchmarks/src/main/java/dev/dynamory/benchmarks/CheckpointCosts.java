package dev.dynamory.benchmarks;

import dev.dynamory.CheckpointInfo;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import dev.dynamory.testkit.GrowingState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Carries out each operation of a checkpointer once and measures it. */
final class CheckpointCosts {
  private static final String TABLE = "checkpoints";
  private static final String THREAD = "thread";
  private static final String ONE_ITEM = "the same; at most 400 KB";

  private final Meter meter;
  private final CostSheet sheet;
  private final DynamoDbCheckpointer checkpointer;
  private final List<Payload> states =
      GrowingState.SCRATCHPAD_CHANGES_IN_THE_MIDDLE.payloads().subList(0, 40);

  private CheckpointCosts(Meter meter) {
    this.meter = meter;
    sheet = new CostSheet(meter);
    checkpointer = meter.checkpointer(TABLE);
    checkpointer.setup();
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new CheckpointCosts(meter);
      all.saves();
      all.reads();
      all.erasures();
      all.single();
      return all.sheet.costs();
    }
  }

  private CheckpointInfo save(int state) {
    return checkpointer.save(NewCheckpoint.of(THREAD, states.get(state)));
  }

  private void saves() {
    sheet.add(
        "save of 55 KB, the thread's first",
        Limit.inRoundTrips(3, 0.5, 30),
        "2 calls, 56 W",
        () -> save(0));
    sheet.add("save, 5 KB more, 0.6 KB changed", Limit.of(1, 0, 5), "2 calls, 61 W", () -> save(1));
    sheet.add(
        "the same under an id of the caller's own",
        Limit.of(2, 0, 6).roundTrips(1),
        "2 calls, 66 W",
        () -> checkpointer.save(NewCheckpoint.of(THREAD, states.get(2)).id("mine")));
    sheet.add(
        "a save by a process that knows nothing",
        Limit.NONE,
        "2 calls, 71 W",
        () -> meter.checkpointer(TABLE).save(NewCheckpoint.of(THREAD, states.get(3))));
    var old = save(4);
    IntStream.range(5, states.size()).forEach(this::save);
    sheet.add(
        "a branch from an older one",
        Limit.of(1, 0, 5),
        "2 calls",
        () -> checkpointer.save(NewCheckpoint.of(THREAD, states.get(5)).parent(old.id())));
    var writes =
        IntStream.range(0, 10)
            .mapToObj(n -> new PendingWrite("task", n, "messages", Payload.of(Map.of("index", n))))
            .toList();
    sheet.add(
        "10 pending writes of a task",
        Limit.of(1, 0, 1),
        "20 calls in series",
        () -> checkpointer.addPendingWrites(THREAD, old.id(), writes));
  }

  private void reads() {
    sheet.add(
        "load the latest",
        Limit.inRoundTrips(2, 65, 0),
        "3 calls and one for each pending write",
        () -> meter.checkpointer(TABLE).load(THREAD));
    sheet.add(
        "checkpoints(10) of 41",
        Limit.of(1, 10, 0),
        "21 calls",
        () -> meter.checkpointer(TABLE).checkpoints(THREAD, 10, null));
    sheet.add(
        "listThreads(10)",
        Limit.inRoundTrips(1, 4, 0),
        "a Scan",
        () -> meter.checkpointer(TABLE).listThreads(10, null));
  }

  private void erasures() {
    sheet.add(
        "prune to 5 of 41", Limit.NONE, CostSheet.NOTHING, () -> checkpointer.prune(THREAD, 5));
    sheet.add(
        "deleteThread",
        Limit.NONE,
        "1 call for each checkpoint and more",
        () -> checkpointer.deleteThread(THREAD));
  }

  private void single() {
    var single = meter.singleItemCheckpointer("single");
    single.setup();
    sheet.add(
        "single item: save of 55 KB",
        Limit.of(1, 0, 60),
        ONE_ITEM,
        () -> single.saveState(THREAD, states.get(0).document()));
    sheet.add(
        "single item: load of 55 KB, consistent",
        Limit.of(1, 15, 0),
        ONE_ITEM,
        () -> single.load(THREAD));
  }
}

package dev.dynamory.testkit;

import static dev.dynamory.testkit.CheckpointerContract.freshThread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.InMemory;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is done to a history, it looks as the in-memory one does after the same. */
public interface CheckpointModelContract extends CheckpointHistoryFixture {

  @Test
  default void anySequenceOfSavesAndErasuresEqualsTheModel() {
    run(null, 6, 40);
  }

  @Test
  default void anySequenceOfSavesErasuresAndOfTimeEqualsTheModel() {
    run(Duration.ofHours(10), 4, 40);
  }

  private void run(@Nullable Duration timeToLive, int rounds, int steps) {
    var seed = RandomDocuments.seed();
    for (var round = 0; round < rounds; round++) {
      var random = new Random(seed + round);
      var clock = MovableClock.now();
      var options = CheckpointerOptions.at(clock);
      var memory = InMemory.checkpointer().withClock(clock);
      if (timeToLive != null) {
        options = options.withTimeToLive(timeToLive);
        memory = memory.withTimeToLive(timeToLive);
      }
      var threads = List.of(freshThread(), freshThread());
      var run = "run-" + freshThread();
      var processes = List.of(checkpointer(options), checkpointer(options));
      var done = new ArrayList<String>();
      for (var step = 0; step < steps; step++) {
        clock.advance(
            timeToLive != null && random.nextInt(4) == 0
                ? Duration.ofMinutes(random.nextInt(400))
                : Duration.ofMillis(1));
        var namespace = random.nextInt(3) == 0 ? "sub" : "";
        var thread = threads.get(random.nextInt(3) / 2);
        var change = change(random, step, thread, threads, run, done);
        var real = processes.get(random.nextInt(2)).namespace(namespace);
        var model = memory.namespace(namespace);
        var as =
            "seed %d round %d, in namespace '%s' after %s".formatted(seed, round, namespace, done);
        assertThat(outcome(real, change)).as(as).isEqualTo(outcome(model, change));
        for (var each : threads) {
          assertSame(
              as, each, processes.get(random.nextInt(2)).namespace(namespace), model, random);
        }
      }
    }
  }

  private static String outcome(CheckpointHistory history, Consumer<CheckpointHistory> change) {
    try {
      change.accept(history);
      return "done";
    } catch (WriteConflictException e) {
      return "conflict";
    }
  }

  private static void assertSame(
      String as, String thread, CheckpointHistory real, CheckpointHistory model, Random random) {
    assertThat(seen(real, thread)).as(as).isEqualTo(seen(model, thread));
    assertThat(real.load(thread).map(CheckpointModelContract::seen))
        .as(as)
        .isEqualTo(model.load(thread).map(CheckpointModelContract::seen));
    var id = id(random);
    assertThat(real.load(thread, id).map(CheckpointModelContract::seen))
        .as("%s, %s", as, id)
        .isEqualTo(model.load(thread, id).map(CheckpointModelContract::seen));
  }

  /** All of a listing but the versions, which are each store's own. */
  private static List<List<?>> seen(CheckpointHistory history, String thread) {
    return history.checkpoints(thread, 1000, null).items().stream()
        .<List<?>>map(CheckpointModelContract::seen)
        .toList();
  }

  private static List<?> seen(CheckpointInfo info) {
    return Arrays.asList(
        info.id(), info.parentId(), info.runId(), info.metadata(), info.createdAt(), info.life());
  }

  private static List<?> seen(Checkpoint checkpoint) {
    return List.of(seen(checkpoint.info()), checkpoint.payload(), checkpoint.pendingWrites());
  }

  private static String id(Random random) {
    return "id-" + random.nextInt(25);
  }

  private static Consumer<CheckpointHistory> change(
      Random random, int step, String thread, List<String> threads, String run, List<String> done) {
    var id = id(random);
    var other = id(random);
    switch (random.nextInt(20)) {
      case 0 -> {
        var kept = 1 + random.nextInt(5);
        done.add("prune " + kept + of(thread, threads));
        return history -> history.prune(thread, kept);
      }
      case 1 -> {
        done.add("delete" + of(thread, threads));
        return history -> history.deleteThread(thread);
      }
      case 2 -> {
        done.add("release" + of(thread, threads));
        return history -> history.release(thread);
      }
      case 3 -> {
        done.add("copy");
        return history -> history.copyThread(threads.get(0), threads.get(1));
      }
      case 4 -> {
        done.add("delete run");
        return history -> history.deleteRun(run);
      }
      case 5, 6 -> {
        done.add("replace " + id + " by " + other + of(thread, threads));
        var made = made(random, step, thread, run).id(other);
        return history -> history.replace(id, made);
      }
      case 7, 8, 9 -> {
        done.add("write to the newest" + of(thread, threads));
        var write =
            new PendingWrite(
                "task-" + random.nextInt(2),
                random.nextInt(4) - 1,
                "channel",
                Payload.of(Map.of("step", step)));
        return history ->
            history
                .load(thread)
                .ifPresent(newest -> history.addPendingWrites(thread, newest.id(), List.of(write)));
      }
      case 10, 11 -> {
        done.add("save " + id + " on " + other + of(thread, threads));
        var made = made(random, step, thread, run).id(id).parent(other);
        return history -> history.save(made);
      }
      default -> {
        done.add("save " + id + of(thread, threads));
        var made = made(random, step, thread, run).id(id);
        return history -> history.save(made);
      }
    }
  }

  private static String of(String thread, List<String> threads) {
    return " of thread " + threads.indexOf(thread);
  }

  private static NewCheckpoint made(Random random, int step, String thread, String run) {
    var bytes = new byte[random.nextInt(8) == 0 ? 60_000 : 2_000];
    new Random(7).nextBytes(bytes);
    bytes[random.nextInt(bytes.length)]++;
    var made =
        NewCheckpoint.of(thread, Payload.of("application/octet-stream", bytes))
            .metadata(Map.of("step", step));
    return random.nextInt(4) == 0 ? made.run(run) : made;
  }
}

package dev.dynamory.testkit;

import static dev.dynamory.testkit.CheckpointHistoryContract.numbered;
import static dev.dynamory.testkit.CheckpointerContract.freshThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a checkpointer promises of the pending writes of a step. */
public interface PendingWritesContract extends CheckpointHistoryFixture {

  @Test
  default void pendingWritesComeWithTheirCheckpoint() {
    var history = checkpointer();
    var thread = freshThread();
    var first = history.save(numbered(thread, 1));
    var writes =
        List.of(
            new PendingWrite("task-1", 0, "messages", Payload.of(Map.of("text", "hi"))),
            new PendingWrite("task-1", 1, "ch:#2", Payload.of("raw", new byte[] {1, 2})));
    history.addPendingWrites(thread, first.id(), writes);
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEqualTo(writes);
    assertThat(history.load(thread, first.id()).orElseThrow().pendingWrites()).isEqualTo(writes);
    var second = history.save(numbered(thread, 2));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEmpty();
    assertThat(history.load(thread, second.id()).orElseThrow().pendingWrites()).isEmpty();
    assertThat(history.load(thread, first.id()).orElseThrow().pendingWrites()).isEqualTo(writes);
  }

  @Test
  default void pendingWritesAreOrderedByTaskThenByIndexAsANumber() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = history.save(numbered(thread, 1));
    history.addPendingWrites(thread, saved.id(), writes("task-b", 12));
    history.addPendingWrites(thread, saved.id(), writes("task-a#1", 12));
    var expected = new ArrayList<>(writes("task-a#1", 12));
    expected.addAll(writes("task-b", 12));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEqualTo(expected);
  }

  @Test
  default void aRepeatedWriteChangesNothing() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = history.save(numbered(thread, 1).id("mine"));
    history.addPendingWrites(thread, saved.id(), writes("task", 3));
    checkpointer().addPendingWrites(thread, saved.id(), writes("task", 3));
    history.addPendingWrites(
        thread, saved.id(), List.of(new PendingWrite("task", 1, "other", Payload.of(Map.of()))));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEqualTo(writes("task", 3));
  }

  @Test
  default void specialIndexesAreReplaced() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = history.save(numbered(thread, 1));
    for (var n = 0; n < 3; n++) {
      history.addPendingWrites(
          thread,
          saved.id(),
          List.of(new PendingWrite("task", -1, "__error__", Payload.of(Map.of("n", n)))));
    }
    history.addPendingWrites(thread, saved.id(), writes("task", 1));
    assertThat(history.load(thread).orElseThrow().pendingWrites())
        .containsExactly(
            new PendingWrite("task", -1, "__error__", Payload.of(Map.of("n", 2))),
            writes("task", 1).get(0));
  }

  @Test
  default void pendingWritesKeepToTheirNamespaceAndCheckpoint() {
    var history = checkpointer();
    var thread = freshThread();
    var root = history.save(numbered(thread, 1).id("same"));
    history.namespace("child").save(numbered(thread, 1).id("same"));
    history.addPendingWrites(thread, root.id(), writes("task", 2));
    history.namespace("child").addPendingWrites(thread, "same", writes("task", 3));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).hasSize(2);
    assertThat(history.namespace("child").load(thread).orElseThrow().pendingWrites()).hasSize(3);
    history.save(numbered(thread, 2).id("same"));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEmpty();
  }

  @Test
  default void writesOfAnUnknownCheckpointAreNeverSeen() {
    var history = checkpointer();
    var thread = freshThread();
    history.save(numbered(thread, 1));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> history.addPendingWrites(thread, "unknown", writes("task", 1)));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEmpty();
    history.addPendingWrites(thread, "unknown", List.of());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new PendingWrite("", 0, "ch", Payload.of(Map.of())));
  }

  @Test
  default void writesSurviveNeitherTheirThreadNorItsRelease() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = history.save(numbered(thread, 1).id("mine"));
    history.addPendingWrites(thread, saved.id(), writes("task", 2));
    history.deleteThread(thread);
    history.save(numbered(thread, 1).id("mine"));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEmpty();
    history.addPendingWrites(thread, "mine", writes("task", 2));
    assertThat(history.release(thread).get(0).pendingWrites()).hasSize(2);
    history.save(numbered(thread, 1).id("mine"));
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEmpty();
  }

  @Test
  default void largeWritesComeBack() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = history.save(numbered(thread, 1));
    var random = new Random(5);
    var writes = new ArrayList<PendingWrite>();
    for (var size : List.of(10, 40_000, 500_000, 30_000)) {
      var bytes = new byte[size];
      random.nextBytes(bytes);
      writes.add(new PendingWrite("task", writes.size(), "ch", Payload.of("raw", bytes)));
    }
    for (var n = 0; n < 20; n++) {
      var bytes = new byte[30_000];
      random.nextBytes(bytes);
      writes.add(new PendingWrite("task", writes.size(), "ch", Payload.of("raw", bytes)));
    }
    history.addPendingWrites(thread, saved.id(), writes);
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEqualTo(writes);
    history.prune(thread, 1);
    assertThat(history.load(thread).orElseThrow().pendingWrites()).isEqualTo(writes);
  }

  @Test
  default void theWritesAlongALineOfAncestorsLeaveOutItsSiblings() {
    var history = checkpointer();
    var thread = freshThread();
    var ids = new ArrayList<String>();
    for (var n = 0; n < 4; n++) {
      ids.add(history.save(numbered(thread, n)).id());
      history.addPendingWrites(thread, ids.get(n), writes("task-" + n, 1));
    }
    var branch = history.save(numbered(thread, 9).parent(ids.get(1))).id();
    var line = new ArrayList<String>();
    for (var at = branch; at != null; ) {
      var checkpoint = history.load(thread, at).orElseThrow();
      checkpoint.pendingWrites().forEach(write -> line.add(write.taskId()));
      at = checkpoint.info().parentId();
    }
    assertThat(line).containsExactly("task-1", "task-0");
  }

  /** Writes with the indexes from 0 on. */
  static List<PendingWrite> writes(String task, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new PendingWrite(task, n, "ch" + n, Payload.of(Map.of("n", n))))
        .toList();
  }
}

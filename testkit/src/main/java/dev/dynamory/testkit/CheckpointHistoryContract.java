package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.CheckpointerContract.freshThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Filter;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.WriteConflictException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a checkpointer promises of the history it keeps. */
public interface CheckpointHistoryContract extends CheckpointHistoryFixture {

  @Test
  default void aCheckpointHasIdParentMetadataAndTime() {
    var clock = MovableClock.now();
    var history = checkpointer(CheckpointerOptions.at(clock));
    var thread = freshThread();
    var first = history.save(numbered(thread, 1).metadata(Map.of("step", 1, "source", "input")));
    clock.advance(Duration.ofSeconds(3));
    var second = history.save(numbered(thread, 2).run("run-" + thread));
    assertThat(first.parentId()).isNull();
    assertThat(first.metadata()).isEqualTo(Map.of("step", 1, "source", "input"));
    assertThat(second.parentId()).isEqualTo(first.id());
    assertThat(second.runId()).isEqualTo("run-" + thread);
    assertThat(second.createdAt())
        .isEqualTo(clock.instant().truncatedTo(ChronoUnit.MICROS))
        .isEqualTo(first.createdAt().plusSeconds(3));
    assertThat(second.threadId()).isEqualTo(thread);
    assertThat(list(history, thread)).containsExactly(second, first);
    assertThat(history.load(thread).orElseThrow().info()).isEqualTo(second);
    assertThat(history.load(thread, first.id()).orElseThrow().info()).isEqualTo(first);
  }

  @Test
  default void anyCheckpointCanBeLoadedById() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = save(history, thread, 30);
    for (var n = 0; n < 30; n++) {
      var loaded = history.load(thread, saved.get(n).id()).orElseThrow();
      assertThat(loaded.info()).isEqualTo(saved.get(n));
      assertThat(loaded.state()).isEqualTo(Map.of("n", n));
    }
    assertThat(history.load(thread, "unknown")).isEmpty();
    assertThat(history.load(freshThread(), saved.get(0).id())).isEmpty();
    assertThat(history.load(thread, "000000000099-0000000000000000")).isEmpty();
  }

  @Test
  default void listsNewestFirstInPages() {
    var history = checkpointer();
    var thread = freshThread();
    var newestFirst = reversed(save(history, thread, 25));
    save(history, freshThread(), 2);
    assertThat(history.checkpoints(thread, 1, null).items()).containsExactly(newestFirst.get(0));
    assertThat(history.checkpoints(thread, 10, null).items())
        .containsExactlyElementsOf(newestFirst.subList(0, 10));
    assertThat(history.checkpoints(thread, 25, null).items())
        .containsExactlyElementsOf(newestFirst);
    for (var limit : List.of(1, 7, 24, 25, 1000)) {
      assertThat(Page.stream(token -> history.checkpoints(thread, limit, token)).toList())
          .containsExactlyElementsOf(newestFirst);
    }
    assertThat(history.checkpoints(freshThread(), 10, null).items()).isEmpty();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> history.checkpoints(thread, 0, null));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> history.checkpoints(thread, 10, "not a token"));
  }

  @Test
  default void aPageCanBeLoadedWhole() {
    var history = checkpointer();
    var thread = freshThread();
    assertThat(history.load(thread, 3, null)).isEqualTo(new Page<>(List.of(), null));
    var saved = save(history, thread, 12);
    history.namespace("child").saveState(thread, Map.of("n", 99));
    history.replace(saved.get(4).id(), numbered(thread, 100).id("new"));
    history.save(numbered(thread, 12).parent(saved.get(2).id()));
    for (var id : List.of(saved.get(2).id(), "new", saved.get(11).id())) {
      var write = new PendingWrite("task " + id, 0, "ch", Payload.of(Map.of("of", id)));
      history.addPendingWrites(thread, id, List.of(write));
    }
    var expected =
        list(history, thread).stream()
            .map(info -> history.load(thread, info.id()).orElseThrow())
            .toList();
    assertThat(expected).extracting(checkpoint -> checkpoint.state().get("n")).contains(100, 12);
    assertThat(checkpointer().load(thread, 1000, null)).isEqualTo(new Page<>(expected, null));
    assertThat(Page.stream(token -> checkpointer().load(thread, 3, token)).toList())
        .isEqualTo(expected);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> history.load(thread, 0, null));
  }

  @Test
  default void checkpointsCanBeFilteredByTheirMetadata() {
    var history = checkpointer();
    var thread = freshThread();
    for (var n = 0; n < 8; n++) {
      var source = n % 2 == 0 ? "input" : "loop";
      history.save(numbered(thread, n).metadata(Map.of("source", source, "step", n, "score", 4.5)));
    }
    var wanted = Filter.eq("source", "input").and(Filter.gte("step", 4));
    assertThat(
            Page.stream(token -> history.checkpoints(thread, 3, token))
                .filter(info -> wanted.matches(info.metadata()))
                .map(info -> info.metadata().get("step")))
        .containsExactly(6, 4);
  }

  @Test
  default void theOrderIsThatOfTheSavesWhateverTheIdsAndTheClock() {
    var clock = MovableClock.now();
    var history = checkpointer(CheckpointerOptions.at(clock));
    var thread = freshThread();
    history.save(numbered(thread, 0).id("z-older"));
    clock.advance(Duration.ofHours(-2));
    history.save(numbered(thread, 1).id("a-newer"));
    assertThat(ids(list(history, thread))).containsExactly("a-newer", "z-older");
    assertThat(history.load(thread).orElseThrow().id()).isEqualTo("a-newer");
    assertThat(history.load(thread, "z-older").orElseThrow().state()).isEqualTo(Map.of("n", 0));
  }

  @Test
  default void aBranchGoesOnFromAnOldCheckpoint() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = save(history, thread, 5);
    var branch = history.save(numbered(thread, 100).parent(saved.get(1).id()));
    assertThat(branch.parentId()).isEqualTo(saved.get(1).id());
    var next = history.save(numbered(thread, 101));
    assertThat(next.parentId()).isEqualTo(branch.id());
    assertThat(history.loadState(thread)).contains(Map.of("n", 101));
    assertThat(history.load(thread, saved.get(4).id()).orElseThrow().state())
        .isEqualTo(Map.of("n", 4));
    var line = new ArrayList<Object>();
    for (var at = next.id(); at != null; ) {
      var checkpoint = history.load(thread, at).orElseThrow();
      line.add(checkpoint.state().get("n"));
      at = checkpoint.info().parentId();
    }
    assertThat(line).containsExactly(101, 100, 1, 0);
  }

  @Test
  default void aParentNeedNotBeThere() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = history.save(numbered(thread, 1).parent("pruned-long-ago"));
    assertThat(saved.parentId()).isEqualTo("pruned-long-ago");
    assertThat(history.load(thread).orElseThrow().info().parentId()).isEqualTo("pruned-long-ago");
  }

  @Test
  default void anIdSavedAgainReplacesTheFormer() {
    var history = checkpointer();
    var thread = freshThread();
    history.save(numbered(thread, 1).id("mine"));
    history.save(numbered(thread, 2).id("other"));
    history.save(numbered(thread, 3).id("mine"));
    assertThat(ids(list(history, thread))).containsExactly("mine", "other");
    assertThat(history.load(thread, "mine").orElseThrow().state()).isEqualTo(Map.of("n", 3));
    assertThat(history.load(thread, "other").orElseThrow().state()).isEqualTo(Map.of("n", 2));
  }

  @Test
  default void aCheckpointCanBeReplacedInItsPlace() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = save(history, thread, 4);
    var replaced = history.replace(saved.get(1).id(), numbered(thread, 100).id("new"));
    assertThat(ids(list(history, thread)))
        .containsExactly(saved.get(3).id(), saved.get(2).id(), "new", saved.get(0).id());
    assertThat(replaced.parentId()).isEqualTo(saved.get(0).id());
    assertThat(history.load(thread, saved.get(1).id())).isEmpty();
    assertThat(history.load(thread, "new").orElseThrow().state()).isEqualTo(Map.of("n", 100));
    assertThat(history.loadState(thread)).contains(Map.of("n", 3));
    history.replace(saved.get(3).id(), numbered(thread, 200));
    assertThat(history.loadState(thread)).contains(Map.of("n", 200));
    history.replace("new", numbered(thread, 300).id("newer"));
    assertThat(Page.stream(token -> history.checkpoints(thread, 1, token)).toList())
        .extracting(info -> history.load(thread, info.id()).orElseThrow().state().get("n"))
        .containsExactly(200, 2, 300, 0);
    history.prune(thread, 3);
    assertThat(list(history, thread)).hasSize(3);
    assertThat(history.load(thread, "newer").orElseThrow().state()).isEqualTo(Map.of("n", 300));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> history.replace("unknown", numbered(thread, 5)));
  }

  @Test
  default void namespacesKeepApart() {
    var root = checkpointer();
    var thread = freshThread();
    var names = List.of("", "child", "child:1", "child#1", "child%231", "ä b", "child!");
    for (var name : names) {
      root.namespace(name).saveState(thread, Map.of("in", name));
      root.namespace(name).saveState(thread, Map.of("in", name, "more", true));
    }
    for (var name : names) {
      assertThat(root.namespace(name).loadState(thread)).contains(Map.of("in", name, "more", true));
      assertThat(list(root.namespace(name), thread)).hasSize(2);
    }
    root.deleteThread(thread);
    for (var name : names) {
      assertThat(root.namespace(name).loadState(thread)).isEmpty();
    }
  }

  @Test
  default void keepsWhatAnySerializerMade() {
    var history = checkpointer();
    var thread = freshThread();
    var bytes = new byte[5_000];
    new Random(1).nextBytes(bytes);
    history.save(NewCheckpoint.of(thread, Payload.of("application/x-kryo", bytes)));
    bytes[0]++;
    history.save(NewCheckpoint.of(thread, Payload.of("text/plain", "plain".getBytes(UTF))));
    var newest = history.load(thread).orElseThrow();
    assertThat(newest.payload()).isEqualTo(Payload.of("text/plain", "plain".getBytes(UTF)));
    bytes[0]--;
    var parent = history.load(thread, String.valueOf(newest.info().parentId())).orElseThrow();
    assertThat(parent.payload()).isEqualTo(Payload.of("application/x-kryo", bytes));
    assertThat(parent.bytes("application/x-kryo")).isEqualTo(bytes);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> parent.bytes("text/plain"))
        .withMessageContaining(parent.id())
        .withMessageContaining("application/x-kryo");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(newest::state);
  }

  /** For text of the tests. */
  java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  @Test
  default void largeStatesThatChangeALittleComeBackFromAnyCheckpoint() {
    var history = checkpointer();
    var thread = freshThread();
    var random = new Random(42);
    var states = new ArrayList<byte[]>();
    var ids = new ArrayList<String>();
    var bytes = new byte[60_000];
    random.nextBytes(bytes);
    for (var n = 0; n < 40; n++) {
      bytes = bytes.clone();
      bytes[random.nextInt(bytes.length)]++;
      var parent = n % 7 == 6 ? ids.get(n / 2) : null;
      var checkpoint = NewCheckpoint.of(thread, Payload.of("bytes", bytes));
      var saved = history.save(parent == null ? checkpoint : checkpoint.parent(parent));
      states.add(bytes);
      ids.add(saved.id());
    }
    for (var n = 0; n < 40; n++) {
      assertThat(history.load(thread, ids.get(n)).orElseThrow().payload().bytes())
          .isEqualTo(states.get(n));
    }
    assertThat(Page.stream(token -> history.load(thread, 15, token)))
        .extracting(checkpoint -> checkpoint.payload().bytes())
        .containsExactlyElementsOf(reversed(states));
    history.prune(thread, 10);
    for (var n = 30; n < 40; n++) {
      assertThat(history.load(thread, ids.get(n)).orElseThrow().payload().bytes())
          .isEqualTo(states.get(n));
    }
  }

  @Test
  default void aStateOfTwoMegabytesIsNothingSpecial() {
    var history = checkpointer();
    var thread = freshThread();
    var bytes = new byte[2_000_000];
    new Random(3).nextBytes(bytes);
    history.save(NewCheckpoint.of(thread, Payload.of("bytes", bytes)));
    assertThat(history.load(thread).orElseThrow().payload().bytes()).isEqualTo(bytes);
  }

  @Test
  default void pruningKeepsTheNewest() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = save(history, thread, 12);
    save(history.namespace("child"), thread, 3);
    history.prune(thread, 5);
    assertThat(list(history, thread)).containsExactlyElementsOf(reversed(saved.subList(7, 12)));
    assertThat(list(history.namespace("child"), thread)).hasSize(3);
    assertThat(history.load(thread, saved.get(6).id())).isEmpty();
    assertThat(history.load(thread, saved.get(7).id()).orElseThrow().state())
        .isEqualTo(Map.of("n", 7));
    history.prune(thread, 5);
    history.prune(thread, 1);
    assertThat(list(history, thread)).containsExactly(saved.get(11));
    assertThat(list(history.namespace("child"), thread)).hasSize(1);
    history.save(numbered(thread, 12).when(version(saved.get(11).version())));
    assertThat(history.loadState(thread)).contains(Map.of("n", 12));
    history.prune(freshThread(), 1);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> history.prune(thread, 0));
  }

  @Test
  default void releaseGivesTheHistoryAndEndsTheLife() {
    var history = checkpointer();
    var thread = freshThread();
    var saved = save(history, thread, 4);
    var released = history.release(thread);
    assertThat(released).extracting(Checkpoint::info).containsExactlyElementsOf(reversed(saved));
    assertThat(released)
        .extracting(checkpoint -> checkpoint.state().get("n"))
        .containsExactly(3, 2, 1, 0);
    assertThat(history.load(thread)).isEmpty();
    assertThat(list(history, thread)).isEmpty();
    assertThat(history.release(thread)).isEmpty();
    var next = history.save(numbered(thread, 9).when(absent()));
    assertThat(next.life()).isEqualTo(1);
    assertThat(next.parentId()).isNull();
    assertThat(list(history, thread)).containsExactly(next);
    assertThat(history.release(thread)).hasSize(1);
    assertThat(history.release(freshThread())).isEmpty();
  }

  @Test
  default void deletingARunTakesItsCheckpointsInEveryThreadAndNamespace() {
    var history = checkpointer();
    var threads = List.of(freshThread(), freshThread());
    var run = "run#" + threads.get(0);
    for (var thread : threads) {
      for (var n = 0; n < 6; n++) {
        var checkpoint = numbered(thread, n).run(n % 3 == 2 ? run : "other-" + thread);
        history.save(checkpoint);
        history.namespace("child").save(checkpoint);
      }
    }
    history.deleteRun(run);
    history.deleteRun("unknown-" + run);
    for (var thread : threads) {
      for (var view : List.of(history, history.namespace("child"))) {
        assertThat(list(view, thread))
            .extracting(info -> view.load(thread, info.id()).orElseThrow().state().get("n"))
            .containsExactly(4, 3, 1, 0);
        assertThat(view.loadState(thread)).contains(Map.of("n", 4));
      }
    }
    history.deleteRun("other-" + threads.get(0));
    assertThat(history.load(threads.get(0))).isEmpty();
    assertThat(list(history, threads.get(0))).isEmpty();
    assertThat(history.loadState(threads.get(1))).isPresent();
    history.save(numbered(threads.get(0), 7).when(absent()));
    assertThat(history.loadState(threads.get(0))).contains(Map.of("n", 7));
  }

  @Test
  default void copyingAThreadCopiesEverythingAndLeavesTheSource() {
    var history = checkpointer();
    var from = freshThread();
    var to = freshThread();
    var saved = save(history, from, 6);
    history.save(numbered(from, 6).id("mine").run("run-" + from).metadata(Map.of("step", 6)));
    save(history.namespace("child"), from, 2);
    history.addPendingWrites(from, "mine", PendingWritesContract.writes("task", 3));
    history.prune(from, 5);
    history.copyThread(from, to);
    for (var view : List.of(history, history.namespace("child"))) {
      assertThat(ids(list(view, to))).isEqualTo(ids(list(view, from))).isNotEmpty();
      for (var info : list(view, from)) {
        var original = view.load(from, info.id()).orElseThrow();
        var copy = view.load(to, info.id()).orElseThrow();
        assertThat(copy.payload()).isEqualTo(original.payload());
        assertThat(copy.pendingWrites()).isEqualTo(original.pendingWrites());
        assertThat(copy.info())
            .usingRecursiveComparison()
            .ignoringFields("threadId", "version")
            .isEqualTo(info);
        assertThat(copy.info().threadId()).isEqualTo(to);
      }
    }
    history.save(numbered(to, 100));
    history.deleteThread(from);
    assertThat(history.loadState(to)).contains(Map.of("n", 100));
    assertThat(history.load(to, saved.get(5).id()).orElseThrow().state()).isEqualTo(Map.of("n", 5));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> history.copyThread(to, to));
  }

  @Test
  default void aThreadIsCopiedOverOneThatWasDeletedButNotOverOneThatIsThere() {
    var history = checkpointer();
    var from = freshThread();
    var to = freshThread();
    var saved = save(history, from, 3);
    save(history, to, 2);
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> history.copyThread(from, to));
    history.deleteThread(to);
    history.copyThread(from, to);
    assertThat(ids(list(history, to))).isEqualTo(ids(reversed(saved)));
    for (var n = 0; n < 3; n++) {
      assertThat(history.load(to, saved.get(n).id()).orElseThrow().state())
          .isEqualTo(Map.of("n", n));
    }
    history.copyThread(freshThread(), freshThread());
  }

  @Test
  default void aCopyThatLacksANamespaceIsCompletedAndNotOneThatHasChanged() {
    var history = checkpointer();
    var child = history.namespace("child");
    var from = freshThread();
    var to = freshThread();
    save(history, from, 3);
    history.copyThread(from, to);
    var late = save(child, from, 2);
    history.copyThread(from, to);
    assertThat(ids(list(child, to))).isEqualTo(ids(reversed(late)));
    child.deleteThread(to);
    history.copyThread(from, to);
    history.prune(to, 1);
    save(history.namespace("later"), from, 1);
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> history.copyThread(from, to));
    assertThat(list(history.namespace("later"), to)).isEmpty();
  }

  @Test
  default void listsThreadsNewestFirst() {
    var clock = MovableClock.now();
    var history = emptyCheckpointer(CheckpointerOptions.at(clock));
    for (var n = 0; n < 6; n++) {
      history.saveState("thread-" + n, Map.of("n", n));
      clock.advance(Duration.ofHours(2));
    }
    history.saveState("thread-1", Map.of("n", 10));
    history.namespace("child").saveState("of child", Map.of());
    history.release("thread-4");
    assertThat(Page.stream(token -> history.listThreads(2, token)).toList())
        .containsExactly("thread-1", "thread-5", "thread-3", "thread-2", "thread-0");
    assertThat(history.namespace("child").listThreads(2, null).items()).containsExactly("of child");
  }

  @Test
  default void keepsEveryCheckpointOfTwentyConcurrentWriters() {
    var thread = freshThread();
    var ids =
        Race.of(
            20,
            n ->
                () -> {
                  var history = checkpointer();
                  return List.of(
                      history.save(numbered(thread, n)).id(),
                      history.save(numbered(thread, 100 + n)).id());
                });
    var history = checkpointer();
    var listed = ids(list(history, thread));
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(ids.stream().flatMap(List::stream).toList());
    for (var n = 0; n < 20; n++) {
      assertThat(history.load(thread, ids.get(n).get(0)).orElseThrow().state())
          .isEqualTo(Map.of("n", n));
      assertThat(listed.indexOf(ids.get(n).get(1))).isLessThan(listed.indexOf(ids.get(n).get(0)));
    }
  }

  @Test
  default void badNamesAreRefused() {
    var history = checkpointer();
    for (var call :
        List.<Runnable>of(
            () -> history.load("t", ""),
            () -> history.namespace("\ud800"),
            () -> history.deleteRun(""),
            () -> NewCheckpoint.of("t", Payload.of(Map.of())).id(""),
            () -> NewCheckpoint.of("", Payload.of(Map.of())),
            () -> history.copyThread("t", ""))) {
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call::run);
    }
  }

  /** A checkpoint whose state is a number. */
  static NewCheckpoint numbered(String thread, int n) {
    return NewCheckpoint.of(thread, Payload.of(Map.of("n", n)));
  }

  /** Saves so many, oldest first. */
  static List<CheckpointInfo> save(CheckpointHistory history, String thread, int count) {
    return IntStream.range(0, count).mapToObj(n -> history.save(numbered(thread, n))).toList();
  }

  /** All of a thread, newest first. */
  static List<CheckpointInfo> list(CheckpointHistory history, String thread) {
    return Page.stream(token -> history.checkpoints(thread, 100, token)).toList();
  }

  private static List<String> ids(List<CheckpointInfo> infos) {
    return infos.stream().map(CheckpointInfo::id).toList();
  }

  private static <T> List<T> reversed(List<T> list) {
    var reversed = new ArrayList<>(list);
    java.util.Collections.reverse(reversed);
    return reversed;
  }
}

package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every checkpointer promises, whatever its layout. */
public interface CheckpointerContract extends CheckpointerFixture {
  /** A state as an application has it. */
  record AgentState(List<String> todos, Map<String, String> files, Status status) {
    public enum Status {
      PENDING,
      DONE
    }
  }

  /** A thread id that no other test uses. */
  static String freshThread() {
    return "thread-" + UUID.randomUUID();
  }

  @Test
  default void keepsTheStateOfAThread() {
    var checkpointer = checkpointer();
    var thread = freshThread();
    var state = Map.of("todos", List.of("book flight"), "files", Map.of("a.txt", "text"), "n", 42);
    checkpointer.saveState(thread, state);
    assertThat(checkpointer.loadState(thread)).contains(state);
  }

  @Test
  default void keepsEveryKindOfValue() {
    var checkpointer = checkpointer();
    var thread = freshThread();
    var state = Samples.document("null", null);
    state.putAll(
        Map.of("float", 42.5, "big", 1L << 40, "text", "Zoë 😀 \"\\\n", "list", List.of(1, true)));
    state.put("empty", Map.of("list", List.of(), "text", ""));
    checkpointer.saveState(thread, state);
    assertThat(checkpointer.loadState(thread).orElseThrow()).isEqualTo(state);
  }

  @Test
  default void keepsARecord() {
    var checkpointer = checkpointer();
    var thread = freshThread();
    var state =
        new AgentState(
            List.of("book flight", "pack"), Map.of("a.txt", ""), AgentState.Status.PENDING);
    checkpointer.saveState(thread, state);
    assertThat(checkpointer.loadState(thread, AgentState.class)).contains(state);
    assertThat(checkpointer.load(thread).orElseThrow().as(AgentState.class)).isEqualTo(state);
  }

  @Test
  default void theNewestStateIsTheState() {
    var checkpointer = checkpointer();
    var thread = freshThread();
    var versions = new HashSet<Long>();
    for (var n = 0; n < 20; n++) {
      versions.add(checkpointer.saveState(thread, Map.of("n", n)));
      assertThat(checkpointer.loadState(thread)).contains(Map.of("n", n));
    }
    assertThat(versions).hasSize(20);
  }

  @Test
  default void anUnknownThreadHasNoState() {
    assertThat(checkpointer().loadState(freshThread())).isEmpty();
    assertThat(checkpointer().loadState(freshThread(), AgentState.class)).isEmpty();
    assertThat(checkpointer().load(freshThread())).isEmpty();
  }

  @Test
  default void anEmptyThreadIdIsAnErrorThatSaysSo() {
    var checkpointer = checkpointer();
    for (var call :
        List.<Runnable>of(
            () -> checkpointer.saveState("", Map.of()),
            () -> checkpointer.load(""),
            () -> checkpointer.loadState(""),
            () -> checkpointer.deleteThread(""))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(call::run)
          .withMessage("threadId: must not be empty");
    }
  }

  @Test
  default void threadIdsMayHoldAnythingButMustNotBeTooLongOrReserved() {
    var checkpointer = checkpointer();
    var first = freshThread();
    for (var odd : List.of(first + "#a", first + "#", first + "%23", first + "/😀", first + " ")) {
      checkpointer.saveState(odd, Map.of("id", odd));
    }
    for (var odd : List.of(first + "#a", first + "#", first + "%23", first + "/😀", first + " ")) {
      assertThat(checkpointer.loadState(odd)).contains(Map.of("id", odd));
    }
    for (var bad : List.of("x".repeat(1025), "dynamory:run:1", "\ud83d")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> checkpointer.saveState(bad, Map.of()));
    }
  }

  @Test
  default void threadsKeepApart() {
    var checkpointer = checkpointer();
    var a = freshThread();
    var b = freshThread();
    checkpointer.saveState(a, Map.of("of", "a"));
    checkpointer.saveState(b, Map.of("of", "b"));
    checkpointer.deleteThread(a);
    assertThat(checkpointer.loadState(a)).isEmpty();
    assertThat(checkpointer.loadState(b)).contains(Map.of("of", "b"));
  }

  @Test
  default void aDeletedThreadIsGoneAndCanBeginAgain() {
    var checkpointer = checkpointer();
    var thread = freshThread();
    checkpointer.saveState(thread, Map.of("n", 1));
    checkpointer.saveState(thread, Map.of("n", 2));
    checkpointer.deleteThread(thread);
    assertThat(checkpointer.loadState(thread)).isEmpty();
    checkpointer.saveState(thread, Payload.of(Map.of("n", 3)), absent());
    assertThat(checkpointer.loadState(thread)).contains(Map.of("n", 3));
  }

  @Test
  default void deletingAThreadThatIsNotThereIsNoError() {
    var thread = freshThread();
    checkpointer().deleteThread(thread);
    checkpointer().saveState(thread, Map.of());
    checkpointer().deleteThread(thread);
    checkpointer().deleteThread(thread);
  }

  @Test
  default void aSaveCanDependOnTheLastVersion() {
    var checkpointer = checkpointer();
    var thread = freshThread();
    var first = checkpointer.saveState(thread, Payload.of(Map.of("n", 1)), absent());
    assertThat(checkpointer.load(thread).orElseThrow().info().version()).isEqualTo(first);
    var second = checkpointer.saveState(thread, Payload.of(Map.of("n", 2)), version(first));
    for (var condition : List.of(absent(), version(first), version(second + 1))) {
      assertThatExceptionOfType(WriteConflictException.class)
          .isThrownBy(() -> checkpointer.saveState(thread, Payload.of(Map.of("n", 3)), condition))
          .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(second))
          .satisfies(e -> assertThat(e.condition()).isEqualTo(condition));
    }
    assertThat(checkpointer.loadState(thread)).contains(Map.of("n", 2));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(
            () -> checkpointer.saveState(freshThread(), Payload.of(Map.of()), version(second)))
        .satisfies(e -> assertThat(e.currentVersion()).isZero());
  }

  @Test
  default void ofTwentyWritersWithTheSameVersionOneWins() {
    var thread = freshThread();
    var version = checkpointer().saveState(thread, Map.of("n", -1));
    List<Optional<Integer>> outcomes =
        Race.of(
            20,
            n ->
                () -> {
                  try {
                    checkpointer().saveState(thread, Payload.of(Map.of("n", n)), version(version));
                    return Optional.of(n);
                  } catch (WriteConflictException e) {
                    return Optional.empty();
                  }
                });
    var winners = outcomes.stream().flatMap(Optional::stream).toList();
    assertThat(winners).hasSize(1);
    assertThat(checkpointer().loadState(thread)).contains(Map.of("n", winners.get(0)));
  }

  @Test
  default void listsEveryThreadOnceOverAllPages() {
    var checkpointer = emptyCheckpointer(CheckpointerOptions.PLAIN);
    assertThat(checkpointer.listThreads(10, null).items()).isEmpty();
    var threads = new ArrayList<String>();
    for (var n = 0; n < 25; n++) {
      threads.add(freshThread());
      checkpointer.saveState(threads.get(n), Map.of("n", n));
      checkpointer.saveState(threads.get(n), Map.of("n", n + 1));
    }
    checkpointer.deleteThread(threads.remove(7));
    assertThat(Page.stream(token -> checkpointer.listThreads(4, token)).toList())
        .containsExactlyInAnyOrderElementsOf(threads);
    assertThat(checkpointer.listThreads(1000, null).items()).hasSize(24);
  }

  @Test
  default void aPageIsOfOneToAThousand() {
    for (var limit : List.of(0, -1, 1001)) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> checkpointer().listThreads(limit, null));
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> checkpointer().listThreads(10, "not a token"));
  }

  @Test
  default void anExpiredThreadIsEmptyAtOnceAndASaveRestartsItsTime() {
    var clock = MovableClock.now();
    clock.advance(Duration.ofHours(1));
    var checkpointer =
        emptyCheckpointer(CheckpointerOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)));
    checkpointer.saveState("stays", Map.of("n", 1));
    checkpointer.saveState("expires", Map.of("n", 1));
    clock.advance(Duration.ofMinutes(50));
    checkpointer.saveState("stays", Map.of("n", 2));
    clock.advance(Duration.ofMinutes(50));
    assertThat(checkpointer.loadState("stays")).contains(Map.of("n", 2));
    assertThat(checkpointer.loadState("expires")).isEmpty();
    assertThat(checkpointer.listThreads(10, null).items()).containsExactly("stays");
    checkpointer.saveState("expires", Payload.of(Map.of("n", 3)), absent());
    assertThat(checkpointer.loadState("expires")).contains(Map.of("n", 3));
  }

  @Test
  default void anyStateOfAnySizeUpTo100KbComesBack() {
    var random = new Random(7);
    var checkpointer = checkpointer();
    var thread = freshThread();
    for (var size : List.of(0, 1, 31, 32, 33, 1_000, 32_768, 100_000, 10)) {
      var text = new StringBuilder();
      while (text.length() < size) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      checkpointer.saveState(thread, Payload.of(Map.of("text", text.toString())), any());
      assertThat(checkpointer.loadState(thread)).contains(Map.of("text", text.toString()));
    }
  }
}

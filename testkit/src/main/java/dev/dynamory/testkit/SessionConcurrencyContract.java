package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Messages.addEach;
import static dev.dynamory.testkit.Messages.freshId;
import static dev.dynamory.testkit.Messages.message;
import static dev.dynamory.testkit.Messages.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Session;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads and processes on one session lose nothing and see nothing twice. */
public interface SessionConcurrencyContract extends SessionFixture {

  @Test
  default void keepsEveryMessageOfTwentyConcurrentAppendersEachBatchContiguous() {
    var id = freshId();
    Race.of(
        20,
        writer ->
            () ->
                sessions(SessionOptions.PLAIN)
                    .session(id)
                    .addItems(messages(writer * 10, writer * 10 + 3)));
    var items = sessions(SessionOptions.PLAIN).session(id).getItems();
    assertThat(items).hasSize(60).doesNotHaveDuplicates();
    for (var at = 0; at < 60; at += 3) {
      var first = (Integer) Objects.requireNonNull(items.get(at).get("content"));
      assertThat(items.subList(at, at + 3)).isEqualTo(messages(first, first + 3));
    }
  }

  @Test
  default void twentyThreadsOfOneProcessKeepAll() {
    var session = fresh();
    Race.of(
        20,
        writer ->
            () -> {
              for (var n = 0; n < 5; n++) {
                session.addItems(List.of(message(writer * 100 + n)));
              }
              return true;
            });
    assertThat(session.getItems())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20)
                .boxed()
                .flatMap(writer -> messages(writer * 100, writer * 100 + 5).stream())
                .toList());
    for (var writer = 0; writer < 20; writer++) {
      var own = messages(writer * 100, writer * 100 + 5);
      assertThat(session.getItems().stream().filter(own::contains).toList()).isEqualTo(own);
    }
  }

  @Test
  default void fivePoppersGetFiveDifferentItems() {
    var id = freshId();
    sessions(SessionOptions.PLAIN).session(id).addItems(messages(0, 7));
    var popped =
        Race.of(5, popper -> () -> sessions(SessionOptions.PLAIN).session(id).popItem()).stream()
            .map(Optional::orElseThrow)
            .toList();
    assertThat(popped).containsExactlyInAnyOrderElementsOf(messages(2, 7));
    assertThat(sessions(SessionOptions.PLAIN).session(id).getItems()).isEqualTo(messages(0, 2));
  }

  @Test
  default void oneOfTenWritersWithAVersionWins() {
    var id = freshId();
    var seen = sessions(SessionOptions.PLAIN).session(id).addItems(messages(0, 1));
    var won =
        Race.of(
            10,
            writer ->
                () -> {
                  try {
                    sessions(SessionOptions.PLAIN)
                        .session(id)
                        .addItems(messages(writer, writer + 1), version(seen));
                    return 1;
                  } catch (WriteConflictException e) {
                    return 0;
                  }
                });
    assertThat(won.stream().mapToInt(n -> n).sum()).isOne();
    assertThat(sessions(SessionOptions.PLAIN).session(id).getItems()).hasSize(2);
  }

  @Test
  default void theSameOperationOfTenProcessesIsAppliedOnce() {
    var id = freshId();
    var versions =
        Race.of(
            10,
            writer ->
                () -> sessions(SessionOptions.PLAIN).session(id).addItems(messages(0, 2), "event"));
    assertThat(versions).containsOnly(versions.get(0));
    assertThat(sessions(SessionOptions.PLAIN).session(id).getItems()).isEqualTo(messages(0, 2));
  }

  @Test
  default void readersSeeWholeBatchesInOrderWhileOthersAppendClearTrimAndPop() {
    var id = freshId();
    var appenders = new AtomicInteger(3);
    var tasks = new ArrayList<Callable<List<Map<String, Object>>>>();
    for (var n = 0; n < 3; n++) {
      var writer = n;
      tasks.add(
          () -> {
            try {
              var session = sessions(SessionOptions.PLAIN).session(id);
              for (var batch = 0; batch < 15; batch++) {
                var number = batch;
                session.addItems(
                    IntStream.range(0, 2)
                        .<Map<String, Object>>mapToObj(
                            i -> Map.of("writer", writer, "n", number * 2 + i))
                        .toList());
              }
            } finally {
              appenders.decrementAndGet();
            }
            return List.of();
          });
    }
    tasks.add(changing(id, appenders, Session::clearSession));
    tasks.add(changing(id, appenders, session -> session.trim(5)));
    for (var n = 0; n < 2; n++) {
      tasks.add(
          () -> {
            var popped = new ArrayList<Map<String, Object>>();
            var session = sessions(SessionOptions.PLAIN).session(id);
            while (appenders.get() > 0) {
              session.popItem().ifPresent(popped::add);
            }
            return popped;
          });
    }
    tasks.add(reading(id, appenders));
    tasks.add(reading(id, appenders));
    var popped = Race.of(tasks).stream().flatMap(List::stream).toList();
    assertThat(popped).doesNotHaveDuplicates();
    assertThat(sessions(SessionOptions.PLAIN).session(id).getItems())
        .doesNotHaveDuplicates()
        .noneMatch(popped::contains);
  }

  private Callable<List<Map<String, Object>>> changing(
      String id, AtomicInteger appenders, Consumer<Session> change) {
    return () -> {
      var session = sessions(SessionOptions.PLAIN).session(id);
      while (appenders.get() > 0) {
        change.accept(session);
      }
      return List.of();
    };
  }

  private Callable<List<Map<String, Object>>> reading(String id, AtomicInteger appenders) {
    return () -> {
      var session = sessions(SessionOptions.PLAIN).session(id);
      while (appenders.get() > 0) {
        var items = session.getItems();
        for (var writer = 0; writer < 3; writer++) {
          var mine = writer;
          assertThat(
                  items.stream()
                      .filter(item -> Objects.equals(item.get("writer"), mine))
                      .map(item -> (Integer) Objects.requireNonNull(item.get("n")))
                      .toList())
              .as("each writer's items in order, none twice")
              .isSorted()
              .doesNotHaveDuplicates();
        }
      }
      return List.of();
    };
  }

  @Test
  default void anAppendThatLosesAgainstAClearLandsAfterIt() {
    var id = freshId();
    for (var round = 0; round < 5; round++) {
      var number = round;
      addEach(sessions(SessionOptions.PLAIN).session(id), 100, 103);
      Race.of(
          List.<Callable<Boolean>>of(
              () -> {
                sessions(SessionOptions.PLAIN).session(id).addItems(messages(number, number + 1));
                return true;
              },
              () -> {
                sessions(SessionOptions.PLAIN).session(id).clearSession();
                return true;
              }));
      assertThat(sessions(SessionOptions.PLAIN).session(id).getItems())
          .isIn(List.of(), messages(number, number + 1));
      sessions(SessionOptions.PLAIN).session(id).clearSession();
    }
  }
}

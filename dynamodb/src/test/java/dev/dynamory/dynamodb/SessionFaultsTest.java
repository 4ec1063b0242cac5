package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.dynamodb.SessionRig.large;
import static dev.dynamory.dynamodb.SessionRig.message;
import static dev.dynamory.dynamodb.SessionRig.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.Payload;
import dev.dynamory.Session;
import dev.dynamory.SessionDirectory;
import dev.dynamory.SessionInfo;
import dev.dynamory.Sessions;
import dev.dynamory.testkit.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every operation of a session, stopped and failed at every call, in both layouts. */
@Tag("exhaustive")
class SessionFaultsTest {
  private static final Map<String, Object> LARGE = large(1, 1_500_000);
  private static final List<Fault> RETRIED =
      List.of(
          Fault.THROTTLED,
          Fault.THROUGHPUT_EXCEEDED,
          Fault.SERVER_ERROR,
          Fault.SERVER_ERROR_AFTER_APPLYING,
          Fault.REQUEST_LOST,
          Fault.ANSWER_LOST);

  private final SessionRig rig = new SessionRig();
  private final String singleTable = Engine.newTable();

  /** One that may be done again without asking whether it was done says so. */
  private record Scenario(
      String name, boolean repeatable, Consumer<Session> before, Consumer<Session> operation) {}

  private static void fill(Session session) {
    messages(0, 4).forEach(message -> session.addItems(List.of(message)));
    session.addItems(messages(4, 7));
  }

  private static void fillWithLarge(Session session) {
    fill(session);
    session.addItems(List.of(LARGE));
  }

  private static List<Scenario> writes() {
    return List.of(
        new Scenario("append", true, s -> {}, s -> s.addItems(messages(0, 2), "once")),
        new Scenario(
            "append to some",
            true,
            SessionFaultsTest::fill,
            s -> s.addItems(messages(7, 9), "once")),
        new Scenario(
            "append, unnamed", false, SessionFaultsTest::fill, s -> s.addItems(messages(7, 9))),
        new Scenario("pop", false, SessionFaultsTest::fill, Session::popItem),
        new Scenario("clear", true, SessionFaultsTest::fill, Session::clearSession),
        new Scenario("trim", true, SessionFaultsTest::fill, s -> s.trim(2)),
        new Scenario(
            "replace with the end and more",
            true,
            SessionFaultsTest::fill,
            s -> s.replaceItems(messages(3, 9), any())),
        new Scenario(
            "replace with others",
            true,
            SessionFaultsTest::fill,
            s -> s.replaceItems(messages(20, 22), any())),
        new Scenario("delete", true, SessionFaultsTest::fill, Session::delete));
  }

  private static List<Scenario> largeWrites() {
    return List.of(
        new Scenario(
            "append 1.5 MB",
            true,
            SessionFaultsTest::fill,
            s -> s.addItems(List.of(LARGE), "once")),
        new Scenario(
            "clear of 1.5 MB", true, SessionFaultsTest::fillWithLarge, Session::clearSession),
        new Scenario("trim of 1.5 MB", true, SessionFaultsTest::fillWithLarge, s -> s.trim(0)),
        new Scenario("pop of 1.5 MB", false, SessionFaultsTest::fillWithLarge, Session::popItem),
        new Scenario("delete of 1.5 MB", true, SessionFaultsTest::fillWithLarge, Session::delete));
  }

  private Stream<DynamicTest> each(BiConsumer<Scenario, Boolean> test) {
    Dynamory.using(Engine.client()).singleItemSessions(singleTable).setup();
    return Stream.of(
            writes().stream()
                .map(
                    scenario ->
                        DynamicTest.dynamicTest(
                            scenario.name() + ", single", () -> test.accept(scenario, true))),
            Stream.concat(writes().stream(), largeWrites().stream())
                .map(
                    scenario ->
                        DynamicTest.dynamicTest(
                            scenario.name(), () -> test.accept(scenario, false))))
        .flatMap(tests -> tests);
  }

  private Sessions process(boolean single) {
    return single ? rig.watched.newProcess().singleItemSessions(singleTable) : rig.process();
  }

  private Session begin(boolean single, String id, Scenario scenario) {
    rig.watched.faults.reset();
    var session = process(single).session(id);
    scenario.before().accept(session);
    rig.runLater();
    return process(single).session(id);
  }

  /** What a process that knows nothing sees. */
  private List<Payload> seen(boolean single, String id) {
    rig.watched.faults.reset();
    return process(single).session(id).getItems().stream().map(Payload::of).toList();
  }

  private static String freshId() {
    return UUID.randomUUID().toString();
  }

  private List<Payload> after(boolean single, Scenario scenario) {
    var id = freshId();
    scenario.operation().accept(begin(single, id, scenario));
    return seen(single, id);
  }

  @TestFactory
  Stream<DynamicTest> stoppedAtAnyCallItIsDoneOrNotAndDoingItAgainDoesItOnce() {
    return each(
        (scenario, single) -> {
          var done = after(single, scenario);
          rig.runLater();
          var finished = false;
          for (var calls = 0; !finished; calls++) {
            for (var during : new boolean[] {false, true}) {
              finished |= stop(scenario, single, calls, during, done) && !during;
            }
            assertThat(calls).as("an end of %s", scenario.name()).isLessThan(60);
          }
        });
  }

  /** Whether there were no more calls. */
  private boolean stop(
      Scenario scenario, boolean single, int calls, boolean during, List<Payload> done) {
    var id = freshId();
    var session = begin(single, id, scenario);
    var before = seen(single, id);
    if (during) {
      rig.watched.faults.stopDuring(calls + 1);
    } else {
      rig.watched.faults.stopAfter(calls);
    }
    var failure =
        catchThrowable(
            () -> {
              scenario.operation().accept(session);
              rig.runLater();
            });
    rig.forgetLater();
    var as = "%s, stopped at call %d".formatted(scenario.name(), calls);
    assertThat(seen(single, id)).as(as).isIn(before, done);
    if (scenario.repeatable()) {
      scenario.operation().accept(process(single).session(id));
      rig.runLater();
      assertThat(seen(single, id)).as(as).isEqualTo(done);
    }
    if (!single) {
      assertNoPartIsLeftBehind(id, as);
    }
    return failure == null;
  }

  private void assertNoPartIsLeftBehind(String id, String as) {
    rig.clock.advance(Duration.ofHours(25));
    rig.process().vacuum(id);
    var named = seen(false, id).stream().anyMatch(item -> item.bytes().length > 1_000_000) ? 4 : 0;
    var parts =
        Engine.client()
            .queryPaginator(
                query ->
                    query
                        .tableName(rig.table)
                        .keyConditionExpression("session_id = :id AND seq < :zero")
                        .projectionExpression("seq")
                        .expressionAttributeValues(
                            Map.of(
                                ":id", AttributeValues.string(id),
                                ":zero", AttributeValues.number(0))))
            .items()
            .stream()
            .count();
    assertThat(parts).as(as).isEqualTo(named);
  }

  @TestFactory
  Stream<DynamicTest> aFaultThatTheSdkRetriesIsNoticedByNobody() {
    return each(
        (scenario, single) -> {
          var done = after(single, scenario);
          for (var fault : RETRIED) {
            var id = freshId();
            var session = begin(single, id, scenario);
            Set<String> failed = Collections.synchronizedSet(new HashSet<>());
            rig.watched.faults.fail(
                call -> failed.add(call.request().toString()), fault, Integer.MAX_VALUE);
            scenario.operation().accept(session);
            rig.runLater();
            assertThat(failed).as("calls that met %s", fault).isNotEmpty();
            assertThat(seen(single, id)).as("%s with %s", scenario.name(), fault).isEqualTo(done);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> anAnswerThatIsLostForGoodLeavesItDoneOrNotAndDoingItAgainDoesItOnce() {
    return each(
        (scenario, single) -> {
          var done = after(single, scenario);
          for (var number = 1; ; number++) {
            var id = freshId();
            var session = begin(single, id, scenario);
            var before = seen(single, id);
            var at = number;
            rig.watched.faults.stopAfter(Integer.MAX_VALUE); // counts from here
            rig.watched.faults.fail(call -> call.number() == at, Fault.ANSWER_LOST_FOR_GOOD, 1);
            var failure = catchThrowable(() -> scenario.operation().accept(session));
            rig.runLater();
            var calls = rig.watched.faults.calls();
            assertThat(seen(single, id)).as("%s, call %d", scenario.name(), at).isIn(before, done);
            if (failure == null) {
              assertThat(seen(single, id)).isEqualTo(done);
            } else if (scenario.repeatable()) {
              scenario.operation().accept(session); // the same object, which knows too much
              rig.runLater();
              assertThat(seen(single, id)).as("%s, call %d", scenario.name(), at).isEqualTo(done);
            }
            if (calls < at) {
              return;
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aReadThatFailsThrowsAndIsNeverEmpty() {
    var reads =
        Map.<String, Consumer<Sessions>>of(
            "getItems", sessions -> sessions.session("filled").getItems(),
            "getItems(1)", sessions -> sessions.session("filled").getItems(1),
            "popItem", sessions -> sessions.session("filled").popItem(),
            "list", sessions -> sessions.list(5, null),
            "find", sessions -> ((SessionDirectory) sessions).find("filled"),
            "listOf", sessions -> ((SessionDirectory) sessions).listOf("ana", 5, null));
    Dynamory.using(Engine.client()).singleItemSessions(singleTable).setup();
    return Arrays.stream(new boolean[][] {{false}, {true}})
        .flatMap(
            layout ->
                reads.entrySet().stream()
                    .filter(read -> !layout[0] || !read.getKey().matches("find|listOf"))
                    .map(
                        read ->
                            DynamicTest.dynamicTest(
                                read.getKey() + (layout[0] ? ", single" : ""),
                                () -> failAnyRead(layout[0], read.getValue()))));
  }

  private void failAnyRead(boolean single, Consumer<Sessions> read) {
    rig.watched.faults.reset();
    var filled = process(single);
    filled.session("filled").addItems(List.of(message(1), message(2)));
    if (filled instanceof SessionDirectory directory) {
      filled.session("filled").addItems(List.of(large(3, 500_000)));
      directory.describe(SessionInfo.of("filled").userId("ana"), any());
    }
    for (var fault : List.of(Fault.THROTTLED, Fault.SERVER_ERROR, Fault.REQUEST_LOST)) {
      for (var passing = 0; ; passing++) {
        var from = passing;
        rig.watched.faults.reset();
        rig.watched.faults.fail(call -> call.number() > from, fault, Integer.MAX_VALUE);
        var failure = catchThrowable(() -> read.accept(process(single)));
        if (rig.watched.faults.calls() <= from) {
          assertThat(failure).isNull();
          break;
        }
        assertThat(failure).as("%s from call %d on", fault, from).isNotNull();
      }
    }
    rig.watched.faults.reset();
    rig.forgetLater();
  }
}

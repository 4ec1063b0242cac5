package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.DynamoryException;
import dev.dynamory.NamespaceChange;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever goes wrong with any call of any operation: the tree is the old one or the new one, doing
 * the operation again completes it, and a failed read is an exception.
 */
@Tag("exhaustive")
class RegistryFaultsTest {
  private static final Instant MORNING = Instant.parse("2096-11-21T10:00:00Z");
  private static final List<Fault> RETRIED =
      List.of(
          Fault.THROTTLED,
          Fault.SERVER_ERROR_AFTER_APPLYING,
          Fault.REQUEST_LOST,
          Fault.ANSWER_LOST);

  private record Scenario(String name, Consumer<DynamoDbNamespaceRegistry> operation) {}

  private static List<Scenario> writes() {
    return List.of(
        new Scenario("create", r -> r.create(RegisteredNamespace.of("new", "New"))),
        new Scenario(
            "create under a leaf", r -> r.create(RegisteredNamespace.of("new", "N").under("z"))),
        new Scenario(
            "create beside another", r -> r.create(RegisteredNamespace.of("new", "N").under("a"))),
        new Scenario("update", r -> r.update(NamespaceChange.of("z").name("ZZ"))),
        new Scenario("merge", r -> r.update(NamespaceChange.of("z").metadata(Map.of("k", 1)))),
        new Scenario("move", r -> r.move("a/b", "z")),
        new Scenario("move to the root", r -> r.move("a/b", null)),
        new Scenario("delete a leaf", r -> r.delete("z")),
        new Scenario("delete what had children", r -> r.delete("empty")),
        new Scenario("delete a tree", r -> r.deleteTree("a")),
        new Scenario("create a path", r -> r.createPath("a/x/y")));
  }

  private static List<Scenario> reads() {
    return List.of(
        new Scenario("get", r -> r.get("z")),
        new Scenario("list", r -> r.list("a")),
        new Scenario("tree", r -> r.tree()),
        new Scenario("subtree", r -> r.tree("a")),
        new Scenario("path", r -> r.path("a/b/c")),
        new Scenario("verify", r -> r.verify()));
  }

  private static DynamoDbNamespaceRegistry registry(Watched watched) {
    return watched.newProcess().namespaces(watched.table);
  }

  private static Watched begin() {
    var watched = new Watched();
    watched.clock.set(MORNING);
    var registry = registry(watched);
    registry.setup();
    registry.createPath("a/b/c");
    registry.createPath("a/d");
    registry.createPath("empty/e");
    registry.delete("empty/e");
    registry.create(RegisteredNamespace.of("z", "Z"));
    watched.faults.reset();
    return watched;
  }

  private static Map<String, RegisteredNamespace> seen(Watched watched) {
    watched.faults.reset();
    var forest = registry(watched).tree();
    assertThat(forest.unattached()).isEmpty();
    var seen = new TreeMap<String, RegisteredNamespace>();
    forest.roots().forEach(root -> seen.put(root.namespace().id(), root.namespace()));
    forest
        .roots()
        .forEach(root -> root.descendants().forEach(below -> seen.put(below.id(), below)));
    return seen;
  }

  private static Map<String, RegisteredNamespace> after(Scenario scenario) {
    var watched = begin();
    scenario.operation().accept(registry(watched));
    return seen(watched);
  }

  @TestFactory
  Stream<DynamicTest> stoppedAfterAnyCallAWriteIsDoneOrNotAndDoingItAgainCompletesIt() {
    return writes().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> stopAtEveryCall(scenario)));
  }

  private void stopAtEveryCall(Scenario scenario) {
    var done = after(scenario);
    var finished = false;
    for (var calls = 0; !finished; calls++) {
      for (var during : new boolean[] {false, true}) {
        var watched = begin();
        var before = seen(watched);
        if (during) {
          watched.faults.stopDuring(calls + 1);
        } else {
          watched.faults.stopAfter(calls);
        }
        var failure = catchThrowable(() -> scenario.operation().accept(registry(watched)));
        finished |= failure == null && !during;
        var state = seen(watched);
        if (scenario.name().equals("delete a tree") || scenario.name().equals("create a path")) {
          assertThat(before.size() < done.size() ? done : before).containsAllEntriesOf(state);
        } else {
          assertThat(List.of(before, done)).as("after %d calls", calls).contains(state);
        }
        // refused as done before, or done now
        var again = catchThrowable(() -> scenario.operation().accept(registry(watched)));
        if (again != null) {
          assertThat(again).isInstanceOf(DynamoryException.class);
        }
        assertThat(seen(watched)).as("again after %d calls", calls).isEqualTo(done);
      }
      assertThat(calls).as("an end of %s", scenario.name()).isLessThan(60);
    }
  }

  @TestFactory
  Stream<DynamicTest> aFaultThatTheSdkRetriesIsNoticedByNobody() {
    return Stream.concat(writes().stream(), reads().stream())
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(),
                    () -> RETRIED.forEach(fault -> failEveryCallOnce(scenario, fault))));
  }

  private void failEveryCallOnce(Scenario scenario, Fault fault) {
    var done = after(scenario);
    var watched = begin();
    var failed = Collections.synchronizedSet(new HashSet<String>());
    watched.faults.fail(call -> failed.add(call.request().toString()), fault, Integer.MAX_VALUE);
    scenario.operation().accept(registry(watched));
    assertThat(failed).as("calls that met %s", fault).isNotEmpty();
    assertThat(seen(watched)).as("%s with %s", scenario.name(), fault).isEqualTo(done);
  }

  @TestFactory
  Stream<DynamicTest> transactionsThatMeetOthersAreTriedAgain() {
    return writes().stream()
        .filter(
            scenario ->
                List.of("create under a leaf", "create beside another", "move")
                    .contains(scenario.name()))
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(),
                    () -> {
                      var watched = begin();
                      watched.faults.fail(
                          Call.of("TransactWriteItems"), Fault.TRANSACTION_CONFLICT, 3);
                      scenario.operation().accept(registry(watched));
                      assertThat(seen(watched)).isEqualTo(after(scenario));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aReadThatFailsThrows() {
    return reads().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(),
                    () -> {
                      var watched = begin();
                      for (var passing = 0; ; passing++) {
                        watched.faults.reset();
                        var from = passing;
                        watched.faults.fail(
                            call -> call.number() > from, Fault.SERVER_ERROR, Integer.MAX_VALUE);
                        var failure =
                            catchThrowable(() -> scenario.operation().accept(registry(watched)));
                        if (watched.faults.calls() <= from) {
                          assertThat(failure).isNull();
                          break;
                        }
                        assertThat(failure).as("from call %d on", from).isNotNull();
                      }
                    }));
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.BatchException;
import dev.dynamory.DynamoryException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/**
 * Whatever goes wrong with any call of any operation: a document is the old one or the new one,
 * doing the operation again completes it, and a failed read is an exception.
 */
class DocumentsFaultsTest {
  private static final List<Fault> RETRIED =
      List.of(
          Fault.THROTTLED,
          Fault.SERVER_ERROR_AFTER_APPLYING,
          Fault.REQUEST_LOST,
          Fault.ANSWER_LOST);

  /** Does something in the collection whose table it gets. */
  private interface Operation {
    void on(DynamoDbDocumentDatabase database, String collection);
  }

  private record Scenario(String name, Operation operation) {}

  private static List<Scenario> writes() {
    return List.of(
        new Scenario("save", (d, c) -> d.save(c, "a", Map.of("n", 2))),
        new Scenario("save a new one", (d, c) -> d.save(c, "new", Map.of("n", 2))),
        new Scenario(
            "save at a revision",
            (d, c) -> d.save(c, "a", Map.of("n", 2), d.get(c, "a").orElseThrow().revision())),
        new Scenario(
            "save beside the original",
            (d, c) -> {
              var shared = d.sharedWithOriginal();
              shared.save(c, "a", Map.of("n", 2), shared.get(c, "a").orElseThrow().revision());
            }),
        new Scenario("create", (d, c) -> d.create(c, "new", Map.of("n", 2))),
        new Scenario("restore", (d, c) -> d.restore(c, "new", Map.of("_rev", "3-x"), null)),
        new Scenario(
            "update",
            (d, c) ->
                d.update(
                    c,
                    "a",
                    document -> {
                      document.put("n", 2);
                      return document;
                    })),
        new Scenario("delete", (d, c) -> d.delete(c, "a")),
        new Scenario(
            "delete at a revision",
            (d, c) -> d.delete(c, "a", d.get(c, "a").orElseThrow().revision())),
        new Scenario(
            "first save of a collection",
            (d, c) -> d.withTablesOnFirstWrite().save(c + "-new", "a", Map.of())));
  }

  private static List<Scenario> reads() {
    return List.of(
        new Scenario("get", (d, c) -> d.get(c, "a")),
        new Scenario("get all", (d, c) -> d.getAll(c, List.of("a", "b", "none"))),
        new Scenario("list", (d, c) -> d.list(c, 1, null)),
        new Scenario("list all", (d, c) -> assertThat(d.listAll(c)).hasSize(2)),
        new Scenario("has", (d, c) -> d.hasCollection(c)));
  }

  private static Watched begin() {
    var watched = new Watched();
    var database = watched.newProcess().documents();
    database.table(watched.table).setup();
    database.save(watched.table, "a", Map.of("n", 1));
    database.save(watched.table, "b", Map.of("n", 1));
    watched.faults.reset();
    return watched;
  }

  private static void run(Scenario scenario, Watched watched) {
    scenario.operation.on(watched.newProcess().documents(), watched.table);
  }

  /** The contents, without revisions. */
  private static Map<String, Map<String, Object>> seen(Watched watched) {
    watched.faults.reset();
    var database = watched.newProcess().documents().withConsistentReads();
    var seen = new TreeMap<String, Map<String, Object>>();
    for (var collection : List.of(watched.table, watched.table + "-new")) {
      if (database.hasCollection(collection)) {
        database
            .listAll(collection)
            .forEach(
                document -> {
                  var value = new HashMap<>(document.value());
                  value.remove("_rev");
                  seen.put(collection.replace(watched.table, "") + document.id(), value);
                });
      }
    }
    return seen;
  }

  private static Map<String, Map<String, Object>> after(Scenario scenario) {
    var watched = begin();
    run(scenario, watched);
    return seen(watched);
  }

  @TestFactory
  Stream<DynamicTest> stoppedAtAnyCallAWriteIsDoneOrNotAndDoingItAgainCompletesIt() {
    return writes().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name, () -> stopAtEveryCall(scenario)));
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
        var failure = catchThrowable(() -> run(scenario, watched));
        finished |= failure == null && !during;
        assertThat(List.of(before, done)).as("after %d calls", calls).contains(seen(watched));
        // refused as done before, or done now
        var again = catchThrowable(() -> run(scenario, watched));
        if (again != null && !(again instanceof NoSuchElementException)) {
          assertThat(again).isInstanceOf(DynamoryException.class);
        }
        assertThat(seen(watched)).as("again after %d calls", calls).isEqualTo(done);
      }
      assertThat(calls).as("an end of %s", scenario.name).isLessThan(20);
    }
  }

  @TestFactory
  Stream<DynamicTest> aFaultThatTheSdkRetriesIsNoticedByNobody() {
    return Stream.concat(writes().stream(), reads().stream())
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name,
                    () -> RETRIED.forEach(fault -> failEveryCallOnce(scenario, fault))));
  }

  private void failEveryCallOnce(Scenario scenario, Fault fault) {
    var done = after(scenario);
    var watched = begin();
    var failed = Collections.synchronizedSet(new HashSet<String>());
    watched.faults.fail(call -> failed.add(call.request().toString()), fault, Integer.MAX_VALUE);
    run(scenario, watched);
    assertThat(failed).as("calls that met %s", fault).isNotEmpty();
    assertThat(seen(watched)).as("%s with %s", scenario.name, fault).isEqualTo(done);
  }

  @TestFactory
  Stream<DynamicTest> aReadThatFailsThrows() {
    return reads().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name,
                    () -> {
                      var watched = begin();
                      for (var passing = 0; ; passing++) {
                        watched.faults.reset();
                        var from = passing;
                        watched.faults.fail(
                            call -> call.number() > from, Fault.SERVER_ERROR, Integer.MAX_VALUE);
                        var failure = catchThrowable(() -> run(scenario, watched));
                        if (watched.faults.calls() <= from) {
                          assertThat(failure).isNull();
                          break;
                        }
                        assertThat(failure).as("from call %d on", from).isNotNull();
                      }
                    }));
  }

  @Test
  void keysThatComeBackUnprocessedAreAskedForAgainAndNeverMissing() {
    var watched = begin();
    var database = watched.newProcess().documents();
    var ids = IntStream.range(0, 230).mapToObj(n -> "d" + n).toList();
    database.saveAll(
        watched.table, ids.stream().map(id -> Map.<String, Object>of("_id", id)).toList());
    watched.faults.fail(Call.of("BatchGetItem"), Fault.SOME_UNPROCESSED, 3);
    watched.faults.fail(Call.of("BatchGetItem"), Fault.ALL_UNPROCESSED, 1);
    assertThat(database.getAll(watched.table, ids))
        .extracting(document -> document.id())
        .isEqualTo(ids);
    watched.faults.fail(Call.of("BatchGetItem"), Fault.ALL_UNPROCESSED, Integer.MAX_VALUE);
    assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
        .isThrownBy(() -> database.getAll(watched.table, ids.subList(0, 5)));
  }

  @Test
  void whatFailsInABatchIsNamedAndTheRestIsDone() {
    var watched = begin();
    var database = watched.newProcess().documents();
    Consumer<String> failPutsOf =
        id ->
            watched.faults.fail(
                call ->
                    call.operation().equals("PutItem")
                        && call.request().toString().contains("S=" + id + ")"),
                Fault.SERVER_ERROR,
                Integer.MAX_VALUE);
    failPutsOf.accept("x1");
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(
            () ->
                database.saveAll(
                    watched.table,
                    List.of(Map.of("_id", "x0"), Map.of("_id", "x1"), Map.of("_id", "x2"))))
        .satisfies(e -> assertThat(e.failures()).containsOnlyKeys(1));
    watched.faults.reset();
    assertThat(database.getAll(watched.table, List.of("x0", "x1", "x2"))).hasSize(2);
  }

  /** It can not be told from one that was applied and overtaken twice. */
  @Test
  void aSaveWhoseAnswerIsLostAndThatTwoOvertookSaysThatItsOutcomeIsUnknown() {
    var watched = begin();
    var database = watched.newProcess().documents();
    var elsewhere = Dynamory.using(Engine.client()).documents().withConsistentReads();
    var revision = database.get(watched.table, "a").orElseThrow().revision();
    var puts = new AtomicInteger();
    watched.faults.before(
        call -> call.operation().equals("PutItem") && puts.incrementAndGet() == 2,
        () -> {
          for (var n = 0; n < 2; n++) {
            var current = elsewhere.get(watched.table, "a").orElseThrow().revision();
            elsewhere.save(watched.table, "a", Map.of("n", 10 + n), current);
          }
        });
    watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(watched.table, "a", Map.of("n", 5), revision))
        .satisfies(e -> assertThat(e.outcomeUnknown()).isTrue());
    assertThat(elsewhere.get(watched.table, "a").orElseThrow().value()).containsEntry("n", 11);
  }

  /**
   * The one who came first replaced the very revision that was expected, so no attempt of ours did.
   */
  @Test
  void aSaveThatWasThrottledAndThatAnotherCameBeforeIsAPlainConflict() {
    var watched = begin();
    var database = watched.newProcess().documents();
    var elsewhere = Dynamory.using(Engine.client()).documents();
    var revision = database.get(watched.table, "a").orElseThrow().revision();
    watched.faults.before(
        Call.of("PutItem"), () -> elsewhere.save(watched.table, "a", Map.of("n", 7), revision));
    watched.faults.fail(Call.of("PutItem"), Fault.THROTTLED, 1);
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(watched.table, "a", Map.of("n", 5), revision))
        .satisfies(e -> assertThat(e.outcomeUnknown()).isFalse());
    watched.faults.fail(Call.of("PutItem"), Fault.THROTTLED, 1);
    watched.faults.before(
        Call.of("PutItem"),
        () ->
            elsewhere.save(
                watched.table,
                "a",
                Map.of("n", 8),
                elsewhere.withConsistentReads().get(watched.table, "a").orElseThrow().revision()));
    var updated =
        database.update(
            watched.table,
            "a",
            document -> {
              document.merge("n", 1, (a, b) -> (Integer) a + (Integer) b);
              return document;
            });
    assertThat(updated.value()).containsEntry("n", 9);
  }
}

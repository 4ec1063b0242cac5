package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.DocumentChange;
import dev.dynamory.DynamoryException;
import dev.dynamory.IndexedDocument;
import dev.dynamory.Reservation;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever goes wrong with any call of any operation: the index is the old one or the new one,
 * doing the operation again completes it, and a failed read is an exception.
 */
@Tag("exhaustive")
class IndexFaultsTest {
  private static final Instant MORNING = Instant.parse("2096-11-21T10:00:00Z");
  private static final IndexedDocument A =
      IndexedDocument.of("ns", "a", "a.pdf")
          .chunkIds(List.of("c1", "c2"))
          .contentHash("h")
          .sourcePath("/a");
  private static final IndexedDocument NEW =
      IndexedDocument.of("ns", "new", "n.pdf").chunkIds(List.of("n")).contentHash("n");
  private static final List<Fault> RETRIED =
      List.of(
          Fault.THROTTLED,
          Fault.SERVER_ERROR_AFTER_APPLYING,
          Fault.REQUEST_LOST,
          Fault.ANSWER_LOST);

  private record Scenario(String name, Consumer<DynamoDbDocumentIndex> operation) {}

  private static List<Scenario> writes() {
    return List.of(
        new Scenario("create", i -> i.create(NEW)),
        new Scenario("create with a chunk set", i -> i.withChunkIdsInline(0).create(NEW)),
        new Scenario(
            "reserve and create",
            i -> {
              i.reserve(Reservation.of(NEW));
              i.create(NEW, Reservation.of(NEW));
            }),
        new Scenario(
            "update",
            i -> i.update(DocumentChange.of("ns", "a").title("T").metadata(Map.of("k", 1)))),
        new Scenario(
            "update chunks",
            i -> i.update(DocumentChange.of("ns", "a").content("h2", List.of("x")))),
        new Scenario("rename", i -> i.rename("ns", "a", "b.pdf")),
        new Scenario("move", i -> i.move("ns", "a", "other")),
        new Scenario("delete", i -> i.delete("ns", "a")),
        new Scenario("trash", i -> i.trash("ns", "a")),
        new Scenario("restore", i -> i.restore("ns", "trashed")),
        new Scenario("purge", i -> i.purge("ns", "trashed")),
        new Scenario("complete a purge", i -> i.completePurge("ns", "purging")));
  }

  private static List<Scenario> reads() {
    return List.of(
        new Scenario("get", i -> i.get("ns", "a")),
        new Scenario("list", i -> i.list("ns", 5, null)),
        new Scenario("find by name", i -> i.findByFilename("ns", "a.pdf")),
        new Scenario("find by path", i -> i.findBySourcePath("ns", "/a")),
        new Scenario("count", i -> i.count("ns")));
  }

  private static DynamoDbDocumentIndex index(Watched watched) {
    return watched.newProcess().documentIndex(watched.table);
  }

  private static Watched begin() {
    var watched = new Watched();
    watched.clock.set(MORNING);
    var index = index(watched);
    index.setup();
    index.reserve(Reservation.of(A));
    index.create(A, Reservation.of(A));
    for (var id : List.of("trashed", "purging")) {
      index.withChunkIdsInline(0).create(IndexedDocument.of("ns", id, id).chunkIds(List.of("c")));
      index.trash("ns", id);
    }
    index.purge("ns", "purging");
    watched.faults.reset();
    return watched;
  }

  private static List<Object> seen(Watched watched) {
    watched.faults.reset();
    var index = index(watched);
    var seen = new ArrayList<Object>();
    for (var id : List.of("a", "new", "trashed", "purging")) {
      seen.add(index.get("ns", id));
      seen.add(index.get("other", id));
    }
    seen.add(index.list("ns", 50, null));
    seen.add(index.count("ns"));
    seen.add(index.findByFilename("ns", "a.pdf"));
    seen.add(index.findBySourcePath("ns", "/a"));
    return seen;
  }

  private static List<Object> after(Scenario scenario) {
    var watched = begin();
    scenario.operation().accept(index(watched));
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
        var failure = catchThrowable(() -> scenario.operation().accept(index(watched)));
        finished |= failure == null && !during;
        assertThat(List.of(before, done)).as("after %d calls", calls).contains(seen(watched));
        if (scenario.name().startsWith("reserve")) {
          watched.clock.advance(Duration.ofMinutes(16));
          index(watched).reserve(Reservation.of(NEW));
          watched.clock.set(MORNING);
        }
        // refused as done before, or done now
        var again = catchThrowable(() -> scenario.operation().accept(index(watched)));
        if (again != null) {
          assertThat(again).isInstanceOf(DynamoryException.class);
        }
        assertThat(seen(watched)).as("again after %d calls", calls).isEqualTo(done);
      }
      assertThat(calls).as("an end of %s", scenario.name()).isLessThan(30);
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
    scenario.operation().accept(index(watched));
    assertThat(failed).as("calls that met %s", fault).isNotEmpty();
    assertThat(seen(watched)).as("%s with %s", scenario.name(), fault).isEqualTo(done);
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
                      watched.faults.fail(Call.ANY, Fault.SERVER_ERROR, Integer.MAX_VALUE);
                      assertThat(catchThrowable(() -> scenario.operation().accept(index(watched))))
                          .isNotNull();
                    }));
  }

  @Test
  void whatABatchLeavesUnprocessedIsAskedForAgain() {
    var watched = begin();
    for (var n = 0; n < 6; n++) {
      index(watched).create(IndexedDocument.of("ns", "same-" + n, "same.pdf"));
    }
    watched.faults.fail(Call.of("BatchGetItem"), Fault.SOME_UNPROCESSED, 2);
    assertThat(index(watched).findByFilename("ns", "same.pdf")).hasSize(6);
    var ids = IntStream.range(0, 12_001).mapToObj(n -> "c" + n).toList();
    index(watched).withChunkIdsInline(0).create(IndexedDocument.of("ns", "b", "b").chunkIds(ids));
    watched.faults.fail(Call.of("BatchGetItem"), Fault.SOME_UNPROCESSED, 2);
    assertThat(index(watched).get("ns", "b").orElseThrow().chunkIds()).isEqualTo(ids);
    watched.faults.fail(Call.of("BatchWriteItem"), Fault.SOME_UNPROCESSED, 2);
    assertThat(index(watched).delete("ns", "b")).isTrue();
    assertThat(index(watched).verify()).isEmpty();
  }

  @Test
  void aMoveThatMeetsAnotherTransactionIsTriedAgain() {
    var watched = begin();
    watched.faults.fail(Call.of("TransactWriteItems"), Fault.TRANSACTION_CONFLICT, 3);
    index(watched).move("ns", "a", "other");
    assertThat(index(watched).exists("other", "a")).isTrue();
  }

  @Test
  void stachesRenameDuringAMoveIsNotLost() {
    var watched = begin();
    watched.faults.before(
        Call.of("TransactWriteItems"),
        () ->
            Engine.client()
                .updateItem(
                    request ->
                        request
                            .tableName(watched.table)
                            .key(IndexItems.documentKey("ns", "a"))
                            .updateExpression("SET headings = :h")
                            .expressionAttributeValues(
                                Map.of(":h", IndexItems.list(List.of("H"))))));
    index(watched).move("ns", "a", "other");
    var row =
        Engine.client()
            .getItem(
                request ->
                    request.tableName(watched.table).key(IndexItems.documentKey("other", "a")))
            .item();
    assertThat(row).containsEntry("headings", IndexItems.list(List.of("H")));
  }
}

package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whatever goes wrong with any call of any operation: the state is the old one or the new one,
 * doing the operation again completes it, and a failed read is an exception.
 */
@Tag("exhaustive")
class FaultsTest {
  private static final Namespace USER = Namespace.of("users", "1");
  private static final Map<String, Object> LARGE = large(1);
  private static final Map<String, Object> OTHER_LARGE = large(2);
  private static final List<Fault> RETRIED =
      List.of(
          Fault.THROTTLED,
          Fault.THROUGHPUT_EXCEEDED,
          Fault.SERVER_ERROR,
          Fault.SERVER_ERROR_AFTER_APPLYING,
          Fault.REQUEST_LOST,
          Fault.ANSWER_LOST);

  private static Map<String, Object> large(int seed) {
    var bytes = new byte[500_000];
    new Random(seed).nextBytes(bytes);
    return Map.of("bytes", bytes);
  }

  /**
   * What is there before, what is done, and whether doing it again after it was done is the same.
   */
  private record Scenario(
      String name, Consumer<DynamoDbStore> before, Consumer<DynamoDbStore> operation) {}

  private static final long KNOWN =
      new Put(USER, "x", Map.of(), WriteCondition.any(), null, "known", null).newVersion();

  private static List<Scenario> writes() {
    return List.of(
        new Scenario("put", s -> {}, s -> s.put(USER, "a", Map.of("n", 1))),
        new Scenario(
            "overwrite",
            s -> s.put(USER, "a", Map.of("n", 0)),
            s -> s.put(USER, "a", Map.of("n", 1))),
        new Scenario(
            "put if absent, named",
            s -> {},
            s -> s.put(Put.of(USER, "a", Map.of("n", 1)).when(absent()).operationId("once"))),
        new Scenario(
            "put if a version is there, named",
            s -> s.put(Put.of(USER, "a", Map.of("n", 0)).operationId("known")),
            s -> s.put(Put.of(USER, "a", Map.of("n", 1)).when(version(KNOWN)).operationId("next"))),
        new Scenario("put a large value", s -> {}, s -> s.put(USER, "a", LARGE)),
        new Scenario(
            "put a large value over another",
            s -> s.put(USER, "a", LARGE),
            s -> s.put(USER, "a", OTHER_LARGE)),
        new Scenario(
            "put a small value over a large one",
            s -> s.put(USER, "a", LARGE),
            s -> s.put(USER, "a", Map.of("n", 1))),
        new Scenario(
            "put a large value, named",
            s -> {},
            s -> s.put(Put.of(USER, "a", LARGE).when(absent()).operationId("large"))),
        new Scenario("delete", s -> s.put(USER, "a", Map.of("n", 1)), s -> s.delete(USER, "a")),
        new Scenario(
            "delete a large value", s -> s.put(USER, "a", LARGE), s -> s.delete(USER, "a")),
        new Scenario(
            "update",
            s -> s.put(USER, "a", Map.of("n", 0)),
            s -> s.update(USER, "a", document -> document.put("n", 1))),
        new Scenario(
            "batch",
            s -> s.put(USER, "b", Map.of("n", 0)),
            s ->
                s.batch(
                    List.of(
                        Get.of(USER, "b"),
                        Put.of(USER, "a", Map.of("n", 1)),
                        Delete.of(USER, "b")))),
        new Scenario(
            "transaction",
            s -> s.put(USER, "b", LARGE),
            s ->
                s.transact(
                    List.of(
                        Put.of(USER, "a", Map.of("n", 1)),
                        Put.of(USER, "b", Map.of("n", 2)),
                        Delete.of(USER, "c")))),
        new Scenario(
            "delete a namespace",
            s -> {
              s.put(USER, "a", LARGE);
              s.put(USER.child("deep"), "b", Map.of());
            },
            s -> s.deleteNamespace(USER)),
        new Scenario(
            "put with a vector",
            s -> embedded(s).setup(),
            s -> embedded(s).put(USER, "a", Map.of("text", "tea"))),
        new Scenario(
            "put with a vector over another",
            s -> {
              embedded(s).setup();
              embedded(s).put(USER, "a", Map.of("text", "tea"));
            },
            s -> embedded(s).put(USER, "a", Map.of("text", "coffee"))),
        new Scenario(
            "put a large value with a vector over a small one with a vector",
            s -> embedded(s).put(USER, "a", Map.of("text", "tea")),
            s ->
                embedded(s)
                    .put(
                        USER,
                        "a",
                        Map.of(
                            "text",
                            "coffee",
                            "bytes",
                            Objects.requireNonNull(LARGE.get("bytes"))))),
        new Scenario(
            "put without a vector over one with a packed vector",
            s -> embedded(s).withExactRanking().put(USER, "a", Map.of("text", "tea")),
            s -> s.put(USER, "a", Map.of("text", "coffee"))),
        new Scenario(
            "batch with vectors",
            s -> embedded(s).put(USER, "b", Map.of("text", "tea")),
            s ->
                embedded(s)
                    .batch(
                        List.of(
                            Put.of(USER, "a", Map.of("text", "coffee")),
                            Put.of(USER, "b", Map.of("text", "milk"))))),
        new Scenario(
            "transaction with vectors",
            s -> embedded(s).put(USER, "b", Map.of("text", "tea")),
            s ->
                embedded(s)
                    .transact(
                        List.of(
                            Put.of(USER, "a", Map.of("text", "coffee")),
                            Put.of(USER, "b", Map.of("text", "milk"))))),
        new Scenario(
            "add an index of vectors",
            s -> embedded(s).put(USER, "a", Map.of("text", "tea")),
            s -> embedded(s).setup()),
        new Scenario("adopt", s -> s.put(USER, "a", Map.of("n", 1)), DynamoDbStore::adopt),
        new Scenario("sweep", s -> s.put(USER, "a", LARGE), DynamoDbStore::sweep));
  }

  private static List<Scenario> reads() {
    return List.of(
        new Scenario("get", FaultsTest::fill, s -> s.get(USER, "a")),
        new Scenario("get a large value", FaultsTest::fill, s -> s.get(USER, "large")),
        new Scenario(
            "get many",
            FaultsTest::fill,
            s -> s.batch(List.of(Get.of(USER, "a"), Get.of(USER, "large"), Get.of(USER, "none")))),
        new Scenario("search", FaultsTest::fill, s -> s.search(Search.everywhere())),
        new Scenario("search exactly", FaultsTest::fill, s -> s.search(Search.in(USER).exact())),
        new Scenario("search a page", FaultsTest::fill, s -> s.searchPage(Search.in(USER))),
        new Scenario(
            "search by scan",
            FaultsTest::fill,
            s -> s.withScannedNamespaces().search(Search.everywhere())),
        new Scenario(
            "list namespaces", FaultsTest::fill, s -> s.listNamespaces(ListNamespaces.all())),
        new Scenario("ask the index", FaultsTest::fillWithVectors, s -> embedded(s).search(ASKING)),
        new Scenario(
            "ask the index by words and meaning",
            FaultsTest::fillWithVectors,
            s -> embedded(s).search(ASKING.ranking(Ranking.HYBRID))),
        new Scenario(
            "ask the index by words and meaning where nothing has a vector",
            FaultsTest::fillWithoutVectors,
            s -> embedded(s).search(ASKING.ranking(Ranking.HYBRID))),
        new Scenario(
            "ask exactly by words and meaning",
            FaultsTest::fillWithVectors,
            s -> embedded(s).withExactRanking().search(ASKING.ranking(Ranking.HYBRID))),
        new Scenario(
            "ask the index for a page",
            FaultsTest::fillWithVectors,
            s -> embedded(s).searchPage(ASKING)),
        new Scenario(
            "ask the index, and for the turns around",
            FaultsTest::fillWithVectors,
            s -> embedded(s).search(ASKING.limit(1).surroundingTurns(1))),
        new Scenario(
            "ask exactly",
            FaultsTest::fillWithVectors,
            s -> embedded(s).withExactRanking().search(ASKING)),
        new Scenario(
            "ask by words",
            FaultsTest::fillWithVectors,
            s -> s.search(ASKING.ranking(Ranking.LEXICAL))),
        new Scenario("scan", FaultsTest::fill, s -> s.scan(item -> {}, corrupt -> {})),
        new Scenario("verify", FaultsTest::fill, DynamoDbStore::verify));
  }

  private static void fill(DynamoDbStore store) {
    store.put(USER, "a", Map.of("n", 1));
    store.put(USER, "large", LARGE);
    store.put(Namespace.of("others", "1"), "b", Map.of("n", 2));
  }

  private static final Search ASKING =
      Search.in(Namespace.of("users")).query("tea").ranking(Ranking.SEMANTIC);

  private static DynamoDbStore embedded(DynamoDbStore store) {
    return store.withEmbedder(new WordEmbedder(), WordEmbedder.DIMENSIONS, "text");
  }

  private static void fillWithoutVectors(DynamoDbStore store) {
    embedded(store).setup();
    store.put(USER, "large", Map.of("text", "tea", "bytes", new byte[500_000]));
    store.put(USER.child("deep"), "b", Map.of("text", "tea"));
  }

  private static void fillWithVectors(DynamoDbStore store) {
    var embedded = embedded(store);
    embedded.setup();
    embedded.put(USER, "large", Map.of("text", "tea", "bytes", new byte[500_000]));
    embedded.put(USER.child("deep"), "b", Map.of("text", "coffee"));
    for (var n = 0; n < 3; n++) {
      var turn = new Turn("s", n, Instant.EPOCH, "Ana", n == 1 ? "tea tea" : "nothing");
      var put = Put.of(USER, turn.key(), turn);
      embedded.put(n == 1 ? put : put.notEmbedded());
    }
  }

  /** Everything that a fresh process sees, timestamps and versions left out. */
  private static Map<String, Object> seen(Watched watched) {
    watched.faults.reset();
    var store = watched.newStore().withConsistentReads();
    var state = new TreeMap<String, Object>();
    store
        .search(Search.everywhere().limit(100))
        .forEach(
            item ->
                state.put(
                    item.namespace() + "/" + item.key(),
                    List.of(comparable(item), vectors(watched, item))));
    return state;
  }

  private static Map<String, AttributeValue> vectors(Watched watched, Item item) {
    var row =
        new HashMap<>(
            new Original(watched.table).row(Labels.partitionKey(item.namespace()), item.key()));
    row.keySet().retainAll(Set.of(VectorItems.INDEXED, VectorItems.PACKED));
    return row;
  }

  private static Object comparable(Item item) {
    return item.value().get("bytes") instanceof byte[] bytes
        ? Arrays.hashCode(bytes)
        : item.value();
  }

  private static DynamoDbStore begin(Watched watched, Scenario scenario) {
    var store = watched.newStore();
    store.setup();
    scenario.before().accept(store);
    watched.faults.reset();
    return store;
  }

  private static Map<String, Object> after(Scenario scenario) {
    var watched = new Watched();
    scenario.operation().accept(begin(watched, scenario));
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
        var watched = new Watched();
        var store = begin(watched, scenario);
        var before = seen(watched);
        if (during) {
          watched.faults.stopDuring(calls + 1);
        } else {
          watched.faults.stopAfter(calls);
        }
        var failure = catchThrowable(() -> scenario.operation().accept(store));
        finished |= failure == null && !during;
        assertIsOneOf(scenario, seen(watched), before, done, calls);
        scenario.operation().accept(watched.newStore());
        assertThat(seen(watched))
            .as("%s again after %d calls", scenario.name(), calls)
            .isEqualTo(done);
        assertNothingIsLeftBehind(watched);
      }
      assertThat(calls).as("an end of %s", scenario.name()).isLessThan(100);
    }
  }

  /** A batch and a deletion of many are no single write: each item alone is old or new. */
  private static void assertIsOneOf(
      Scenario scenario,
      Map<String, Object> state,
      Map<String, Object> before,
      Map<String, Object> done,
      int calls) {
    if (scenario.name().startsWith("batch") || scenario.name().equals("delete a namespace")) {
      var keys = new TreeMap<>(before);
      keys.putAll(done);
      keys.keySet()
          .forEach(
              key ->
                  assertThat(
                          Objects.equals(state.get(key), before.get(key))
                              || Objects.equals(state.get(key), done.get(key)))
                      .as("%s after %d calls", key, calls)
                      .isTrue());
    } else {
      assertThat(List.of(before, done))
          .as("%s after %d calls", scenario.name(), calls)
          .contains(state);
    }
  }

  /** Once two hours have passed, a sweep leaves no part and no registration that no head names. */
  private static void assertNothingIsLeftBehind(Watched watched) {
    watched.clock.advance(Duration.ofHours(2));
    watched.newStore().sweep();
    var named = new ArrayList<String>();
    var leftBehind = new ArrayList<String>();
    Engine.client()
        .scanPaginator(request -> request.tableName(watched.table))
        .items()
        .forEach(
            item -> {
              var row = new Row(item);
              row.partsId().ifPresent(named::add);
              if (row.partitionKey().startsWith(LargeValues.PARTS)
                  || row.partitionKey().startsWith(LargeValues.WRITES)) {
                leftBehind.add(row.partitionKey() + " " + row.key());
              }
            });
    leftBehind.removeIf(row -> named.stream().anyMatch(row::contains));
    assertThat(leftBehind).isEmpty();
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
    var watched = new Watched();
    var store = begin(watched, scenario);
    var failed = Collections.synchronizedSet(new HashSet<String>());
    watched.faults.fail(call -> failed.add(call.request().toString()), fault, Integer.MAX_VALUE);
    scenario.operation().accept(store);
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
                      for (var fault :
                          List.of(Fault.THROTTLED, Fault.SERVER_ERROR, Fault.REQUEST_LOST)) {
                        for (var passing = 0; ; passing++) {
                          var watched = new Watched();
                          var store = begin(watched, scenario);
                          var from = passing;
                          watched.faults.fail(
                              call -> call.number() > from, fault, Integer.MAX_VALUE);
                          var failure = catchThrowable(() -> scenario.operation().accept(store));
                          var calls = watched.faults.calls();
                          if (calls <= from) {
                            assertThat(failure).isNull();
                            break;
                          }
                          assertThat(failure).as("%s from call %d on", fault, from).isNotNull();
                        }
                      }
                    }));
  }

  @Test
  void unprocessedGetsAreAskedForAgain() {
    var watched = new Watched();
    var store = watched.newStore();
    store.setup();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 100; n++) {
      puts.add(Put.of(USER, "k" + n, Map.of("n", n)));
    }
    store.batch(puts);
    var gets = puts.stream().map(put -> Get.of(USER, put.key())).toList();
    watched.faults.fail(Call.of("BatchGetItem"), Fault.SOME_UNPROCESSED, 3);
    assertThat(store.batch(gets)).hasSize(100).allMatch(Optional::isPresent);
    watched.faults.fail(Call.of("BatchGetItem"), Fault.ALL_UNPROCESSED, 1);
    assertThat(store.batch(gets)).hasSize(100).allMatch(Optional::isPresent);
  }

  @Test
  void anUnnamedConditionalPutWhoseAnswerIsLostForGoodTellsWhatIsThere() {
    var watched = new Watched();
    var store = watched.newStore();
    store.setup();
    watched.faults.fail(
        Call.of("UpdateItem").and(call -> call.request().toString().contains("prev")),
        Fault.ANSWER_LOST_FOR_GOOD,
        1);
    assertThatThrownBy(() -> store.put(Put.of(USER, "a", Map.of("n", 1)).when(absent())))
        .isNotNull();
    assertThatThrownBy(() -> store.put(Put.of(USER, "a", Map.of("n", 1)).when(absent())))
        .isInstanceOfSatisfying(
            WriteConflictException.class,
            e -> assertThat(e.currentValue().orElseThrow()).isEqualTo(Map.of("n", 1)));
  }

  @Test
  void aWriteOfAnUnknownAttributeTypeIsNotMistakenForAnItem() {
    var watched = new Watched();
    var store = watched.newStore();
    store.setup();
    Engine.client()
        .putItem(
            request ->
                request
                    .tableName(watched.table)
                    .item(
                        Map.of(
                            "PK", AttributeValue.fromS("users:1"),
                            "SK", AttributeValue.fromS("odd"),
                            "value", AttributeValue.fromS("no map"))));
    assertThatThrownBy(() -> store.get(USER, "odd"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("odd");
  }
}

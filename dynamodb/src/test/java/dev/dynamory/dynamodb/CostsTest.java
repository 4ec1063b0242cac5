package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each operation costs, in calls, round trips and capacity units, by DynamoDB's own count. */
class CostsTest {
  private static final Namespace USER = Namespace.of("users", "1");
  private static final Map<String, Object> SMALL = Map.of("text", "a small value");

  private final Watched watched = new Watched();
  private final DynamoDbStore store = watched.newStore();

  @BeforeEach
  void aTableAndAProcessThatKnowsIt() {
    store.setup();
    store.put(USER, "known", SMALL);
    store.search(USER);
    watched.log.reset();
  }

  private void assertCost(Runnable operation, int calls, double reads, double writes) {
    watched.log.reset();
    operation.run();
    var totals = watched.log.totals();
    assertThat(List.of((double) totals.calls(), totals.readUnits(), totals.writeUnits()))
        .as("calls, read units, write units of%n%s", watched.log)
        .isEqualTo(List.of((double) calls, reads, writes));
  }

  @Test
  void aPutIntoAKnownNamespaceIsOneCallAndOneUnit() {
    assertCost(() -> store.put(USER, "a", SMALL), 1, 0, 1);
    assertCost(() -> store.put(USER, "a", SMALL), 1, 0, 1);
  }

  @Test
  void aFirstPutOfAProcessLooksForTheNamespaceAndListsIt() {
    assertCost(() -> watched.newStore().put(USER, "b", SMALL), 2, 0.5, 1);
    assertCost(() -> watched.newStore().put(Namespace.of("users", "2"), "b", SMALL), 3, 0.5, 2);
    assertCost(() -> watched.newStore().put(Namespace.of("others", "1"), "b", SMALL), 4, 0.5, 3);
  }

  @Test
  void aPutOverAnExpiredItemIsTwoCalls() {
    store.put(Put.of(USER, "old", SMALL).timeToLive(Duration.ofMinutes(1)));
    watched.clock.advance(Duration.ofMinutes(2));
    assertCost(() -> store.put(USER, "old", SMALL), 2, 0, 2);
  }

  @Test
  void aGetIsHalfAUnit() {
    assertCost(() -> store.get(USER, "known"), 1, 0.5, 0);
    assertCost(() -> store.get(Get.of(USER, "known").consistent()), 1, 1, 0);
  }

  @Test
  void aReadWithARefreshDueIsOneWriteMore() {
    store.put(Put.of(USER, "fresh", SMALL).timeToLive(Duration.ofMinutes(10)));
    watched.clock.advance(Duration.ofMinutes(5));
    assertCost(() -> store.withRefreshOnRead().get(USER, "fresh"), 2, 0.5, 1);
    assertCost(() -> store.withRefreshOnRead().get(USER, "fresh"), 1, 0.5, 0);
  }

  @Test
  void aHundredGetsAreOneCallAndAHundredPutsOrDeletesAreAHundred() {
    var keys = IntStream.range(0, 100).mapToObj(n -> "k" + n).toList();
    assertCost(
        () -> store.batch(keys.stream().map(key -> Put.of(USER, key, SMALL)).toList()),
        100,
        0,
        100);
    assertCost(() -> store.batch(keys.stream().map(key -> Get.of(USER, key)).toList()), 1, 50, 0);
    assertCost(
        () -> store.batch(keys.stream().map(key -> Delete.of(USER, key)).toList()), 100, 0, 100);
  }

  @Test
  void aSearchReadsWhatItReturnsAndAPageOfTheCatalogue() {
    for (var n = 0; n < 100; n++) {
      store.put(USER, "item-%03d".formatted(n), Map.of("n", n));
    }
    watched.faults.holdAnswers(Duration.ofMillis(250));
    assertCost(() -> assertThat(store.search(Search.in(USER).limit(10))).hasSize(10), 2, 1, 0);
    assertThat(watched.log.totals().roundTrips()).isEqualTo(1);
    assertCost(() -> store.search(Search.in(USER).limit(10).exact()), 1, 0.5, 0);
    assertCost(
        () -> store.search(Search.in(USER).filter(Filter.eq("n", 20)).limit(1).exact()), 3, 1.5, 0);
  }

  @Test
  void tenNamespacesOfAHundredUnderOneRootCostAtMostEightUnitsInThreeRoundTrips() {
    fill(100, n -> Namespace.of("tenants", "tenant-%03d".formatted(n)));
    watched.faults.holdAnswers(Duration.ofMillis(250));
    watched.log.reset();
    assertThat(watched.newStore().listNamespaces(ListNamespaces.under("tenants").limit(10)))
        .hasSize(10);
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(8);
    assertThat(watched.log.totals().roundTrips()).isLessThanOrEqualTo(3);
  }

  @Test
  void tenNamespacesOfAHundredRootsCostAtMostTwelveUnitsInThreeRoundTrips() {
    fill(100, n -> Namespace.of("user-%03d".formatted(n), "memories"));
    watched.faults.holdAnswers(Duration.ofMillis(250));
    watched.log.reset();
    assertThat(watched.newStore().listNamespaces(ListNamespaces.all().limit(10))).hasSize(10);
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(12);
    assertThat(watched.log.totals().roundTrips()).isLessThanOrEqualTo(3);
  }

  @Test
  void adoptingCostsOneScanAndARowForEachNamespace() {
    fill(20, n -> Namespace.of("tenants", "tenant-%03d".formatted(n)));
    watched.log.reset();
    store.adopt();
    assertThat(watched.log.totals().writeUnits())
        .isEqualTo(20 + 1 + 2 + 1); // and ("users", "1"), two roots, the marker
  }

  private void fill(int namespaces, IntFunction<Namespace> namespace) {
    var puts = new ArrayList<Put>();
    for (var n = 0; n < namespaces; n++) {
      for (var item = 0; item < 5; item++) {
        puts.add(Put.of(namespace.apply(n), "item-" + item, SMALL));
      }
    }
    store.batch(puts);
  }
}

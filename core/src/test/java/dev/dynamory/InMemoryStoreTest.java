package dev.dynamory;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest {
  private static final Namespace DOCS = Namespace.of("docs", "ana");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");
  private static final Instant NOON_MICROS = Instant.parse("2026-11-21T12:00:00.123456Z");

  private Instant now = NOON;
  private final InMemoryStore store = InMemory.store().withClock(() -> now);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Item item(String key) {
    return store.get(DOCS, key).orElseThrow();
  }

  private static Put put(String key, int n) {
    return Put.of(DOCS, key, Map.of("n", n));
  }

  @Test
  void givesWhatWasPut() {
    var version = store.put(DOCS, "k", Map.of("a", 1.0));
    assertThat(store.get(DOCS, "k"))
        .contains(
            new Item(
                DOCS, "k", Map.of("a", 1), version, NOON_MICROS, NOON_MICROS, null, null, null));
    assertThat(version).isBetween(1L << 52, (1L << 53) - 1);
    assertThat(store.get(DOCS, "other")).isEmpty();
    assertThat(store.get(DOCS.child("x"), "k")).isEmpty();
  }

  @Test
  void anOverwriteKeepsCreatedAtAndChangesTheVersion() {
    var first = store.put(put("k", 1));
    pass(Duration.ofSeconds(5));
    var second = store.put(put("k", 2));
    assertThat(second).isNotEqualTo(first);
    assertThat(item("k").createdAt()).isEqualTo(NOON_MICROS);
    assertThat(item("k").updatedAt()).isEqualTo(NOON_MICROS.plusSeconds(5));
    store.delete(DOCS, "k");
    assertThat(store.get(DOCS, "k")).isEmpty();
    store.put(put("k", 3));
    assertThat(item("k").createdAt()).isEqualTo(NOON_MICROS.plusSeconds(5));
  }

  @Test
  void sharesNoBytesWithItsCallers() {
    var put = Put.of(DOCS, "k", Map.of("b", new byte[] {1}));
    store.put(put);
    bytes(put.value())[0] = 2;
    bytes(item("k").value())[0] = 3;
    bytes(store.search(DOCS).get(0).value())[0] = 4;
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> store.put(put.when(absent())))
        .satisfies(e -> bytes(e.currentValue().orElseThrow())[0] = 5);
    assertThat(bytes(item("k").value())).containsExactly(1);
  }

  @Test
  void viewsShareTheItems() {
    store.withRefreshOnRead().withTimeToLive(Duration.ofHours(1)).put(put("k", 1));
    assertThat(item("k").timeToLive()).isEqualTo(Duration.ofHours(1));
    assertThat(InMemory.store().get(DOCS, "k")).isEmpty();
  }

  @Test
  void absentMeansThatNothingIsThere() {
    var version = store.put(put("k", 1).when(absent()));
    conflicts(put("k", 2).when(absent()), version, Map.of("n", 1));
    assertThat(item("k").value()).isEqualTo(Map.of("n", 1));
  }

  @Test
  void aVersionMustBeTheOneThatIsThere() {
    var first = store.put(put("k", 1));
    var second = store.put(put("k", 2).when(version(first)));
    conflicts(put("k", 3).when(version(first)), second, Map.of("n", 2));
    conflicts(put("other", 3).when(version(first)), 0, null);
  }

  @Test
  void aVersionIsNotReusedAfterADelete() {
    var first = store.put(put("k", 1));
    store.delete(DOCS, "k");
    var second = store.put(put("k", 1));
    conflicts(put("k", 2).when(version(first)), second, Map.of("n", 1));
  }

  @Test
  void deletesHaveConditionsToo() {
    store.delete(DOCS, "k");
    store.delete(Delete.of(DOCS, "k").when(absent()));
    conflicts(Delete.of(DOCS, "k").when(version(7)), 0, null);
    var version = store.put(put("k", 1));
    conflicts(Delete.of(DOCS, "k").when(absent()), version, Map.of("n", 1));
    conflicts(Delete.of(DOCS, "k").when(version(7)), version, Map.of("n", 1));
    store.delete(Delete.of(DOCS, "k").when(version(version)));
    assertThat(store.get(DOCS, "k")).isEmpty();
  }

  @Test
  void anExpiredItemIsAbsentForEveryCondition() {
    for (var condition : List.of(WriteCondition.any(), absent())) {
      var version = store.put(put("k", 1).timeToLive(Duration.ofSeconds(1)));
      pass(Duration.ofSeconds(2));
      conflicts(put("k", 2).when(version(version)), 0, null);
      conflicts(Delete.of(DOCS, "k").when(version(version)), 0, null);
      var created = now;
      store.put(put("k", 3).when(condition));
      assertThat(item("k").createdAt()).isAfter(created.minusMillis(1));
      store.delete(DOCS, "k");
    }
  }

  @Test
  void aRepeatedPutIsRecognisedUnderEveryCondition() {
    for (var condition : List.of(WriteCondition.any(), absent())) {
      var put = put("k", 1).when(condition).operationId("op " + condition);
      var version = store.put(put);
      pass(Duration.ofSeconds(1));
      assertThat(store.put(put)).isEqualTo(version).isEqualTo(put.newVersion());
      assertThat(item("k").updatedAt()).isBefore(now);
      store.delete(DOCS, "k");
    }
    var first = store.put(put("k", 1));
    var put = put("k", 2).when(version(first)).operationId("op");
    assertThat(store.put(put)).isEqualTo(store.put(put));
  }

  @Test
  void aRepeatedPutIsRecognisedAfterOneOtherWriteAndNotAfterTwo() {
    var put = put("k", 1).when(absent()).operationId("op");
    var version = store.put(put);
    var other = store.put(put("k", 2));
    assertThat(store.put(put)).isEqualTo(version);
    assertThat(item("k").value()).isEqualTo(Map.of("n", 2));
    assertThat(item("k").version()).isEqualTo(other);
    var third = store.put(put("k", 3));
    conflicts(put, third, Map.of("n", 3));
  }

  @Test
  void aRepeatedPutIsRecognisedByItsExpiredItem() {
    var put = put("k", 1).timeToLive(Duration.ofSeconds(1)).operationId("op");
    var version = store.put(put);
    pass(Duration.ofSeconds(5));
    assertThat(store.put(put)).isEqualTo(version);
    assertThat(store.get(DOCS, "k")).isEmpty();
  }

  @Test
  void anExpiredItemIsAbsentEverywhere() {
    store.put(put("k", 1).timeToLive(Duration.ofSeconds(10)));
    assertThat(item("k").expiresAt()).isEqualTo(Instant.parse("2026-11-21T12:00:11Z"));
    assertThat(item("k").timeToLive()).isEqualTo(Duration.ofSeconds(10));
    now = Instant.parse("2026-11-21T12:00:10.999999999Z");
    assertThat(store.get(DOCS, "k")).isPresent();
    assertThat(store.listNamespaces()).containsExactly(DOCS);
    now = Instant.parse("2026-11-21T12:00:11Z");
    assertThat(store.get(DOCS, "k")).isEmpty();
    assertThat(store.search(DOCS)).isEmpty();
    assertThat(store.searchPage(Search.everywhere())).isEqualTo(new Page<Item>(List.of(), null));
    assertThat(store.listNamespaces()).isEmpty();
    assertThat(store.<Object>batch(List.of(Get.of(DOCS, "k")))).containsExactly(Optional.empty());
    assertThat(store.deleteNamespace(DOCS)).isZero();
  }

  @Test
  void anOverwriteWithoutTimeToLiveRemovesTheExpiry() {
    var hourly = store.withTimeToLive(Duration.ofHours(1));
    hourly.put(put("k", 1));
    assertThat(item("k").timeToLive()).isEqualTo(Duration.ofHours(1));
    store.put(put("k", 2));
    assertThat(item("k").expiresAt()).isNull();
    assertThat(item("k").timeToLive()).isNull();
    hourly.put(put("k", 3).timeToLive(Put.FOREVER));
    assertThat(item("k").expiresAt()).isNull();
    hourly.put(put("k", 4).timeToLive(Duration.ofNanos(1)));
    assertThat(item("k").timeToLive()).isEqualTo(Duration.ofMillis(1));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store.withTimeToLive(Duration.ZERO));
  }

  @Test
  void readsRefreshOnlyWhereThatIsSwitchedOnAndWorthwhile() {
    store.put(put("k", 1).timeToLive(Duration.ofSeconds(100)));
    store.put(put("permanent", 1));
    var before = item("k");
    pass(Duration.ofSeconds(9));
    var refreshing = store.withRefreshOnRead();
    assertThat(refreshing.get(DOCS, "k")).contains(before);
    pass(Duration.ofSeconds(1));
    assertThat(store.get(DOCS, "k")).contains(before);
    var shown = refreshing.get(DOCS, "k").orElseThrow();
    assertThat(shown.expiresAt()).isEqualTo(Instant.parse("2026-11-21T12:01:51Z"));
    assertThat(shown.updatedAt()).isEqualTo(before.updatedAt());
    assertThat(shown.version()).isEqualTo(before.version());
    assertThat(item("k")).isEqualTo(shown);
    assertThat(refreshing.get(DOCS, "permanent").orElseThrow().expiresAt()).isNull();
  }

  @Test
  void refreshNeverResurrects() {
    store.put(put("k", 1).timeToLive(Duration.ofSeconds(1)));
    pass(Duration.ofSeconds(2));
    assertThat(store.withRefreshOnRead().get(DOCS, "k")).isEmpty();
    assertThat(store.withRefreshOnRead().search(DOCS)).isEmpty();
    assertThat(store.get(DOCS, "k")).isEmpty();
  }

  @Test
  void aSearchRefreshesWhatItGivesAndNothingElse() {
    for (var i = 0; i < 4; i++) {
      store.put(put("k" + i, i).timeToLive(Duration.ofMinutes(1)));
    }
    var before = item("k0").expiresAt();
    pass(Duration.ofSeconds(30));
    var refreshing = store.withRefreshOnRead();
    assertThat(refreshing.search(Search.in(DOCS).offset(1).limit(1)).get(0).expiresAt())
        .isEqualTo(item("k1").expiresAt())
        .isNotEqualTo(before);
    refreshing.searchPage(Search.in(DOCS).filter(Filter.eq("n", 2)));
    refreshing.listNamespaces();
    assertThat(item("k2").expiresAt()).isNotEqualTo(before);
    assertThat(item("k0").expiresAt()).isEqualTo(before);
    assertThat(item("k3").expiresAt()).isEqualTo(before);
  }

  @Test
  void forgetsRowsThatExpiredLongAgo() {
    var put = put("old", 1).timeToLive(Duration.ofSeconds(1)).operationId("op").when(absent());
    store.put(put);
    pass(Duration.ofDays(2));
    for (var i = 0; i < 2_100; i++) {
      store.put(put("k", i));
    }
    store.put(put);
    assertThat(store.get(DOCS, "old")).isPresent();
    assertThat(item("old").createdAt()).isAfter(NOON.plusSeconds(60));
  }

  @Test
  void aBatchReadsBeforeItWritesAndTheLastWriteToAKeyWins() {
    store.put(put("k", 1));
    var results =
        store.<Object>batch(
            List.of(
                put("k", 2),
                Get.of(DOCS, "k"),
                put("k", 3),
                Search.in(DOCS),
                ListNamespaces.all()));
    assertThat(item("k").value()).isEqualTo(Map.of("n", 3));
    var version = item("k").version();
    assertThat(results.get(0)).isEqualTo(version);
    assertThat(results.get(2)).isEqualTo(version);
    assertThat((Optional<?>) results.get(1))
        .map(found -> ((Item) found).value())
        .contains(Map.of("n", 1));
    assertThat((List<?>) results.get(3)).hasSize(1);
    assertThat(results.get(4)).isEqualTo(List.of(DOCS));
    assertThat(store.batch(List.of(Delete.of(DOCS, "k")))).containsExactly(0L);
    assertThat(store.<Object>batch(List.of())).isEmpty();
  }

  @Test
  void aBatchCarriesOutAllButTheFailedOperations() {
    var version = store.put(put("k", 1));
    var batch =
        List.of(
            put("a", 1),
            put("k", 2).when(absent()),
            Delete.of(DOCS, "b").when(version(7)),
            put("c", 3));
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(() -> store.batch(batch))
        .satisfies(
            e -> {
              assertThat(e.failures().keySet()).containsExactly(1, 2);
              assertThat(e.failures().values()).allMatch(WriteConflictException.class::isInstance);
            });
    assertThat(keys(Search.in(DOCS))).containsExactly("docs/ana a", "docs/ana c", "docs/ana k");
    assertThat(item("k").version()).isEqualTo(version);
  }

  @Test
  void aBatchWithBadInputDoesNothing() {
    var bad = List.of(put("a", 1), Search.in(DOCS).maxRead(1));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store.<Object>batch(bad));
    assertThat(store.get(DOCS, "a")).isEmpty();
  }

  @Test
  void aTransactionIsAllOrNothing() {
    var version = store.put(put("from", 7));
    var versions =
        store.transact(
            List.of(put("from", 6).when(version(version)), put("to", 1), Delete.of(DOCS, "x")));
    assertThat(versions).containsExactly(item("from").version(), item("to").version(), 0L);
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(
            () ->
                store.transact(
                    List.of(
                        put("new", 1),
                        put("from", 5).when(version(version)),
                        put("to", 2).when(absent()))))
        .satisfies(
            e -> {
              assertThat(e.currentValue()).contains(Map.of("n", 6));
              assertThat(e.getSuppressed()).hasSize(1);
            });
    assertThat(keys(Search.in(DOCS))).containsExactly("docs/ana from", "docs/ana to");
    assertThat(item("from").value()).isEqualTo(Map.of("n", 6));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store.transact(List.of()));
  }

  @Test
  void aRepeatedTransactionIsRecognised() {
    var writes =
        List.of(
            put("a", 1).when(absent()).operationId("a-1"),
            put("b", 2).when(absent()).operationId("b-1"));
    assertThat(store.transact(writes)).isEqualTo(store.transact(writes));
    assertThat(item("a").value()).isEqualTo(Map.of("n", 1));
  }

  @Test
  void exactlyOneOfTwentyWritersCreates() {
    var created = new AtomicInteger();
    var futures =
        IntStream.range(0, 20)
            .mapToObj(
                n ->
                    store
                        .async()
                        .run(
                            s -> {
                              try {
                                s.put(put("k", n).when(absent()));
                                created.incrementAndGet();
                              } catch (WriteConflictException lost) {
                                assertThat(lost.currentVersion()).isPositive();
                              }
                            }))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(futures).join();
    assertThat(created).hasValue(1);
  }

  @Test
  void readersSeeAllOfATransactionOrNoneOfIt() {
    var writer =
        store
            .async()
            .run(
                s -> {
                  for (var i = 0; i < 500; i++) {
                    s.transact(List.of(put("a", i), put("b", i)));
                  }
                });
    var seen = new ArrayList<Set<Object>>();
    while (!writer.isDone()) {
      var values = new HashSet<Object>();
      store.search(DOCS).forEach(item -> values.add(item.value()));
      seen.add(values);
    }
    writer.join();
    assertThat(seen).allMatch(values -> values.size() <= 1);
    assertThat(keys(Search.in(DOCS))).hasSize(2);
  }

  private static byte[] bytes(Map<String, Object> value) {
    return (byte[]) value.getOrDefault("b", "none");
  }

  private List<String> keys(Search search) {
    return store.search(search).stream().map(item -> item.namespace() + " " + item.key()).toList();
  }

  private void conflicts(
      Write write, long currentVersion, @Nullable Map<String, Object> currentValue) {
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(
            () -> {
              if (write instanceof Put put) {
                store.put(put);
              } else {
                store.delete((Delete) write);
              }
            })
        .satisfies(
            e -> {
              assertThat(e.condition()).isEqualTo(write.condition());
              assertThat(e.currentVersion()).isEqualTo(currentVersion);
              assertThat(e.currentValue()).isEqualTo(Optional.ofNullable(currentValue));
              assertThat(e.outcomeUnknown()).isFalse();
            });
  }
}

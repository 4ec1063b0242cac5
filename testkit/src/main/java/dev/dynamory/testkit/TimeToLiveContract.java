package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Samples.allPages;
import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Items that expire, and reads that renew them. Time is a {@link MovableClock}: it is moved, never
 * waited for, and it is ahead of the engine's own clock, by which an engine may remove expired
 * rows.
 */
public interface TimeToLiveContract extends StoreFixture {

  @Test
  default void itemsLiveForTheStoresDefaultTime() {
    var clock = clock();
    var store = store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)));
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    var item = store.get(namespace, "k").orElseThrow();
    assertThat(item.timeToLive()).isEqualTo(Duration.ofMinutes(60));
    assertThat(item.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(60)));
    clock.advance(Duration.ofMinutes(60).minusSeconds(1));
    assertThat(store.get(namespace, "k")).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.get(namespace, "k")).isEmpty();
  }

  @Test
  default void aPutsOwnTimeToLiveStandsAboveTheDefault() {
    var clock = clock();
    var store = store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)));
    var namespace = fresh();
    store.put(put(namespace, "short").timeToLive(Duration.ofMinutes(1)));
    store.put(put(namespace, "forever").timeToLive(Put.FOREVER));
    assertThat(store.get(namespace, "forever").orElseThrow().expiresAt()).isNull();
    assertThat(store.get(namespace, "forever").orElseThrow().timeToLive()).isNull();
    clock.advance(Duration.ofMinutes(2));
    assertThat(keys(store.search(namespace))).containsExactly("forever");
    clock.advance(Duration.ofDays(36_525));
    assertThat(store.get(namespace, "forever")).isPresent();
  }

  @Test
  default void withoutADefaultItemsNeverExpire() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    clock.advance(Duration.ofDays(10_000));
    assertThat(store.get(namespace, "k").orElseThrow().expiresAt()).isNull();
  }

  @Test
  default void anItemLivesAtLeastItsTime() {
    var clock = clock();
    clock.advance(Duration.ofMillis(500));
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    var start = clock.instant();
    store.put(put(namespace, "k").timeToLive(Duration.ofSeconds(10)));
    clock.advance(Duration.ofSeconds(10).minusMillis(1));
    assertThat(store.get(namespace, "k")).isPresent();
    assertThat(store.get(namespace, "k").orElseThrow().expiresAt())
        .isAfterOrEqualTo(start.plusSeconds(10))
        .isBefore(start.plusSeconds(11));
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.get(namespace, "k")).isEmpty();
  }

  @Test
  default void timesBelowASecondAndOfAHundredYearsAreKept() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    for (var time : List.of(Duration.ofMillis(1_500), Duration.ofDays(36_525))) {
      store.put(put(namespace, "k").timeToLive(time));
      var item = store.get(namespace, "k").orElseThrow();
      assertThat(item.timeToLive()).isEqualTo(time);
      assertThat(item.expiresAt()).isAfterOrEqualTo(clock.instant().plus(time));
    }
    store.put(put(namespace, "k").timeToLive(Duration.ofNanos(1)));
    assertThat(store.get(namespace, "k")).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.get(namespace, "k")).isEmpty();
  }

  @Test
  default void anOverwriteStartsATimeToLiveAnewOrEndsIt() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    store.put(put(namespace, "renewed").timeToLive(Duration.ofMinutes(10)));
    store.put(put(namespace, "freed").timeToLive(Duration.ofMinutes(10)));
    clock.advance(Duration.ofMinutes(8));
    store.put(put(namespace, "renewed").timeToLive(Duration.ofMinutes(10)));
    store.put(put(namespace, "freed"));
    clock.advance(Duration.ofMinutes(8));
    assertThat(keys(store.search(namespace))).containsExactly("freed", "renewed");
    clock.advance(Duration.ofMinutes(8));
    assertThat(keys(store.search(namespace))).containsExactly("freed");
  }

  @Test
  default void hidesExpiredItemsInEveryRead() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var root = fresh();
    store.put(put(root.child("a"), "expires").timeToLive(Duration.ofMinutes(1)));
    store.put(put(root.child("b"), "expires").timeToLive(Duration.ofMinutes(1)));
    store.put(put(root.child("b"), "stays"));
    clock.advance(Duration.ofMinutes(2));
    var expired = Get.of(root.child("a"), "expires");
    assertThat(store.get(expired)).isEmpty();
    assertThat(store.get(expired.consistent())).isEmpty();
    List<Optional<Item>> batched = store.batch(List.of(expired, expired.consistent()));
    assertThat(batched).containsExactly(Optional.empty(), Optional.empty());
    assertThat(keys(store.search(root))).containsExactly("stays");
    assertThat(store.search(Search.in(root.child("a")).exact().consistent())).isEmpty();
    assertThat(keys(allPages(store, Search.in(root).limit(1)))).containsExactly("stays");
    assertThat(store.search(Search.in(root).filter(Filter.exists("in")))).hasSize(1);
    assertThat(list(store, root)).containsExactly(root.child("b"));
    assertThat(store.listNamespaces(ListNamespaces.under(root.labels().get(0)).limit(1)))
        .containsExactly(root.child("b"));
  }

  @Test
  default void expiredItemsDoNotCountTowardsLimitOrOffset() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 40; n++) {
      var put = put(namespace, key(n));
      puts.add(n % 8 == 7 ? put : put.timeToLive(Duration.ofMinutes(1)));
    }
    store.batch(puts);
    clock.advance(Duration.ofMinutes(2));
    var search = Search.in(namespace);
    assertThat(keys(store.search(search.limit(2)))).containsExactly(key(7), key(15));
    assertThat(keys(store.search(search.limit(2).offset(3)))).containsExactly(key(31), key(39));
    assertThat(keys(allPages(store, search.limit(2).maxRead(3)))).hasSize(5);
    assertThat(list(store, namespace)).containsExactly(namespace);
  }

  @Test
  default void anExpiredItemIsAbsentToEveryCondition() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    for (var key : List.of("a", "b", "c", "d", "e")) {
      store.put(put(namespace, key).timeToLive(Duration.ofMinutes(1)));
    }
    var old = store.get(namespace, "a").orElseThrow();
    clock.advance(Duration.ofMinutes(2));

    assertNothingThere(() -> store.put(put(namespace, "a").when(version(old.version()))));
    assertNothingThere(() -> store.delete(Delete.of(namespace, "a").when(version(old.version()))));
    store.delete(Delete.of(namespace, "a").when(absent()));
    store.delete(namespace, "b");
    store.put(put(namespace, "c").when(absent()));
    store.put(put(namespace, "d"));
    store.update(namespace, "e", document -> document.put("more", document.size()));

    assertThat(keys(store.search(namespace))).containsExactly("c", "d", "e");
    for (var item : store.search(namespace)) {
      assertThat(item.createdAt()).isEqualTo(clock.instant());
      assertThat(item.expiresAt()).isNull();
    }
    assertDocument(store.get(namespace, "e").orElseThrow().value(), Map.of("more", 0));
  }

  @Test
  default void anExpiredItemIsAbsentToATransaction() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    for (var key : List.of("a", "b", "c", "d")) {
      store.put(put(namespace, key).timeToLive(Duration.ofMinutes(1)));
    }
    var old = store.get(namespace, "a").orElseThrow().version();
    clock.advance(Duration.ofMinutes(2));
    assertNothingThere(
        () ->
            store.transact(List.of(put(namespace, "new"), put(namespace, "a").when(version(old)))));
    assertThat(store.search(namespace)).isEmpty();
    store.transact(
        List.of(
            put(namespace, "b").when(absent()),
            put(namespace, "c"),
            Delete.of(namespace, "d").when(absent())));
    assertThat(keys(store.search(namespace))).containsExactly("b", "c");
    assertThat(store.get(namespace, "c").orElseThrow().createdAt()).isEqualTo(clock.instant());
  }

  @Test
  default void deletingANamespaceDoesNotCountExpiredItems() {
    var clock = clock();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    store.put(put(namespace, "expires").timeToLive(Duration.ofMinutes(1)));
    store.put(put(namespace, "stays"));
    clock.advance(Duration.ofMinutes(2));
    assertThat(store.deleteNamespace(namespace)).isEqualTo(1);
    assertThat(store.search(namespace)).isEmpty();
  }

  @Test
  default void updateKeepsAnItemsOwnTimeToLive() {
    var clock = clock();
    var store = store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)));
    var namespace = fresh();
    store.put(put(namespace, "30 days").timeToLive(Duration.ofDays(30)));
    store.put(put(namespace, "forever").timeToLive(Put.FOREVER));
    clock.advance(Duration.ofDays(10));
    for (var key : List.of("30 days", "forever", "new")) {
      store.update(namespace, key, document -> document.put("changed", true));
    }
    var start = clock.instant();
    assertExpires(store, namespace, "30 days", start.plus(Duration.ofDays(30)));
    assertThat(store.get(namespace, "forever").orElseThrow().expiresAt()).isNull();
    assertExpires(store, namespace, "new", start.plus(Duration.ofMinutes(60)));
  }

  @Test
  default void readsRenewNothingUnlessToldTo() {
    var clock = clock();
    var store = store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)));
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    var before = store.get(namespace, "k").orElseThrow();
    clock.advance(Duration.ofMinutes(50));
    assertThat(store.get(namespace, "k")).contains(before);
    assertThat(store.search(namespace)).containsExactly(before);
    clock.advance(Duration.ofMinutes(10));
    assertThat(store.get(namespace, "k")).isEmpty();
  }

  @Test
  default void aGetRenewsAnItemsTime() {
    var clock = clock();
    var store = refreshing(clock);
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    for (var time = 0; time < 5; time++) {
      clock.advance(Duration.ofMinutes(50));
      assertThat(store.get(namespace, "k")).isPresent();
    }
    assertExpires(plain(clock), namespace, "k", clock.instant().plus(Duration.ofMinutes(60)));
    clock.advance(Duration.ofMinutes(60));
    assertThat(store.get(namespace, "k")).isEmpty();
  }

  @Test
  default void aSearchRenewsWhatItFindsAndNothingElse() {
    var clock = clock();
    var store = refreshing(clock);
    var root = fresh();
    for (var key : List.of("a", "b", "c", "d")) {
      store.put(root.child("x"), key, Map.of("wanted", !key.equals("b")));
    }
    clock.advance(Duration.ofMinutes(50));
    var search = Search.in(root).filter(Filter.eq("wanted", true)).limit(2);
    assertThat(keys(store.search(search))).containsExactly("a", "c");
    clock.advance(Duration.ofMinutes(50));
    assertThat(keys(plain(clock).search(root))).containsExactly("a", "c");
    assertThat(keys(store.searchPage(Search.in(root)).items())).containsExactly("a", "c");
    clock.advance(Duration.ofMinutes(50));
    assertThat(keys(plain(clock).search(root))).containsExactly("a", "c");
  }

  @Test
  default void aBatchedReadRenewsToo() {
    var clock = clock();
    var store = refreshing(clock);
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    clock.advance(Duration.ofMinutes(50));
    List<Optional<Item>> items = store.batch(List.of(Get.of(namespace, "k")));
    assertThat(items.get(0)).isPresent();
    clock.advance(Duration.ofMinutes(50));
    assertThat(plain(clock).get(namespace, "k")).isPresent();
  }

  @Test
  default void refreshNeverGivesATimeToLiveToAnItemWithout() {
    var clock = clock();
    var namespace = fresh();
    plain(clock).put(namespace, "k", Map.of());
    clock.advance(Duration.ofDays(1));
    var store = refreshing(clock);
    assertThat(store.get(namespace, "k")).isPresent();
    assertThat(store.search(namespace)).hasSize(1);
    clock.advance(Duration.ofDays(1_000));
    assertThat(plain(clock).get(namespace, "k").orElseThrow().expiresAt()).isNull();
  }

  @Test
  default void refreshKeepsAnItemsOwnTime() {
    var clock = clock();
    var store = refreshing(clock);
    var namespace = fresh();
    store.put(put(namespace, "k").timeToLive(Duration.ofDays(30)));
    clock.advance(Duration.ofDays(20));
    assertThat(store.get(namespace, "k")).isPresent();
    var item = plain(clock).get(namespace, "k").orElseThrow();
    assertThat(item.timeToLive()).isEqualTo(Duration.ofDays(30));
    assertThat(item.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
  }

  @Test
  default void refreshChangesTheExpiryAndNothingElse() {
    var clock = clock();
    var store = refreshing(clock);
    var namespace = fresh();
    var version = store.put(namespace, "k", Map.of("n", 1));
    var before = plain(clock).get(namespace, "k").orElseThrow();
    clock.advance(Duration.ofMinutes(50));
    store.get(namespace, "k");
    var after = plain(clock).get(namespace, "k").orElseThrow();
    assertThat(after).usingRecursiveComparison().ignoringFields("expiresAt").isEqualTo(before);
    assertThat(after.expiresAt()).isAfter(before.expiresAt());
    store.put(put(namespace, "k").when(version(version)));
  }

  @Test
  default void refreshDoesNotBringBackAnExpiredItem() {
    var clock = clock();
    var store = refreshing(clock);
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    clock.advance(Duration.ofMinutes(61));
    assertThat(store.get(namespace, "k")).isEmpty();
    assertThat(store.search(namespace)).isEmpty();
    assertThat(plain(clock).get(namespace, "k")).isEmpty();
    assertThat(list(store, namespace)).isEmpty();
  }

  @Test
  default void refreshWaitsUntilItIsWorthAWrite() {
    var clock = clock();
    var store = refreshing(clock);
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    var expiry = clock.instant().plus(Duration.ofMinutes(60));
    clock.advance(Duration.ofMinutes(5));
    store.get(namespace, "k");
    assertExpires(plain(clock), namespace, "k", expiry);
    clock.advance(Duration.ofMinutes(1));
    store.get(namespace, "k");
    assertExpires(plain(clock), namespace, "k", clock.instant().plus(Duration.ofMinutes(60)));
  }

  private static MovableClock clock() {
    var clock = MovableClock.now();
    clock.advance(Duration.ofHours(1));
    return clock;
  }

  private Store refreshing(MovableClock clock) {
    return store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)).withRefreshOnRead());
  }

  private Store plain(MovableClock clock) {
    return store(StoreOptions.at(clock));
  }

  private static Put put(Namespace namespace, String key) {
    return Put.of(namespace, key, Map.of("in", key));
  }

  private static List<Namespace> list(Store store, Namespace root) {
    return store.listNamespaces(ListNamespaces.under(root.labels().get(0)));
  }

  private static void assertExpires(
      Store store, Namespace namespace, String key, Instant expected) {
    assertThat(store.get(namespace, key).orElseThrow().expiresAt()).isEqualTo(expected);
  }

  private static void assertNothingThere(ThrowingCallable write) {
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(write)
        .satisfies(e -> assertThat(e.currentVersion()).isZero())
        .satisfies(e -> assertThat(e.currentValue()).isEmpty());
  }
}

package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads at once lose nothing, duplicate nothing, and leave nothing behind. */
public interface ConcurrencyContract extends StoreFixture {

  @Test
  default void conditionsOfTwentyThreadsOnOneKeyLoseNothing() {
    var namespace = fresh();
    store().put(namespace, "k", Map.of("n", 0));
    var versions =
        Race.of(
            20,
            thread ->
                () -> {
                  var mine = new ArrayList<Long>();
                  while (mine.size() < 5) {
                    addOne(store(), namespace).ifPresent(mine::add);
                  }
                  return mine;
                });
    assertDocument(valueOf(namespace, "k"), Map.of("n", 100));
    assertThat(versions.stream().flatMap(List::stream)).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  default void oneOfTwentyThreadsCreatesAnItem() {
    for (var round = 0; round < 5; round++) {
      var namespace = fresh();
      var won =
          Race.of(
              20,
              thread ->
                  () -> {
                    try {
                      store().put(Put.of(namespace, "k", Map.of("n", thread)).when(absent()));
                      return thread;
                    } catch (WriteConflictException e) {
                      assertThat(e.currentVersion()).isPositive();
                      return -1;
                    }
                  });
      var winners = won.stream().filter(thread -> thread >= 0).toList();
      assertThat(winners).hasSize(1);
      assertDocument(valueOf(namespace, "k"), Map.of("n", winners.get(0)));
    }
  }

  @Test
  default void oneOfTwentyThreadsDeletesAVersion() {
    var namespace = fresh();
    var version = store().put(namespace, "k", Map.of());
    var deleted =
        Race.of(
            20,
            thread ->
                () -> {
                  try {
                    store().delete(Delete.of(namespace, "k").when(version(version)));
                    return true;
                  } catch (WriteConflictException e) {
                    return false;
                  }
                });
    assertThat(deleted.stream().filter(won -> won)).hasSize(1);
    assertThat(store().get(namespace, "k")).isEmpty();
  }

  @Test
  default void updatesOfTwentyThreadsLoseNothing() {
    var namespace = fresh();
    Race.of(
        20,
        thread ->
            () -> {
              for (var n = 0; n < 3; n++) {
                store()
                    .update(
                        namespace,
                        "k",
                        document -> document.merge("n", 1, (a, b) -> (Integer) a + (Integer) b));
                store().update(namespace, "k", document -> document.put("t" + thread, true));
              }
              return thread;
            });
    var value = valueOf(namespace, "k");
    assertThat(value).containsEntry("n", 60).hasSize(21);
  }

  @Test
  default void theSameOperationSentByTwentyThreadsIsCarriedOutOnce() {
    var namespace = fresh();
    var put = Put.of(namespace, "k", Map.of("n", 1)).when(absent()).operationId("once");
    var versions = Race.of(20, thread -> () -> store().put(put));
    assertThat(versions).containsOnly(store().get(namespace, "k").orElseThrow().version());
  }

  @Test
  default void transfersBetweenTwoItemsKeepTheirSum() {
    var namespace = fresh();
    store().put(namespace, "a", Map.of("n", 100));
    store().put(namespace, "b", Map.of("n", 100));
    Race.of(
        8,
        thread ->
            () -> {
              for (var done = 0; done < 3; ) {
                done += transfer(namespace, thread) ? 1 : 0;
              }
              return thread;
            });
    assertThat(amount(namespace, "a") + amount(namespace, "b")).isEqualTo(200);
    assertThat(amount(namespace, "a")).isEqualTo(100 - 24);
  }

  @Test
  default void twentyThreadsFillTheirOwnNamespacesAndAllAreListed() {
    var root = fresh();
    Race.of(
        20,
        thread ->
            () -> {
              for (var n = 0; n < 3; n++) {
                store().put(root.child(key(thread)).child("x" + n), "k", Map.of("n", n));
              }
              return thread;
            });
    assertThat(store().search(Search.in(root).limit(1_000))).hasSize(60);
    assertThat(list(root)).hasSize(60).isSorted();
  }

  @Test
  default void aPutBesideTheDeletionOfTheLastItemIsListed() {
    var root = fresh();
    for (var round = 0; round < 25; round++) {
      var namespace = root.child(key(round));
      store().put(namespace, "last", Map.of());
      Race.<Boolean>of(
          List.of(
              () -> {
                store().delete(namespace, "last");
                return true;
              },
              () -> {
                store().put(namespace, "new", Map.of());
                return true;
              },
              () -> {
                store().deleteNamespace(namespace.child("under"));
                return true;
              }));
      assertThat(keys(store().search(namespace))).containsExactly("new");
      assertThat(list(namespace)).containsExactly(namespace);
    }
  }

  @Test
  default void aPutBesideTheDeletionOfItsNamespaceIsThereAndListedOrGone() {
    var root = fresh();
    for (var round = 0; round < 15; round++) {
      var namespace = root.child(key(round));
      store().put(namespace.child("x"), "old", Map.of());
      Race.<Boolean>of(
          List.of(
              () -> {
                store().deleteNamespace(namespace);
                return true;
              },
              () -> {
                store().put(namespace.child("x"), "new", Map.of());
                return true;
              }));
      var there = store().get(namespace.child("x"), "new").isPresent();
      assertThat(store().search(namespace)).hasSize(there ? 1 : 0);
      assertThat(list(namespace)).hasSize(there ? 1 : 0);
      assertThat(store().get(namespace.child("x"), "old")).isEmpty();
    }
  }

  @Test
  default void aDeletionBesideARenewingReadLeavesNoGhost() {
    var clock = MovableClock.now();
    var plain = store(StoreOptions.at(clock));
    var refreshing =
        store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)).withRefreshOnRead());
    var namespace = fresh();
    plain.put(namespace, "stays", Map.of());
    for (var round = 0; round < 25; round++) {
      refreshing.put(namespace, "k", Map.of("round", round));
      clock.advance(Duration.ofMinutes(30));
      Race.<Boolean>of(
          List.of(
              () -> refreshing.get(namespace, "k").isPresent(),
              () -> refreshing.search(namespace).isEmpty(),
              () -> {
                plain.delete(namespace, "k");
                return true;
              }));
      assertThat(plain.get(namespace, "k")).isEmpty();
      assertThat(keys(plain.search(namespace))).containsExactly("stays");
      plain.put(Put.of(namespace, "k", Map.of()).when(absent()));
      plain.delete(namespace, "k");
    }
  }

  @Test
  default void aPutForeverBesideARenewingReadNeverExpires() {
    var clock = MovableClock.now();
    var plain = store(StoreOptions.at(clock));
    var refreshing =
        store(StoreOptions.at(clock).withTimeToLive(Duration.ofMinutes(60)).withRefreshOnRead());
    var namespace = fresh();
    for (var round = 0; round < 25; round++) {
      var key = key(round);
      refreshing.put(namespace, key, Map.of("forever", false));
      clock.advance(Duration.ofMinutes(30));
      Race.<Boolean>of(
          List.of(
              () -> refreshing.get(namespace, key).isPresent(),
              () -> plain.put(namespace, key, Map.of("forever", true)) > 0));
      var item = plain.get(namespace, key).orElseThrow();
      assertDocument(item.value(), Map.of("forever", true));
      assertThat(item.expiresAt()).isNull();
    }
  }

  @Test
  default void aSearchBesideWritesSeesWholeItemsEachOnce() {
    var namespace = fresh();
    var stable = IntStream.range(0, 40).mapToObj(n -> Put.of(namespace, key(2 * n), pair(0)));
    store().batch(stable.toList());
    var done = new AtomicBoolean();
    Callable<Boolean> writer =
        () -> {
          try {
            for (var n = 0; n < 60; n++) {
              store().put(namespace, key(n), pair(n));
              if (n % 3 == 1) {
                store().delete(namespace, key(n));
              }
            }
          } finally {
            done.set(true);
          }
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          do {
            var found = store().search(Search.in(namespace).limit(200));
            assertThat(keys(found)).isSorted().doesNotHaveDuplicates();
            assertThat(found)
                .allMatch(item -> Objects.equals(item.value().get("a"), item.value().get("b")));
          } while (!done.get());
          return true;
        };
    Race.of(List.of(writer, reader, reader));
  }

  @Test
  default void manyBatchesAtOnceAllFinish() {
    var root = fresh();
    Race.of(
        20,
        thread ->
            () -> {
              var namespace = root.child(key(thread));
              var operations = new ArrayList<Operation<?>>();
              for (var n = 0; n < 20; n++) {
                operations.add(Put.of(namespace, key(n), Map.of("n", n)));
                operations.add(Get.of(namespace, key(n)));
              }
              assertThat(store().<Object>batch(operations)).hasSize(40);
              return thread;
            });
    assertThat(store().search(Search.in(root).limit(1_000))).hasSize(400);
  }

  @Test
  default void asynchronousOperationsAllFinish() {
    var namespace = fresh();
    var view = store().async();
    var puts =
        IntStream.range(0, 50)
            .mapToObj(n -> view.call(s -> s.put(namespace, key(n), Map.of("n", n))))
            .toList();
    assertThat(puts.stream().map(put -> put.join())).hasSize(50).doesNotHaveDuplicates();
    assertThat(view.call(s -> s.search(Search.in(namespace).limit(100))).join()).hasSize(50);
    view.run(s -> s.delete(namespace, key(0))).join();
    assertThat(store().get(namespace, key(0))).isEmpty();
  }

  /** Reads, adds one, and puts if nothing came between; empty if something did. */
  private static Optional<Long> addOne(Store store, Namespace namespace) {
    var item = store.get(Get.of(namespace, "k").consistent()).orElseThrow();
    var n = (Integer) item.value().getOrDefault("n", 0);
    try {
      var put = Put.of(namespace, "k", Map.of("n", n + 1)).when(version(item.version()));
      return Optional.of(store.put(put));
    } catch (WriteConflictException e) {
      return Optional.empty();
    }
  }

  private boolean transfer(Namespace namespace, int thread) {
    var from = store().get(Get.of(namespace, "a").consistent()).orElseThrow();
    var to = store().get(Get.of(namespace, "b").consistent()).orElseThrow();
    var pay = Put.of(namespace, "a", Map.of("n", n(from) - 1)).when(version(from.version()));
    var receive = Put.of(namespace, "b", Map.of("n", n(to) + 1)).when(version(to.version()));
    try {
      store().transact(thread % 2 == 0 ? List.of(pay, receive) : List.of(receive, pay));
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }

  private int amount(Namespace namespace, String key) {
    return n(store().get(namespace, key).orElseThrow());
  }

  private static int n(Item item) {
    return (Integer) item.value().getOrDefault("n", 0);
  }

  private static Map<String, Object> pair(int n) {
    return Map.of("a", "v" + n % 5, "b", "v" + n % 5);
  }

  private Map<String, Object> valueOf(Namespace namespace, String key) {
    return store().get(namespace, key).orElseThrow().value();
  }

  private List<Namespace> list(Namespace prefix) {
    return store().listNamespaces(ListNamespaces.under(prefix.labels().toArray(String[]::new)));
  }
}

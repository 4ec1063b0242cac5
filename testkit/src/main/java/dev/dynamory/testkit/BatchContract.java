package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static dev.dynamory.testkit.Samples.numberedKeys;
import static dev.dynamory.testkit.Samples.putNumbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dynamory.BatchException;
import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Many operations at once. */
public interface BatchContract extends StoreFixture {

  @Test
  default void anEmptyBatchGivesNothing() {
    assertThat(store().batch(List.<Operation<Object>>of())).isEmpty();
  }

  @Test
  default void resultsComeInTheOrderOfTheOperations() {
    var root = fresh();
    var version = store().put(root, "there", Map.of("n", 1));
    List<Object> results =
        store()
            .batch(
                List.of(
                    Put.of(root, "put", Map.of("n", 2)),
                    Get.of(root, "absent"),
                    Search.in(root).filter(Filter.eq("n", 1)),
                    Delete.of(root, "not there"),
                    Get.of(root, "there"),
                    ListNamespaces.under(root.labels().get(0))));
    assertThat(results).hasSize(6);
    assertThat(results.get(0)).isEqualTo(versionOf(root, "put"));
    assertThat(results.get(1)).isEqualTo(Optional.empty());
    assertThat(results.get(2)).isEqualTo(store().search(Search.in(root).filter(Filter.eq("n", 1))));
    assertThat(results.get(3)).isEqualTo(0L);
    assertThat(results.get(4))
        .isInstanceOfSatisfying(
            Optional.class, item -> assertThat(((Item) item.get()).version()).isEqualTo(version));
    assertThat(results.get(5)).isEqualTo(List.of(root));
  }

  @Test
  default void getsManyItemsInOrder() {
    var root = fresh();
    putNumbered(store(), root, 120);
    var gets = new ArrayList<Get>();
    for (var n = 249; n >= 0; n--) {
      gets.add(n % 3 == 0 ? Get.of(root, key(n)).consistent() : Get.of(root, key(n)));
    }
    List<Optional<Item>> items = store().batch(gets);
    assertThat(items).hasSize(250);
    for (var n = 0; n < 250; n++) {
      var item = items.get(249 - n);
      assertThat(item.map(Item::key)).isEqualTo(n < 120 ? Optional.of(key(n)) : Optional.empty());
    }
  }

  @Test
  default void equalGetsAreEachAnswered() {
    var root = fresh();
    putNumbered(store(), root, 2);
    List<Optional<Item>> items =
        store()
            .batch(
                List.of(
                    Get.of(root, key(0)),
                    Get.of(root, key(1)),
                    Get.of(root, key(0)),
                    Get.of(root, key(0)).consistent(),
                    Get.of(root, "absent"),
                    Get.of(root, "absent")));
    assertThat(items.stream().map(item -> item.map(Item::key).orElse("none")))
        .containsExactly(key(0), key(1), key(0), key(0), "none", "none");
  }

  @Test
  default void putsManyItemsAndGivesTheirVersions() {
    var root = fresh();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 130; n++) {
      puts.add(Put.of(root.child("l" + n % 7), key(n), Map.of("n", n)));
    }
    List<Long> versions = store().batch(puts);
    var found = store().search(Search.in(root).limit(1_000));
    assertThat(found).hasSize(130);
    for (var item : found) {
      assertThat(versions.get((Integer) item.value().getOrDefault("n", -1)))
          .isEqualTo(item.version());
    }
    assertThat(store().listNamespaces(ListNamespaces.under(root.labels().get(0)))).hasSize(7);
  }

  @Test
  default void deletesManyItems() {
    var root = fresh();
    putNumbered(store(), root, 110);
    var deletes = new ArrayList<Delete>();
    for (var n = 0; n < 105; n++) {
      deletes.add(Delete.of(root, key(n)));
    }
    assertThat(store().batch(deletes)).hasSize(105).containsOnly(0L);
    assertThat(keys(store().search(root))).isEqualTo(numberedKeys(105, 110));
  }

  @Test
  default void readsSeeTheStateBeforeTheBatch() {
    var root = fresh();
    store().put(root, "old", Map.of("n", 1));
    List<Object> results =
        store()
            .batch(
                List.of(
                    Put.of(root, "new", Map.of("n", 2)),
                    Put.of(root, "old", Map.of("n", 3)),
                    Put.of(root.child("under"), "k", Map.of()),
                    Get.of(root, "new").consistent(),
                    Get.of(root, "old").consistent(),
                    Search.in(root).consistent(),
                    ListNamespaces.under(root.labels().get(0))));
    assertThat(results.get(3)).isEqualTo(Optional.empty());
    assertThat(results.get(4))
        .isInstanceOfSatisfying(
            Optional.class, item -> assertDocument(((Item) item.get()).value(), Map.of("n", 1)));
    assertThat(results.get(5)).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
    assertThat(results.get(6)).isEqualTo(List.of(root));
    assertDocument(valueOf(root, "old"), Map.of("n", 3));
  }

  @Test
  default void ofSeveralWritesToOneKeyTheLastWins() {
    var root = fresh();
    var before = store().put(root, "gone", Map.of("n", 0));
    List<Long> results =
        store()
            .batch(
                List.of(
                    Put.of(root, "k", Map.of("n", 1)),
                    Put.of(root, "gone", Map.of("n", 1)),
                    Delete.of(root, "k"),
                    Put.of(root, "k", Map.of("n", 2)),
                    Put.of(root, "other", Map.of("n", 3)),
                    Delete.of(root, "gone")));
    assertDocument(valueOf(root, "k"), Map.of("n", 2));
    assertDocument(valueOf(root, "other"), Map.of("n", 3));
    assertThat(store().get(root, "gone")).isEmpty();
    assertThat(results.get(3)).isEqualTo(versionOf(root, "k"));
    assertThat(results.get(4)).isEqualTo(versionOf(root, "other"));
    assertThat(results.get(5)).isZero();
    assertThat(before).isPositive();
  }

  @Test
  default void onlyTheLastOfSeveralWritesIsCarriedOut() {
    var root = fresh();
    var first = store().put(root, "k", Map.of("n", 0));
    store()
        .batch(
            List.of(
                Put.of(root, "k", Map.of("n", 1)),
                Put.of(root, "k", Map.of("n", 2)),
                Put.of(root, "k", Map.of("n", 3)).when(version(first))));
    assertDocument(valueOf(root, "k"), Map.of("n", 3));
  }

  @Test
  default void anEarlierWriteToTheSameKeyWithAConditionIsBadInputAndNothingIsDone() {
    var root = fresh();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                store()
                    .batch(
                        List.of(
                            Put.of(root, "other", Map.of()),
                            Put.of(root, "k", Map.of("n", 1)).when(absent()),
                            Delete.of(root, "k"))))
        .satisfies(e -> assertThat(e.path()).contains("operations"));
    assertThat(store().search(root)).isEmpty();
  }

  @Test
  default void conditionsHoldInABatch() {
    var root = fresh();
    var version = store().put(root, "changed", Map.of("n", 1));
    List<Long> versions =
        store()
            .batch(
                List.of(
                    Put.of(root, "changed", Map.of("n", 2)).when(version(version)),
                    Put.of(root, "new", Map.of("n", 3)).when(absent())));
    assertThat(versions).containsExactly(versionOf(root, "changed"), versionOf(root, "new"));
  }

  @Test
  default void failuresSayWhichAndTheOthersAreCarriedOut() {
    var root = fresh();
    var stale = store().put(root, "k", Map.of("n", 1));
    var current = store().put(root, "k", Map.of("n", 2));
    var failure =
        catchThrowableOfType(
            BatchException.class,
            () ->
                store()
                    .batch(
                        List.of(
                            Put.of(root, "first", Map.of("n", 1)),
                            Put.of(root, "k", Map.of("n", 3)).when(version(stale)),
                            Get.of(root, "k"),
                            Delete.of(root, "absent").when(version(stale)),
                            Put.of(root, "last", Map.of("n", 4)))));
    assertThat(failure).isNotNull();
    assertThat(failure.failures()).containsOnlyKeys(1, 3);
    assertThat(failure.failures().get(1))
        .isInstanceOfSatisfying(
            WriteConflictException.class,
            conflict -> {
              assertThat(conflict.currentVersion()).isEqualTo(current);
              assertDocument(conflict.currentValue().orElseThrow(), Map.of("n", 2));
            });
    assertThat(failure.failures().get(3)).isInstanceOf(WriteConflictException.class);
    assertThat(failure).hasCause(failure.failures().get(1)).hasMessageContaining("1, 3");
    assertThat(keys(store().search(root))).containsExactly("first", "k", "last");
    assertDocument(valueOf(root, "k"), Map.of("n", 2));
  }

  @Test
  default void aFailedLastWriteIsTheFailureOfAllWritesToItsKey() {
    var root = fresh();
    var stale = store().put(root, "k", Map.of("n", 1));
    store().put(root, "k", Map.of("n", 2));
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(
            () ->
                store()
                    .batch(
                        List.of(
                            Put.of(root, "k", Map.of("n", 3)),
                            Put.of(root, "k", Map.of("n", 4)).when(version(stale)))))
        .satisfies(e -> assertThat(e.failures()).containsOnlyKeys(0, 1));
    assertDocument(valueOf(root, "k"), Map.of("n", 2));
  }

  private long versionOf(Namespace namespace, String key) {
    return store().get(namespace, key).orElseThrow().version();
  }

  private Map<String, Object> valueOf(Namespace namespace, String key) {
    return store().get(namespace, key).orElseThrow().value();
  }
}

package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static dev.dynamory.testkit.Samples.numberedKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.WriteConflictException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Values larger than DynamoDB's items, which may have 400 KB. */
public interface LargeValuesContract extends StoreFixture {

  @Test
  default void keepsValuesAroundAndAboveTheItemLimit() {
    for (var kilobytes : List.of(370, 385, 399, 400, 410, 500, 800, 5_000)) {
      var namespace = fresh();
      var value = large(kilobytes * 1_000, kilobytes);
      var version = store().put(namespace, "k", value);
      var item = store().get(namespace, "k").orElseThrow();
      assertDocument(item.value(), value);
      assertThat(item.version()).isEqualTo(version);
    }
  }

  @Test
  default void keepsLargeTextThatCompressesWell() {
    var namespace = fresh();
    var value = Map.of("text", "\u00e9😀 and so on, ".repeat(100_000), "list", List.of(1, 2.5));
    store().put(namespace, "k", value);
    assertDocument(store().get(namespace, "k").orElseThrow().value(), value);
  }

  @Test
  default void keepsManySmallFields() {
    var namespace = fresh();
    var value = new LinkedHashMap<String, Object>();
    IntStream.range(0, 40_000).forEach(n -> value.put("field-" + n, Map.of("n", n)));
    store().put(namespace, "k", value);
    assertDocument(store().get(namespace, "k").orElseThrow().value(), value);
  }

  @Test
  default void aLargeValueIsReplacedByASmallOneAndBack() {
    var namespace = fresh();
    store().put(namespace, "k", large(500_000, 1));
    var created = store().get(namespace, "k").orElseThrow().createdAt();
    store().put(namespace, "k", Map.of("small", 1));
    assertDocument(store().get(namespace, "k").orElseThrow().value(), Map.of("small", 1));
    store().put(namespace, "k", large(900_000, 2));
    assertDocument(store().get(namespace, "k").orElseThrow().value(), large(900_000, 2));
    store().put(namespace, "k", large(450_000, 3));
    var item = store().get(namespace, "k").orElseThrow();
    assertDocument(item.value(), large(450_000, 3));
    assertThat(item.createdAt()).isEqualTo(created);
    assertThat(store().search(namespace)).hasSize(1);
  }

  @Test
  default void aLargeValueIsDeleted() {
    var namespace = fresh();
    store().put(namespace, "k", large(500_000, 1));
    store().delete(namespace, "k");
    assertThat(store().get(namespace, "k")).isEmpty();
    assertThat(store().search(namespace)).isEmpty();
    assertThat(store().listNamespaces(ListNamespaces.under(namespace.labels().get(0)))).isEmpty();
    store().put(namespace, "k", large(500_000, 2));
    store().put(namespace, "second", large(500_000, 3));
    assertThat(store().deleteNamespace(namespace)).isEqualTo(2);
    assertThat(store().search(namespace)).isEmpty();
  }

  @Test
  default void conditionsHoldForLargeValues() {
    var namespace = fresh();
    var first = store().put(Put.of(namespace, "k", large(500_000, 1)).when(absent()));
    assertConflict(
        first, () -> store().put(Put.of(namespace, "k", large(500_000, 2)).when(absent())));
    var second = store().put(Put.of(namespace, "k", large(500_000, 3)).when(version(first)));
    assertConflict(
        second, () -> store().put(Put.of(namespace, "k", large(500_000, 4)).when(version(first))));
    assertConflict(
        second, () -> store().put(Put.of(namespace, "k", Map.of()).when(version(first))));
    assertConflict(second, () -> store().delete(Delete.of(namespace, "k").when(version(first))));
    assertDocument(store().get(namespace, "k").orElseThrow().value(), large(500_000, 3));
    var third = store().put(Put.of(namespace, "k", Map.of("n", 1)).when(version(second)));
    store().delete(Delete.of(namespace, "k").when(version(third)));
    assertThat(store().get(namespace, "k")).isEmpty();
  }

  @Test
  default void aRepeatedLargePutIsNoConflict() {
    var namespace = fresh();
    var put = Put.of(namespace, "k", large(500_000, 1)).when(absent()).operationId("once");
    var version = store().put(put);
    assertThat(store().put(put)).isEqualTo(version);
    assertDocument(store().get(namespace, "k").orElseThrow().value(), large(500_000, 1));
  }

  @Test
  default void updateChangesALargeValue() {
    var namespace = fresh();
    store().put(namespace, "k", large(500_000, 1));
    store().update(namespace, "k", document -> document.put("more", 1));
    var value = store().get(namespace, "k").orElseThrow().value();
    assertThat(value).containsKeys("seed", "bytes", "more");
  }

  @Test
  default void aBatchReadsAndWritesLargeValues() {
    var namespace = fresh();
    store()
        .batch(
            Stream.of(1, 2, 3).map(n -> Put.of(namespace, key(n), large(n * 300_000, n))).toList());
    List<Optional<Item>> items =
        store().batch(Stream.of(3, 2, 1, 9).map(n -> Get.of(namespace, key(n))).toList());
    for (var n = 3; n > 0; n--) {
      assertDocument(items.get(3 - n).orElseThrow().value(), large(n * 300_000, n));
    }
    assertThat(items.get(3)).isEmpty();
    assertThat(store().batch(Stream.of(1, 2, 3).map(n -> Delete.of(namespace, key(n))).toList()))
        .containsOnly(0L);
    assertThat(store().search(namespace)).isEmpty();
  }

  @Test
  default void aTransactionReplacesAndDeletesLargeValues() {
    var namespace = fresh();
    var version = store().put(namespace, "replaced", large(500_000, 1));
    store().put(namespace, "deleted", large(500_000, 2));
    store()
        .transact(
            List.of(
                Put.of(namespace, "replaced", Map.of("n", 1)).when(version(version)),
                Delete.of(namespace, "deleted")));
    assertThat(keys(store().search(namespace))).containsExactly("replaced");
    assertDocument(store().get(namespace, "replaced").orElseThrow().value(), Map.of("n", 1));
  }

  @Test
  default void filtersSeeIntoLargeValues() {
    var namespace = fresh();
    for (var n = 0; n < 6; n++) {
      store().put(namespace, key(n), n % 2 == 0 ? large(420_000, n) : Map.of("seed", n));
    }
    assertThat(keys(store().search(Search.in(namespace).filter(Filter.gte("seed", 3)))))
        .isEqualTo(numberedKeys(3, 6));
    assertThat(keys(store().search(Search.in(namespace).filter(Filter.eq("seed", 4)).limit(1))))
        .containsExactly(key(4));
    assertThat(keys(store().search(Search.in(namespace).filter(Filter.exists("bytes")))))
        .containsExactly(key(0), key(2), key(4));
    for (var item : store().search(namespace)) {
      assertDocument(item.value(), store().get(namespace, item.key()).orElseThrow().value());
    }
  }

  @Test
  default void aReaderUnderOverwritesNeverSeesHalfOfAValue() {
    var namespace = fresh();
    store().put(namespace, "k", large(600_000, 0));
    var done = new AtomicBoolean();
    Callable<Integer> writer =
        () -> {
          try {
            for (var seed = 1; seed <= 12; seed++) {
              store().put(namespace, "k", seed % 4 == 0 ? small(seed) : large(600_000, seed));
            }
          } finally {
            done.set(true);
          }
          return 1;
        };
    Callable<Integer> reader =
        () -> {
          var reads = 0;
          do {
            assertWhole(store().get(namespace, "k").orElseThrow());
            assertWhole(store().search(namespace).get(0));
            reads++;
          } while (!done.get());
          return reads;
        };
    assertThat(Race.of(List.of(writer, reader, reader, reader))).allMatch(count -> count > 0);
  }

  @Test
  default void writersOfOneLargeValueLeaveExactlyOneWhole() {
    var namespace = fresh();
    var versions =
        Race.of(
            8,
            n -> () -> store().put(namespace, "k", n % 4 == 0 ? small(n) : large(450_000 + n, n)));
    var item = store().get(namespace, "k").orElseThrow();
    assertWhole(item);
    assertThat(versions).doesNotHaveDuplicates().contains(item.version());
  }

  /** The same bytes for the same seed, and no two alike: they do not compress. */
  private static Map<String, Object> large(int size, int seed) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Map.of("seed", seed, "bytes", bytes);
  }

  private static Map<String, Object> small(int seed) {
    return large(100, seed);
  }

  private static void assertWhole(Item item) {
    var seed = (Integer) item.value().getOrDefault("seed", -1);
    var bytes = (byte[]) item.value().getOrDefault("bytes", new byte[0]);
    assertDocument(item.value(), large(bytes.length, seed));
    assertThat(bytes).isNotEmpty();
  }

  private static void assertConflict(long current, ThrowingCallable write) {
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(write)
        .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(current));
  }
}

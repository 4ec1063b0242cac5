package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static dev.dynamory.testkit.Samples.numberedKeys;
import static dev.dynamory.testkit.Samples.putNumbered;
import static dev.dynamory.testkit.Samples.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Filter;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which items a search finds, in which order, and how many. */
public interface SearchContract extends StoreFixture {

  @Test
  default void findsTheItemsOfANamespaceAndOfThoseUnderIt() {
    var user = fresh();
    store().put(user, "own", Map.of());
    store().put(user.child("notes"), "note", Map.of());
    store().put(under(user, "notes", "2026", "11"), "deep", Map.of());
    store().put(fresh(), "other", Map.of());
    assertThat(keys(store().search(user))).containsExactly("own", "note", "deep");
    assertThat(keys(store().search(user.child("notes")))).containsExactly("note", "deep");
    assertThat(keys(store().search(under(user, "notes", "2026")))).containsExactly("deep");
    assertThat(store().search(user.child("absent"))).isEmpty();
  }

  @Test
  default void aPrefixMatchesWholeLabelsOnly() {
    var root = fresh();
    for (var label : List.of("foo", "foobar", "foo-", "foo bar", "foo:bar", "fo")) {
      store().put(root.child(label), "k", Map.of());
    }
    store().put(under(root, "foo", "bar"), "k", Map.of());
    assertThat(namespaces(store().search(root.child("foo"))))
        .containsExactly(root.child("foo"), under(root, "foo", "bar"));
    assertThat(namespaces(store().search(root.child("foobar"))))
        .containsExactly(root.child("foobar"));
  }

  @Test
  default void theEmptyPrefixFindsEverything() {
    var store = emptyStore(StoreOptions.PLAIN);
    assertThat(store.search(Search.everywhere())).isEmpty();
    store.put(Namespace.of("b"), "1", Map.of());
    store.put(Namespace.of("a", "x"), "2", Map.of());
    store.put(Namespace.of("a"), "3", Map.of());
    store.put(Namespace.of("a:x"), "4", Map.of());
    assertThat(keys(store.search(Search.everywhere()))).containsExactly("3", "2", "4", "1");
    assertThat(keys(store.search(Namespace.ROOT))).containsExactly("3", "2", "4", "1");
  }

  @Test
  default void anExactSearchLeavesOutWhatIsUnderIt() {
    var root = fresh();
    store().put(root, "own", Map.of());
    store().put(root.child("under"), "deep", Map.of());
    assertThat(keys(store().search(Search.in(root).exact()))).containsExactly("own");
    assertThat(store().search(Search.in(root.child("un")).exact())).isEmpty();
  }

  @Test
  default void aNamespaceWithoutItemsOfItsOwnLeadsToThoseUnderIt() {
    var root = fresh();
    store().put(under(root, "a", "b", "c"), "k", Map.of());
    assertThat(store().search(root)).hasSize(1);
    assertThat(store().search(Search.in(root).exact())).isEmpty();
  }

  @Test
  default void ordersByNamespaceThenKeyByCodePoint() {
    var root = fresh();
    var namespaces =
        List.of(
            root,
            root.child("A"),
            root.child("a"),
            under(root, "a", "b"),
            under(root, "a", "b", "c"),
            root.child("a-"),
            root.child("a1"),
            root.child("a:b"),
            root.child("\uffee"),
            root.child("😀"));
    var keys = List.of("!", "10", "9", "B", "a", "é", "\uffee", "😀");
    var puts = new ArrayList<Put>();
    for (var namespace : namespaces) {
      keys.forEach(key -> puts.add(0, Put.of(namespace, key, Map.of())));
    }
    store().batch(puts);
    var found = store().search(Search.in(root).limit(1_000));
    assertThat(found).hasSize(namespaces.size() * keys.size());
    assertThat(namespaces(found).stream().distinct()).isEqualTo(namespaces);
    for (var namespace : namespaces) {
      assertThat(keys(found.stream().filter(i -> i.namespace().equals(namespace)).toList()))
          .isEqualTo(keys);
    }
    assertThat(namespaces(found)).isSorted();
  }

  @Test
  default void givesTenItemsWhenNothingIsSaid() {
    var namespace = fresh();
    putNumbered(store(), namespace, 12);
    assertThat(keys(store().search(namespace))).isEqualTo(numberedKeys(0, 10));
  }

  @Test
  default void theSecondPageByOffsetFollowsTheFirst() {
    var namespace = fresh();
    putNumbered(store(), namespace, 25);
    var search = Search.in(namespace).limit(10);
    assertThat(keys(store().search(search.offset(10)))).isEqualTo(numberedKeys(10, 20));
    assertThat(keys(store().search(search.offset(20)))).isEqualTo(numberedKeys(20, 25));
  }

  @Test
  default void anOffsetReachesAcrossNamespaces() {
    var root = fresh();
    for (var label : List.of("a", "b", "c")) {
      putNumbered(store(), root.child(label), 4);
    }
    var found = store().search(Search.in(root).offset(3).limit(6));
    assertThat(keys(found)).containsExactly(key(3), key(0), key(1), key(2), key(3), key(0));
    assertThat(found.get(5).namespace()).isEqualTo(root.child("c"));
  }

  @Test
  default void aLimitOfZeroGivesNothing() {
    var namespace = fresh();
    putNumbered(store(), namespace, 3);
    assertThat(store().search(Search.in(namespace).limit(0))).isEmpty();
    assertThat(store().search(Search.in(namespace).limit(0).offset(1))).isEmpty();
  }

  @Test
  default void anOffsetBeyondTheEndGivesNothing() {
    var namespace = fresh();
    putNumbered(store(), namespace, 3);
    assertThat(store().search(Search.in(namespace).offset(3))).isEmpty();
    assertThat(store().search(Search.in(namespace).offset(1_000_000))).isEmpty();
  }

  @Test
  default void theLargestLimitAndOffsetAreNumbersLikeOthers() {
    var namespace = fresh();
    putNumbered(store(), namespace, 3);
    var search = Search.in(namespace);
    assertThat(store().search(search.limit(Integer.MAX_VALUE))).hasSize(3);
    assertThat(store().search(search.limit(Integer.MAX_VALUE).offset(2))).hasSize(1);
    assertThat(store().search(search.limit(Integer.MAX_VALUE).offset(Integer.MAX_VALUE))).isEmpty();
  }

  @Test
  default void filtersBeforeTheLimitSoThatTheOneMatchIn25IsFound() {
    var namespace = fresh();
    for (var match : List.of(0, 12, 24)) {
      var of25 = namespace.child("match-at-" + match);
      for (var n = 0; n < 25; n++) {
        store().put(of25, key(n), Map.of("wanted", n == match));
      }
      assertThat(keys(store().search(Search.in(of25).filter(Filter.eq("wanted", true)).limit(10))))
          .containsExactly(key(match));
      assertThat(keys(store().search(Search.in(of25).filter(Filter.eq("wanted", true)).limit(1))))
          .containsExactly(key(match));
    }
  }

  @Test
  default void filtersBeforeTheOffset() {
    var namespace = fresh();
    putNumbered(store(), namespace, 20);
    var fromTen = Search.in(namespace).filter(Filter.gte("n", 10));
    assertThat(keys(store().search(fromTen.offset(4).limit(3)))).isEqualTo(numberedKeys(14, 17));
    assertThat(keys(store().search(fromTen.offset(8).limit(10)))).isEqualTo(numberedKeys(18, 20));
    assertThat(store().search(fromTen.offset(10))).isEmpty();
  }

  @Test
  default void findsTheMatchesOfManyNamespaces() {
    var root = fresh();
    store()
        .batch(
            IntStream.range(0, 70)
                .mapToObj(n -> Put.of(root.child(key(n)), "k", Map.of("n", n, "even", n % 2 == 0)))
                .toList());
    var found = store().search(Search.in(root).filter(Filter.eq("even", true)).limit(100));
    assertThat(found).hasSize(35);
    assertThat(namespaces(found)).isSorted();
    var rare = Search.in(root).filter(Filter.eq("n", 69)).limit(1);
    assertThat(namespaces(store().search(rare))).containsExactly(root.child(key(69)));
    assertThat(store().search(Search.in(root).offset(65).limit(10))).hasSize(5);
  }

  @Test
  default void twentyItemsOf100KilobytesAreTwentyItems() {
    var namespace = fresh();
    var text = "x".repeat(100_000);
    for (var n = 0; n < 20; n++) {
      store().put(namespace, key(n), Map.of("n", n, "text", text));
    }
    var all = Search.in(namespace).limit(20);
    assertThat(keys(store().search(all))).isEqualTo(numberedKeys(0, 20));
    assertThat(keys(store().search(all.filter(Filter.gte("n", 15)))))
        .isEqualTo(numberedKeys(15, 20));
    assertThat(keys(store().search(all.offset(15)))).isEqualTo(numberedKeys(15, 20));
  }

  @Test
  default void foundItemsAreWholeItems() {
    var namespace = fresh("a:b");
    store().put(namespace, "k", Map.of("list", List.of(1, 2.5), "bytes", new byte[] {1}));
    var found = store().search(namespace).get(0);
    var got = store().get(namespace, "k").orElseThrow();
    Samples.assertDocument(found.value(), got.value());
    assertThat(found).usingRecursiveComparison().ignoringFields("value").isEqualTo(got);
  }

  @Test
  default void aConsistentSearchSeesEveryAcknowledgedWrite() {
    var root = fresh();
    for (var n = 0; n < 10; n++) {
      store().put(root.child(key(n)), "k", Map.of());
      assertThat(store().search(Search.in(root).consistent().limit(100))).hasSize(n + 1);
    }
    store().delete(root.child(key(0)), "k");
    assertThat(store().search(Search.in(root).consistent().limit(100))).hasSize(9);
    assertThat(store().search(Search.in(root.child(key(1))).exact().consistent())).hasSize(1);
  }

  @Test
  default void deletedItemsAreNotFound() {
    var namespace = fresh();
    putNumbered(store(), namespace, 5);
    store().delete(namespace, key(0));
    store().delete(namespace, key(3));
    assertThat(keys(store().search(Search.in(namespace).limit(2)))).containsExactly(key(1), key(2));
    assertThat(keys(store().search(namespace))).containsExactly(key(1), key(2), key(4));
  }

  private static List<Namespace> namespaces(List<Item> items) {
    return items.stream().map(Item::namespace).toList();
  }
}

package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.putNumbered;
import static dev.dynamory.testkit.Samples.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Delete;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which namespaces are listed, and how whole namespaces are deleted. */
public interface NamespaceListingContract extends StoreFixture {

  @Test
  default void listsTheNamespacesThatHoldItemsSorted() {
    var store = emptyStore(StoreOptions.PLAIN);
    assertThat(store.listNamespaces()).isEmpty();
    var namespaces =
        List.of(
            Namespace.of("a"),
            Namespace.of("a", "b"),
            Namespace.of("a-"),
            Namespace.of("a:b"),
            Namespace.of("b", "c", "d"),
            Namespace.of("langgraph"),
            Namespace.of("\uffee"),
            Namespace.of("😀"));
    for (var n = namespaces.size() - 1; n >= 0; n--) {
      putNumbered(store, namespaces.get(n), 2);
    }
    assertThat(store.listNamespaces()).isEqualTo(namespaces);
  }

  @Test
  default void theLibrarysOwnRowsAreNeitherListedNorFound() {
    var store = emptyStore(StoreOptions.PLAIN);
    store.put(Namespace.of("a", "b"), "k", Map.of("text", "x".repeat(500_000)));
    store.delete(Namespace.of("c"), "k");
    assertThat(store.listNamespaces()).containsExactly(Namespace.of("a", "b"));
    assertThat(store.listNamespaces(ListNamespaces.under("*")))
        .containsExactly(Namespace.of("a", "b"));
    assertThat(store.listNamespaces(ListNamespaces.all().endingWith("*")))
        .containsExactly(Namespace.of("a", "b"));
    assertThat(store.search(Search.everywhere())).hasSize(1);
  }

  @Test
  default void listsByPrefixOfWholeLabels() {
    var root = fresh();
    put(root, "foo", "foobar", "foo-", "foo/bar", "foo/bar/baz", "fo");
    assertThat(list(root, ListNamespaces.under(labels(root, "foo"))))
        .containsExactly("foo", "foo/bar", "foo/bar/baz");
    assertThat(list(root, ListNamespaces.under(labels(root, "foo", "b")))).isEmpty();
  }

  @Test
  default void listsBySuffix() {
    var root = fresh();
    put(root, "1/notes", "2/notes", "2/notes/old", "notes", "1/footnotes", "3/prefs");
    assertThat(list(root, ListNamespaces.under(labels(root)).endingWith("notes")))
        .containsExactly("1/notes", "2/notes", "notes");
    assertThat(list(root, ListNamespaces.under(labels(root)).endingWith("2", "notes")))
        .containsExactly("2/notes");
    assertThat(list(root, ListNamespaces.under(labels(root)).endingWith("absent"))).isEmpty();
  }

  @Test
  default void aStarMatchesExactlyOneLabel() {
    var root = fresh();
    put(root, "u/1/notes", "u/2/notes", "u/2/prefs", "u/notes", "u/1/x/notes", "v/1/notes", "u");
    assertThat(list(root, ListNamespaces.under(labels(root, "u", "*", "notes"))))
        .containsExactly("u/1/notes", "u/2/notes");
    assertThat(list(root, ListNamespaces.under(labels(root, "*", "1"))))
        .containsExactly("u/1/notes", "u/1/x/notes", "v/1/notes");
    assertThat(list(root, ListNamespaces.under(labels(root, "u")).endingWith("1", "*")))
        .containsExactly("u/1/notes");
    assertThat(list(root, ListNamespaces.under("*", "u", "*", "prefs").endingWith("*")))
        .contains("u/2/prefs");
    assertThat(list(root, ListNamespaces.under(labels(root, "u", "*", "*", "*"))))
        .containsExactly("u/1/x/notes");
  }

  @Test
  default void prefixAndSuffixMustBothMatchAndMayOverlap() {
    var root = fresh();
    put(root, "a", "a/b", "a/b/a", "b/a", "a/a");
    assertThat(list(root, ListNamespaces.under(labels(root, "a")).endingWith("a")))
        .containsExactly("a", "a/a", "a/b/a");
    assertThat(list(root, ListNamespaces.under(labels(root, "a", "b")).endingWith("b", "a")))
        .containsExactly("a/b/a");
  }

  @Test
  default void cutsToADepthAndListsEachOnce() {
    var root = fresh();
    put(root, "a/1/x", "a/1/y", "a/2", "b", "b/3/z");
    var all = ListNamespaces.under(labels(root));
    assertThat(list(root, all.maxDepth(2))).containsExactly("a", "b");
    assertThat(list(root, all.maxDepth(3))).containsExactly("a/1", "a/2", "b", "b/3");
    assertThat(list(root, all.maxDepth(99))).containsExactly("a/1/x", "a/1/y", "a/2", "b", "b/3/z");
    assertThat(store().listNamespaces(all.maxDepth(1))).containsExactly(root);
    assertThat(list(root, all.endingWith("x").maxDepth(2))).containsExactly("a");
  }

  @Test
  default void limitAndOffsetCountWhatIsLeftAfterTheCut() {
    var root = fresh();
    put(root, "a/1", "a/2", "b/1", "b/2", "c/1", "d/1");
    var cut = ListNamespaces.under(labels(root)).maxDepth(2);
    assertThat(list(root, cut.limit(2))).containsExactly("a", "b");
    assertThat(list(root, cut.limit(2).offset(1))).containsExactly("b", "c");
    assertThat(list(root, cut.offset(3))).containsExactly("d");
    assertThat(list(root, cut.offset(4))).isEmpty();
    assertThat(list(root, cut.limit(0))).isEmpty();
    assertThat(list(root, cut.limit(Integer.MAX_VALUE).offset(1))).hasSize(3);
    assertThat(list(root, cut.limit(Integer.MAX_VALUE).offset(Integer.MAX_VALUE))).isEmpty();
  }

  @Test
  default void lists100NamespacesWhenNothingIsSaid() {
    var root = fresh();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 105; n++) {
      puts.add(Put.of(root.child(key(n)), "k", Map.of()));
    }
    store().batch(puts);
    var all = ListNamespaces.under(labels(root));
    assertThat(store().listNamespaces(all)).hasSize(100).isSorted();
    assertThat(store().listNamespaces(all.offset(100))).hasSize(5);
    assertThat(store().listNamespaces(all.limit(1_000))).hasSize(105).isSorted();
  }

  @Test
  default void aNamespaceThatWasOnlyReadIsNotListed() {
    var root = fresh();
    assertThat(store().get(root.child("read"), "k")).isEmpty();
    assertThat(store().search(root.child("searched"))).isEmpty();
    store().delete(root.child("deleted-from"), "k");
    assertThat(list(root, ListNamespaces.under(labels(root)))).isEmpty();
  }

  @Test
  default void anEmptiedNamespaceIsNotListedAndARefilledOneIs() {
    var root = fresh();
    put(root, "emptied", "emptied/under", "kept");
    store().delete(root.child("emptied"), "k");
    var all = ListNamespaces.under(labels(root));
    assertThat(list(root, all)).containsExactly("emptied/under", "kept");
    put(root, "emptied");
    assertThat(list(root, all)).containsExactly("emptied", "emptied/under", "kept");
    assertThat(list(root, all.limit(1))).containsExactly("emptied");
  }

  @Test
  default void manyEmptiedNamespacesDoNotHideAFullOne() {
    var root = fresh();
    var operations = new ArrayList<Operation<Long>>();
    for (var n = 0; n < 60; n++) {
      operations.add(Put.of(root.child(key(n)), "k", Map.of()));
    }
    store().batch(operations);
    operations.clear();
    for (var n = 0; n < 59; n++) {
      operations.add(Delete.of(root.child(key(n)), "k"));
    }
    store().batch(operations);
    assertThat(store().listNamespaces(ListNamespaces.under(labels(root)).limit(1)))
        .containsExactly(root.child(key(59)));
    assertThat(store().search(Search.in(root).limit(1))).hasSize(1);
  }

  @Test
  default void deletesANamespaceAndThoseUnderItAndNothingBeside() {
    var root = fresh();
    put(root, "u", "u/1", "u/1/x", "uv", "u-", "u:1", "t");
    store().put(root.child("u"), "second", Map.of());
    assertThat(store().deleteNamespace(root.child("u"))).isEqualTo(4);
    assertThat(list(root, ListNamespaces.under(labels(root))))
        .containsExactly("t", "u-", "u:1", "uv");
    assertThat(store().search(Search.in(root).limit(100))).hasSize(4);
    assertThat(store().get(root.child("u"), "second")).isEmpty();
    assertThat(store().deleteNamespace(root.child("u"))).isZero();
  }

  @Test
  default void aDeletedNamespaceCanBeFilledAgain() {
    var root = fresh();
    putNumbered(store(), root, 3);
    assertThat(store().deleteNamespace(root)).isEqualTo(3);
    assertThat(store().search(root)).isEmpty();
    putNumbered(store(), root, 1);
    assertThat(store().search(root)).hasSize(1);
    assertThat(store().listNamespaces(ListNamespaces.under(labels(root)))).containsExactly(root);
  }

  @Test
  default void deletesMoreItemsThanAPageHolds() {
    var root = fresh();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 150; n++) {
      puts.add(Put.of(root.child("l" + n % 40), key(n), Map.of()));
    }
    store().batch(puts);
    assertThat(store().deleteNamespace(root)).isEqualTo(150);
    assertThat(store().search(root)).isEmpty();
  }

  private void put(Namespace root, String... paths) {
    for (var path : paths) {
      store().put(under(root, path.split("/")), "k", Map.of());
    }
  }

  /** What is listed under the root, as paths below it. */
  private List<String> list(Namespace root, ListNamespaces which) {
    return store().listNamespaces(which).stream()
        .filter(namespace -> namespace.startsWith(root))
        .map(
            namespace -> String.join("/", namespace.labels().subList(1, namespace.labels().size())))
        .toList();
  }

  private static String[] labels(Namespace root, String... labels) {
    return under(root, labels).labels().toArray(String[]::new);
  }
}

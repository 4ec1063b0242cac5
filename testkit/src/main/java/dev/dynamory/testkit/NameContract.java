package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.keys;
import static dev.dynamory.testkit.Samples.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels and keys: different ones are different places, whatever characters they have. */
public interface NameContract extends StoreFixture {
  /** What joins, escapes or cuts badly if a store is careless. */
  List<String> ODD =
      List.of(
          ":",
          "::",
          "a:b",
          "/",
          "a/b",
          "%",
          "%%",
          "%3A",
          "%253A",
          "%25",
          "%2F",
          "a%3Ab",
          "#",
          "#value",
          ".",
          "..",
          "ana@mail.example.org",
          "*",
          "\\",
          "\"",
          "'",
          " ",
          "a ",
          " a",
          "a",
          "A",
          "$",
          "\u007f",
          "Zoë",
          "Zoe\u0308",
          "ﬁ",
          "日本語",
          "😀",
          "👩‍👩‍👧",
          "\uffee",
          "\ufeff",
          "\u2028",
          "langgraph",
          "dynamory ",
          "Dynamory",
          "null",
          "0",
          "-",
          "--");

  @Test
  default void oneLabelWithAColonIsNotTwoLabels() {
    var root = fresh();
    store().put(root.child("a:b"), "k", Map.of("labels", 1));
    store().put(under(root, "a", "b"), "k", Map.of("labels", 2));
    assertDocument(value(root.child("a:b"), "k"), Map.of("labels", 1));
    assertDocument(value(under(root, "a", "b"), "k"), Map.of("labels", 2));
    assertThat(store().search(root.child("a"))).hasSize(1);
    assertThat(store().search(root.child("a:b"))).hasSize(1);
    assertThat(list(root)).containsExactly(under(root, "a", "b"), root.child("a:b"));
  }

  @Test
  default void oddLabelsAreDifferentNamespaces() {
    var root = fresh();
    var namespaces = ODD.stream().map(root::child).sorted().toList();
    store().batch(namespaces.stream().map(n -> put(n, "k", n.toString())).toList());
    for (var namespace : namespaces) {
      assertThat(value(namespace, "k")).isEqualTo(Map.of("is", namespace.toString()));
      assertThat(store().search(Search.in(namespace).exact())).hasSize(1);
    }
    assertThat(list(root)).isEqualTo(namespaces);
    assertThat(store().search(Search.in(root).limit(1_000)))
        .extracting(item -> item.namespace())
        .isEqualTo(namespaces);
  }

  @Test
  default void oddLabelsStayApartInDeepNamespaces() {
    var root = fresh();
    var random = new Random(7);
    var namespaces = new ArrayList<Namespace>();
    for (var n = 0; n < 60; n++) {
      var namespace = root;
      for (var depth = 1 + random.nextInt(4); depth > 0; depth--) {
        namespace = namespace.child(ODD.get(random.nextInt(ODD.size())));
      }
      namespaces.add(namespace);
    }
    var distinct = namespaces.stream().distinct().sorted().toList();
    store().batch(distinct.stream().map(n -> put(n, "k", n.toString())).toList());
    assertThat(list(root)).isEqualTo(distinct);
    for (var namespace : distinct) {
      assertThat(value(namespace, "k")).isEqualTo(Map.of("is", namespace.toString()));
    }
  }

  @Test
  default void aRootLabelMayBeOdd() {
    for (var label : List.of("a:b", "a%3Ab", "%3A", "50%", "x/y", "😀 ")) {
      var root = Namespace.of(label + fresh()).child("x");
      store().put(root, "k", Map.of("is", label));
      assertThat(value(root, "k")).isEqualTo(Map.of("is", label));
      assertThat(list(Namespace.of(root.labels().get(0)))).containsExactly(root);
      assertThat(store().search(Namespace.of(root.labels().get(0)))).hasSize(1);
      store().delete(root, "k");
      assertThat(store().search(root)).isEmpty();
    }
  }

  @Test
  default void oddKeysAreDifferentItems() {
    var namespace = fresh();
    var odd = new ArrayList<>(ODD);
    odd.addAll(List.of("\u0000", "\u0001", "\u001f", "\t", "\n", "a\u0001"));
    store().batch(odd.stream().map(key -> put(namespace, key, key)).toList());
    for (var key : odd) {
      assertThat(value(namespace, key)).isEqualTo(Map.of("is", key));
    }
    assertThat(keys(store().search(Search.in(namespace).limit(1_000))))
        .isEqualTo(odd.stream().sorted(NameContract::byCodePoint).toList());
    store().batch(odd.stream().map(key -> Delete.of(namespace, key)).toList());
    assertThat(store().search(namespace)).isEmpty();
  }

  @Test
  default void composedAndDecomposedLettersAreTwoNames() {
    var root = fresh();
    store().put(root.child("Zo\u00eb"), "Zo\u00eb", Map.of("form", "NFC"));
    store().put(root.child("Zoe\u0308"), "Zoe\u0308", Map.of("form", "NFD"));
    assertThat(value(root.child("Zo\u00eb"), "Zo\u00eb")).isEqualTo(Map.of("form", "NFC"));
    assertThat(value(root.child("Zoe\u0308"), "Zoe\u0308")).isEqualTo(Map.of("form", "NFD"));
    assertThat(store().get(root.child("Zo\u00eb"), "Zoe\u0308")).isEmpty();
    assertThat(list(root)).hasSize(2);
  }

  @Test
  default void dotsAreAllowedInLabels() {
    var namespace = fresh("ana@mail.example.org", "1.2.3");
    store().put(namespace, "k", Map.of());
    assertThat(store().get(namespace, "k")).isPresent();
    assertThat(list(namespace)).containsExactly(namespace);
  }

  @Test
  default void keepsTheLongestKeyAndTheLongestNamespace() {
    var root = fresh();
    var key = "é".repeat(512);
    var used = root.labels().get(0).length() + 1;
    var namespace = under(root, "x".repeat(500), "y".repeat(1024 - used - 501 - 1));
    store().put(namespace, key, Map.of("n", 1));
    assertDocument(value(namespace, key), Map.of("n", 1));
    assertThat(list(root)).containsExactly(namespace);
    assertThat(keys(store().search(root))).containsExactly(key);
  }

  @Test
  default void keepsDeepNamespaces() {
    var deep = fresh();
    for (var n = 0; n < 100; n++) {
      deep = deep.child("d" + n % 10);
    }
    store().put(deep, "k", Map.of());
    assertThat(list(Namespace.of(deep.labels().get(0)))).containsExactly(deep);
    assertThat(store().search(Namespace.of(deep.labels().get(0)))).hasSize(1);
  }

  @Test
  default void readingANamespaceThatNobodyCouldWriteFindsNothing() {
    var odd = fresh("", "\u0001");
    assertThat(store().get(odd, "k")).isEmpty();
    assertThat(store().get(Get.of(odd, "k").consistent())).isEmpty();
    assertThat(store().search(odd)).isEmpty();
    store().delete(odd, "k");
    assertThat(list(odd)).isEmpty();
  }

  private static Put put(Namespace namespace, String key, String text) {
    return Put.of(namespace, key, Map.of("is", text));
  }

  private Map<String, Object> value(Namespace namespace, String key) {
    return store().get(namespace, key).orElseThrow().value();
  }

  private List<Namespace> list(Namespace prefix) {
    return store()
        .listNamespaces(ListNamespaces.under(prefix.labels().toArray(String[]::new)).limit(1_000));
  }

  private static int byCodePoint(String a, String b) {
    return Namespace.of(a).compareTo(Namespace.of(b));
  }
}

package dev.dynamory.testkit;

import dev.dynamory.Documents;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Search;
import dev.dynamory.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** What the contracts put in and look at. */
final class Samples {
  private Samples() {}

  /** A namespace that no other test uses. */
  static Namespace fresh(String... labels) {
    var namespace = Namespace.of("test-" + UUID.randomUUID());
    for (var label : labels) {
      namespace = namespace.child(label);
    }
    return namespace;
  }

  /** A namespace some labels below another. */
  static Namespace under(Namespace root, String... labels) {
    var namespace = root;
    for (var label : labels) {
      namespace = namespace.child(label);
    }
    return namespace;
  }

  /** A document of one field, which may be null. */
  static Map<String, @Nullable Object> document(String field, @Nullable Object value) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put(field, value);
    return document;
  }

  /** {@code k000}, {@code k001}, … in the order of keys. */
  static String key(int number) {
    return "k%03d".formatted(number);
  }

  /** Puts {@code {"n": 0}}, {@code {"n": 1}}, … under {@link #key}. */
  static void putNumbered(Store store, Namespace namespace, int count) {
    for (var n = 0; n < count; n++) {
      store.put(namespace, key(n), Map.of("n", n));
    }
  }

  static List<String> keys(List<Item> items) {
    return items.stream().map(Item::key).toList();
  }

  static List<String> numberedKeys(int from, int to) {
    var keys = new ArrayList<String>();
    for (var n = from; n < to; n++) {
      keys.add(key(n));
    }
    return keys;
  }

  /** The items of all pages, each of which keeps to the search's limit. */
  static List<Item> allPages(Store store, Search search) {
    return Page.stream(
            token -> {
              var page = store.searchPage(search.pageToken(token));
              Assertions.assertThat(page.items()).hasSizeLessThanOrEqualTo(search.limit());
              return page;
            })
        .toList();
  }

  /** Equal as documents, each number in its canonical type. */
  static void assertDocument(@Nullable Object actual, @Nullable Object expected) {
    Assertions.assertThat(actual)
        .as("%s should equal %s", actual, expected)
        .matches(document -> Documents.equal(document, expected), "equal as a document");
    assertCanonical(actual);
  }

  private static void assertCanonical(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(Samples::assertCanonical);
    } else if (value instanceof Iterable<?> elements) {
      elements.forEach(Samples::assertCanonical);
    } else if (value instanceof Number) {
      var decimal = Objects.requireNonNull(Documents.decimal(value));
      Assertions.assertThat(value).isInstanceOf(Documents.number(decimal).getClass());
    }
  }
}

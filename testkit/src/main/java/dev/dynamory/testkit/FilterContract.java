package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.document;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Documents;
import dev.dynamory.Filter;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a filter means, whoever applies it: {@link Filter#matches} is the definition. */
public interface FilterContract extends StoreFixture {

  @Test
  default void equalityIsByTypeAndValue() {
    var namespace = with("int", 2, "double", 2.0, "text", "2", "yes", true, "other", 3);
    assertFinds(namespace, Filter.eq("x", 2), "double", "int");
    assertFinds(namespace, Filter.eq("x", new BigDecimal("2.00")), "double", "int");
    assertFinds(namespace, Filter.eq("x", "2"), "text");
    assertFinds(namespace, Filter.of(Map.of("x", true)), "yes");
    assertFinds(namespace, Filter.eq("x", false));
    assertFinds(namespace, Filter.eq("x", 1));
  }

  @Test
  default void theOrderingOperatorsMatch() {
    var namespace = with("a", 1, "b", 2.5, "c", 9, "d", 10, "e", -7);
    assertFinds(namespace, Filter.gt("x", 2.5), "c", "d");
    assertFinds(namespace, Filter.gte("x", 2.5), "b", "c", "d");
    assertFinds(namespace, Filter.lt("x", 2.5), "a", "e");
    assertFinds(namespace, Filter.lte("x", 2.5), "a", "b", "e");
    assertFinds(namespace, Filter.of(Map.of("x", Map.of("$gte", 2, "$lt", 10))), "b", "c");
  }

  @Test
  default void numbersAreComparedAsNumbersAndStringsByCodePoint() {
    var namespace =
        with("n9", 9, "n10", 10, "s9", "9", "s10", "10", "emoji", "😀", "half", "\uffee");
    assertFinds(namespace, Filter.gt("x", 9), "n10");
    assertFinds(namespace, Filter.gt("x", "10"), "emoji", "half", "s9");
    assertFinds(namespace, Filter.gt("x", "\uffee"), "emoji");
  }

  @Test
  default void bytesAreComparedAsUnsignedBytes() {
    var namespace = with("low", new byte[] {1}, "high", new byte[] {-1}, "text", "a");
    assertFinds(namespace, Filter.gt("x", new byte[] {1, 0}), "high");
    assertFinds(namespace, Filter.eq("x", new byte[] {1}), "low");
  }

  @Test
  default void aMissingFieldEqualsNothingAndIsNeverOrdered() {
    var namespace = with("null", null, "zero", 0);
    store().put(namespace, "missing", Map.of("y", 1));
    assertFinds(namespace, Filter.eq("x", null), "null");
    assertFinds(namespace, Filter.lt("x", 1), "zero");
    assertFinds(namespace, Filter.gte("x", ""));
    assertFinds(namespace, Filter.ne("x", 0), "missing", "null");
    assertFinds(namespace, Filter.exists("x"), "null", "zero");
    assertFinds(namespace, Filter.missing("x"), "missing");
    assertFinds(namespace, Filter.in("x", List.of(0, 1)), "zero");
  }

  @Test
  default void fieldsOfOtherTypesAreSkippedAndNeverFail() {
    var namespace =
        with("number", 5, "text", "5", "list", List.of(5), "map", Map.of("5", 5), "null", null);
    assertFinds(namespace, Filter.gte("x", 0), "number");
    assertFinds(namespace, Filter.gte("x", ""), "text");
    assertFinds(namespace, Filter.eq("x.y.z", 5));
    assertFinds(namespace, Filter.eq("x[0]", 5), "list");
  }

  @Test
  default void inAndContains() {
    var namespace =
        with(
            "list",
            List.of("ml", 2),
            "set",
            Set.of("ml", "ai"),
            "text",
            "html",
            "one",
            "ml",
            "n",
            2);
    assertFinds(namespace, Filter.contains("x", "ml"), "list", "one", "set", "text");
    assertFinds(namespace, Filter.contains("x", 2.0), "list");
    assertFinds(namespace, Filter.in("x", List.of("ml", 2, 3)), "n", "one");
    assertFinds(namespace, Filter.in("x", List.of()));
  }

  @Test
  default void pathsLeadIntoNestedDocuments() {
    var namespace = fresh();
    store().put(namespace, "nested", Map.of("a", Map.of("b", List.of(1, Map.of("c", "deep")))));
    store().put(namespace, "dotted", Map.of("a.b", 1, "list[0]", 2));
    assertFinds(namespace, Filter.eq("a.b[1].c", "deep"), "nested");
    assertFinds(namespace, Filter.eq("a.b[0]", 1), "nested");
    assertFinds(namespace, Filter.eq("a.b[7]", 1));
    assertFinds(namespace, Filter.eq("a\\.b", 1), "dotted");
    assertFinds(namespace, Filter.eq("list\\[0]", 2), "dotted");
  }

  @Test
  default void nestedDocumentsAreComparedWhole() {
    var namespace = with("exact", Map.of("a", 1), "more", Map.of("a", 1, "b", 2), "n", 1);
    assertFinds(namespace, Filter.of(Map.of("x", Map.of("a", 1.0))), "exact");
    assertFinds(namespace, Filter.eq("x", Map.of("a", 1)), "exact");
    assertFinds(namespace, Filter.eq("x.a", 1), "exact", "more");
  }

  @Test
  default void andOrNotCombine() {
    var namespace = with("a", 1, "b", 2, "c", 3, "d", "3");
    assertFinds(namespace, Filter.eq("x", 1).or(Filter.eq("x", 3)), "a", "c");
    assertFinds(namespace, Filter.gt("x", 1).and(Filter.lt("x", 3)), "b");
    assertFinds(namespace, Filter.gt("x", 1).not(), "a", "d");
    assertFinds(
        namespace,
        Filter.of(
            Map.of(
                "$or", List.of(Map.of("x", "3"), Map.of("$not", Map.of("x", Map.of("$gte", 2)))))),
        "a",
        "d");
    assertFinds(namespace, Filter.NONE, "a", "b", "c", "d");
  }

  @Test
  default void fieldNamesMayBeWordsOrSymbolsOfTheEngine() {
    var namespace = fresh();
    for (var field : List.of("size", "value", "PK", "#a", ":b", "Zoë", "expires_at", "a b")) {
      store().put(namespace, field, Map.of(field, 1));
    }
    for (var field : List.of("size", "value", "PK", "#a", ":b", "Zoë", "expires_at", "a b")) {
      assertFinds(namespace, Filter.gte(field, 1), field);
      assertFinds(namespace, Filter.exists(field), field);
    }
  }

  @Test
  default void aFilterMayHaveHundredsOfConditions() {
    var namespace = with("a", 1, "b", 250, "c", "text");
    var values = new ArrayList<Object>();
    var branches = new ArrayList<Object>();
    for (var n = 2; n < 400; n++) {
      values.add(n);
      branches.add(Map.of("long-field-name-" + "n".repeat(50) + n, n));
    }
    branches.add(Map.of("x", 250));
    assertFinds(namespace, Filter.in("x", values), "b");
    assertFinds(namespace, Filter.of(Map.of("$or", branches)), "b");
    assertFinds(namespace, Filter.eq("x", "y".repeat(5_000)).not().and(Filter.gt("x", 2)), "b");
  }

  @Test
  default void everyRandomFilterFindsWhatItMatches() {
    var seed = RandomDocuments.seed();
    var random = new Random(seed);
    var documents = new RandomDocuments(random);
    var filters = new RandomFilters(random, documents);
    var namespace = fresh();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 60; n++) {
      puts.add(Put.of(namespace, key(n), documents.document()));
    }
    store().batch(puts);
    for (var n = 0; n < 150; n++) {
      var filter = filters.filter();
      assertThat(keys(store().search(Search.in(namespace).filter(filter).limit(100))))
          .as("seed %d, filter %s", seed, filter.conditions())
          .isEqualTo(
              puts.stream().filter(put -> filter.matches(put.value())).map(Put::key).toList());
    }
  }

  private Namespace with(@Nullable Object... keysAndValues) {
    var namespace = fresh();
    for (var n = 0; n < keysAndValues.length; n += 2) {
      store().put(namespace, String.valueOf(keysAndValues[n]), document("x", keysAndValues[n + 1]));
    }
    return namespace;
  }

  private void assertFinds(Namespace namespace, Filter filter, String... keys) {
    assertThat(keys(store().search(Search.in(namespace).filter(filter).limit(100))))
        .as("%s", Documents.copyOf(filter.conditions(), "filter"))
        .containsExactly(keys);
  }
}

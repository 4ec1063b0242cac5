package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.document;
import static dev.dynamory.testkit.Samples.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.WriteCondition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bad input: an error that names the argument, where in it, and the rule; and nothing happens. */
public interface BadInputContract extends StoreFixture {

  @Test
  default void refusesToWriteWithoutANamespace() {
    assertRefused("namespace", () -> store().put(Namespace.ROOT, "k", Map.of()));
    assertRefused("namespace", () -> store().delete(Namespace.ROOT, "k"));
    assertRefused("namespace", () -> store().get(Namespace.ROOT, "k"));
    assertRefused("namespace", () -> store().update(Namespace.ROOT, "k", document -> {}));
    assertRefused("prefix", () -> store().search(Search.everywhere().exact()));
    assertRefused("prefix", () -> store().deleteNamespace(Namespace.ROOT));
  }

  @Test
  default void refusesLabelsThatCannotBeKept() {
    var root = fresh();
    for (var label : List.of("", "\u0000", "a\u0001", "\u001f", "\n", "\t")) {
      assertRefusedAt("namespace[1]", () -> store().put(root.child(label), "k", Map.of()));
      assertRefused(
          "namespace", () -> store().batch(List.of(Put.of(root.child(label), "k", Map.of()))));
    }
    assertRefusedAt("namespace[1]", () -> store().put(root.child("a\ud800"), "k", Map.of()));
    assertRefusedAt("namespace[1]", () -> store().search(root.child("\udc00a")));
    assertRefused("namespace", () -> store().put(root.child("x".repeat(1_100)), "k", Map.of()));
    assertRefused("namespace", () -> store().put(root.child("é".repeat(510)), "k", Map.of()));
    assertThat(store().search(root)).isEmpty();
  }

  @Test
  default void refusesTheLibrarysOwnRoot() {
    var own = Namespace.of("dynamory", "x");
    assertRefused("namespace", () -> store().put(own, "k", Map.of()));
    assertRefused("namespace", () -> store().put(Namespace.of("dynamory"), "k", Map.of()));
    assertRefused("namespace", () -> store().get(own, "k"));
    assertRefused("namespace", () -> store().delete(own, "k"));
    assertRefused("prefix", () -> store().search(own));
    assertRefused("prefix", () -> store().searchPage(Search.in(own)));
    assertRefused("prefix", () -> store().listNamespaces(ListNamespaces.under("dynamory")));
    assertRefused("prefix", () -> store().deleteNamespace(own));
    store().put(fresh("dynamory"), "k", Map.of());
  }

  @Test
  default void refusesKeysThatCannotBeKept() {
    var namespace = fresh();
    for (var key : List.of("", "\ud800", "a\udc00b", "x".repeat(1_025), "é".repeat(513))) {
      assertRefused("key", () -> store().put(namespace, key, Map.of()));
      assertRefused("key", () -> store().get(namespace, key));
      assertRefused("key", () -> store().get(Get.of(namespace, key)));
      assertRefused("key", () -> store().delete(namespace, key));
      assertRefused("key", () -> store().transact(List.of(Delete.of(namespace, key))));
      assertRefused("key", () -> store().update(namespace, key, document -> {}));
    }
    assertThat(store().search(namespace)).isEmpty();
  }

  @Test
  default void refusesNumbersThatCannotBeKeptByPath() {
    for (var number :
        List.<Object>of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            new BigDecimal("1E126"),
            new BigDecimal("-1E-131"),
            new BigInteger("1" + "0".repeat(37) + "1"),
            new BigDecimal("0." + "1".repeat(39)))) {
      refusesValueAt("value.scores[3]", Map.of("scores", List.of(1, 2, 3, number)));
    }
  }

  @Test
  default void refusesWhatIsNoDocumentByPath() {
    refusesValueAt("value.a.b", Map.of("a", Map.of("b", new Object())));
    refusesValueAt("value.a", Map.of("a", Duration.ZERO));
    refusesValueAt("value.a", Map.of("a", 'c'));
    refusesValueAt("value.a", Map.of("a", new int[] {1}));
    refusesValueAt("value.a", Map.of("a", Map.of(1, "one")));
    refusesValueAt("value.a", Map.of("a", Map.of("", 1)));
    refusesValueAt("value", Map.of("", 1));
    refusesValueAt("value.a", Map.of("a", Set.of()));
    refusesValueAt("value.a", Map.of("a", Set.of(1, "one")));
    refusesValueAt("value.a", Map.of("a", Set.of(List.of(1))));
    refusesValueAt("value.a", Map.of("a", Set.of(true)));
    var withNull = new HashSet<@Nullable Object>();
    withNull.add(null);
    refusesValueAt("value.a", Map.of("a", withNull));
    refusesValueAt("value.a", Map.of("a", Set.of(1, 1.0)));
    refusesValueAt("value.a[1]", Map.of("a", List.of("fine", "\ud800")));
    refusesValueAt("value", Map.of("\udc00", 1));
  }

  @Test
  default void refusesMoreThan31NestedContainers() {
    Object nested = List.of();
    for (var depth = 2; depth < 32; depth++) {
      nested = List.of(nested);
    }
    var tooDeep = Map.of("a", nested);
    refusesValueAt("value.a" + "[0]".repeat(30), tooDeep);
  }

  @Test
  default void refusesTimesToLiveThatAreNone() {
    var put = Put.of(fresh(), "k", Map.of());
    for (var timeToLive :
        List.of(
            Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(-1), Duration.ofDays(40_000))) {
      assertRefused("timeToLive", () -> store().put(put.timeToLive(timeToLive)));
    }
    assertThat(store().search(put.namespace())).isEmpty();
  }

  @Test
  default void refusesNegativeVersionsAndEmptyOperationIds() {
    var put = Put.of(fresh(), "k", Map.of());
    assertRefused("version", () -> store().put(put.when(WriteCondition.version(-1))));
    assertRefused("operationId", () -> store().put(put.operationId("")));
    assertThat(store().search(put.namespace())).isEmpty();
  }

  @Test
  default void refusesNegativeLimitsAndOffsets() {
    var namespace = fresh();
    assertRefused("limit", () -> store().search(Search.in(namespace).limit(-1)));
    assertRefused("offset", () -> store().search(Search.in(namespace).offset(-1)));
    assertRefused("maxRead", () -> store().searchPage(Search.in(namespace).maxRead(0)));
    assertRefused("limit", () -> store().searchPage(Search.in(namespace).limit(0)));
    assertRefused("limit", () -> store().listNamespaces(ListNamespaces.all().limit(-1)));
    assertRefused("offset", () -> store().listNamespaces(ListNamespaces.all().offset(-1)));
    assertRefused("maxDepth", () -> store().listNamespaces(ListNamespaces.all().maxDepth(0)));
  }

  @Test
  default void aListIsNeverCutShortSoMaxReadIsForPages() {
    var search = Search.in(fresh()).maxRead(10);
    assertRefused("maxRead", () -> store().search(search));
    assertRefused("maxRead", () -> store().batch(List.of(search)));
  }

  @Test
  default void refusesFiltersThatMeanNothing() {
    for (var condition :
        List.<Map<String, ?>>of(
            Map.of("x", Map.of("$near", 1)),
            Map.of("x", Map.of("$gt", 1, "y", 2)),
            Map.of("x", Map.of("$gt", true)),
            Map.of("x", Map.of("$lte", List.of(1))),
            Map.of("x", document("$gt", null)),
            Map.of("x", Map.of("$in", 1)),
            Map.of("x", Map.of("$exists", "yes")),
            Map.of("$nor", List.of(Map.of())),
            Map.of("$or", List.of()),
            Map.of("$or", Map.of()),
            Map.of("$and", List.of(1)),
            Map.of("$not", 1),
            Map.of("a..b", 1),
            Map.of("a.", 1),
            Map.of(".a", 1),
            Map.of("a[x]", 1),
            Map.of("a[", 1),
            Map.of("a[0]b", 1),
            Map.of("a", new Object()),
            Map.of("a", Double.NaN))) {
      assertRefused(
          "filter", () -> store().search(Search.in(fresh()).filter(Filter.of(condition))));
    }
  }

  @Test
  default void oneBadOperationOfABatchIsRefusedBeforeAnyIsCarriedOut() {
    var root = fresh();
    store().put(root, "there", Map.of());
    var garbage = Search.in(root).pageToken("garbage");
    assertRefused(
        "pageToken",
        () ->
            store().batch(List.of(Put.of(root, "k", Map.of()), garbage, Delete.of(root, "there"))));
    assertThat(Samples.keys(store().search(root))).containsExactly("there");
  }

  @Test
  default void whatTheChangeOfAnUpdateLeavesMustBeADocument() {
    var namespace = fresh();
    store().put(namespace, "k", Map.of("n", 1));
    assertRefusedAt(
        "value.list[0]",
        () ->
            store()
                .update(
                    namespace,
                    "k",
                    document -> document.put("list", new ArrayList<>(List.of(Double.NaN)))));
    assertThat(store().get(namespace, "k").orElseThrow().value()).isEqualTo(Map.of("n", 1));
  }

  private void refusesValueAt(String path, Map<String, ?> value) {
    var namespace = fresh();
    assertRefused("value", () -> store().put(namespace, "k", value));
    assertRefusedAt(path, () -> store().put(namespace, "k", value));
    assertRefusedAt(path, () -> store().put(Put.of(namespace, "k", value)));
    assertRefusedAt(path, () -> store().batch(List.of(Put.of(namespace, "k", value))));
    assertThat(store().get(namespace, "k")).isEmpty();
  }

  private static void assertRefused(String argument, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.argument()).isEqualTo(argument))
        .satisfies(e -> assertThat(e.getMessage()).contains(": "));
  }

  private static void assertRefusedAt(String path, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.path()).isEqualTo(path));
  }
}

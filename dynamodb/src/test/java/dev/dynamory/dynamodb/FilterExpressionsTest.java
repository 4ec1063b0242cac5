package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Filter;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What DynamoDB filters is never less than what the filter itself lets through. */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
class FilterExpressionsTest {
  private static final Rig RIG = Rig.withTable();
  private static final int LONGEST_EXPRESSION = 4096;
  private static final int DOCUMENTS = 120;
  private static final int FILTERS = 400;
  private static final List<String> FIELDS = List.of("a", "b", "n", "#x", ":x", "value", "[0]");

  private final Namespace namespace = Rig.fresh();
  private final DynamoDbStore store = RIG.store();

  @Test
  void noExpressionExcludesADocumentThatTheFilterMatches() {
    var seed = Long.getLong("dynamory.test.seed", 1);
    var random = new Random(seed);
    var documents = new TreeMap<String, Map<String, Object>>();
    for (var n = 0; n < DOCUMENTS; n++) {
      var key = "k%03d".formatted(n);
      store.put(namespace, key, map(random, 0));
      documents.put(key, store.get(namespace, key).orElseThrow().value());
    }
    var excluded = 0;
    for (var n = 0; n < FILTERS; n++) {
      var filter = filter(random, 0);
      var wanted =
          documents.entrySet().stream()
              .filter(document -> filter.matches(document.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      var pushed = FilterExpressions.push(filter);
      if (!pushed.expression().isEmpty()) {
        var found = query(pushed);
        assertThat(found).as("%s with seed %d", filter, seed).containsAll(wanted);
        excluded += DOCUMENTS - found.size();
      }
    }
    assertThat(excluded).as("documents that DynamoDB left out").isGreaterThan(FILTERS);
  }

  private List<String> query(FilterExpressions.Pushed pushed) {
    var names = new HashMap<>(pushed.names());
    names.put("#value", "value");
    var values = new HashMap<>(pushed.values());
    values.put(":pk", AttributeValue.fromS(Labels.partitionKey(namespace)));
    return Engine.client()
        .query(
            QueryRequest.builder()
                .tableName(RIG.table)
                .keyConditionExpression("PK = :pk")
                .filterExpression(pushed.expression())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build())
        .items()
        .stream()
        .map(CatalogueItems::key)
        .toList();
  }

  @Test
  void hugeFiltersStayWithinWhatDynamoDbTakesAndFindWhatTheyShould() {
    store.put(namespace, "k", Map.of("name", "x".repeat(3000), "n", 5));
    store.put(namespace, "other", Map.of("name", "y", "n", 5));
    var numbers = new ArrayList<Object>(IntStream.range(0, 100).boxed().toList());
    var deep = String.join(".", Collections.nCopies(40, "a"));
    var filters = new ArrayList<Filter>();
    filters.add(Filter.eq("name", "x".repeat(3000)));
    filters.add(Filter.in("n", numbers));
    filters.add(Filter.missing(deep));
    filters.add(Filter.ne("z".repeat(60_000), 1));
    var many = Filter.in("n", numbers);
    for (var n = 0; n < 60; n++) {
      many = many.and(Filter.in("n", numbers)).and(Filter.lt("n", 100 + n));
    }
    filters.add(many);
    for (var filter : filters) {
      var pushed = FilterExpressions.push(filter);
      assertThat(pushed.expression().length()).isLessThan(LONGEST_EXPRESSION - 200);
      assertThat(store.search(Search.in(namespace).filter(filter)))
          .extracting(item -> item.key())
          .contains("k");
    }
  }

  @Test
  void sendsTheFilterThatDynamoDbCanApply() {
    for (var n = 0; n < 50; n++) {
      store.put(namespace, "k%02d".formatted(n), Map.of("n", n));
    }
    RIG.faults.reset();
    var returned = new ArrayList<Integer>();
    store
        .search(Search.in(namespace).exact().filter(Filter.gte("n", 48)))
        .forEach(item -> returned.add((Integer) item.value().get("n")));
    assertThat(returned).containsExactly(48, 49);
    assertThat(FilterExpressions.push(Filter.gte("n", 48)).expression())
        .isEqualTo("#value.#f0 >= :f0");
  }

  private static Map<String, @Nullable Object> map(Random random, int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var count = random.nextInt(5); count > 0; count--) {
      map.put(FIELDS.get(random.nextInt(FIELDS.size())), any(random, depth + 1));
    }
    return map;
  }

  private static @Nullable Object any(Random random, int depth) {
    return switch (depth > 3 ? 9 : random.nextInt(10)) {
      case 0, 1 -> map(random, depth);
      case 2, 3 -> {
        var list = new ArrayList<@Nullable Object>();
        for (var count = random.nextInt(3); count > 0; count--) {
          list.add(any(random, depth + 1));
        }
        yield list;
      }
      case 4 -> Set.of(1, 2.5, random.nextInt(3) + 7);
      default -> scalar(random);
    };
  }

  private static @Nullable Object scalar(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> new byte[] {(byte) random.nextInt(3)};
      case 3, 4, 5 -> number(random);
      default -> List.of("", "1", "a", "b", "\uffee", "😀", "é").get(random.nextInt(7));
    };
  }

  private static Number number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(4) - 1;
      case 1 -> new BigDecimal("1.0");
      case 2 -> 0.1 * random.nextInt(4);
      default -> new BigDecimal("1E" + (random.nextInt(5) * 20));
    };
  }

  private static Filter filter(Random random, int depth) {
    return switch (depth > 2 ? 9 : random.nextInt(10)) {
      case 0 -> filter(random, depth + 1).or(filter(random, depth + 1));
      case 1 -> filter(random, depth + 1).not();
      case 2, 3 -> filter(random, depth + 1).and(filter(random, depth + 1));
      default -> comparison(path(random), random);
    };
  }

  private static String path(Random random) {
    var path = escape(FIELDS.get(random.nextInt(FIELDS.size())));
    return switch (random.nextInt(5)) {
      case 0 -> path + "." + escape(FIELDS.get(random.nextInt(FIELDS.size())));
      case 1 -> path + "[" + random.nextInt(2) + "]";
      default -> path;
    };
  }

  private static String escape(String field) {
    return field.replace("[", "\\[");
  }

  private static Filter comparison(String path, Random random) {
    var ordered = random.nextBoolean() ? number(random) : List.of("a", "😀").get(random.nextInt(2));
    return switch (random.nextInt(10)) {
      case 0 -> Filter.gt(path, ordered);
      case 1 -> Filter.gte(path, ordered);
      case 2 -> Filter.lt(path, ordered);
      case 3 -> Filter.lte(path, ordered);
      case 4 -> {
        var options = new ArrayList<@Nullable Object>();
        options.add(scalar(random));
        options.add(any(random, 2));
        yield Filter.in(path, options);
      }
      case 5 -> Filter.exists(path);
      case 6 -> Filter.missing(path);
      case 7 -> Filter.ne(path, any(random, 2));
      case 8 -> Filter.contains(path, scalar(random));
      default -> Filter.eq(path, scalar(random));
    };
  }
}

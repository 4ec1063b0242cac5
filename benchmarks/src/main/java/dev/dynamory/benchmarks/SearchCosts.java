package dev.dynamory.benchmarks;

import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Carries out what vectors and queries are for, once, and measures it. */
final class SearchCosts {
  private static final int ITEMS = 100;
  private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

  private final CostSheet sheet;
  private final DynamoDbStore plain;
  private final DynamoDbStore indexed;
  private final DynamoDbStore exact;

  private SearchCosts(Meter meter) {
    sheet = new CostSheet(meter);
    plain = meter.newProcess("plain");
    indexed = embedding(meter.newProcess("indexed"));
    exact = embedding(meter.newProcess("packed")).withExactRanking();
    plain.setup();
    indexed.setup();
    exact.setup();
  }

  private static DynamoDbStore embedding(DynamoDbStore store) {
    return store.withEmbedder(new RandomModel(), RandomModel.DIMENSIONS, "text");
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new SearchCosts(meter);
      all.puts();
      all.queries();
      return all.sheet.costs();
    }
  }

  private void puts() {
    var ana = Namespace.of("users", "ana");
    for (var store : List.of(plain, indexed, exact)) {
      store.put(ana, "first", memory(0));
    }
    sheet.add(
        "put without a vector",
        Limit.of(1, 0, 1),
        CostSheet.SAME,
        () -> plain.put(ana, "a", memory(1)));
    sheet.add(
        "put with a packed vector",
        Limit.of(1, 0, 2),
        CostSheet.NOTHING,
        () -> exact.put(ana, "a", memory(1)));
    sheet.add(
        "put with a vector in the index",
        Limit.of(1, 0, 3),
        CostSheet.SAME,
        () -> indexed.put(ana, "a", memory(1)));
    var turns = Namespace.of("users", "ana", "turns");
    IntStream.range(0, 4).mapToObj(i -> turn(turns, i)).forEach(indexed::put);
    sheet.add(
        "put of a conversation's next turn, in the index",
        Limit.of(1, 0, 3),
        CostSheet.NOTHING,
        () -> indexed.put(turn(turns, 4)));
  }

  private void queries() {
    var docs = Namespace.of("docs", "manual");
    for (var store : List.of(plain, indexed, exact)) {
      store.batch(IntStream.range(0, ITEMS).mapToObj(i -> put(docs, i)).toList());
    }
    var query = Search.in(docs).exact().query("memory number 7");
    sheet.add(
        "query by words, 100 items without vectors",
        Limit.of(1, 3, 0),
        CostSheet.NOTHING,
        () -> plain.search(query));
    sheet.add(
        "query by words and meaning, 100 items with packed vectors",
        Limit.of(1, 22, 0),
        CostSheet.NOTHING,
        () -> exact.search(query));
    sheet.add(
        "query by words and meaning, by the index",
        Limit.of(1, 0, 0),
        "by meaning only: 1 call, bytes",
        () -> indexed.search(query));
    sheet.add(
        "query by meaning, under a prefix, by the index",
        Limit.of(2, 0.5, 0),
        "finds nothing under a prefix",
        () -> indexed.search(Search.in(docs).query("memory number 7").ranking(Ranking.SEMANTIC)));
    sheet.add(
        "query by words, 100 items that are in the index",
        Limit.of(1, 36, 0),
        CostSheet.NOTHING,
        () -> indexed.search(query.ranking(Ranking.LEXICAL)));
  }

  private static Put put(Namespace namespace, int i) {
    return Put.of(namespace, "%04d".formatted(i), memory(i));
  }

  private static Put turn(Namespace namespace, int i) {
    var turn = new Turn("s", i, THEN, "Ana", "memory number " + i);
    return Put.of(namespace, turn.key(), turn);
  }

  private static Map<String, Object> memory(int i) {
    return Map.of("text", "memory number " + i);
  }
}

package dev.dynamory.benchmarks;

import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Carries out each operation of a store once and measures it. */
final class StoreCosts {
  private static final int NAMESPACES = 100;
  private static final int ITEMS_IN_EACH = 23;
  private static final int BATCH_WRITE = 25;

  private final Meter meter;
  private final CostSheet sheet;
  private final DynamoDbStore store;

  private StoreCosts(Meter meter) {
    this.meter = meter;
    sheet = new CostSheet(meter);
    store = meter.newProcess("memory");
    store.setup();
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new StoreCosts(meter);
      all.puts();
      all.gets();
      all.batches();
      all.searches();
      all.largeValues();
      all.listings();
      return all.sheet.costs();
    }
  }

  private void puts() {
    var ana = Namespace.of("users", "ana");
    store.put(ana, "first", small(0));
    sheet.add(
        "put, namespace known to the process",
        Limit.of(1, 0, 1),
        "1 call, 1 W (1.2.1: 2 calls)",
        () -> store.put(ana, "a", small(1)));
    sheet.add(
        "put, first of the process, namespace has items",
        Limit.of(2, 0.5, 1),
        "1 call, 1 W",
        () -> meter.newProcess("memory").put(ana, "b", small(2)));
    sheet.add(
        "put, first of the process, new namespace",
        Limit.of(3, 0.5, 2),
        "1 call, 1 W",
        () -> meter.newProcess("memory").put(Namespace.of("users", "bob"), "a", small(3)));
    sheet.add(
        "put, first of the process, new root",
        Limit.of(4, 0.5, 3),
        "1 call, 1 W",
        () -> meter.newProcess("memory").put(Namespace.of("teams", "red"), "a", small(4)));
    store.put(Put.of(ana, "short", small(5)).timeToLive(Duration.ofMinutes(1)));
    meter.advance(Duration.ofMinutes(2));
    sheet.add(
        "put over an item that expired and is not yet deleted",
        Limit.of(2, 0, 2),
        "1 call, 1 W; keeps the dead item's created_at",
        () -> store.put(ana, "short", small(6)));
    store.put(ana, "big", Map.of("text", "x".repeat(300_000)));
    sheet.add(
        "put of one byte over 300,000",
        Limit.of(1, 0, 294),
        CostSheet.SAME,
        () -> store.put(ana, "big", Map.of("t", "x")));
    sheet.add("delete", Limit.of(1, 0, 1), CostSheet.SAME, () -> store.delete(ana, "b"));
  }

  private void gets() {
    var ana = Namespace.of("users", "ana");
    sheet.add("get", Limit.of(1, 0.5, 0), CostSheet.SAME, () -> store.get(ana, "a"));
    sheet.add(
        "get, consistent",
        Limit.of(1, 1, 0),
        CostSheet.NOTHING,
        () -> store.get(Get.of(ana, "a").consistent()));
    var refreshing = store.withTimeToLive(Duration.ofHours(1)).withRefreshOnRead();
    refreshing.put(ana, "kept", small(7));
    sheet.add(
        "get with refresh on read, not due",
        Limit.of(1, 0.5, 0),
        "2 calls, 0.5 R, 1 W at every read",
        () -> refreshing.get(ana, "kept"));
    meter.advance(Duration.ofMinutes(10));
    sheet.add(
        "get with refresh on read, due",
        Limit.of(2, 0.5, 1),
        "2 calls, 0.5 R, 1 W",
        () -> refreshing.get(ana, "kept"));
  }

  private void batches() {
    var notes = Namespace.of("users", "ana", "notes");
    store.put(notes, "first", small(0));
    sheet.add(
        "batch of 100 puts",
        Limit.of(100, 0, 100).roundTrips(4),
        "100 calls in series",
        () -> store.batch(hundred(i -> Put.of(notes, key(i), small(i)))));
    sheet.add(
        "batch of 100 gets",
        Limit.of(1, 50, 0),
        "100 calls in series",
        () -> store.batch(hundred(i -> Get.of(notes, key(i)))));
    sheet.add(
        "batch of 100 deletes",
        Limit.of(100, 0, 100).roundTrips(4),
        "100 calls in series",
        () -> store.batch(hundred(i -> Delete.of(notes, key(i)))));
    sheet.add(
        "transact of 10 puts",
        Limit.of(1, 0, 20),
        CostSheet.NOTHING,
        () ->
            store.transact(
                IntStream.range(0, 10).mapToObj(i -> Put.of(notes, key(i), small(i))).toList()));
  }

  private void searches() {
    var docs = Namespace.of("docs", "manual");
    store.batch(hundred(i -> Put.of(docs, key(i), small(i))));
    var all = Search.in(docs);
    store.search(all);
    sheet.add(
        "search, 10 of 100 in one namespace",
        Limit.of(2, 1.5, 0).roundTrips(1),
        "1 call, 1 R; not hierarchical",
        () -> store.search(all));
    sheet.add(
        "search, the first of the process",
        Limit.of(3, 2, 0).roundTrips(1),
        "1 call, 1 R; not hierarchical",
        () -> meter.newProcess("memory").search(all));
    sheet.add("search, exact()", Limit.of(1, 1, 0), "1 call, 1 R", () -> store.search(all.exact()));
    sheet.add(
        "search, exact(), 10 of the 50 that match a filter",
        Limit.NONE,
        "filters after the limit: finds about 5 of the 10",
        () -> store.search(all.exact().filter(Filter.eq("even", true))));
    sheet.add(
        "search, exact(), 10 after an offset of 90",
        Limit.NONE,
        "1 call; with items of 1 KB 12.5 R",
        () -> store.search(all.exact().offset(90)));
    var token = page(all.exact(), 9);
    sheet.add(
        "search, exact(), the 10th page of 10 by its token",
        Limit.of(1, 1, 0),
        "no tokens",
        () -> store.searchPage(all.exact().pageToken(token)));
  }

  /** The token after so many pages. */
  private String page(Search search, int pages) {
    var page = store.searchPage(search);
    for (var i = 1; i < pages; i++) {
      page = store.searchPage(search.pageToken(page.nextToken()));
    }
    var token = page.nextToken();
    if (token == null) {
      throw new IllegalStateException("there are no " + pages + " pages and one more");
    }
    return token;
  }

  private void largeValues() {
    var files = Namespace.of("users", "ana", "files");
    store.put(files, "first", small(0));
    var bytes = new byte[5 * 1024 * 1024];
    new Random(5).nextBytes(bytes);
    Map<String, Object> large = Map.of("bytes", bytes);
    var fails = "refused by DynamoDB: over 400 KB";
    sheet.add("put of 5 MB", Limit.NONE, fails, () -> store.put(files, "large", large));
    sheet.add("get of 5 MB", Limit.NONE, CostSheet.NOTHING, () -> store.get(files, "large"));
    sheet.add("delete of 5 MB", Limit.NONE, CostSheet.NOTHING, () -> store.delete(files, "large"));
  }

  private void listings() {
    var scan = "a Scan: 285 R";
    var oneRoot = fill("one-root", i -> Namespace.of("users", key(i)));
    sheet.add(
        "listNamespaces(10), 2,300 items in 100 namespaces under one root",
        Limit.inRoundTrips(3, 8, 0),
        scan,
        () -> oneRoot.listNamespaces(ListNamespaces.all().limit(10)));
    sheet.add(
        "listNamespaces(10) under that root",
        Limit.inRoundTrips(3, 8, 0),
        scan,
        () -> oneRoot.listNamespaces(ListNamespaces.under("users").limit(10)));
    sheet.add(
        "listNamespaces(100), all of them",
        Limit.inRoundTrips(9, 54, 0),
        scan,
        () -> oneRoot.listNamespaces(ListNamespaces.all().limit(100)));
    sheet.add(
        "search everywhere, 10 of 2,300",
        Limit.NONE,
        "finds nothing",
        () -> oneRoot.search(Search.everywhere()));
    sheet.add(
        "sweep of 100 namespaces that have items", Limit.NONE, CostSheet.NOTHING, oneRoot::sweep);
    sheet.add(
        "deleteNamespace of 23 items in one namespace",
        Limit.NONE,
        CostSheet.NOTHING,
        () -> oneRoot.deleteNamespace(Namespace.of("users", key(0))));
    var manyRoots = fill("many-roots", i -> Namespace.of(key(i), "memories"));
    sheet.add(
        "listNamespaces(10), 2,300 items in 100 namespaces under 100 roots",
        Limit.inRoundTrips(3, 12, 0),
        scan,
        () -> manyRoots.listNamespaces(ListNamespaces.all().limit(10)));
    sheet.add(
        "adopt of 2,300 items in 100 namespaces under one root",
        Limit.NONE,
        CostSheet.NOTHING,
        oneRoot::adopt);
  }

  /** A table with 23 items of about 1 KB in each of 100 namespaces. */
  private DynamoDbStore fill(String table, Function<Integer, Namespace> namespaces) {
    var store = meter.newProcess(table);
    store.setup();
    store.batch(
        IntStream.range(0, NAMESPACES)
            .mapToObj(i -> Put.of(namespaces.apply(i), key(0), Map.of("text", "x".repeat(800))))
            .toList());
    var requests = new ArrayList<WriteRequest>();
    for (var row : meter.client().scanPaginator(r -> r.tableName(table)).items()) {
      for (var i = 1; i < ITEMS_IN_EACH && isItem(row); i++) {
        var copy = new HashMap<>(row);
        copy.put("SK", AttributeValue.fromS(key(i)));
        requests.add(WriteRequest.builder().putRequest(r -> r.item(copy)).build());
      }
    }
    for (var from = 0; from < requests.size(); from += BATCH_WRITE) {
      var page = requests.subList(from, Math.min(requests.size(), from + BATCH_WRITE));
      meter.client().batchWriteItem(r -> r.requestItems(Map.of(table, page)));
    }
    return store;
  }

  private static boolean isItem(Map<String, AttributeValue> row) {
    return !row.getOrDefault("PK", AttributeValue.fromS("")).s().startsWith("dynamory:");
  }

  private static <T> List<T> hundred(Function<Integer, T> operation) {
    return IntStream.range(0, 100).mapToObj(operation::apply).toList();
  }

  private static String key(int i) {
    return "%04d".formatted(i);
  }

  /** About 500 bytes as stored, whatever the number. */
  private static Map<String, Object> small(int i) {
    return Map.of("text", "x".repeat(300), "number", 1000 + i, "even", i % 2 == 0);
  }
}

package dev.dynamory.benchmarks;

import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbDocumentDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Carries out each operation of a document database once and measures it. */
final class DatabaseCosts {
  private static final String COLLECTION = "agents";
  private static final String LARGE_COLLECTION = "tickets";
  private static final int DOCUMENTS = 1_000;

  private final Meter meter;
  private final CostSheet sheet;
  private final DynamoDbDocumentDatabase database;

  private DatabaseCosts(Meter meter) {
    this.meter = meter;
    sheet = new CostSheet(meter);
    database = meter.newProcess().documents();
    database.table(COLLECTION).setup();
    database.table(LARGE_COLLECTION).setup();
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new DatabaseCosts(meter);
      all.singles();
      all.batches();
      return all.sheet.costs();
    }
  }

  /** A document of about 900 bytes. */
  private static Map<String, Object> document(int n) {
    return Map.of("name", "agent " + n, "prompt", "x".repeat(800), "n", n);
  }

  private void singles() {
    var describesToo = "2 calls, 1 W";
    sheet.add(
        "save, the first of the process in its collection",
        Limit.of(2, 0, 1),
        describesToo,
        () -> database.save(COLLECTION, "a", document(1)));
    sheet.add(
        "save", Limit.of(1, 0, 1), describesToo, () -> database.save(COLLECTION, "a", document(2)));
    var revision = database.save(COLLECTION, "a", document(3));
    sheet.add(
        "save, expecting a revision",
        Limit.of(1, 0, 1),
        "impossible",
        () -> database.save(COLLECTION, "a", document(4), revision));
    sheet.add(
        "create",
        Limit.of(1, 0, 1),
        CostSheet.NOTHING,
        () -> database.create(COLLECTION, "b", document(5)));
    sheet.add("get", Limit.of(1, 0.5, 0), "2 calls, 0.5 R", () -> database.get(COLLECTION, "a"));
    sheet.add(
        "update: read, change, save",
        Limit.of(2, 1, 1),
        "4 calls, and loses updates",
        () -> database.update(COLLECTION, "a", document -> document));
    var shared = database.sharedWithOriginal();
    var seen = shared.get(COLLECTION, "a").orElseThrow().revision();
    sheet.add(
        "sharedWithOriginal: save, expecting a revision",
        Limit.of(2, 1, 1),
        "impossible",
        () -> shared.save(COLLECTION, "a", document(6), seen));
    sheet.add(
        "delete", Limit.of(1, 0, 1), "3 calls, 0.5 R, 1 W", () -> database.delete(COLLECTION, "a"));
  }

  private void batches() {
    var documents =
        IntStream.range(0, DOCUMENTS)
            .mapToObj(
                n -> {
                  var document = new HashMap<String, Object>(document(n));
                  document.put("_id", "document-" + n);
                  return document;
                })
            .toList();
    database.saveAll(LARGE_COLLECTION, documents.subList(100, DOCUMENTS));
    sheet.add(
        "saveAll of 100",
        Limit.of(100, 0, 100),
        "2 calls each, in series",
        () -> database.saveAll(LARGE_COLLECTION, documents.subList(0, 100)));
    sheet.add(
        "getAll of 100",
        Limit.of(1, 50, 0),
        "2 calls each, in series",
        () ->
            database.getAll(
                LARGE_COLLECTION, IntStream.range(0, 100).mapToObj(n -> "document-" + n).toList()));
    sheet.add(
        "list, a page of 100",
        Limit.of(1, 12, 0),
        CostSheet.NOTHING,
        () -> database.list(LARGE_COLLECTION, 100, null));
    sheet.add(
        "listAll of 1,000",
        Limit.NONE,
        "a Scan",
        () -> {
          try (var all = meter.newProcess().documents().listAll(LARGE_COLLECTION)) {
            all.forEach(document -> {});
          }
        });
  }
}

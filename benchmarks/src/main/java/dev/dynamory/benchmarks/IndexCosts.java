package dev.dynamory.benchmarks;

import dev.dynamory.DocumentChange;
import dev.dynamory.IndexedDocument;
import dev.dynamory.Reservation;
import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbDocumentIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Carries out each operation of a document index once and measures it. */
final class IndexCosts {
  private static final int DOCUMENTS = 1_000;
  private static final int MANY_CHUNKS = 12_000;

  private final CostSheet sheet;
  private final DynamoDbDocumentIndex index;
  private final DynamoDbDocumentIndex original;

  private IndexCosts(Meter meter) {
    sheet = new CostSheet(meter);
    index = meter.newProcess().documentIndex("documents");
    index.setup();
    original = meter.newProcess().documentIndex("original").withOriginalSchema();
    original.setup();
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new IndexCosts(meter);
      all.ingestion();
      all.reads();
      all.changes();
      all.counts();
      all.trash();
      all.chunks();
      return all.sheet.costs();
    }
  }

  /** A document of about 900 bytes. */
  private static IndexedDocument document(String id) {
    return IndexedDocument.of("papers", id, id + ".pdf")
        .sourcePath("/in/" + id + ".pdf")
        .contentHash("hash of " + id)
        .summary("x".repeat(500))
        .chunkIds(List.of("chunk-1", "chunk-2"));
  }

  private void ingestion() {
    var first = document("first");
    sheet.add(
        "reserve a file",
        Limit.of(1, 0, 1),
        CostSheet.SAME,
        () -> index.reserve(Reservation.of(first)));
    sheet.add(
        "create with its reservation",
        Limit.of(1, 0, 10),
        "two writes, one after the other",
        () -> index.create(first, Reservation.of(first)));
    sheet.add(
        "reserve a file that is there",
        Limit.of(2, 1, 1),
        CostSheet.NOTHING,
        () -> index.reserve(Reservation.of(first)));
    sheet.add("create", Limit.of(1, 0, 4), "1 call, 3 W", () -> index.create(document("a")));
    IntStream.range(0, 100).forEach(n -> index.create(document("other-" + n)));
  }

  private void reads() {
    sheet.add("get", Limit.of(1, 0.5, 0), CostSheet.SAME, () -> index.get("papers", "a"));
    sheet.add(
        "list(10) of 100", Limit.NONE, CostSheet.NOTHING, () -> index.list("papers", 10, null));
    sheet.add(
        "findBySourcePath",
        Limit.of(1, 0.5, 0),
        "the same; not behind one in the trash",
        () -> index.findBySourcePath("papers", "/in/a.pdf"));
    sheet.add(
        "findByFilename, of 100",
        Limit.NONE,
        "not those with a source path",
        () -> index.findByFilename("papers", "a.pdf"));
  }

  private void changes() {
    sheet.add(
        "update of the title",
        Limit.of(1, 0, 3),
        "the same; makes a stub of what is not there",
        () -> index.update(DocumentChange.of("papers", "a").title("A title")));
    sheet.add(
        "update of metadata",
        Limit.NONE,
        CostSheet.NOTHING,
        () -> index.update(DocumentChange.of("papers", "a").metadata(Map.of("year", 2026))));
    sheet.add("rename", Limit.NONE, CostSheet.NOTHING, () -> index.rename("papers", "a", "b.pdf"));
    sheet.add(
        "move to another namespace",
        Limit.NONE,
        "not in one step",
        () -> index.move("papers", "a", "archive"));
  }

  private void trash() {
    sheet.add("trash", Limit.NONE, CostSheet.NOTHING, () -> index.trash("archive", "a"));
    sheet.add("restore", Limit.NONE, CostSheet.NOTHING, () -> index.restore("archive", "a"));
    sheet.add("delete", Limit.of(1, 0, 4), "1 call, 3 W", () -> index.delete("archive", "a"));
  }

  private void counts() {
    var large = "x".repeat(3_000);
    IntStream.range(0, DOCUMENTS)
        .mapToObj(
            n ->
                IndexedDocument.of("ns", "d%04d".formatted(n), "f" + n + ".pdf")
                    .summary(large)
                    .chunkIds(List.of("c" + n)))
        .forEach(
            document -> {
              index.create(document);
              original.create(document);
            });
    sheet.add(
        "count of 1,000 of 3 KB", Limit.inRoundTrips(4, 18, 0), "403 R", () -> index.count("ns"));
    sheet.add(
        "count of 1,000 of 3 KB, in a table without the light index",
        Limit.NONE,
        "403 R",
        () -> original.count("ns"));
  }

  private void chunks() {
    var ids = IntStream.range(0, MANY_CHUNKS).mapToObj(n -> new UUID(n, n).toString()).toList();
    var many = document("many").chunkIds(ids);
    sheet.add(
        "create with 12,000 chunk ids",
        Limit.NONE,
        "refused by DynamoDB: over 400 KB",
        () -> index.create(many));
    sheet.add(
        "get with 12,000 chunk ids",
        Limit.NONE,
        CostSheet.NOTHING,
        () -> index.get("papers", "many"));
  }
}

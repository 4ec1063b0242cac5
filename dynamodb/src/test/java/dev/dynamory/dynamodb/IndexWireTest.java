package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.IndexedDocument;
import dev.dynamory.IndexedDocument.Status;
import dev.dynamory.NotFoundException;
import dev.dynamory.Reservation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table is stache's: its rows are read, and ours are what it would write and a little more. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class IndexWireTest {
  private static final String TIME = "2096-11-21T10:00:00.123456+00:00";

  private final Watched watched = new Watched();
  private final DynamoDbDocumentIndex index = watched.newProcess().documentIndex(watched.table);

  @BeforeEach
  void setUp() {
    index.setup();
    watched.clock.set(Instant.parse("2096-11-21T10:00:00.123456Z"));
  }

  private Map<String, AttributeValue> row(String pk, String sk) {
    return new TreeMap<>(
        Engine.client()
            .getItem(
                request ->
                    request
                        .tableName(watched.table)
                        .key(IndexItems.key(pk, sk))
                        .consistentRead(true))
            .item());
  }

  private void put(Map<String, AttributeValue> row) {
    Engine.client().putItem(request -> request.tableName(watched.table).item(row));
  }

  /** A row as stache's create_document puts it; 0.1.1 knows no status and no source path. */
  private Map<String, AttributeValue> stache(String id, String created, boolean old) {
    var row = new HashMap<String, AttributeValue>();
    row.putAll(
        IndexItems.texts(
            "PK",
            "DOC#ns#" + id,
            "SK",
            "METADATA",
            "GSI1PK",
            "NAMESPACE#ns",
            "GSI1SK",
            "CREATED#" + created,
            "GSI2PK",
            "FILENAME#ns#" + (old ? "a.pdf" : "/src/" + id),
            "GSI2SK",
            "CREATED#" + created,
            "doc_id",
            id,
            "filename",
            "a.pdf",
            "namespace",
            "ns",
            "created_at",
            created));
    row.put("chunk_count", AttributeValues.number(2));
    row.put("chunk_ids", IndexItems.list(List.of("c1", "c2")));
    row.put("headings", IndexItems.list(List.of("H1")));
    if (!old) {
      row.putAll(IndexItems.texts("status", "active", "source_path", "/src/" + id));
    }
    put(row);
    return row;
  }

  @Test
  void aDocumentHasStachesAttributesAndOursAndNoneOfThemIsBinary() {
    index.create(
        IndexedDocument.of("n#s", "doc", "a#b.pdf")
            .chunkIds(List.of("c1"))
            .sourcePath("/p#q")
            .contentHash("h")
            .metadata(Map.of("year", 2026)));
    var row = row("DOC#n%23s#doc", "METADATA");
    assertThat(row.keySet())
        .containsExactly(
            "GSI1PK",
            "GSI1SK",
            "GSI2PK",
            "GSI2SK",
            "PK",
            "SK",
            "chunk_count",
            "chunk_ids",
            "content_hash",
            "created_at",
            "doc_id",
            "filename",
            "metadata",
            "namespace",
            "op",
            "source_path",
            "status",
            "updated_at");
    assertThat(row.get("GSI1PK").s()).isEqualTo("NAMESPACE#n%23s");
    assertThat(row.get("GSI1SK").s()).isEqualTo("CREATED#" + TIME);
    assertThat(row.get("GSI2PK").s()).isEqualTo("FILENAME#n%23s#/p%23q");
    assertThat(row.get("status").s()).isEqualTo("active");
    assertThat(row.get("created_at").s()).isEqualTo(TIME);
    assertThat(row.values()).noneMatch(value -> value.b() != null);
  }

  @Test
  void whatStacheWroteIsReadChangedMovedAndTrashed() {
    stache("new", "2026-01-02T03:04:05+00:00", false);
    stache("old", "2025-01-02T03:04:05.000001+00:00", true);
    assertThat(index.list("ns", 5, null).items())
        .extracting(IndexedDocument::id)
        .containsExactly("new", "old");
    assertThat(index.count("ns")).isEqualTo(new DocumentCount(2, 4));
    assertThat(index.findByFilename("ns", "a.pdf")).hasSize(2);
    assertThat(index.findBySourcePath("ns", "/src/new")).hasSize(1);
    assertThat(index.get("ns", "old").orElseThrow().chunkIds()).containsExactly("c1", "c2");
    index.update(DocumentChange.of("ns", "old").metadata(Map.of("k", 1)));
    index.update(DocumentChange.of("ns", "old").metadata(Map.of("l", 2)));
    assertThat(index.get("ns", "old").orElseThrow().metadata()).isEqualTo(Map.of("k", 1, "l", 2));
    index.move("ns", "new", "other");
    var moved = row("DOC#other#new", "METADATA");
    assertThat(moved.get("headings")).isEqualTo(IndexItems.list(List.of("H1")));
    assertThat(moved.get("GSI2PK").s()).isEqualTo("FILENAME#other#/src/new");
    assertThat(moved.get("created_at").s()).isEqualTo("2026-01-02T03:04:05+00:00");
    index.trash("ns", "old");
    index.restore("ns", "old");
    assertThat(index.exists("ns", "old")).isTrue();
  }

  @Test
  void theTrashIsInStachesRows() {
    index.create(IndexedDocument.of("ns", "a", "a.pdf").chunkIds(List.of("c1")));
    index.trash("ns", "a");
    var milliseconds = Instant.parse("2096-11-21T10:00:00.123Z").toEpochMilli();
    var entry = row("TRASH#ns#a.pdf#" + milliseconds, "ENTRY");
    assertThat(entry.keySet())
        .containsExactly(
            "GSI1PK",
            "GSI1SK",
            "PK",
            "SK",
            "chunk_count",
            "delete_reason",
            "deleted_at",
            "deleted_at_ms",
            "deleted_by",
            "doc_id",
            "filename",
            "namespace",
            "purge_after");
    assertThat(entry.get("GSI1PK").s()).isEqualTo("TRASH");
    assertThat(entry.get("GSI1SK").s()).isEqualTo(TIME);
    assertThat(entry.get("purge_after").s()).isEqualTo("2096-12-21T10:00:00.123456+00:00");
    assertThat(row("DOC#ns#a", "METADATA").get("status").s()).isEqualTo("deleting");
    index.purge("ns", "a");
    assertThat(row("TRASH#ns#a.pdf#" + milliseconds, "ENTRY")).isEmpty();
    var document = row("DOC#ns#a", "METADATA");
    var job = row("CLEANUP#" + document.get("cleanup_job_id").s(), "JOB");
    assertThat(job.get("status").s()).isEqualTo("pending");
    assertThat(job.get("chunk_ids")).isEqualTo(IndexItems.list(List.of("c1")));
    assertThat(job.get("deleted_at_ms").n()).isEqualTo(Long.toString(milliseconds));
    index.completePurge("ns", "a");
    assertThat(row("DOC#ns#a", "METADATA"))
        .doesNotContainKeys("GSI1PK", "GSI2PK", "chunk_ids", "cleanup_job_id")
        .containsEntry("status", AttributeValue.fromS("purged"));
    assertThat(row("CLEANUP#" + document.get("cleanup_job_id").s(), "JOB")).isEmpty();
  }

  @Test
  void whatStacheTrashedIsRestoredWithItsEntry() {
    var row = stache("a", "2026-01-02T03:04:05+00:00", false);
    row.putAll(IndexItems.texts("status", "deleting", "deleted_at", TIME, "purge_after", TIME));
    put(row);
    var entry = new HashMap<>(IndexItems.key("TRASH#ns#before-its-rename.pdf#17", "ENTRY"));
    entry.putAll(
        IndexItems.texts(
            "doc_id",
            "a",
            "namespace",
            "ns",
            "GSI1PK",
            "TRASH",
            "GSI1SK",
            TIME,
            "purge_after",
            TIME));
    put(entry);
    index.restore("ns", "a");
    assertThat(row("TRASH#ns#before-its-rename.pdf#17", "ENTRY")).isEmpty();
    assertThat(index.get("ns", "a").orElseThrow().status()).isEqualTo(Status.ACTIVE);
    assertThat(row("DOC#ns#a", "METADATA")).doesNotContainKeys("deleted_at", "purge_after");
  }

  @Test
  void aStubThatStachesUpdateLeftIsNoDocument() {
    var stub = new HashMap<>(IndexItems.key("DOC#ns#stub", "METADATA"));
    stub.putAll(IndexItems.texts("summary", "S"));
    put(stub);
    assertThat(index.get("ns", "stub")).isEmpty();
    assertThat(index.delete("ns", "stub")).isFalse();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> index.update(DocumentChange.of("ns", "stub").title("T")));
    index.create(IndexedDocument.of("ns", "stub", "f"));
    assertThat(index.get("ns", "stub").orElseThrow().summary()).isNull();
  }

  @Test
  void reservationsAreStaches() {
    var document = IndexedDocument.of("ns", "a", "a.pdf").contentHash("h");
    index.reserve(Reservation.of(document));
    index.create(document, Reservation.of(document));
    var row = row("HASH#ns#h#a.pdf", "RESERVATION");
    assertThat(row.keySet())
        .containsExactly(
            "PK",
            "SK",
            "chunk_count",
            "content_hash",
            "doc_id",
            "filename",
            "identifier_type",
            "ingested_at",
            "namespace",
            "op",
            "reserved_at",
            "status");
    assertThat(row.get("identifier_type").s()).isEqualTo("fingerprint");
    assertThat(row.get("status").s()).isEqualTo("complete");
  }

  @Test
  void chunkIdsBesideTheirDocumentAreInvisibleToStache() {
    index.withChunkIdsInline(0).create(IndexedDocument.of("ns", "a", "f").chunkIds(List.of("c")));
    var row = row("DOC#ns#a", "METADATA");
    assertThat(row).doesNotContainKey("chunk_ids");
    assertThat(row.get("chunk_count").n()).isEqualTo("1");
    var set = row.get("chunk_set").m().get("id").s();
    assertThat(row("DYNAMORY#CHUNKS#" + set, "0").get("status").s()).isEqualTo("dynamory");
    assertThat(index.get("ns", "a").orElseThrow().chunkIds()).containsExactly("c");
    index.delete("ns", "a");
    assertThat(row("DYNAMORY#CHUNKS#" + set, "0")).isEmpty();
  }
}

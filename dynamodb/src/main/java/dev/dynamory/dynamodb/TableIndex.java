package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.Filter;
import dev.dynamory.IndexRules;
import dev.dynamory.IndexedDocument;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Reservation;
import dev.dynamory.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The document index in one table. */
final class TableIndex extends DefinedTable implements DynamoDbDocumentIndex {
  private static final int INLINE_BYTES = 300 * 1024;

  private final boolean consistent;
  private final int inlineBytes;
  private final IndexCalls index;
  private final IndexWrites writes;
  private final IndexReservations reservations;
  private final IndexTrash trash;
  private final IndexReads reads;

  private TableIndex(
      Connection connection, TableDefinition definition, boolean consistent, int inlineBytes) {
    super(connection, definition);
    this.consistent = consistent;
    this.inlineBytes = inlineBytes;
    index =
        new IndexCalls(
            connection,
            new TableCalls(connection, definition, "document-index"),
            new IndexItems(definition.name()),
            inlineBytes);
    writes = new IndexWrites(index);
    reservations = new IndexReservations(index);
    trash = new IndexTrash(index);
    reads = new IndexReads(index, definition.indexes().size() > 2);
  }

  static DynamoDbDocumentIndex of(Connection connection, String table) {
    return new TableIndex(
        connection, named(TableDefinition.DOCUMENT_INDEX, table), false, INLINE_BYTES);
  }

  @Override
  public DynamoDbDocumentIndex withConsistentReads() {
    return new TableIndex(connection, definition, true, inlineBytes);
  }

  @Override
  public DynamoDbDocumentIndex withChunkIdsInline(int bytes) {
    if (bytes < 0 || bytes > INLINE_BYTES) {
      throw new InvalidInputException(
          "bytes", "must be 0 to " + INLINE_BYTES + ", but is " + bytes);
    }
    return new TableIndex(connection, definition, consistent, bytes);
  }

  @Override
  public DynamoDbDocumentIndex withOriginalSchema() {
    return new TableIndex(
        connection,
        TableDefinition.DOCUMENT_INDEX_ORIGINAL.named(definition.name()),
        consistent,
        inlineBytes);
  }

  private static void check(String namespace, String id) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("id", id);
  }

  @Override
  public IndexedDocument create(IndexedDocument document) {
    return writes.create(document, null);
  }

  @Override
  public IndexedDocument create(IndexedDocument document, Reservation reservation) {
    return writes.create(document, reservation);
  }

  @Override
  public Optional<IndexedDocument> get(String namespace, String id) {
    check(namespace, id);
    var row = index.read(IndexItems.documentKey(namespace, id), consistent);
    return row.isDocument() ? Optional.of(index.document(row)) : Optional.empty();
  }

  @Override
  public Page<IndexedDocument> list(
      String namespace, @Nullable Filter filter, int limit, @Nullable String pageToken) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkPage(limit);
    return reads.list(namespace, filter, limit, pageToken);
  }

  @Override
  public List<IndexedDocument> findByFilename(String namespace, String filename) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("filename", filename);
    return reads.findByFilename(namespace, filename);
  }

  @Override
  public List<IndexedDocument> findBySourcePath(String namespace, String sourcePath) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("sourcePath", sourcePath);
    return reads.findBySourcePath(namespace, sourcePath);
  }

  @Override
  public IndexedDocument update(DocumentChange change) {
    return writes.update(change);
  }

  @Override
  public IndexedDocument rename(String namespace, String id, String filename) {
    check(namespace, id);
    IndexRules.checkName("filename", filename);
    return writes.rename(namespace, id, filename);
  }

  @Override
  public IndexedDocument move(String namespace, String id, String toNamespace) {
    check(namespace, id);
    IndexRules.checkName("toNamespace", toNamespace);
    return writes.move(namespace, id, toNamespace);
  }

  @Override
  public boolean delete(String namespace, String id) {
    check(namespace, id);
    return writes.delete(namespace, id);
  }

  @Override
  public void trash(String namespace, String id) {
    check(namespace, id);
    trash.trash(namespace, id);
  }

  @Override
  public void restore(String namespace, String id) {
    check(namespace, id);
    trash.restore(namespace, id);
  }

  @Override
  public List<String> purge(String namespace, String id) {
    check(namespace, id);
    return trash.purge(namespace, id);
  }

  @Override
  public void completePurge(String namespace, String id) {
    check(namespace, id);
    trash.completePurge(namespace, id);
  }

  @Override
  public List<IndexedDocument> purgeExpired() {
    return trash.purgeExpired();
  }

  @Override
  public DocumentCount count(String namespace) {
    IndexRules.checkName("namespace", namespace);
    return reads.count(namespace);
  }

  @Override
  public Reservation.Answer reserve(Reservation reservation) {
    return reservations.reserve(reservation);
  }

  @Override
  public void release(Reservation reservation) {
    reservations.release(reservation);
  }

  @Override
  public Async<DynamoDbDocumentIndex> async() {
    return Async.of(this, connection.executor());
  }

  @Override
  public void addLightIndex() {
    new TableSetup(connection, TableDefinition.DOCUMENT_INDEX.named(definition.name()))
        .addIndex(IndexReads.LIGHT);
  }

  @Override
  public List<String> verify() {
    var setup = new TableSetup(connection, definition);
    var findings = new ArrayList<>(setup.differences());
    if (setup.hasItsKeys()) {
      findings.addAll(new IndexFindings(index).all());
    }
    return List.copyOf(findings);
  }
}

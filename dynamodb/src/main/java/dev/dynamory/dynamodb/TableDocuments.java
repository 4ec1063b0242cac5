package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.NotFoundException;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.SessionRules;
import dev.dynamory.tables.TableDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Documents, a table for each collection. */
final class TableDocuments implements DynamoDbDocumentDatabase {
  private static final int MAX_TRIES = 200;

  private final Connection connection;
  private final CollectionTables tables;
  private final DocumentOptions options;

  private TableDocuments(Connection connection, CollectionTables tables, DocumentOptions options) {
    this.connection = connection;
    this.tables = tables;
    this.options = options;
  }

  static TableDocuments of(Connection connection, CollectionTables tables) {
    return new TableDocuments(connection, tables, DocumentOptions.PLAIN);
  }

  @Override
  public DynamoDbDocumentDatabase withTablesOnFirstWrite() {
    return new TableDocuments(connection, tables, options.creatingTables());
  }

  @Override
  public DynamoDbDocumentDatabase withConsistentReads() {
    return new TableDocuments(connection, tables, options.consistently());
  }

  @Override
  public DynamoDbDocumentDatabase sharedWithOriginal() {
    return new TableDocuments(connection, tables, options.shared());
  }

  @Override
  public DynamoDbDocumentDatabase withCollectionPrefix(String prefix) {
    return new TableDocuments(connection, tables, options.prefixed(prefix));
  }

  /** The table of a collection, whether it is there or not. */
  private String tableOf(String collection) {
    var table = options.prefix() + collection;
    DatabaseRules.checkCollection(table);
    return table;
  }

  private Document document(Map<String, AttributeValue> row) {
    return CollectionItems.document(row, options.sharedWithOriginal());
  }

  private static String named(String collection, String id) {
    return "document '" + id + "' in " + collection;
  }

  @Override
  public String save(
      String collection, String id, Map<String, ?> document, @Nullable String expectedRevision) {
    var write = new Write(collection, id, document);
    var expected = DatabaseRules.expectation(document, expectedRevision).orElse(null);
    return write.put(
        expected,
        calls ->
            expected == null
                ? DocumentCondition.notAfter(write.operation)
                : expecting(calls, collection, id, expected));
  }

  @Override
  public String create(String collection, String id, Map<String, ?> document) {
    try {
      return new Write(collection, id, document).put(null, calls -> DocumentCondition.absent());
    } catch (RevisionConflictException e) {
      throw new RefusedException(
          RefusedException.Reason.ALREADY_EXISTS, named(collection, id) + " is there already", e);
    }
  }

  @Override
  public String restore(
      String collection, String id, Map<String, ?> document, @Nullable String replacedRevision) {
    var write = new Write(collection, id, document);
    var brought = DatabaseRules.broughtRevision(document);
    try {
      return write.put(
          replacedRevision,
          brought.orElseGet(() -> CollectionItems.next(replacedRevision, write.operation)),
          calls ->
              replacedRevision == null
                  ? DocumentCondition.absent()
                  : expecting(calls, collection, id, replacedRevision));
    } catch (RevisionConflictException e) {
      var there = e.currentRevision();
      if (e.outcomeUnknown() && brought.equals(there.map(DatabaseRules::withoutDigest))) {
        return there.orElseThrow(); // an attempt without an answer was applied
      }
      throw e;
    }
  }

  /** One operation that puts a document, however often it is sent. */
  private final class Write {
    private final String collection;
    private final String id;
    private final String table;
    private final Map<String, AttributeValue> fields;
    private final String operation = RegistryItems.newOperation();

    Write(String collection, String id, Map<String, ?> document) {
      this.collection = collection;
      this.id = id;
      this.table = tableOf(collection);
      this.fields = CollectionItems.attributes(collection, id, DatabaseRules.fields(id, document));
    }

    String put(@Nullable String expected, Conditions condition) {
      return put(expected, CollectionItems.next(expected, operation), condition);
    }

    String put(@Nullable String expected, String revision, Conditions condition) {
      var given =
          options.sharedWithOriginal() ? CollectionItems.withDigest(revision, fields) : revision;
      return tables.with(
          table,
          options.createsTables(),
          calls -> {
            try {
              calls.put(CollectionItems.put(table, id, fields, revision, condition.of(calls)));
              return given;
            } catch (ConditionalCheckFailedException e) {
              if (CollectionItems.stored(e.item())
                  .filter(rev -> rev.contains(operation))
                  .isPresent()) {
                return given; // an attempt without an answer was applied
              }
              throw conflict(collection, id, expected, e);
            }
          });
    }
  }

  /** What must hold of a row, which may take a look at it. */
  private interface Conditions {
    DocumentCondition of(TableCalls calls);
  }

  /**
   * That the row has this revision. One that stands for its content, alone or beside a stored one,
   * takes a read: then it must still be the row that was read.
   */
  private DocumentCondition expecting(
      TableCalls calls, String collection, String id, String expected) {
    if (!DatabaseRules.isDerived(expected)
        && DatabaseRules.withoutDigest(expected).equals(expected)) {
      return DocumentCondition.revision(expected);
    }
    var row = calls.getItem(CollectionItems.get(calls.table(), id, true));
    if (!CollectionItems.has(row, expected)) {
      throw new RevisionConflictException(
          named(collection, id), expected, row.isEmpty() ? null : document(row), false, null);
    }
    return DocumentCondition.unchanged(row);
  }

  private RevisionConflictException conflict(
      String collection, String id, @Nullable String expected, ConditionalCheckFailedException e) {
    var applied =
        wasResent(e) && (expected == null || !CollectionItems.replaced(e.item(), expected));
    return new RevisionConflictException(
        named(collection, id),
        expected,
        e.hasItem() && !e.item().isEmpty() ? document(e.item()) : null,
        applied,
        e);
  }

  private static boolean wasResent(ConditionalCheckFailedException e) {
    return e.numAttempts() != null && e.numAttempts() > 1;
  }

  @Override
  public Document update(String collection, String id, UnaryOperator<Map<String, Object>> change) {
    var table = tableOf(collection);
    DatabaseRules.checkId(id);
    for (var tries = 1; ; tries++) {
      var row =
          tables.with(table, false, calls -> calls.getItem(CollectionItems.get(table, id, true)));
      if (row.isEmpty()) {
        throw new NotFoundException(named(collection, id));
      }
      var read = document(row);
      var changed = change.apply(new LinkedHashMap<>(read.value()));
      var write = new Write(collection, id, changed);
      try {
        var revision = write.put(read.revision(), calls -> DocumentCondition.unchanged(row));
        return DatabaseRules.document(id, revision, DatabaseRules.fields(id, changed));
      } catch (RevisionConflictException e) {
        if (tries == MAX_TRIES || e.current().isEmpty() || e.outcomeUnknown()) {
          throw e;
        }
        TableCalls.pause(Math.min(tries, 3));
      }
    }
  }

  @Override
  public void check(String collection, String id, Map<String, ?> document) {
    tableOf(collection);
    DatabaseRules.expectation(document, null);
    CollectionItems.attributes(collection, id, DatabaseRules.fields(id, document));
  }

  @Override
  public boolean hasCollection(String collection) {
    return tables.exists(tableOf(collection));
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    var table = tableOf(collection);
    DatabaseRules.checkId(id);
    var request = CollectionItems.get(table, id, options.consistent());
    var row = tables.with(table, false, calls -> calls.getItem(request));
    return row.isEmpty() ? Optional.empty() : Optional.of(document(row));
  }

  @Override
  public List<Document> getAll(String collection, Collection<String> ids) {
    var table = tableOf(collection);
    ids.forEach(DatabaseRules::checkId);
    var distinct = new LinkedHashSet<>(ids);
    var keys = distinct.stream().map(CollectionItems::key).toList();
    var found = new HashMap<String, Document>();
    tables
        .with(table, false, calls -> calls.batchGet(keys, options.consistent()))
        .forEach(
            row -> {
              var document = document(row.attributes());
              found.put(document.id(), document);
            });
    return distinct.stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList();
  }

  @Override
  public List<String> saveAll(String collection, List<? extends Map<String, ?>> documents) {
    tables.with(tableOf(collection), options.createsTables(), calls -> true);
    return new DocumentBatch(connection.fanOut())
        .each(
            documents,
            n -> DatabaseRules.idOf(documents, n),
            (id, document) -> save(collection, id, document, null));
  }

  @Override
  public List<Boolean> deleteAll(String collection, List<String> ids) {
    ids.forEach(DatabaseRules::checkId);
    tables.with(tableOf(collection), false, calls -> true);
    return new DocumentBatch(connection.fanOut())
        .each(
            ids,
            ids::get,
            (id, same) -> {
              try {
                delete(collection, id, null);
                return true;
              } catch (NotFoundException e) {
                return false;
              }
            });
  }

  @Override
  public void delete(String collection, String id, @Nullable String expectedRevision) {
    var table = tableOf(collection);
    DatabaseRules.checkId(id);
    tables.with(
        table,
        false,
        calls -> {
          try {
            var condition =
                expectedRevision == null
                    ? DocumentCondition.present()
                    : expecting(calls, collection, id, expectedRevision);
            calls.delete(CollectionItems.delete(table, id, condition));
          } catch (RevisionConflictException e) {
            throw e.current().isEmpty() ? new NotFoundException(named(collection, id)) : e;
          } catch (ConditionalCheckFailedException e) {
            if (e.hasItem() && !e.item().isEmpty()) {
              throw conflict(collection, id, expectedRevision, e);
            } else if (!wasResent(e)) {
              throw new NotFoundException(named(collection, id));
            }
          }
          return true;
        });
  }

  @Override
  public Page<Document> list(String collection, int limit, @Nullable String pageToken) {
    SessionRules.checkPage(limit);
    var table = tableOf(collection);
    return new DocumentScan(table, options.consistent())
        .page(
            limit,
            pageToken,
            request -> tables.with(table, false, calls -> calls.scan(request)),
            this::document);
  }

  @Override
  public Stream<Document> listAll(String collection) {
    var table = tableOf(collection);
    tables.with(table, false, calls -> true);
    return new DocumentScan(table, options.consistent())
        .all(
            tables.bytes(table),
            connection.fanOut(),
            request -> tables.with(table, false, calls -> calls.scan(request)))
        .map(this::document);
  }

  @Override
  public Table table(String collection) {
    return new DefinedTable(connection, TableDefinition.DOCUMENTS.named(tableOf(collection))) {};
  }

  @Override
  public Async<DynamoDbDocumentDatabase> async() {
    return Async.of(this, connection.executor());
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.BatchException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.SessionRules;
import dev.dynamory.dynamodb.CollectionItems.Condition;
import dev.dynamory.tables.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Documents, a table for each collection. */
final class TableDocuments implements DynamoDbDocumentDatabase {
  private final Connection connection;
  private final Set<String> known;
  private final boolean createTables;

  /** What is known are the collections whose tables were seen to be there. */
  TableDocuments(Connection connection, Set<String> known, boolean createTables) {
    this.connection = connection;
    this.known = known;
    this.createTables = createTables;
  }

  @Override
  public DynamoDbDocumentDatabase withTablesOnFirstWrite() {
    return new TableDocuments(connection, known, true);
  }

  private static TableDefinition definition(String collection) {
    DatabaseRules.checkCollection(collection);
    return TableDefinition.DOCUMENTS.named(collection);
  }

  private TableCalls calls(String collection, boolean writes) {
    var definition = definition(collection);
    if (!known.contains(collection)) {
      var setup = new TableSetup(connection, definition);
      if (writes && createTables && !setup.hasItsKeys()) {
        setup.run();
      } else if (!setup.hasItsKeys()) {
        throw new ConfigurationException(
            "there is no collection "
                + collection
                + ": no table of this name with the partition key _id. Save with"
                + " withTablesOnFirstWrite(), or create it with table(…).setup()");
      }
      known.add(collection);
    }
    return new TableCalls(connection, definition, "documents");
  }

  @Override
  public String save(
      String collection, String id, Map<String, ?> document, @Nullable String expectedRevision) {
    definition(collection);
    var fields = DatabaseRules.fields(id, document);
    var expected = DatabaseRules.expectation(document, expectedRevision).orElse(null);
    var operation = RegistryItems.newOperation();
    var calls = calls(collection, true);
    var condition = Condition.notAfter(operation);
    if (expected != null) {
      condition =
          CollectionItems.isDerived(expected)
              ? unchanged(calls, collection, id, expected)
              : Condition.revision(expected);
    }
    var revision = CollectionItems.next(expected, operation);
    try {
      write(calls, collection, id, fields, revision, condition);
      return revision;
    } catch (ConditionalCheckFailedException e) {
      if (isOwn(e.item(), operation)) {
        return revision;
      }
      throw conflict(collection, id, expected, e);
    }
  }

  private void write(
      TableCalls calls,
      String collection,
      String id,
      Map<String, Object> fields,
      String revision,
      Condition condition) {
    var request = CollectionItems.put(collection, id, fields, revision, condition);
    try {
      calls.put(request);
    } catch (ConfigurationException e) {
      if (!(e.getCause() instanceof ResourceNotFoundException)) {
        throw e;
      }
      known.remove(collection); // dropped since: the same rule once more
      calls(collection, true).put(request);
    }
  }

  private static boolean isOwn(Map<String, AttributeValue> row, String operation) {
    return CollectionItems.stored(row).filter(revision -> revision.contains(operation)).isPresent();
  }

  /** For a row that Python wrote: that it still has the content it was read with. */
  private static Condition unchanged(
      TableCalls calls, String collection, String id, String expected) {
    var row = calls.getItem(CollectionItems.get(collection, id));
    var current = row.isEmpty() ? null : CollectionItems.document(row);
    if (current == null || !current.revision().equals(expected)) {
      throw new RevisionConflictException(
          "document '" + id + "' in " + collection, expected, current, false, null);
    }
    return Condition.unchanged(row);
  }

  private static RevisionConflictException conflict(
      String collection, String id, @Nullable String expected, ConditionalCheckFailedException e) {
    return new RevisionConflictException(
        "document '" + id + "' in " + collection,
        expected,
        e.hasItem() && !e.item().isEmpty() ? CollectionItems.document(e.item()) : null,
        wasResent(e),
        e);
  }

  private static boolean wasResent(ConditionalCheckFailedException e) {
    return e.numAttempts() != null && e.numAttempts() > 1;
  }

  @Override
  public String create(String collection, String id, Map<String, ?> document) {
    definition(collection);
    var fields = DatabaseRules.fields(id, document);
    var operation = RegistryItems.newOperation();
    var revision = CollectionItems.next(null, operation);
    try {
      write(calls(collection, true), collection, id, fields, revision, Condition.absent());
    } catch (ConditionalCheckFailedException e) {
      if (!isOwn(e.item(), operation)) {
        throw new RefusedException(
            RefusedException.Reason.ALREADY_EXISTS,
            "document '" + id + "' in " + collection + " is there already",
            e);
      }
    }
    return revision;
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    definition(collection);
    DatabaseRules.checkId(id);
    var request = CollectionItems.get(collection, id).toBuilder().consistentRead(false).build();
    var row = calls(collection, false).getItem(request);
    return row.isEmpty() ? Optional.empty() : Optional.of(CollectionItems.document(row));
  }

  @Override
  public List<Document> getAll(String collection, Collection<String> ids) {
    ids.forEach(DatabaseRules::checkId);
    var distinct = new LinkedHashSet<>(ids);
    var found = new HashMap<String, Document>();
    calls(collection, false)
        .batchGet(distinct.stream().map(CollectionItems::key).toList(), false)
        .forEach(
            row -> {
              var document = CollectionItems.document(row.attributes());
              found.put(document.id(), document);
            });
    return distinct.stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList();
  }

  @Override
  public List<String> saveAll(String collection, List<? extends Map<String, ?>> documents) {
    calls(collection, true);
    var outcomes =
        connection
            .fanOut()
            .<Integer, String>outcomes(
                IntStream.range(0, documents.size()).boxed().toList(),
                n -> {
                  var document = documents.get(n);
                  if (!(document.get(DatabaseRules.ID) instanceof String id)) {
                    throw new InvalidInputException(
                        "documents", "documents[" + n + "]._id", "must be a string");
                  }
                  return save(collection, id, document, null);
                });
    var revisions = new ArrayList<String>();
    var failures = new TreeMap<Integer, RuntimeException>();
    for (var n = 0; n < outcomes.size(); n++) {
      var failure = outcomes.get(n).failure();
      if (failure == null) {
        revisions.add(outcomes.get(n).get());
      } else {
        failures.put(n, failure);
      }
    }
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
    return revisions;
  }

  @Override
  public void delete(String collection, String id, @Nullable String expectedRevision) {
    definition(collection);
    DatabaseRules.checkId(id);
    var calls = calls(collection, false);
    var condition = Condition.present();
    if (expectedRevision != null) {
      condition =
          CollectionItems.isDerived(expectedRevision)
              ? unchanged(calls, collection, id, expectedRevision)
              : Condition.revision(expectedRevision);
    }
    try {
      calls.delete(CollectionItems.delete(collection, id, condition));
    } catch (ConditionalCheckFailedException e) {
      if (e.hasItem() && !e.item().isEmpty()) {
        throw conflict(collection, id, expectedRevision, e);
      } else if (!wasResent(e)) {
        throw new NotFoundException("document '" + id + "' in " + collection);
      }
    }
  }

  @Override
  public Page<Document> list(String collection, int limit, @Nullable String pageToken) {
    SessionRules.checkPage(limit);
    var request = ScanRequest.builder().tableName(collection).limit(limit);
    if (pageToken != null) {
      request.exclusiveStartKey(CollectionItems.key(parse(pageToken)));
    }
    var page = calls(collection, false).scan(request.build());
    var last = page.lastEvaluatedKey();
    return new Page<>(
        page.items().stream().map(CollectionItems::document).toList(),
        last == null || last.isEmpty()
            ? null
            : token(AttributeValues.required(last, DatabaseRules.ID).s()));
  }

  private static String token(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String parse(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("pageToken", "is not one of this listing's");
    }
  }

  @Override
  public Table table(String collection) {
    var definition = definition(collection);
    return new Table() {
      @Override
      public TableDefinition definition() {
        return definition;
      }

      @Override
      public void setup() {
        new TableSetup(connection, definition).run();
      }

      @Override
      public List<String> verify() {
        return new TableSetup(connection, definition).differences();
      }
    };
  }

  @Override
  public Async<DynamoDbDocumentDatabase> async() {
    return Async.of(this, connection.executor());
  }
}

package dev.dynamory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A document database in memory; a collection is there once a document was saved into it. */
public final class InMemoryDocumentDatabase implements DocumentDatabase {
  private final Map<String, TreeMap<String, Document>> collections = new HashMap<>();
  private long lastRevision;

  InMemoryDocumentDatabase() {}

  private synchronized NavigableMap<String, Document> collection(String collection) {
    DatabaseRules.checkCollection(collection);
    var found = collections.get(collection);
    if (found == null) {
      throw new ConfigurationException("there is no collection " + collection);
    }
    return found;
  }

  @Override
  public synchronized String save(
      String collection, String id, Map<String, ?> document, @Nullable String expectedRevision) {
    DatabaseRules.checkCollection(collection);
    var fields = DatabaseRules.fields(id, document);
    var expected = DatabaseRules.expectation(document, expectedRevision);
    var documents = collections.computeIfAbsent(collection, name -> new TreeMap<>());
    check(collection, id, documents.get(id), expected);
    var revision = ++lastRevision + "-memory";
    documents.put(id, DatabaseRules.document(id, revision, fields));
    return revision;
  }

  private static void check(
      String collection, String id, @Nullable Document current, Optional<String> expected) {
    if (expected.isPresent() && (current == null || !current.revision().equals(expected.get()))) {
      throw new RevisionConflictException(
          "document '" + id + "' in " + collection, expected.get(), current, false, null);
    }
  }

  @Override
  public synchronized String create(String collection, String id, Map<String, ?> document) {
    DatabaseRules.checkCollection(collection);
    DatabaseRules.fields(id, document);
    var documents = collections.get(collection);
    if (documents != null && documents.containsKey(id)) {
      throw new RefusedException(
          RefusedException.Reason.ALREADY_EXISTS,
          "document '" + id + "' in " + collection + " is there already",
          null);
    }
    var fresh = new HashMap<String, Object>(document);
    fresh.remove(DatabaseRules.REVISION);
    return save(collection, id, fresh, null);
  }

  @Override
  public synchronized String restore(
      String collection, String id, Map<String, ?> document, @Nullable String replacedRevision) {
    DatabaseRules.checkCollection(collection);
    var fields = DatabaseRules.fields(id, document);
    var brought = DatabaseRules.broughtRevision(document);
    var documents = collections.computeIfAbsent(collection, name -> new TreeMap<>());
    var current = documents.get(id);
    var found = current == null ? null : current.revision();
    if (!Objects.equals(found, replacedRevision)) {
      throw new RevisionConflictException(
          "document '" + id + "' in " + collection, replacedRevision, current, false, null);
    }
    var revision = brought.orElseGet(() -> ++lastRevision + "-memory");
    documents.put(id, DatabaseRules.document(id, revision, fields));
    return revision;
  }

  @Override
  public void check(String collection, String id, Map<String, ?> document) {
    DatabaseRules.checkCollection(collection);
    DatabaseRules.fields(id, document);
    DatabaseRules.expectation(document, null);
  }

  @Override
  public synchronized boolean hasCollection(String collection) {
    DatabaseRules.checkCollection(collection);
    return collections.containsKey(collection);
  }

  @Override
  public synchronized Optional<Document> get(String collection, String id) {
    DatabaseRules.checkId(id);
    return Optional.ofNullable(collection(collection).get(id));
  }

  @Override
  public synchronized List<Document> getAll(String collection, Collection<String> ids) {
    ids.forEach(DatabaseRules::checkId);
    var documents = collection(collection);
    return new LinkedHashSet<>(ids)
        .stream().flatMap(id -> Optional.ofNullable(documents.get(id)).stream()).toList();
  }

  @Override
  public List<String> saveAll(String collection, List<? extends Map<String, ?>> documents) {
    var revisions = new ArrayList<String>();
    var failures = new TreeMap<Integer, RuntimeException>();
    for (var n = 0; n < documents.size(); n++) {
      try {
        revisions.add(save(collection, DatabaseRules.idOf(documents, n), documents.get(n)));
      } catch (DynamoryException e) {
        failures.put(n, e);
      }
    }
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
    return revisions;
  }

  @Override
  public synchronized void delete(String collection, String id, @Nullable String expectedRevision) {
    DatabaseRules.checkId(id);
    var documents = collection(collection);
    var current = documents.get(id);
    if (current == null) {
      throw new NotFoundException("document '" + id + "' in " + collection);
    }
    check(collection, id, current, Optional.ofNullable(expectedRevision));
    documents.remove(id);
  }

  @Override
  public synchronized List<Boolean> deleteAll(String collection, List<String> ids) {
    ids.forEach(DatabaseRules::checkId);
    var documents = collection(collection);
    return ids.stream().map(id -> documents.remove(id) != null).toList();
  }

  @Override
  public synchronized Page<Document> list(
      String collection, int limit, @Nullable String pageToken) {
    SessionRules.checkPage(limit);
    var documents = collection(collection);
    var rest = pageToken == null ? documents : documents.tailMap(pageToken, false);
    var page = rest.values().stream().limit(limit).toList();
    return new Page<>(page, rest.size() <= limit ? null : page.get(page.size() - 1).id());
  }

  @Override
  public Async<InMemoryDocumentDatabase> async() {
    return Async.of(this);
  }
}

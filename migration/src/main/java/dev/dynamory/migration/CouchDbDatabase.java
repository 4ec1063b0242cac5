package dev.dynamory.migration;

import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The document database of a CouchDB server, for reading: every write is refused with {@link
 * RefusedException.Reason#READ_ONLY}. Collections are its databases, revisions its own; design
 * documents and attachments are left out. A call that fails is a {@link CouchDbException}.
 */
public final class CouchDbDatabase implements DocumentDatabase {
  private final CouchDb server;
  private final CouchDbSource source;

  private CouchDbDatabase(CouchDb server) {
    this.server = server;
    this.source = new CouchDbSource(server);
  }

  /** The server at this address; user and password may stand in it. */
  public static CouchDbDatabase at(URI server) {
    return new CouchDbDatabase(CouchDb.at(server));
  }

  /** The server at this address, with the user's name and password. */
  public static CouchDbDatabase at(URI server, String user, String password) {
    return new CouchDbDatabase(CouchDb.at(server, user, password));
  }

  CouchDb server() {
    return server;
  }

  private static boolean isData(SourceDocument document) {
    return !document.id().startsWith("_design/");
  }

  private static Document document(SourceDocument document) {
    if (document.unreadable() != null) {
      throw new CouchDbException(
          "document '" + document.id() + "' cannot be read: " + document.unreadable(), 200, null);
    }
    return DatabaseRules.document(
        document.id(),
        String.valueOf(document.revision()),
        MigrationOptions.whole(document.fields()));
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    DatabaseRules.checkId(id);
    return source
        .document(collection, id)
        .filter(CouchDbDatabase::isData)
        .map(CouchDbDatabase::document);
  }

  @Override
  public List<Document> getAll(String collection, Collection<String> ids) {
    var distinct = new LinkedHashSet<>(ids);
    var found = new HashMap<String, Document>();
    source.documents(collection, distinct).stream()
        .filter(CouchDbDatabase::isData)
        .forEach(document -> found.put(document.id(), document(document)));
    return distinct.stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList();
  }

  @Override
  public Page<Document> list(String collection, int limit, @Nullable String pageToken) {
    if (limit < 1) {
      throw new InvalidInputException("limit", "must be at least 1, but is " + limit);
    }
    var page = source.page(collection, pageToken, limit);
    return new Page<>(
        page.documents().stream()
            .filter(CouchDbDatabase::isData)
            .map(CouchDbDatabase::document)
            .toList(),
        page.next());
  }

  @Override
  public boolean hasCollection(String collection) {
    return source.has(collection);
  }

  private static RefusedException readOnly() {
    return new RefusedException(
        RefusedException.Reason.READ_ONLY,
        "CouchDB is for reading only: move the documents with a migration, and write there",
        null);
  }

  @Override
  public String save(
      String collection, String id, Map<String, ?> document, @Nullable String expectedRevision) {
    throw readOnly();
  }

  @Override
  public String create(String collection, String id, Map<String, ?> document) {
    throw readOnly();
  }

  @Override
  public String restore(
      String collection, String id, Map<String, ?> document, @Nullable String replacedRevision) {
    throw readOnly();
  }

  @Override
  public void check(String collection, String id, Map<String, ?> document) {
    throw readOnly();
  }

  @Override
  public List<String> saveAll(String collection, List<? extends Map<String, ?>> documents) {
    throw readOnly();
  }

  @Override
  public Document update(String collection, String id, UnaryOperator<Map<String, Object>> change) {
    throw readOnly();
  }

  @Override
  public void delete(String collection, String id, @Nullable String expectedRevision) {
    throw readOnly();
  }

  @Override
  public List<Boolean> deleteAll(String collection, List<String> ids) {
    throw readOnly();
  }
}

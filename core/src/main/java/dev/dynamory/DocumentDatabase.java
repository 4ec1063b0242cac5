package dev.dynamory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents in collections, each with a revision. A save replaces the document whole; one that
 * expects a revision, as an argument or as the document's own {@code _rev}, is refused with a
 * {@link RevisionConflictException} where another stands.
 */
public interface DocumentDatabase {

  /** Saves whatever is there, unless the document has a {@code _rev}; gives its new revision. */
  default String save(String collection, String id, Map<String, ?> document) {
    return save(collection, id, document, null);
  }

  /** Saves a record as a document. */
  default String save(String collection, String id, Record document) {
    return save(collection, id, Records.toDocument(document), null);
  }

  /** Saves if this revision is there; null is as if it was not said. Gives the new revision. */
  String save(
      String collection, String id, Map<String, ?> document, @Nullable String expectedRevision);

  /** Saves a document that is not there, else {@link RefusedException}; gives its revision. */
  String create(String collection, String id, Map<String, ?> document);

  /**
   * Puts a document with the revision that it has elsewhere, which is its {@code _rev} (a new one
   * if it has none), where there is no document or, if said, where this revision stands; else
   * {@link RevisionConflictException}. Gives the revision. For copying documents between databases.
   */
  String restore(
      String collection, String id, Map<String, ?> document, @Nullable String replacedRevision);

  /** Throws what a save of this document would throw before any call. */
  void check(String collection, String id, Map<String, ?> document);

  /** Whether there is such a collection. */
  boolean hasCollection(String collection);

  /** The document; empty if there is none. */
  Optional<Document> get(String collection, String id);

  /** The documents that exist of these, in the order of the ids. */
  List<Document> getAll(String collection, Collection<String> ids);

  /**
   * Saves each document under its {@code _id} and gives the revisions in order; {@link
   * BatchException} for those that failed, the others are saved.
   */
  List<String> saveAll(String collection, List<? extends Map<String, ?>> documents);

  /** Deletes a document; {@link NotFoundException} if there is none. */
  default void delete(String collection, String id) {
    delete(collection, id, null);
  }

  /** Deletes a document if it has this revision; {@link NotFoundException} if there is none. */
  void delete(String collection, String id, @Nullable String expectedRevision);

  /**
   * Deletes documents whatever their revisions, and gives whether each was there, in order; {@link
   * BatchException} for those that failed, the others are deleted.
   */
  List<Boolean> deleteAll(String collection, List<String> ids);

  /** Some documents of a collection, in no order; null as the token is the first page. */
  Page<Document> list(String collection, int limit, @Nullable String pageToken);

  /** All documents of a collection, read as the stream is, in no order. */
  default Stream<Document> listAll(String collection) {
    return Page.stream(token -> list(collection, 100, token));
  }

  /** Reads, changes and saves under the revision read, again until nobody came between. */
  default Document update(String collection, String id, UnaryOperator<Map<String, Object>> change) {
    for (var tries = 1; ; tries++) {
      var read =
          get(collection, id)
              .orElseThrow(() -> new NotFoundException("document '" + id + "' in " + collection));
      var changed = change.apply(new LinkedHashMap<>(read.value()));
      try {
        var revision = save(collection, id, changed, read.revision());
        return DatabaseRules.document(id, revision, DatabaseRules.fields(id, changed));
      } catch (RevisionConflictException e) {
        if (tries == 200 || e.current().isEmpty() || e.outcomeUnknown()) {
          throw e;
        }
      }
    }
  }

  /** This database, asynchronously. */
  default Async<? extends DocumentDatabase> async() {
    return Async.of(this);
  }
}

package dev.dynamory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which documents were ingested into which namespace. What is in the trash is neither listed nor
 * found nor counted; {@link #get} shows it with its status.
 */
public interface DocumentIndex {

  /**
   * Adds a document that is not there, else {@link RefusedException}; one that was purged may come
   * again. Gives it as it was created.
   */
  IndexedDocument create(IndexedDocument document);

  /**
   * Adds a document and completes its reservation, both or neither: {@link RefusedException} if
   * another ingester has taken it over since.
   */
  IndexedDocument create(IndexedDocument document, Reservation reservation);

  /** The document with all its chunk ids, whatever its status; empty if there is none. */
  Optional<IndexedDocument> get(String namespace, String id);

  /** Whether there is such a document and it is active. */
  default boolean exists(String namespace, String id) {
    return get(namespace, id)
        .filter(document -> document.status() == IndexedDocument.Status.ACTIVE)
        .isPresent();
  }

  /** The active documents of a namespace, newest first. */
  default Page<IndexedDocument> list(String namespace, int limit, @Nullable String pageToken) {
    return list(namespace, null, limit, pageToken);
  }

  /**
   * The active documents of a namespace whose {@link IndexedDocument#fields()} match, newest first;
   * a page is only short if there are no more.
   */
  Page<IndexedDocument> list(
      String namespace, @Nullable Filter filter, int limit, @Nullable String pageToken);

  /** The active documents with this file name, newest first. */
  List<IndexedDocument> findByFilename(String namespace, String filename);

  /** The active documents that were read from this path, newest first. */
  List<IndexedDocument> findBySourcePath(String namespace, String sourcePath);

  /** Changes an active document, else {@link NotFoundException} or {@link RefusedException}. */
  IndexedDocument update(DocumentChange change);

  /** Gives an active document another file name, else as {@link #update}. */
  IndexedDocument rename(String namespace, String id, String filename);

  /**
   * Moves an active document, with the reservation of its file, to another namespace that has none
   * of this id, else {@link RefusedException}; at every moment it is in exactly one of the two.
   */
  IndexedDocument move(String namespace, String id, String toNamespace);

  /** Removes a document at once, whatever its status; says whether it was there. */
  boolean delete(String namespace, String id);

  /** Puts an active document into the trash for 30 days. */
  void trash(String namespace, String id);

  /** Takes a document out of the trash. */
  void restore(String namespace, String id);

  /**
   * Begins to remove a document of the trash for good and gives the ids of its chunks; once these
   * are removed, {@link #completePurge}. The same again gives the same.
   */
  List<String> purge(String namespace, String id);

  /** Ends what {@link #purge} began: the id can be used again. */
  void completePurge(String namespace, String id);

  /** Begins to remove everything that was in the trash for 30 days, see {@link #purge}. */
  List<IndexedDocument> purgeExpired();

  /** How many active documents and chunks a namespace has. */
  DocumentCount count(String namespace);

  /**
   * Asks to be the only one to index a file. One that was reserved 15 minutes ago, and not
   * completed, is taken over.
   */
  Reservation.Answer reserve(Reservation reservation);

  /** Gives back a reservation that is not completed; nothing if it is another's by now. */
  void release(Reservation reservation);

  /** This index, asynchronously. */
  default Async<? extends DocumentIndex> async() {
    return Async.of(this);
  }
}

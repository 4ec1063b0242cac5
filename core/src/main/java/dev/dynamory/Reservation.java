package dev.dynamory;

import org.jspecify.annotations.Nullable;

/**
 * A file that an ingester wants to be the only one to index: by its source path, or where it has
 * none by its content and name.
 */
public record Reservation(
    String namespace,
    String documentId,
    String filename,
    String contentHash,
    @Nullable String sourcePath) {

  /** What became of asking for one. */
  public enum State {
    /** It is the caller's: index the document and create it with this reservation. */
    RESERVED,
    /** Another ingester is at it. */
    IN_PROGRESS,
    /** The document is there already. */
    ALREADY
  }

  /** The answer, and the document that the file is, or is to be. */
  public record Answer(State state, String documentId) {}

  /** Checks the names. */
  public Reservation {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("documentId", documentId);
    IndexRules.checkName("filename", filename);
    IndexRules.checkName("contentHash", contentHash);
    if (sourcePath != null) {
      IndexRules.checkName("sourcePath", sourcePath);
    }
  }

  /** Of the file that this document is; it must have a content hash. */
  public static Reservation of(IndexedDocument document) {
    var hash = document.contentHash();
    if (hash == null) {
      throw new InvalidInputException("document", "contentHash", "must be known to reserve it");
    }
    return new Reservation(
        document.namespace(), document.id(), document.filename(), hash, document.sourcePath());
  }
}

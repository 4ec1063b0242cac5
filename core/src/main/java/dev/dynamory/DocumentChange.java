package dev.dynamory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of an indexed document; what is null stays as it is. Metadata is merged key by
 * key, chunk ids are replaced.
 */
public record DocumentChange(
    String namespace,
    String id,
    @Nullable String title,
    @Nullable String source,
    @Nullable String contentType,
    @Nullable String contentHash,
    @Nullable String summary,
    @Nullable List<String> chunkIds,
    @Nullable Map<String, Object> metadata) {

  /** Checks and copies. */
  public DocumentChange {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("id", id);
    chunkIds = chunkIds == null ? null : IndexRules.chunkIds(chunkIds);
    metadata = metadata == null ? null : Documents.copyOf(metadata, "metadata");
  }

  /** Nothing of this document, yet. */
  public static DocumentChange of(String namespace, String id) {
    return new DocumentChange(namespace, id, null, null, null, null, null, null, null);
  }

  /** Another title. */
  public DocumentChange title(String title) {
    return new DocumentChange(
        namespace, id, title, source, contentType, contentHash, summary, chunkIds, metadata);
  }

  /** Another origin. */
  public DocumentChange source(String source) {
    return new DocumentChange(
        namespace, id, title, source, contentType, contentHash, summary, chunkIds, metadata);
  }

  /** Another media type. */
  public DocumentChange contentType(String contentType) {
    return new DocumentChange(
        namespace, id, title, source, contentType, contentHash, summary, chunkIds, metadata);
  }

  /** Another summary. */
  public DocumentChange summary(String summary) {
    return new DocumentChange(
        namespace, id, title, source, contentType, contentHash, summary, chunkIds, metadata);
  }

  /** Other content: its hash and its chunks. */
  public DocumentChange content(String contentHash, List<String> chunkIds) {
    return new DocumentChange(
        namespace, id, title, source, contentType, contentHash, summary, chunkIds, metadata);
  }

  /** These keys get these values; all others keep theirs. */
  public DocumentChange metadata(Map<String, ?> metadata) {
    return new DocumentChange(
        namespace,
        id,
        title,
        source,
        contentType,
        contentHash,
        summary,
        chunkIds,
        Documents.copyOf(metadata, "metadata"));
  }
}

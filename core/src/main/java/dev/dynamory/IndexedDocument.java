package dev.dynamory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document that was ingested: where it came from, its chunks in the vector store, and what else
 * is known of it. Status and times are the index's to set.
 *
 * @param chunkIds in a listing they may be left out where they are many; the count never is
 */
public record IndexedDocument(
    String namespace,
    String id,
    String filename,
    @Nullable String title,
    @Nullable String source,
    @Nullable String sourcePath,
    @Nullable String contentType,
    @Nullable Long size,
    @Nullable String contentHash,
    @Nullable String summary,
    List<String> chunkIds,
    int chunkCount,
    Map<String, Object> metadata,
    Status status,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt) {

  /** Where a document is on its way from ingestion to removal. */
  public enum Status {
    /** It is listed and found. */
    ACTIVE,
    /** It is in the trash, and can be restored. */
    DELETING,
    /** Its chunks are being removed. */
    PURGING,
    /** It is gone; its id can be used again. */
    PURGED
  }

  /** Checks the names, and copies chunk ids and metadata. */
  public IndexedDocument {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("id", id);
    IndexRules.checkName("filename", filename);
    if (sourcePath != null) {
      IndexRules.checkName("sourcePath", sourcePath);
    }
    check("title", title);
    check("source", source);
    check("contentType", contentType);
    check("contentHash", contentHash);
    check("summary", summary);
    chunkIds = IndexRules.chunkIds(chunkIds);
    metadata = Documents.copyOf(metadata, "metadata");
  }

  private static void check(String argument, @Nullable String text) {
    if (text != null) {
      IndexRules.checkText(argument, text);
    }
  }

  /** A document of which only this is known. */
  public static IndexedDocument of(String namespace, String id, String filename) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        0,
        Map.of(),
        Status.ACTIVE,
        null,
        null);
  }

  /** Its title. */
  public IndexedDocument title(String title) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** Where it is from, such as a URL. */
  public IndexedDocument source(String source) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** The path it was read from, by which it is found again. */
  public IndexedDocument sourcePath(String sourcePath) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** Its media type. */
  public IndexedDocument contentType(String contentType) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** How many bytes it has. */
  public IndexedDocument size(long size) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** A hash of its content. */
  public IndexedDocument contentHash(String contentHash) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** What it is about. */
  public IndexedDocument summary(String summary) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** Its chunks in the vector store; they are counted. */
  public IndexedDocument chunkIds(List<String> chunkIds) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkIds.size(),
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** Whatever else is to be kept with it. */
  public IndexedDocument metadata(Map<String, ?> metadata) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        Documents.copyOf(metadata, "metadata"),
        status,
        createdAt,
        updatedAt);
  }

  /** In another namespace. */
  public IndexedDocument in(String namespace) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** Under another file name. */
  public IndexedDocument filename(String filename) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** With another status, and other times. */
  public IndexedDocument at(
      Status status, @Nullable Instant createdAt, @Nullable Instant updatedAt) {
    return new IndexedDocument(
        namespace,
        id,
        filename,
        title,
        source,
        sourcePath,
        contentType,
        size,
        contentHash,
        summary,
        chunkIds,
        chunkCount,
        metadata,
        status,
        createdAt,
        updatedAt);
  }

  /** What a filter sees: the fields by their stored names, metadata below {@code metadata}. */
  public Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("doc_id", id);
    fields.put("namespace", namespace);
    fields.put("filename", filename);
    put(fields, "title", title);
    put(fields, "source", source);
    put(fields, "source_path", sourcePath);
    put(fields, "content_type", contentType);
    put(fields, "file_size", size);
    put(fields, "content_hash", contentHash);
    put(fields, "summary", summary);
    fields.put("chunk_count", chunkCount);
    fields.put("metadata", metadata);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import dev.dynamory.DynamoryException;
import dev.dynamory.IndexedDocument;
import dev.dynamory.IndexedDocument.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of a document index as it was read; no attributes if there is none. */
record IndexRow(Map<String, AttributeValue> row) {
  static final String PK = "PK";
  static final String SK = "SK";
  static final String ID = "doc_id";
  static final String STATUS = "status";
  static final String CHUNKS = "chunk_ids";
  static final String CHUNK_SET = "chunk_set";

  /** A row that an update of stache's made where there was no document is none. */
  boolean isDocument() {
    return row.containsKey(ID);
  }

  Status status() {
    return switch (text(STATUS).orElse("active")) {
      case "deleting" -> Status.DELETING;
      case "purging" -> Status.PURGING;
      case "purged" -> Status.PURGED;
      default -> Status.ACTIVE;
    };
  }

  static String nameOf(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  boolean isActive() {
    return isDocument() && status() == Status.ACTIVE;
  }

  boolean knows(String operation) {
    return text("op").equals(Optional.of(operation))
        || text("prev_op").equals(Optional.of(operation));
  }

  Optional<String> text(String attribute) {
    var value = row.get(attribute);
    return value == null ? Optional.empty() : Optional.ofNullable(value.s());
  }

  private @Nullable String textOrNull(String attribute) {
    return text(attribute).orElse(null);
  }

  long number(String attribute) {
    var value = row.get(attribute);
    return value == null || value.n() == null ? 0 : AttributeValues.number(value.n()).longValue();
  }

  /** The set that the chunk ids are in; empty if they are in the row. */
  Optional<ChunkSet> chunkSet() {
    var set = row.get(CHUNK_SET);
    if (set == null || !set.hasM() || set.m().get("id") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ChunkSet(
            AttributeValues.required(set.m(), "id").s(),
            (int) new IndexRow(set.m()).number("count")));
  }

  /** The set of which this row is a part. */
  Optional<String> setOfPart() {
    return text(PK)
        .filter(pk -> pk.startsWith(ChunkSet.PREFIX))
        .map(pk -> pk.substring(ChunkSet.PREFIX.length()));
  }

  List<String> inlineChunkIds() {
    var ids = new ArrayList<String>();
    var list = row.get(CHUNKS);
    if (list != null) {
      list.l().forEach(id -> ids.add(id.s() == null ? String.valueOf(id.n()) : id.s()));
    }
    return ids;
  }

  IndexedDocument document(String table, List<String> chunkIds) {
    var metadata = row.get("metadata");
    try {
      return new IndexedDocument(
          text("namespace").orElse(""),
          text(ID).orElse(""),
          text("filename").orElse("unknown"),
          textOrNull("title"),
          textOrNull("source"),
          textOrNull("source_path"),
          textOrNull("content_type"),
          row.containsKey("file_size") ? number("file_size") : null,
          textOrNull("content_hash"),
          textOrNull("summary"),
          chunkIds,
          row.containsKey("chunk_count") ? (int) number("chunk_count") : chunkIds.size(),
          metadata == null || !metadata.hasM() ? Map.of() : AttributeValues.toDocument(metadata),
          status(),
          text("created_at").flatMap(Timestamps::parse).orElse(null),
          text("updated_at").or(() -> text("created_at")).flatMap(Timestamps::parse).orElse(null));
    } catch (DynamoryException e) {
      throw new CorruptDataException(
          table, text(PK).orElse("a document"), "it cannot be read: " + e.getMessage(), e);
    }
  }

  /** Chunk ids that are beside their document. */
  record ChunkSet(String id, int count) {
    static final String PREFIX = "DYNAMORY#CHUNKS#";
    private static final int IDS_IN_A_ROW = 6_000;

    List<Map<String, AttributeValue>> keys() {
      var keys = new ArrayList<Map<String, AttributeValue>>();
      for (var n = 0; n * IDS_IN_A_ROW < count; n++) {
        keys.add(
            Map.of(
                PK,
                AttributeValue.fromS(PREFIX + id),
                SK,
                AttributeValue.fromS(Integer.toString(n))));
      }
      return keys;
    }

    List<String> part(List<String> ids, int n) {
      return ids.subList(n * IDS_IN_A_ROW, Math.min(ids.size(), (n + 1) * IDS_IN_A_ROW));
    }
  }
}

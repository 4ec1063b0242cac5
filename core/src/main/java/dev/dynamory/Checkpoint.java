package dev.dynamory;

import java.util.List;
import java.util.Map;

/**
 * A checkpoint that was loaded, with its pending writes in the order of their tasks, then of their
 * indexes.
 */
public record Checkpoint(CheckpointInfo info, Payload payload, List<PendingWrite> pendingWrites) {
  /** The writes are copied. */
  public Checkpoint {
    pendingWrites = List.copyOf(pendingWrites);
  }

  /** The checkpoint's id. */
  public String id() {
    return info.id();
  }

  /**
   * The state, if it is a document; {@link IllegalArgumentException} if another serializer made it.
   */
  public Map<String, Object> state() {
    return payload.document();
  }

  /**
   * What a serializer of this content type has written; {@link ConfigurationException} if another
   * one has.
   */
  public byte[] bytes(String contentType) {
    if (!payload.contentType().equals(contentType)) {
      throw new ConfigurationException(
          "checkpoint '%s' of thread '%s' was saved as %s, and is read as %s: read it with the serializer that wrote it"
              .formatted(id(), info.threadId(), payload.contentType(), contentType));
    }
    return payload.bytes();
  }

  /** The state as a record, see {@link Records}. */
  public <T extends Record> T as(Class<T> type) {
    return payload.as(type);
  }
}

package dev.dynamory.migration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as its source gives it. The fields are without {@code _id} and {@code _rev}; a
 * document that cannot be read says why.
 */
record SourceDocument(
    String id,
    @Nullable String revision,
    Map<String, @Nullable Object> fields,
    List<Attachment> attachments,
    List<String> losingRevisions,
    boolean deleted,
    @Nullable String unreadable) {

  /** The fields are copied shallowly. */
  SourceDocument {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    attachments = List.copyOf(attachments);
    losingRevisions = List.copyOf(losingRevisions);
  }

  /** What the source says of an attachment without giving it. */
  record Attachment(String name, long bytes) {
    @Override
    public String toString() {
      return name + " (" + bytes + " bytes)";
    }
  }

  static SourceDocument of(
      String id, @Nullable String revision, Map<String, @Nullable Object> fields) {
    return new SourceDocument(id, revision, fields, List.of(), List.of(), false, null);
  }

  static SourceDocument deleted(String id, String revision) {
    return new SourceDocument(id, revision, Map.of(), List.of(), List.of(), true, null);
  }

  static SourceDocument unreadable(String id, String reason) {
    return new SourceDocument(id, null, Map.of(), List.of(), List.of(), false, reason);
  }
}

package dev.dynamory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document of a collection, with its revision: an opaque text that is another after every save.
 * The value includes {@code _id} and {@code _rev}.
 */
public record Document(String id, String revision, Map<String, Object> value) {
  /** The value is copied. */
  public Document {
    value = Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }

  /** The document as a record, see {@link Records#fromDocument}. */
  public <T extends Record> T as(Class<T> type) {
    return Records.fromDocument(value, type);
  }
}

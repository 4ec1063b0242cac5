package dev.dynamory;

import java.util.Arrays;
import java.util.Map;

/**
 * Bytes with their content type: a document in this library's own encoding, or what any serializer
 * made.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record Payload(String contentType, byte[] bytes) {
  /** The content type of documents, see {@link #of(Map)}. */
  public static final String DOCUMENT = "application/vnd.dynamory.document";

  /** The bytes are not copied. */
  public Payload {}

  /** A document as bytes: equal documents give equal bytes (map keys and sets are sorted). */
  public static Payload of(Map<String, ?> document) {
    return new Payload(DOCUMENT, DocumentCodec.encode(Documents.copyOf(document, "document")));
  }

  /** A record as a document, see {@link Records}. */
  public static Payload of(Record document) {
    return of(Records.toDocument(document));
  }

  /** What any serializer made. */
  public static Payload of(String contentType, byte[] bytes) {
    return new Payload(contentType, bytes);
  }

  /**
   * The document, if that is what this holds; {@link IllegalArgumentException} if the bytes are not
   * one.
   */
  public Map<String, Object> document() {
    if (!contentType.equals(DOCUMENT)) {
      throw new IllegalArgumentException("a payload of type " + contentType + " is not a document");
    }
    return DocumentCodec.decode(bytes);
  }

  /** The document as a record, see {@link Records}. */
  public <T extends Record> T as(Class<T> type) {
    return Records.fromDocument(document(), type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload
        && contentType.equals(payload.contentType)
        && Arrays.equals(bytes, payload.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return contentType + ", " + bytes.length + " bytes";
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Payload;
import dev.dynamory.ValueTooLargeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of one entry as they are stored: in the row if they fit, else in parts. */
final class SessionContent {
  private static final long MAX_INLINE = 350 * 1024;
  private static final long MAX_BYTES = 32L * 1024 * 1024;
  private static final String FIELD = "items";

  private SessionContent() {}

  static SessionEntries.Content of(List<Map<String, Object>> items) {
    if (items.isEmpty()) {
      return SessionEntries.Content.NONE;
    }
    var list = AttributeValue.fromL(items.stream().map(AttributeValues::of).toList());
    if (AttributeValues.size(list) <= MAX_INLINE) {
      return new SessionEntries.Content(items.size(), list, null);
    }
    var encoded = Payload.of(Map.of(FIELD, items)).bytes();
    if (encoded.length > MAX_BYTES) {
      throw new ValueTooLargeException(
          "the items that are added at once",
          encoded.length,
          MAX_BYTES,
          "add them in several calls",
          null);
    }
    return new SessionEntries.Content(
        items.size(), null, Pieces.cut(SessionEntries.newPartsId(), encoded));
  }

  /** {@link IllegalArgumentException} if the bytes are not so many items. */
  static List<Map<String, Object>> decode(byte[] bytes, int count) {
    var items = new ArrayList<Map<String, Object>>();
    if (Payload.of(Payload.DOCUMENT, bytes).document().get(FIELD) instanceof List<?> list) {
      for (var item : list) {
        if (item instanceof Map<?, ?> map) {
          @SuppressWarnings("unchecked")
          var document = (Map<String, Object>) map;
          items.add(document);
        }
      }
    }
    if (items.size() != count) {
      throw new IllegalArgumentException("not the items of an entry");
    }
    return items;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Payload;
import dev.dynamory.ValueTooLargeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of one entry as they are stored: in the row if they fit, else in parts. */
final class SessionContent {
  private static final long MAX_INLINE = 350 * 1024;
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private SessionContent() {}

  static SessionEntries.Content of(List<Map<String, Object>> items) {
    if (items.isEmpty()) {
      return SessionEntries.Content.NONE;
    }
    var list = AttributeValue.fromL(items.stream().map(AttributeValues::of).toList());
    if (AttributeValues.size(list) <= MAX_INLINE) {
      return new SessionEntries.Content(items.size(), list, null);
    }
    var encoded = encode(items);
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

  /** Each item by itself, with its length before it: an item nests as deep as a document may. */
  private static byte[] encode(List<Map<String, Object>> items) {
    var out = new ByteArrayOutputStream();
    for (var item : items) {
      var bytes = Payload.of(item).bytes();
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  /** {@link IllegalArgumentException} if the bytes are not so many items. */
  static List<Map<String, Object>> decode(byte[] bytes, int count) {
    var items = new ArrayList<Map<String, Object>>();
    var in = ByteBuffer.wrap(bytes);
    while (in.remaining() >= Integer.BYTES) {
      var length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        break;
      }
      var item = new byte[length];
      in.get(item);
      items.add(Payload.of(Payload.DOCUMENT, item).document());
    }
    if (in.hasRemaining() || items.size() != count) {
      throw new IllegalArgumentException("not the items of an entry");
    }
    return items;
  }
}

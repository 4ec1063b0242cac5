package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Namespace;
import dev.dynamory.Payload;
import dev.dynamory.Put;
import dev.dynamory.ValueTooLargeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Values that do not fit an item. The item's row, the head, has as its value only the id of its
 * parts; parts never change.
 *
 * <pre>
 * PK                                 SK      holds
 * dynamory:writes:&lt;root&gt;             &lt;id&gt;    the registration: whose parts these are; written before and removed after them
 * dynamory:parts:&lt;root&gt;:&lt;id&gt;:&lt;n&gt;     part    b B: 380 KiB of the document as {@link Payload} encodes it, gzip'd
 * </pre>
 *
 * Order of a write: registration, parts, head (conditionally), then the replaced parts and their
 * registration are removed. A reader follows the head.
 */
final class LargeValues {
  static final String WRITES = StoreItems.RESERVED + "writes" + Labels.SEPARATOR;
  static final String PARTS = StoreItems.RESERVED + "parts" + Labels.SEPARATOR;
  static final String OWNER_NAMESPACE = "namespace";
  static final String OWNER_KEY = "key";
  static final String COUNT = "count";

  static final long MAX_INLINE = 380 * 1024;
  private static final int MAX_IN_FLIGHT = 8;
  private static final int MAX_TRIES = 10;
  private static final String PART = "part";
  private static final String BYTES = "b";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;

  LargeValues(Connection connection, TableCalls calls, StoreItems items) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
  }

  /** A value that was read whole, and the row that it is of. */
  record Loaded(Row row, Map<String, Object> value) {}

  /** A value cut into parts, not yet written. */
  static Pieces cut(Put put, long maxBytes) {
    var encoded = Payload.of(put.value()).bytes();
    if (encoded.length > maxBytes) {
      throw new ValueTooLargeException(
          "the value of '" + put.key() + "' in '" + put.namespace() + "'",
          encoded.length,
          maxBytes,
          "raise withLargestValue(…), or keep it in several items",
          null);
    }
    var id = new byte[12];
    RANDOM.nextBytes(id);
    var name = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    return Pieces.cut(name, encoded);
  }

  static AttributeValue headValue(Parts parts) {
    return AttributeValue.fromM(Map.of(StoreItems.PARTS_MARKER, AttributeValue.fromS(parts.id())));
  }

  void write(Put put, Pieces cut, Instant now) {
    var root = put.namespace().labels().get(0);
    var labels = put.namespace().labels().stream().map(AttributeValue::fromS).toList();
    var registration = row(WRITES + Labels.encode(root), cut.parts().id(), now);
    registration.put(OWNER_NAMESPACE, AttributeValue.fromL(labels));
    registration.put(OWNER_KEY, AttributeValue.fromS(put.key()));
    registration.put(COUNT, AttributeValues.number(cut.parts().count()));
    calls.put(request(registration));
    connection
        .fanOut()
        .atMost(MAX_IN_FLIGHT)
        .run(
            IntStream.range(0, cut.pieces().size())
                .<Runnable>mapToObj(
                    n ->
                        () -> {
                          var part = row(partKey(root, cut.parts().id(), n), PART, now);
                          part.put(
                              BYTES,
                              AttributeValue.fromB(
                                  SdkBytes.fromByteArrayUnsafe(cut.pieces().get(n))));
                          calls.put(request(part));
                        })
                .toList());
  }

  /** Removes parts that no head names any more, then their registration. Safe to repeat. */
  void remove(Namespace namespace, String id, int count) {
    var root = namespace.labels().get(0);
    connection
        .fanOut()
        .atMost(MAX_IN_FLIGHT)
        .run(
            IntStream.range(0, count)
                .<Runnable>mapToObj(n -> () -> calls.delete(deletion(partKey(root, id, n), PART)))
                .toList());
    calls.delete(deletion(WRITES + Labels.encode(root), id));
  }

  /**
   * The value of a row, wherever it is; empty if the item is gone meanwhile. Each hit is a further
   * read.
   */
  Optional<Loaded> load(Row read, Namespace namespace) {
    var row = read;
    for (var tries = 0; tries < MAX_TRIES; tries++) {
      if (!row.isHead()) {
        return Optional.of(new Loaded(row, inline(row)));
      }
      var head = row.parts();
      if (head.isEmpty()) {
        throw corrupt(row, "what it says of its parts cannot be read", null);
      }
      var bytes = read(head.get(), namespace, tries > 0);
      if (bytes.isPresent()) {
        return Optional.of(new Loaded(row, decode(row, head.get(), bytes.get())));
      }
      var now = calls.get(items.get(row.partitionKey(), row.key(), true));
      if (tries > 0 && now.isHead() && now.partsId().equals(row.partsId())) {
        throw corrupt(row, "a part of its value is missing", null);
      }
      if (!now.hasValue()) {
        return Optional.empty();
      }
      row = now;
      TableCalls.pause(0);
    }
    throw corrupt(row, "its value was replaced " + MAX_TRIES + " times while it was read", null);
  }

  /** The value of a row that holds it itself. */
  Map<String, Object> inline(Row row) {
    var value = row.value();
    if (value == null || !value.hasM()) {
      throw corrupt(row, "its value is not a map", null);
    }
    return AttributeValues.toDocument(value);
  }

  private Optional<byte[]> read(Parts parts, Namespace namespace, boolean consistent) {
    var root = namespace.labels().get(0);
    var keys =
        IntStream.range(0, parts.count())
            .mapToObj(n -> StoreItems.key(partKey(root, parts.id(), n), PART))
            .toList();
    var pieces = new TreeMap<Integer, byte[]>();
    for (var part : calls.batchGet(keys, consistent)) {
      var number =
          part.partitionKey().substring(part.partitionKey().lastIndexOf(Labels.SEPARATOR) + 1);
      pieces.put(
          Integer.valueOf(number),
          AttributeValues.required(part.attributes(), BYTES).b().asByteArrayUnsafe());
    }
    if (pieces.size() < parts.count()) {
      return Optional.empty();
    }
    var whole = new ByteArrayOutputStream();
    pieces.values().forEach(whole::writeBytes);
    return Optional.of(whole.toByteArray());
  }

  private Map<String, Object> decode(Row row, Parts parts, byte[] compressed) {
    try {
      return Payload.of(Payload.DOCUMENT, Pieces.join(parts, compressed)).document();
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(row, "the parts of its value cannot be decoded", e);
    }
  }

  CorruptDataException corrupt(Row row, String wrong, @Nullable Exception cause) {
    return new CorruptDataException(
        items.table(), "item '" + row.key() + "' in '" + row.partitionKey() + "'", wrong, cause);
  }

  /** Rows of ours have an empty value and both times, so that the original can read past them. */
  static Map<String, AttributeValue> row(String partitionKey, String key, Instant now) {
    var time = AttributeValue.fromS(Timestamps.format(now));
    var row = new TreeMap<>(StoreItems.key(partitionKey, key));
    row.put(StoreItems.VALUE, AttributeValue.fromM(Map.of()));
    row.put(StoreItems.CREATED, time);
    row.put(StoreItems.UPDATED, time);
    return row;
  }

  private PutItemRequest request(Map<String, AttributeValue> row) {
    return PutItemRequest.builder().tableName(items.table()).item(row).build();
  }

  private DeleteItemRequest deletion(String partitionKey, String key) {
    return DeleteItemRequest.builder()
        .tableName(items.table())
        .key(StoreItems.key(partitionKey, key))
        .build();
  }

  private static String partKey(String root, String id, int number) {
    return PARTS + Labels.encode(root) + Labels.SEPARATOR + id + Labels.SEPARATOR + number;
  }
}

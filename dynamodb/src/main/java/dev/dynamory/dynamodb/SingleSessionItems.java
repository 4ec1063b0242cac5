package dev.dynamory.dynamodb;

import dev.dynamory.ValueTooLargeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * How sessions lie in the table of {@code openai-agents-session}. Pure: requests out, no client.
 *
 * <pre>
 * session_id  conversation_data                          updated_at  ttl         version  ops
 * user-123    [{"role": "user", "content": "\u00e9"}]    1793000000  1793003600  17       [Xk3…, event-17]
 * </pre>
 *
 * {@code conversation_data} is what {@code json.dumps} makes, both times are seconds. The last two
 * are ours: Python does not see them, and a write of Python's has none, which is how it is noticed.
 */
final class SingleSessionItems {
  static final String ID = "session_id";
  static final String REMOVED = "ttl";
  private static final String DATA = "conversation_data";
  private static final String UPDATED = "updated_at";
  private static final String VERSION = "version";
  private static final String OPERATIONS = "ops";
  private static final int MAX_OPERATIONS = 25;
  private static final long MAX_BYTES = 400 * 1024;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<String, String> NAMES =
      Map.of("#id", ID, "#ttl", REMOVED, "#data", DATA, "#version", VERSION);

  private final String table;

  SingleSessionItems(String table) {
    this.table = table;
  }

  /**
   * A conversation as it was read; the version is 0 if there is no item.
   *
   * @param data what stands in the item that Python wrote; null in one of ours
   */
  record Conversation(
      List<JsonReader.Element> items,
      long version,
      @Nullable String data,
      List<String> operations,
      long expires) {
    static final Conversation NONE =
        new Conversation(List.of(), 0, null, List.of(), SessionExpiry.FOREVER);

    boolean isLive(Instant now) {
      return version != 0 && expires > now.getEpochSecond();
    }

    /** The version that an operation made, if it is one of the last 25 and Python wrote none. */
    Optional<Long> find(String operation) {
      var at = operations.lastIndexOf(operation);
      return at < 0 ? Optional.empty() : Optional.of(version - (operations.size() - 1 - at));
    }
  }

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, AttributeValue.fromS(id));
  }

  GetItemRequest get(String id) {
    return GetItemRequest.builder().tableName(table).key(key(id)).consistentRead(true).build();
  }

  DeleteItemRequest delete(String id) {
    return DeleteItemRequest.builder().tableName(table).key(key(id)).build();
  }

  /** {@link IllegalArgumentException} if it is not a conversation. */
  static Conversation parse(Map<String, AttributeValue> row) {
    if (row.isEmpty()) {
      return Conversation.NONE;
    }
    var data = row.get(DATA);
    if (data == null || data.s() == null) {
      throw new IllegalArgumentException("it has no conversation_data");
    }
    var items = JsonReader.elements(data.s());
    for (var item : items) {
      if (!(item.value() instanceof Map<?, ?>)) {
        throw new IllegalArgumentException("an item is not an object");
      }
    }
    var ours = row.containsKey(VERSION) && row.containsKey(OPERATIONS);
    return new Conversation(
        items,
        ours ? SessionRow.number(row, VERSION, 0) : versionOf(data.s()),
        ours ? null : data.s(),
        ours
            ? AttributeValues.required(row, OPERATIONS).l().stream().map(AttributeValue::s).toList()
            : List.of(),
        SessionRow.number(row, REMOVED, SessionExpiry.FOREVER));
  }

  /** Python's items have none: it is their content's. */
  private static long versionOf(String data) {
    var digest = Pieces.sha256(data.getBytes(StandardCharsets.UTF_8));
    return 1 + (ByteBuffer.wrap(digest).getLong() >>> 2);
  }

  /** The version that a write in place of this conversation gives. */
  static long next(Conversation stands) {
    return stands.version() == 0 ? 1 + (RANDOM.nextLong() >>> 2) : stands.version() + 1;
  }

  /** The whole conversation, in place of exactly what was read. */
  PutItemRequest put(
      String id,
      Conversation stands,
      List<String> items,
      String operation,
      long version,
      Instant now,
      @Nullable Instant expires) {
    var row = new HashMap<>(key(id));
    row.put(DATA, AttributeValue.fromS(JsonWriter.PYTHON.array(items)));
    row.put(UPDATED, AttributeValues.number(now.getEpochSecond()));
    if (expires != null) {
      row.put(REMOVED, AttributeValues.number(expires.getEpochSecond()));
    }
    row.put(VERSION, AttributeValues.number(version));
    var operations = new ArrayList<>(stands.isLive(now) ? stands.operations() : List.of());
    operations.add(operation);
    row.put(
        OPERATIONS,
        AttributeValue.fromL(
            operations
                .subList(Math.max(0, operations.size() - MAX_OPERATIONS), operations.size())
                .stream()
                .map(AttributeValue::fromS)
                .toList()));
    check(id, AttributeValues.size(AttributeValue.fromM(row)));
    var condition = condition(stands);
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(row)
            .conditionExpression(condition)
            .expressionAttributeNames(Placeholders.names(NAMES, condition))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (stands.data() != null) {
      request.expressionAttributeValues(Map.of(":data", AttributeValue.fromS(stands.data())));
    } else if (stands.version() != 0) {
      request.expressionAttributeValues(
          Map.of(":version", AttributeValues.number(stands.version())));
    }
    return request.build();
  }

  private static String condition(Conversation stands) {
    if (stands.version() == 0) {
      return "attribute_not_exists(#id)";
    }
    return stands.data() == null
        ? "#version = :version"
        : "attribute_not_exists(#version) AND #data = :data";
  }

  private static void check(String id, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new ValueTooLargeException(
          "session '" + id + "' in one item",
          bytes,
          MAX_BYTES,
          "trim it, replace its items by fewer, or keep it in a table of sessions(…), where each"
              + " change is a row of its own",
          null);
    }
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.ValueTooLargeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * How threads lie in the table of {@code rust-deep-agents-sdk}. Pure: requests out, no client.
 *
 * <pre>
 * thread_id  state                           updated_at                           ttl         version
 * user-123   {"todos":[],"files":{},…}       2026-01-10T12:34:56.123456+00:00     1793003600  4611…
 * </pre>
 *
 * {@code state} is what {@code serde_json::to_string} makes, {@code ttl} is in seconds. The version
 * is ours: Rust does not see it, and a save of Rust's has none, which is how it is noticed.
 */
final class SingleCheckpointItems {
  static final String THREAD = "thread_id";
  static final String EXPIRY = "ttl";
  private static final String STATE = "state";
  private static final String UPDATED = "updated_at";
  private static final String VERSION = "version";
  private static final long MAX_BYTES = 400 * 1024;
  private static final Map<String, String> NAMES =
      Map.of(
          "#thread", THREAD, "#ttl", EXPIRY, "#state", STATE, "#at", UPDATED, "#version", VERSION);
  private static final String IS_LIVE = "(attribute_not_exists(#ttl) OR #ttl > :now)";

  private static final Pattern VERSIONS = Pattern.compile("[0-9]{1,18}|[1-4][0-9]{18}");

  private final String table;

  SingleCheckpointItems(String table) {
    this.table = table;
  }

  /** An item as it was read; empty if there is none. */
  record Stored(Map<String, AttributeValue> row) {
    boolean isLive(Instant now) {
      return !row.isEmpty() && LiveKeys.isLive(row, EXPIRY, now);
    }

    /** Null if it is not text. */
    @Nullable String state() {
      var state = row.get(STATE);
      return state == null ? null : state.s();
    }

    String updatedAt() {
      var updated = row.get(UPDATED);
      return updated == null || updated.s() == null ? "" : updated.s();
    }

    private boolean isOurs() {
      var version = row.get(VERSION);
      return version != null && version.n() != null && VERSIONS.matcher(version.n()).matches();
    }

    /** That of Rust's items is their content's. */
    long version() {
      if (isOurs()) {
        return Long.parseLong(AttributeValues.required(row, VERSION).n());
      }
      var content = (updatedAt() + "\n" + state()).getBytes(StandardCharsets.UTF_8);
      return 1 + (ByteBuffer.wrap(Pieces.sha256(content)).getLong() >>> 2);
    }
  }

  static Map<String, AttributeValue> key(String threadId) {
    return Map.of(THREAD, AttributeValue.fromS(threadId));
  }

  GetItemRequest get(String threadId) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(key(threadId))
        .consistentRead(true)
        .build();
  }

  DeleteItemRequest delete(String threadId) {
    return DeleteItemRequest.builder().tableName(table).key(key(threadId)).build();
  }

  /** The item of a state, as Rust writes it. */
  static Map<String, AttributeValue> row(
      String threadId, String json, long version, Instant now, @Nullable Instant expires) {
    var row = new HashMap<>(key(threadId));
    row.put(STATE, AttributeValue.fromS(json));
    row.put(UPDATED, AttributeValue.fromS(now.toString().replace("Z", "+00:00")));
    if (expires != null) {
      row.put(EXPIRY, AttributeValues.number(expires.getEpochSecond()));
    }
    row.put(VERSION, AttributeValues.number(version));
    var bytes = AttributeValues.size(AttributeValue.fromM(row));
    if (bytes > MAX_BYTES) {
      throw new ValueTooLargeException(
          "the state of thread '" + threadId + "' in one item",
          bytes,
          MAX_BYTES,
          "take large files out of the state, or keep it in a table of checkpointer(…), where a"
              + " save stores what it changed and a state may have 256 MB",
          null);
    }
    return row;
  }

  PutItemRequest put(Map<String, AttributeValue> row) {
    return PutItemRequest.builder().tableName(table).item(row).build();
  }

  PutItemRequest putIfAbsent(Map<String, AttributeValue> row, Instant now) {
    return put(
        row,
        "attribute_not_exists(#thread) OR #ttl <= :now",
        Map.of(":now", AttributeValues.number(now.getEpochSecond())));
  }

  PutItemRequest putOver(long version, Map<String, AttributeValue> row, Instant now) {
    return put(
        row,
        "#version = :version AND " + IS_LIVE,
        Map.of(
            ":version",
            AttributeValues.number(version),
            ":now",
            AttributeValues.number(now.getEpochSecond())));
  }

  /** In place of exactly what Rust wrote. */
  PutItemRequest putOver(Stored stands, Map<String, AttributeValue> row, Instant now) {
    return put(
        row,
        "attribute_not_exists(#version) AND #state = :state AND #at = :at AND " + IS_LIVE,
        Map.of(
            ":state",
            AttributeValues.required(stands.row(), STATE),
            ":at",
            AttributeValues.required(stands.row(), UPDATED),
            ":now",
            AttributeValues.number(now.getEpochSecond())));
  }

  private PutItemRequest put(
      Map<String, AttributeValue> row, String condition, Map<String, AttributeValue> values) {
    return put(row).toBuilder()
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** Whether an item is Rust's, and so to be replaced by its content. */
  static boolean isRusts(Stored stands) {
    return !stands.isOurs() && stands.state() != null && !stands.updatedAt().isEmpty();
  }
}

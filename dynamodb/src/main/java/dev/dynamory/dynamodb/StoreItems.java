package dev.dynamory.dynamodb;

import dev.dynamory.Expiry;
import dev.dynamory.Put;
import dev.dynamory.Write;
import dev.dynamory.WriteCondition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * How a store's items lie in its table. Pure: requests out, no client.
 *
 * <pre>
 * PK            SK      holds
 * users:123     prefs   value M, created_at S, updated_at S, expires_at N: as LangGraph's DynamoDBStore
 *                       version N, prev_version N, written_at S, ttl_seconds N: ours
 *                       parts M: the value is elsewhere, see {@link LargeValues}
 *                       embedding L or vector B, see {@link VectorItems}
 * dynamory:…    …       the catalogue ({@link CatalogueItems}) and parts
 * </pre>
 */
final class StoreItems {
  static final String NAMESPACE = "PK";
  static final String KEY = "SK";
  static final String VALUE = "value";
  static final String CREATED = "created_at";
  static final String UPDATED = "updated_at";
  static final String EXPIRES = "expires_at";
  static final String VERSION = "version";
  static final String PREVIOUS_VERSION = "prev_version";
  static final String WRITTEN = "written_at";
  static final String TIME_TO_LIVE = "ttl_seconds";
  static final String PARTS = "parts";
  static final String PARTS_MARKER = "dynamory:parts";
  static final String RESERVED = "dynamory" + Labels.SEPARATOR;

  static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("#pk", NAMESPACE),
          Map.entry("#sk", KEY),
          Map.entry("#value", VALUE),
          Map.entry("#created", CREATED),
          Map.entry("#updated", UPDATED),
          Map.entry("#exp", EXPIRES),
          Map.entry("#version", VERSION),
          Map.entry("#prev", PREVIOUS_VERSION),
          Map.entry("#written", WRITTEN),
          Map.entry("#ttl", TIME_TO_LIVE),
          Map.entry("#parts", PARTS),
          Map.entry("#id", "id"),
          Map.entry("#emb", VectorItems.INDEXED),
          Map.entry("#vec", VectorItems.PACKED));

  static final String LIVE = "(attribute_not_exists(#exp) OR #exp > :now)";
  private static final String GONE = "(attribute_not_exists(#value) OR #exp <= :now)";
  private static final String OUR_VERSION =
      "attribute_exists(#value) AND " + LIVE + " AND #version = :expected AND #written = #updated";
  private static final String FOREIGN_VERSION =
      "attribute_exists(#value) AND "
          + LIVE
          + " AND #updated = :expectedUpdate AND (attribute_not_exists(#written) OR #written <> #updated)";
  private static final String FRESH =
      "(attribute_not_exists(#version) OR #version <> :version) AND (attribute_not_exists(#prev) OR #prev <> :version)";

  private final String table;

  StoreItems(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }

  /**
   * What a failed attempt saw of the row that a write is to replace: the parts it names, the row
   * itself if a put over it makes a new item, and how the original spelled the time that the caller
   * asks for.
   */
  record Seen(
      @Nullable String partsId,
      int partsCount,
      @Nullable Row expired,
      @Nullable String foreignUpdate) {
    static final Seen NOTHING = new Seen(null, 0, null, null);

    static Seen of(Write write, Row row, Instant now) {
      var isNew =
          write instanceof Put
              && write.condition() instanceof WriteCondition.Any
              && row.exists()
              && !row.isItem(now);
      var isForeign =
          write.condition() instanceof WriteCondition.Version expected
              && row.isItem(now)
              && !row.isOursAsItStands()
              && row.version() == expected.version();
      return new Seen(
          row.partsId().orElse(null),
          row.parts().map(Parts::count).orElse(0),
          isNew ? row : null,
          isForeign ? row.updatedText().orElse(null) : null);
    }

    private String guard() {
      return partsId == null ? "attribute_not_exists(#parts)" : "#parts.#id = :parts";
    }
  }

  /** A put made ready: its value as an attribute, and what goes with it. */
  record Ready(
      Put put,
      long version,
      AttributeValue value,
      @Nullable Parts parts,
      VectorItems.@Nullable Stored vector,
      @Nullable Duration timeToLive) {}

  static Map<String, AttributeValue> key(String partitionKey, String key) {
    return Map.of(NAMESPACE, AttributeValue.fromS(partitionKey), KEY, AttributeValue.fromS(key));
  }

  GetItemRequest get(String partitionKey, String key, boolean consistent) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(key(partitionKey, key))
        .consistentRead(consistent)
        .build();
  }

  UpdateItemRequest put(Ready ready, Seen seen, Instant now) {
    var expressions = PutExpressions.of(ready, seen);
    var values = putValues(ready, seen, now);
    values.keySet().retainAll(expressions.values);
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(Labels.partitionKey(ready.put().namespace()), ready.put().key()))
        .updateExpression(expressions.update)
        .conditionExpression(expressions.condition)
        .expressionAttributeNames(expressions.names)
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  TransactWriteItem transactPut(Ready ready, Seen seen, Instant now) {
    var put = put(ready, seen, now);
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(table)
                .key(put.key())
                .updateExpression(put.updateExpression())
                .conditionExpression(put.conditionExpression())
                .expressionAttributeNames(put.expressionAttributeNames())
                .expressionAttributeValues(put.expressionAttributeValues())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build())
        .build();
  }

  DeleteItemRequest delete(dev.dynamory.Delete delete, Seen seen, Instant now) {
    var condition = seen.guard() + deleteCondition(delete.condition(), seen);
    var request =
        DeleteItemRequest.builder()
            .tableName(table)
            .key(key(Labels.partitionKey(delete.namespace()), delete.key()))
            .conditionExpression(condition)
            .expressionAttributeNames(Placeholders.names(NAMES, condition))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    var values = Placeholders.values(conditionValues(delete.condition(), seen, now), condition);
    return (values.isEmpty() ? request : request.expressionAttributeValues(values)).build();
  }

  TransactWriteItem transactDelete(dev.dynamory.Delete delete, Seen seen, Instant now) {
    var single = delete(delete, seen, now);
    var request =
        Delete.builder()
            .tableName(table)
            .key(single.key())
            .conditionExpression(single.conditionExpression())
            .expressionAttributeNames(single.expressionAttributeNames())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    var values =
        single.hasExpressionAttributeValues()
            ? request.expressionAttributeValues(single.expressionAttributeValues())
            : request;
    return TransactWriteItem.builder().delete(values.build()).build();
  }

  /** Moves the expiry of exactly the row that was read, and nothing else. */
  UpdateItemRequest refresh(Row row, Instant expiresAt, Instant now) {
    var update = "SET #exp = :exp";
    var condition = "#updated = :seen AND #exp = :seenExp AND #exp > :now";
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(row.partitionKey(), row.key()))
        .updateExpression(update)
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
        .expressionAttributeValues(
            Map.of(
                ":exp", AttributeValues.number(expiresAt.getEpochSecond()),
                ":seen", AttributeValue.fromS(row.updatedText().orElse("")),
                ":seenExp", AttributeValues.required(row.attributes(), EXPIRES),
                ":now", AttributeValues.number(now.getEpochSecond())))
        .build();
  }

  private static String deleteCondition(WriteCondition condition, Seen seen) {
    return condition instanceof WriteCondition.Any
        ? ""
        : condition instanceof WriteCondition.Absent
            ? " AND " + GONE
            : " AND " + versionHolds(condition, seen);
  }

  /**
   * Ours is a number; the original's is the time it wrote, which it may have spelled in its own
   * way.
   */
  private static String versionHolds(WriteCondition condition, Seen seen) {
    var isOurs =
        ((WriteCondition.Version) condition).version() >= Put.SMALLEST_VERSION
            && seen.foreignUpdate == null;
    return isOurs ? OUR_VERSION : FOREIGN_VERSION;
  }

  private static Map<String, AttributeValue> conditionValues(
      WriteCondition condition, Seen seen, Instant now) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":now", AttributeValues.number(now.getEpochSecond()));
    if (seen.partsId != null) {
      values.put(":parts", AttributeValue.fromS(seen.partsId));
    }
    if (condition instanceof WriteCondition.Version expected) {
      values.put(":expected", AttributeValues.number(expected.version()));
      var update =
          seen.foreignUpdate != null
              ? seen.foreignUpdate
              : Timestamps.formatAsPython(Timestamps.ofMicros(expected.version()));
      values.put(":expectedUpdate", AttributeValue.fromS(update));
    }
    return values;
  }

  private static Map<String, AttributeValue> putValues(Ready ready, Seen seen, Instant now) {
    var values = conditionValues(ready.put().condition(), seen, now);
    values.put(":value", ready.value());
    values.put(":t", AttributeValue.fromS(Timestamps.format(now)));
    values.put(":version", AttributeValues.number(ready.version()));
    values.put(":none", AttributeValues.number(0));
    if (ready.parts() != null) {
      values.put(":newParts", ready.parts().toAttribute());
    }
    if (ready.vector() != null) {
      values.put(":vector", ready.vector().value());
    }
    if (ready.timeToLive() != null) {
      values.put(
          ":exp", AttributeValues.number(Expiry.after(now, ready.timeToLive()).getEpochSecond()));
      values.put(
          ":ttl",
          AttributeValue.fromN(
              BigDecimal.valueOf(ready.timeToLive().toMillis(), 3)
                  .stripTrailingZeros()
                  .toPlainString()));
    }
    if (seen.expired != null && seen.expired.expiresAt() != null) {
      values.put(":seenExp", AttributeValues.required(seen.expired.attributes(), EXPIRES));
    }
    return values;
  }

  /**
   * The update and the condition of a put, with the placeholders they use. There are few shapes of
   * puts, so each is spelled out once.
   */
  private record PutExpressions(
      String update, String condition, Map<String, String> names, Set<String> values) {
    private static final Map<Shape, PutExpressions> KNOWN = new ConcurrentHashMap<>();

    /** What a put's expressions depend on. */
    private record Shape(
        boolean isNew,
        boolean hasParts,
        @Nullable String vector,
        boolean expires,
        String guard,
        String holds) {}

    static PutExpressions of(Ready ready, Seen seen) {
      var condition = ready.put().condition();
      return KNOWN.computeIfAbsent(
          new Shape(
              seen.expired != null || condition instanceof WriteCondition.Absent,
              ready.parts() != null,
              ready.vector() == null ? null : ready.vector().placeholder(),
              ready.timeToLive() != null,
              seen.guard(),
              holds(condition, seen)),
          PutExpressions::of);
    }

    private static PutExpressions of(Shape shape) {
      var update =
          "SET #value = :value, #updated = :t, #written = :t, #prev = if_not_exists(#version, :none), #version = :version, #created = "
              + (shape.isNew ? ":t" : "if_not_exists(#created, :t)")
              + (shape.hasParts ? ", #parts = :newParts" : "")
              + (shape.expires ? ", #exp = :exp, #ttl = :ttl" : "")
              + (shape.vector == null ? "" : ", " + shape.vector + " = :vector")
              + " REMOVE "
              + otherVectors(shape.vector)
              + (shape.hasParts ? "" : ", #parts")
              + (shape.expires ? "" : ", #exp, #ttl");
      var condition = shape.guard + " AND " + shape.holds + " AND " + FRESH;
      return new PutExpressions(
          update,
          condition,
          Placeholders.names(NAMES, update, condition),
          Placeholders.values(update, condition));
    }

    /** A vector is never left behind that is not of the value. */
    private static String otherVectors(@Nullable String kept) {
      return kept == null ? "#emb, #vec" : kept.equals("#emb") ? "#vec" : "#emb";
    }

    private static String holds(WriteCondition condition, Seen seen) {
      if (condition instanceof WriteCondition.Absent) {
        return GONE;
      } else if (condition instanceof WriteCondition.Version) {
        return versionHolds(condition, seen);
      } else if (seen.expired == null) {
        return LIVE;
      }
      return seen.expired.expiresAt() != null ? "#exp = :seenExp" : "attribute_not_exists(#value)";
    }
  }
}

package dev.dynamory.benchmarks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The requests that the store sends, as one would write them down with the SDK's client for exactly
 * these operations: expressions and names are constants, the input is trusted, and of what comes
 * back only the documents are made, without looking at anything else.
 */
final class ByHand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);
  private static final String UPDATE =
      "SET #value = :value, #updated = :t, #written = :t, #prev = if_not_exists(#version, :none), #version = :version,"
          + " #created = if_not_exists(#created, :t) REMOVE #emb, #vec, #parts, #exp, #ttl";
  private static final String UPDATE_IF =
      "attribute_not_exists(#parts) AND (attribute_not_exists(#exp) OR #exp > :now) AND (attribute_not_exists(#version)"
          + " OR #version <> :version) AND (attribute_not_exists(#prev) OR #prev <> :version)";
  private static final Map<String, String> UPDATE_NAMES =
      Map.ofEntries(
          Map.entry("#value", "value"),
          Map.entry("#updated", "updated_at"),
          Map.entry("#written", "written_at"),
          Map.entry("#prev", "prev_version"),
          Map.entry("#version", "version"),
          Map.entry("#created", "created_at"),
          Map.entry("#emb", "embedding"),
          Map.entry("#vec", "vector"),
          Map.entry("#parts", "parts"),
          Map.entry("#exp", "expires_at"),
          Map.entry("#ttl", "ttl_seconds"));
  private static final Map<String, String> QUERY_NAMES =
      Map.of("#pk", "PK", "#value", "value", "#exp", "expires_at");
  private static final String QUERY_FILTER =
      "attribute_exists(#value) AND (attribute_not_exists(#exp) OR #exp > :now)";

  private final DynamoDbClient client;
  private final String table;

  ByHand(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  long put(String namespace, String key, Map<String, ?> document) {
    var now = Instant.now();
    var version = ThreadLocalRandom.current().nextLong(1L << 52, 1L << 53);
    client.updateItem(
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key(namespace, key))
            .updateExpression(UPDATE)
            .conditionExpression(UPDATE_IF)
            .expressionAttributeNames(UPDATE_NAMES)
            .expressionAttributeValues(
                Map.of(
                    ":value", toAttribute(document),
                    ":t", AttributeValue.fromS(TIME.format(now)),
                    ":version", AttributeValue.fromN(Long.toString(version)),
                    ":none", AttributeValue.fromN("0"),
                    ":now", AttributeValue.fromN(Long.toString(now.getEpochSecond()))))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build());
    return version;
  }

  @Nullable Map<String, @Nullable Object> get(String namespace, String key) {
    var response =
        client.getItem(
            GetItemRequest.builder()
                .tableName(table)
                .key(key(namespace, key))
                .consistentRead(false)
                .build());
    return response.hasItem() ? document(response.item()) : null;
  }

  List<Map<String, @Nullable Object>> search(String namespace, int limit) {
    var response =
        client.query(
            QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("#pk = :pk")
                .filterExpression(QUERY_FILTER)
                .expressionAttributeNames(QUERY_NAMES)
                .expressionAttributeValues(
                    Map.of(
                        ":pk",
                        AttributeValue.fromS(namespace),
                        ":now",
                        AttributeValue.fromN(Long.toString(Instant.now().getEpochSecond()))))
                .consistentRead(false)
                .limit(limit)
                .build());
    var found = new ArrayList<Map<String, @Nullable Object>>();
    response.items().forEach(item -> found.add(document(item)));
    return found;
  }

  /** In the order of the keys; null for one that is not there. */
  List<@Nullable Map<String, @Nullable Object>> getAll(String namespace, List<String> keys) {
    var wanted =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(key -> key(namespace, key)).toList())
            .consistentRead(false)
            .build();
    var request = BatchGetItemRequest.builder().requestItems(Map.of(table, wanted)).build();
    var found = new HashMap<String, Map<String, @Nullable Object>>();
    for (var item : client.batchGetItem(request).responses().getOrDefault(table, List.of())) {
      var key = item.get("SK");
      if (key != null) {
        found.put(key.s(), document(item));
      }
    }
    var inOrder = new ArrayList<@Nullable Map<String, @Nullable Object>>();
    keys.forEach(key -> inOrder.add(found.get(key)));
    return inOrder;
  }

  private static Map<String, AttributeValue> key(String namespace, String key) {
    return Map.of("PK", AttributeValue.fromS(namespace), "SK", AttributeValue.fromS(key));
  }

  private static Map<String, @Nullable Object> document(Map<String, AttributeValue> item) {
    var value = item.get("value");
    return value == null ? Map.of() : toMap(value.m());
  }

  private static AttributeValue toAttribute(@Nullable Object value) {
    if (value == null) {
      return AttributeValue.fromNul(true);
    } else if (value instanceof String text) {
      return AttributeValue.fromS(text);
    } else if (value instanceof Boolean bool) {
      return AttributeValue.fromBool(bool);
    } else if (value instanceof List<?> list) {
      var elements = new ArrayList<AttributeValue>(list.size());
      list.forEach(element -> elements.add(toAttribute(element)));
      return AttributeValue.fromL(elements);
    } else if (value instanceof Map<?, ?> map) {
      var attributes = new HashMap<String, AttributeValue>();
      map.forEach((name, element) -> attributes.put((String) name, toAttribute(element)));
      return AttributeValue.fromM(attributes);
    }
    return AttributeValue.fromN(value.toString());
  }

  private static @Nullable Object toAny(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case BOOL -> value.bool();
      case N -> number(value.n());
      case L -> {
        var list = new ArrayList<@Nullable Object>(value.l().size());
        value.l().forEach(element -> list.add(toAny(element)));
        yield list;
      }
      case M -> toMap(value.m());
      case NUL -> null;
      default -> throw new IllegalArgumentException("not in these documents: " + value.type());
    };
  }

  private static Object number(String text) {
    if (text.indexOf('.') < 0) {
      return Integer.valueOf(text);
    }
    return Double.valueOf(text);
  }

  private static Map<String, @Nullable Object> toMap(Map<String, AttributeValue> attributes) {
    var map = new HashMap<String, @Nullable Object>();
    attributes.forEach((name, element) -> map.put(name, toAny(element)));
    return map;
  }
}

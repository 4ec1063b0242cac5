package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes as {@code langgraph-checkpoint-aws} does: 1.2.1 replaces the whole item, 1.2.2 sets its
 * own attributes and leaves all others, and both renew an expiry without looking whether there is
 * an item.
 */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
final class Originals {
  private final String table;
  private final InstantSource clock;

  Originals(String table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  static Map<String, AttributeValue> value(String text) {
    return Map.of("text", AttributeValue.fromS(text));
  }

  private String now() {
    return Timestamps.formatAsPython(clock.instant());
  }

  private AttributeValue expiry(Duration timeToLive) {
    return AttributeValues.number(clock.instant().plus(timeToLive).getEpochSecond());
  }

  /** As 1.2.1: PutItem. */
  void put(
      Namespace namespace,
      String key,
      Map<String, AttributeValue> value,
      @Nullable Duration timeToLive) {
    var item = new HashMap<>(StoreItems.key(String.join(":", namespace.labels()), key));
    item.put("value", AttributeValue.fromM(value));
    item.put("created_at", AttributeValue.fromS(now()));
    item.put("updated_at", AttributeValue.fromS(now()));
    if (timeToLive != null) {
      item.put("expires_at", expiry(timeToLive));
    }
    put(item);
  }

  /** As 1.2.2: UpdateItem. */
  void update(
      Namespace namespace,
      String key,
      Map<String, AttributeValue> value,
      @Nullable Duration timeToLive,
      @Nullable List<Double> embedding) {
    var values = new LinkedHashMap<String, AttributeValue>();
    values.put(":value", AttributeValue.fromM(value));
    values.put(":now", AttributeValue.fromS(now()));
    var set = "SET #v = :value, updated_at = :now, created_at = if_not_exists(created_at, :now)";
    var remove = "";
    if (timeToLive != null) {
      values.put(":exp", expiry(timeToLive));
      set += ", expires_at = :exp";
    } else {
      remove = " REMOVE expires_at";
    }
    if (embedding != null) {
      values.put(
          ":emb",
          AttributeValue.fromL(
              embedding.stream().map(n -> AttributeValue.fromN(n.toString())).toList()));
      set += ", embedding = :emb";
    }
    send(namespace, key, set + remove, Map.of("#v", "value"), values);
  }

  /** As both do when an item is read with a time to live configured. */
  void refresh(Namespace namespace, String key, Duration timeToLive) {
    send(
        namespace,
        key,
        "SET expires_at = :exp, updated_at = :now",
        null,
        Map.of(":exp", expiry(timeToLive), ":now", AttributeValue.fromS(now())));
  }

  private void send(
      Namespace namespace,
      String key,
      String update,
      @Nullable Map<String, String> names,
      Map<String, AttributeValue> values) {
    Engine.client()
        .updateItem(
            request ->
                request
                    .tableName(table)
                    .key(StoreItems.key(String.join(":", namespace.labels()), key))
                    .updateExpression(update)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
  }

  /** Any row, attribute by attribute. */
  void put(Map<String, AttributeValue> item) {
    Engine.client().putItem(request -> request.tableName(table).item(item));
  }
}

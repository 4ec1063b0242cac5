package dev.dynamory.dynamodb;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes as LangGraph's DynamoDBStore does, version by version, call by call: 1.2.1 replaces the
 * whole item, 1.2.2 sets its own attributes and leaves all others, and both renew an expiry without
 * looking whether there is an item.
 */
final class Original {
  private final DynamoDbClient client = Engine.client();
  private final String table;

  Original(String table) {
    this.table = table;
  }

  private static Map<String, AttributeValue> key(String partitionKey, String key) {
    return Map.of("PK", AttributeValue.fromS(partitionKey), "SK", AttributeValue.fromS(key));
  }

  /** 1.2.2 updates: attributes that it does not know survive. */
  void put(
      String partitionKey,
      String key,
      Map<String, AttributeValue> value,
      Instant now,
      @Nullable Long expiresAt) {
    put(partitionKey, key, value, now, expiresAt, null);
  }

  /** With a vector, for tables that have an index of them. */
  void put(
      String partitionKey,
      String key,
      Map<String, AttributeValue> value,
      Instant now,
      @Nullable Long expiresAt,
      @Nullable List<Double> embedding) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":v", AttributeValue.fromM(value));
    values.put(":t", AttributeValue.fromS(Timestamps.formatAsPython(now)));
    if (expiresAt != null) {
      values.put(":e", AttributeValues.number(expiresAt));
    }
    if (embedding != null) {
      values.put(
          ":b",
          AttributeValue.fromL(
              embedding.stream().map(n -> AttributeValue.fromN(n.toString())).toList()));
    }
    client.updateItem(
        request ->
            request
                .tableName(table)
                .key(key(partitionKey, key))
                .updateExpression(
                    "SET #v = :v, updated_at = :t, created_at = if_not_exists(created_at, :t)"
                        + (embedding == null ? "" : ", embedding = :b")
                        + (expiresAt == null ? " REMOVE expires_at" : ", expires_at = :e"))
                .expressionAttributeNames(Map.of("#v", "value"))
                .expressionAttributeValues(values));
  }

  /** 1.2.1 replaces the row. */
  void replace(String partitionKey, String key, Map<String, AttributeValue> value, Instant now) {
    replace(partitionKey, key, value, now, null);
  }

  void replace(
      String partitionKey,
      String key,
      Map<String, AttributeValue> value,
      Instant now,
      @Nullable Long expiresAt) {
    var row = new HashMap<>(key(partitionKey, key));
    row.put("value", AttributeValue.fromM(value));
    row.put("created_at", AttributeValue.fromS(Timestamps.formatAsPython(now)));
    row.put("updated_at", AttributeValue.fromS(Timestamps.formatAsPython(now)));
    if (expiresAt != null) {
      row.put("expires_at", AttributeValues.number(expiresAt));
    }
    put(row);
  }

  /** Any row, attribute by attribute. */
  void put(Map<String, AttributeValue> row) {
    client.putItem(request -> request.tableName(table).item(row));
  }

  /** A refreshing read that lost a race against a delete: a row without a value. */
  void refresh(String partitionKey, String key, Instant now, long expiresAt) {
    client.updateItem(
        request ->
            request
                .tableName(table)
                .key(key(partitionKey, key))
                .updateExpression("SET expires_at = :e, updated_at = :t")
                .expressionAttributeValues(
                    Map.of(
                        ":e",
                        AttributeValues.number(expiresAt),
                        ":t",
                        AttributeValue.fromS(Timestamps.formatAsPython(now)))));
  }

  Map<String, AttributeValue> row(String partitionKey, String key) {
    return client
        .getItem(
            request -> request.tableName(table).key(key(partitionKey, key)).consistentRead(true))
        .item();
  }
}

package dev.dynamory.dynamodb;

import static dev.dynamory.dynamodb.StoreItems.KEY;
import static dev.dynamory.dynamodb.StoreItems.NAMESPACE;
import static dev.dynamory.dynamodb.StoreItems.RESERVED;

import dev.dynamory.Namespace;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Which namespaces there are, in rows of the store's own table. Pure. {@code ␁} is U+0001, after
 * every label.
 *
 * <pre>
 * PK                          SK                  holds
 * dynamory:namespaces         ␁                   the marker: everything in this table is listed
 * dynamory:namespaces         users␁              a root label
 * dynamory:namespaces:users   users␁123␁          a namespace; retiring S if it was found empty
 * </pre>
 *
 * An item written by this library has its namespace's row, and that row its root's row: they are
 * written in the order root, namespace, item, and no delete removes them.
 */
final class CatalogueItems {
  static final String ROOTS = RESERVED + "namespaces";
  static final String RETIRING = "retiring";

  private static final String PARTITION = ROOTS + Labels.SEPARATOR;
  private static final String MARKER = String.valueOf(Labels.TERMINATOR);
  private static final String AFTER_MARKER = "\u0002";
  private static final String HIGHEST = "\udbff\udfff";
  private static final Map<String, String> NAMES = names();

  private final String table;

  CatalogueItems(String table) {
    this.table = table;
  }

  private static Map<String, String> names() {
    var names = new HashMap<>(StoreItems.NAMES);
    names.put("#retiring", RETIRING);
    return Map.copyOf(names);
  }

  static String partition(String root) {
    return PARTITION + Labels.encode(root);
  }

  /** A stretch of the catalogue in one partition, both ends included. */
  record Range(String partition, String from, String to) {
    static Range roots() {
      return new Range(ROOTS, AFTER_MARKER, HIGHEST);
    }

    /** The namespace itself and everything under it. */
    static Range from(Namespace prefix) {
      var key = Labels.catalogueKey(prefix);
      return new Range(CatalogueItems.partition(prefix.labels().get(0)), key, behind(key));
    }

    /** What comes after a row. */
    Range after(String key) {
      return new Range(partition, Labels.isFull(key) ? behind(key) : key + Labels.TERMINATOR, to);
    }

    /** What comes after a namespace and everything under it. */
    Range after(Namespace namespace) {
      return new Range(partition, behind(Labels.catalogueKey(namespace)), to);
    }

    boolean isEmpty() {
      return from.compareTo(to) >= 0;
    }

    /** Above everything that begins with the key, and no longer than it. */
    private static String behind(String key) {
      return key.substring(0, key.length() - 1) + AFTER_MARKER;
    }
  }

  QueryRequest rows(Range range, int limit, boolean consistent) {
    var condition = "#pk = :pk AND #sk BETWEEN :from AND :to";
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(condition)
        .projectionExpression("#sk, #retiring")
        .expressionAttributeNames(Placeholders.names(NAMES, condition, "#sk, #retiring"))
        .expressionAttributeValues(
            Map.of(
                ":pk", AttributeValue.fromS(range.partition()),
                ":from", AttributeValue.fromS(range.from()),
                ":to", AttributeValue.fromS(range.to())))
        .limit(limit)
        .consistentRead(consistent)
        .build();
  }

  /**
   * The namespace's row, or else the row before it, which shows that at least the root is listed.
   */
  QueryRequest nearest(Namespace namespace) {
    var condition = "#pk = :pk AND #sk <= :sk";
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(condition)
        .projectionExpression("#sk, #retiring")
        .expressionAttributeNames(Placeholders.names(NAMES, condition, "#sk, #retiring"))
        .expressionAttributeValues(
            Map.of(
                ":pk", AttributeValue.fromS(partition(namespace.labels().get(0))),
                ":sk", AttributeValue.fromS(Labels.catalogueKey(namespace))))
        .scanIndexForward(false)
        .limit(1)
        .build();
  }

  GetItemRequest marker(boolean consistent) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(StoreItems.key(ROOTS, MARKER))
        .consistentRead(consistent)
        .build();
  }

  UpdateItemRequest listMarker(Instant now) {
    return list(ROOTS, MARKER, now);
  }

  UpdateItemRequest listRoot(String root, Instant now) {
    return list(ROOTS, root + Labels.TERMINATOR, now);
  }

  UpdateItemRequest list(Namespace namespace, Instant now) {
    return list(partition(namespace.labels().get(0)), Labels.catalogueKey(namespace), now);
  }

  /** No condition: safe to repeat, and beside any other writer. */
  private UpdateItemRequest list(String partition, String key, Instant now) {
    var update =
        "SET #value = if_not_exists(#value, :empty), #created = if_not_exists(#created, :t), #updated = :t REMOVE #retiring";
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(StoreItems.key(partition, key))
        .updateExpression(update)
        .expressionAttributeNames(Placeholders.names(NAMES, update))
        .expressionAttributeValues(
            Map.of(
                ":empty",
                AttributeValue.fromM(Map.of()),
                ":t",
                AttributeValue.fromS(Timestamps.format(now))))
        .build();
  }

  UpdateItemRequest retire(String partition, String key, Instant now) {
    return conditional(
        partition,
        key,
        "SET #retiring = :t",
        "attribute_exists(#pk) AND attribute_not_exists(#retiring)",
        Timestamps.format(now));
  }

  UpdateItemRequest keep(String partition, String key, String seen) {
    return conditional(partition, key, "REMOVE #retiring", "#retiring = :t", seen);
  }

  private UpdateItemRequest conditional(
      String partition, String key, String update, String condition, String time) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(StoreItems.key(partition, key))
        .updateExpression(update)
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
        .expressionAttributeValues(Map.of(":t", AttributeValue.fromS(time)))
        .build();
  }

  DeleteItemRequest remove(String partition, String key, String seen) {
    var condition = "#retiring = :t";
    return DeleteItemRequest.builder()
        .tableName(table)
        .key(StoreItems.key(partition, key))
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .expressionAttributeValues(Map.of(":t", AttributeValue.fromS(seen)))
        .build();
  }

  String table() {
    return table;
  }

  static String key(Map<String, AttributeValue> row) {
    return AttributeValues.required(row, KEY).s();
  }

  static boolean isReserved(Map<String, AttributeValue> row) {
    return AttributeValues.required(row, NAMESPACE).s().startsWith(RESERVED);
  }
}

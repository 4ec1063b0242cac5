package dev.dynamory.dynamodb;

import static dev.dynamory.dynamodb.RegistryRow.CREATED;
import static dev.dynamory.dynamodb.RegistryRow.DELETING;
import static dev.dynamory.dynamodb.RegistryRow.DESCRIPTION;
import static dev.dynamory.dynamodb.RegistryRow.FILTERS;
import static dev.dynamory.dynamodb.RegistryRow.ID;
import static dev.dynamory.dynamodb.RegistryRow.LEAF;
import static dev.dynamory.dynamodb.RegistryRow.METADATA;
import static dev.dynamory.dynamodb.RegistryRow.MOVING;
import static dev.dynamory.dynamodb.RegistryRow.NAME;
import static dev.dynamory.dynamodb.RegistryRow.OPERATION;
import static dev.dynamory.dynamodb.RegistryRow.PARENT;
import static dev.dynamory.dynamodb.RegistryRow.PREVIOUS;
import static dev.dynamory.dynamodb.RegistryRow.ROOT;
import static dev.dynamory.dynamodb.RegistryRow.UPDATED;

import dev.dynamory.NamespaceChange;
import dev.dynamory.RegisteredNamespace;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * How namespaces lie in stache's table. Pure: requests out, namespaces in, no client.
 *
 * <pre>
 * id            parent_id  name     description  metadata        filter_keys  created_at  updated_at
 * mba           __ROOT__   MBA                   {}              []           2026-…      2026-…
 * mba/finance   mba        Finance  Money        {"year": 2026}  ["year"]     2026-…      2026-…
 *
 *               op, prev_op  leaf  deleting     moving
 * mba           8f3…         –     –            –
 * mba/finance   02a…         true  77c…@2026-…  –
 * </pre>
 *
 * The second half is ours, and stache keeps it without looking at it: the operations that wrote the
 * row last; that no child of ours was ever under it; who is deleting or moving it, since when, see
 * {@link RegistryMarks}.
 */
final class RegistryItems {
  static final String INDEX = "parent_id-index";
  static final String NO_MARK = "attribute_not_exists(#deleting)";
  static final String UNMOVED = "attribute_not_exists(#moving)";
  static final String THERE = "attribute_exists(#id)";
  private static final String FRESH =
      "(attribute_not_exists(#op) OR #op <> :op) AND (attribute_not_exists(#prev) OR #prev <> :op)";
  static final String NOTED = "#updated = :now, #prev = if_not_exists(#op, :none), #op = :op";
  static final ReturnValuesOnConditionCheckFailure ALL_OLD =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;
  static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("#id", ID),
          Map.entry("#parent", PARENT),
          Map.entry("#name", NAME),
          Map.entry("#description", DESCRIPTION),
          Map.entry("#metadata", METADATA),
          Map.entry("#filters", FILTERS),
          Map.entry("#updated", UPDATED),
          Map.entry("#op", OPERATION),
          Map.entry("#prev", PREVIOUS),
          Map.entry("#leaf", LEAF),
          Map.entry("#deleting", DELETING),
          Map.entry("#moving", MOVING));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String table;

  RegistryItems(String table) {
    this.table = table;
  }

  static String newOperation() {
    var bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, AttributeValue.fromS(id));
  }

  static String parentOf(@Nullable String parentId) {
    return parentId == null ? ROOT : parentId;
  }

  GetItemRequest get(String id, boolean consistent) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(key(id))
        .consistentRead(consistent)
        .build();
  }

  QueryRequest children(@Nullable String parentId) {
    var condition = "#parent = :parent";
    return QueryRequest.builder()
        .tableName(table)
        .indexName(INDEX)
        .keyConditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .expressionAttributeValues(Map.of(":parent", AttributeValue.fromS(parentOf(parentId))))
        .build();
  }

  ScanRequest scan(boolean consistent) {
    return ScanRequest.builder().tableName(table).consistentRead(consistent).build();
  }

  /** All rows with this parent. */
  ScanRequest scanChildren(@Nullable String parentId) {
    var filter = "#parent = :parent";
    return scan(true).toBuilder()
        .filterExpression(filter)
        .expressionAttributeNames(Placeholders.names(NAMES, filter))
        .expressionAttributeValues(Map.of(":parent", AttributeValue.fromS(parentOf(parentId))))
        .build();
  }

  /** Who is whose child, and nothing else. */
  ScanRequest outline() {
    var wanted = "#id, #parent";
    return scan(true).toBuilder()
        .projectionExpression(wanted)
        .expressionAttributeNames(Placeholders.names(NAMES, wanted))
        .build();
  }

  private static Map<String, AttributeValue> row(
      RegisteredNamespace namespace, String operation, Instant now) {
    var row = new HashMap<>(key(namespace.id()));
    row.put(NAME, AttributeValue.fromS(namespace.name()));
    row.put(PARENT, AttributeValue.fromS(parentOf(namespace.parentId())));
    row.put(
        DESCRIPTION, AttributeValue.fromS(Objects.requireNonNullElse(namespace.description(), "")));
    row.put(METADATA, AttributeValue.fromS(metadata(namespace.metadata())));
    row.put(FILTERS, AttributeValue.fromS(filters(namespace.filterKeys())));
    row.put(CREATED, AttributeValue.fromS(Timestamps.format(now)));
    row.put(UPDATED, AttributeValue.fromS(Timestamps.format(now)));
    row.put(OPERATION, AttributeValue.fromS(operation));
    row.put(LEAF, AttributeValue.fromBool(true));
    return row;
  }

  private static String metadata(Map<String, Object> metadata) {
    return JsonWriter.PYTHON.write(metadata, METADATA, METADATA);
  }

  private static String filters(List<String> keys) {
    return JsonWriter.PYTHON.write(keys, "filterKeys", "filterKeys");
  }

  PutItemRequest create(RegisteredNamespace namespace, String operation, Instant now) {
    var condition = "attribute_not_exists(#id)";
    return PutItemRequest.builder()
        .tableName(table)
        .item(row(namespace, operation, now))
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  /** The child, and its parent as it was seen: a leaf no more, or not one. */
  List<TransactWriteItem> createUnder(
      RegistryRow parent,
      String parentId,
      RegisteredNamespace namespace,
      String operation,
      Instant now) {
    var put = create(namespace, operation, now);
    return List.of(
        TransactWriteItem.builder()
            .put(
                Put.builder()
                    .tableName(table)
                    .item(put.item())
                    .conditionExpression(put.conditionExpression())
                    .expressionAttributeNames(put.expressionAttributeNames())
                    .returnValuesOnConditionCheckFailure(ALL_OLD)
                    .build())
            .build(),
        adopting(parentId, parent.isLeaf(), THERE, Map.of()));
  }

  /** That a row can get a child, under a condition more. */
  private TransactWriteItem adopting(
      String parentId, boolean leaf, String and, Map<String, AttributeValue> values) {
    if (leaf) {
      var update = "REMOVE #leaf";
      var condition = and + " AND " + NO_MARK;
      return TransactWriteItem.builder()
          .update(
              Update.builder()
                  .tableName(table)
                  .key(key(parentId))
                  .updateExpression(update)
                  .conditionExpression(condition)
                  .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
                  .expressionAttributeValues(values.isEmpty() ? null : values)
                  .returnValuesOnConditionCheckFailure(ALL_OLD)
                  .build())
          .build();
    }
    return check(parentId, and + " AND " + NO_MARK + " AND attribute_not_exists(#leaf)", values);
  }

  private TransactWriteItem check(String id, String condition, Map<String, AttributeValue> values) {
    return TransactWriteItem.builder()
        .conditionCheck(
            ConditionCheck.builder()
                .tableName(table)
                .key(key(id))
                .conditionExpression(condition)
                .expressionAttributeNames(Placeholders.names(NAMES, condition))
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .build())
        .build();
  }

  /** To the root: it cannot become its own ancestor there. */
  UpdateItemRequest moveToRoot(RegistryRow node, String operation, Instant now) {
    var update = "SET #parent = :parent, " + NOTED;
    var condition = "#parent = :asRead AND " + NO_MARK + " AND " + UNMOVED;
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(node.id()))
        .updateExpression(update)
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
        .expressionAttributeValues(moved(node, ROOT, operation, now))
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  private static Map<String, AttributeValue> moved(
      RegistryRow node, String parent, String operation, Instant now) {
    var values = noted(operation, now);
    values.put(":parent", AttributeValue.fromS(parent));
    values.put(":asRead", AttributeValue.fromS(node.parent()));
    return values;
  }

  static Map<String, AttributeValue> noted(String operation, Instant now) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":op", AttributeValue.fromS(operation));
    values.put(":none", AttributeValue.fromS("none"));
    values.put(":now", AttributeValue.fromS(Timestamps.format(now)));
    return values;
  }

  /** If every ancestor, the new parent first, is still where it was read. */
  List<TransactWriteItem> move(
      RegistryRow node, List<RegistryRow> ancestors, String operation, Instant now) {
    var writes = new ArrayList<TransactWriteItem>();
    var update = moveToRoot(node, operation, now);
    writes.add(
        TransactWriteItem.builder()
            .update(
                Update.builder()
                    .tableName(table)
                    .key(update.key())
                    .updateExpression(update.updateExpression())
                    .conditionExpression(update.conditionExpression())
                    .expressionAttributeNames(update.expressionAttributeNames())
                    .expressionAttributeValues(moved(node, ancestors.get(0).id(), operation, now))
                    .returnValuesOnConditionCheckFailure(ALL_OLD)
                    .build())
            .build());
    for (var ancestor : ancestors) {
      var values = Map.of(":asRead", AttributeValue.fromS(ancestor.parent()));
      var condition = "#parent = :asRead AND " + UNMOVED;
      writes.add(
          writes.size() == 1
              ? adopting(ancestor.id(), ancestor.isLeaf(), condition, values)
              : check(ancestor.id(), condition, values));
    }
    return writes;
  }

  /** Metadata is merged into what was read, and holds only if that still stands. */
  UpdateItemRequest update(
      NamespaceChange change, RegistryRow read, String operation, Instant now) {
    var sets = new StringBuilder("SET ").append(NOTED);
    var condition = new StringBuilder(THERE + " AND " + NO_MARK + " AND " + FRESH);
    var values = noted(operation, now);
    set(sets, values, "name", change.name());
    set(sets, values, "description", change.description());
    set(sets, values, "filters", change.filterKeys() == null ? null : filters(change.filterKeys()));
    if (change.metadata() != null) {
      var merged = new LinkedHashMap<>(read.metadata(table));
      merged.putAll(change.metadata());
      set(sets, values, "metadata", metadata(merged));
      var raw = read.text(METADATA);
      condition.append(
          raw.isPresent() ? " AND #metadata = :raw" : " AND attribute_not_exists(#metadata)");
      raw.ifPresent(text -> values.put(":raw", AttributeValue.fromS(text)));
    }
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(change.id()))
        .updateExpression(sets.toString())
        .conditionExpression(condition.toString())
        .expressionAttributeNames(Placeholders.names(NAMES, sets.toString(), condition.toString()))
        .expressionAttributeValues(values)
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  private static void set(
      StringBuilder sets, Map<String, AttributeValue> values, String what, @Nullable String text) {
    if (text != null) {
      sets.append(", #").append(what).append(" = :").append(what);
      values.put(":" + what, AttributeValue.fromS(text));
    }
  }
}

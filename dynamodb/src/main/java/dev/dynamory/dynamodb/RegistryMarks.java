package dev.dynamory.dynamodb;

import static dev.dynamory.dynamodb.RegistryItems.ALL_OLD;
import static dev.dynamory.dynamodb.RegistryItems.NAMES;
import static dev.dynamory.dynamodb.RegistryItems.NOTED;
import static dev.dynamory.dynamodb.RegistryItems.NO_MARK;
import static dev.dynamory.dynamodb.RegistryItems.THERE;
import static dev.dynamory.dynamodb.RegistryItems.UNMOVED;

import dev.dynamory.RegisteredNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Who is at work on a namespace, as {@code <operation>@<time>} on its row: {@code deleting} keeps
 * others from putting a child under it, {@code moving} from reading a way to the root through it.
 * Whatever follows a mark holds only while the mark stands, so that taking one over is safe. Pure:
 * requests out, no client.
 */
final class RegistryMarks {
  private static final Duration OLD = Duration.ofMinutes(15);

  private final String table;
  private final RegistryItems items;

  RegistryMarks(String table, RegistryItems items) {
    this.table = table;
    this.items = items;
  }

  static String newMark(Instant now) {
    return RegistryItems.newOperation() + "@" + now;
  }

  /** Whether a mark is so old that whoever set it is not at work any more. */
  static boolean isOld(String mark, Instant now) {
    return Timestamps.parse(mark.substring(mark.indexOf('@') + 1))
        .map(since -> since.plus(OLD).isBefore(now))
        .orElse(true);
  }

  private static Map<String, AttributeValue> marked(String mark) {
    return Map.of(":mark", AttributeValue.fromS(mark));
  }

  /** Says that it is being deleted, in place of exactly what was said before. */
  UpdateItemRequest mark(String id, Optional<String> seen, String mark) {
    var condition = seen.isPresent() ? "#deleting = :seen" : THERE + " AND " + NO_MARK;
    var values = new HashMap<>(marked(mark));
    seen.ifPresent(old -> values.put(":seen", AttributeValue.fromS(old)));
    return changed(id, "SET #deleting = :mark", condition, values);
  }

  /** Says that a child is being deleted, if it is still its parent's. */
  UpdateItemRequest markChild(String id, String parentId, String mark) {
    return changed(
        id,
        "SET #deleting = :mark",
        "#parent = :parent",
        Map.of(":mark", AttributeValue.fromS(mark), ":parent", AttributeValue.fromS(parentId)));
  }

  UpdateItemRequest lift(String id, String mark) {
    return changed(id, "REMOVE #deleting", "#deleting = :mark", marked(mark));
  }

  /** Says that it is being moved, if nobody else is at work on it. */
  UpdateItemRequest markMoving(String id, String mark) {
    return changed(
        id, "SET #moving = :mark", THERE + " AND " + NO_MARK + " AND " + UNMOVED, marked(mark));
  }

  UpdateItemRequest liftMoving(String id, String mark) {
    return changed(id, "REMOVE #moving", "#moving = :mark", marked(mark));
  }

  /** Puts what is marked as moving under another parent; the mark stays. */
  UpdateItemRequest putUnder(String id, String parentId, String mark) {
    var values = new HashMap<>(marked(mark));
    values.put(":parent", AttributeValue.fromS(parentId));
    return changed(id, "SET #parent = :parent", "#moving = :mark AND " + NO_MARK, values);
  }

  /** Ends a move. */
  UpdateItemRequest moved(String id, String mark, String operation, Instant now) {
    var values = RegistryItems.noted(operation, now);
    values.putAll(marked(mark));
    return changed(id, "SET " + NOTED + " REMOVE #moving", "#moving = :mark", values);
  }

  /** A namespace under which nothing can be put before it is confirmed. */
  PutItemRequest create(RegisteredNamespace namespace, String mark, String operation, Instant now) {
    var create = items.create(namespace, operation, now);
    var row = new HashMap<>(create.item());
    row.put(RegistryRow.DELETING, AttributeValue.fromS(mark));
    return create.toBuilder().item(row).build();
  }

  /** Notes that it is about to get a child, unless it is being deleted. */
  UpdateItemRequest adopt(String id) {
    return changed(id, "REMOVE #leaf", THERE + " AND " + NO_MARK, Map.of());
  }

  /** Notes that it has children after all. */
  UpdateItemRequest noLeaf(String id) {
    return changed(id, "REMOVE #leaf", THERE, Map.of());
  }

  private UpdateItemRequest changed(
      String id, String update, String condition, Map<String, AttributeValue> values) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(RegistryItems.key(id))
        .updateExpression(update)
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
        .expressionAttributeValues(values.isEmpty() ? null : values)
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  DeleteItemRequest deleteLeaf(String id) {
    return deleted(
        id, "#leaf = :true AND " + NO_MARK, Map.of(":true", AttributeValue.fromBool(true)));
  }

  DeleteItemRequest deleteMarked(String id, String mark) {
    return deleted(id, "#deleting = :mark", marked(mark));
  }

  private DeleteItemRequest deleted(
      String id, String condition, Map<String, AttributeValue> values) {
    return DeleteItemRequest.builder()
        .tableName(table)
        .key(RegistryItems.key(id))
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }
}

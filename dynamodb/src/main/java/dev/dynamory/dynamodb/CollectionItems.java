package dev.dynamory.dynamodb;

import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.Payload;
import dev.dynamory.ValueTooLargeException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * How documents lie in gofannon's table of their collection. Pure: requests out, no client.
 *
 * <pre>
 * _id      _rev                                     name      score
 * agent-1  3-8f3c5d1e22aa7b4f02ab11cd9e8f7a65       My Agent  42.5
 * </pre>
 *
 * The revision is a generation, the operation that saved this, and the one that saved what it
 * replaced knowingly. A row without one, which Python wrote, has a revision of its content: {@code
 * 0-} and a digest.
 */
final class CollectionItems {
  private static final String ID = DatabaseRules.ID;
  private static final String REVISION = DatabaseRules.REVISION;
  private static final String NONE = "0".repeat(16);
  private static final int MAX_FIELDS = 140;
  private static final long MAX_BYTES = 400 * 1024;

  private CollectionItems() {}

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, AttributeValue.fromS(id));
  }

  static GetItemRequest get(String collection, String id) {
    return GetItemRequest.builder().tableName(collection).key(key(id)).consistentRead(true).build();
  }

  /** The revision that a save by this operation gives in place of one that it knows, or of any. */
  static String next(@Nullable String expected, String operation) {
    if (expected == null) {
      return "1-" + operation + NONE;
    }
    var dash = expected.indexOf('-');
    var generation = 0L;
    try {
      generation = Long.parseLong(expected.substring(0, Math.max(0, dash)));
    } catch (NumberFormatException e) {
      // not one of ours: begin anew
    }
    var parent = expected.substring(dash + 1) + NONE;
    return generation + 1 + "-" + operation + parent.substring(0, 16);
  }

  static boolean isDerived(String revision) {
    return revision.startsWith("0-");
  }

  static Document document(Map<String, AttributeValue> row) {
    var fields = new HashMap<>(row);
    var id = AttributeValues.required(row, ID).s();
    fields.remove(ID);
    fields.remove(REVISION);
    var value = AttributeValues.toDocument(AttributeValue.fromM(fields));
    return DatabaseRules.document(id, stored(row).orElseGet(() -> derived(value)), value);
  }

  /** The revision in the row, if it is one. */
  static Optional<String> stored(Map<String, AttributeValue> row) {
    var revision = row.get(REVISION);
    return revision == null || revision.s() == null || revision.s().endsWith("-rev")
        ? Optional.empty()
        : Optional.of(revision.s());
  }

  private static String derived(Map<String, Object> fields) {
    var digest = Pieces.sha256(Payload.of(Map.of("fields", fields)).bytes());
    return "0-" + HexFormat.of().formatHex(digest, 0, 16);
  }

  static PutItemRequest put(
      String collection, String id, Map<String, Object> fields, String revision, Condition when) {
    var row = new LinkedHashMap<>(AttributeValues.of(fields).m());
    row.put(ID, AttributeValue.fromS(id));
    row.put(REVISION, AttributeValue.fromS(revision));
    var bytes = AttributeValues.size(AttributeValue.fromM(row));
    if (bytes > MAX_BYTES) {
      throw new ValueTooLargeException(
          "document '" + id + "' in " + collection,
          bytes,
          MAX_BYTES,
          "keep large fields in a store, which cuts them into parts",
          null);
    }
    return PutItemRequest.builder()
        .tableName(collection)
        .item(row)
        .conditionExpression(when.expression)
        .expressionAttributeNames(when.names)
        .expressionAttributeValues(when.values.isEmpty() ? null : when.values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  static DeleteItemRequest delete(String collection, String id, Condition when) {
    return DeleteItemRequest.builder()
        .tableName(collection)
        .key(key(id))
        .conditionExpression(when.expression)
        .expressionAttributeNames(when.names)
        .expressionAttributeValues(when.values.isEmpty() ? null : when.values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** What must hold of the row that a write replaces. */
  record Condition(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {

    static Condition absent() {
      return new Condition("attribute_not_exists(#id)", Map.of("#id", ID), Map.of());
    }

    static Condition present() {
      return new Condition("attribute_exists(#id)", Map.of("#id", ID), Map.of());
    }

    static Condition revision(String revision) {
      return new Condition(
          "#rev = :rev", Map.of("#rev", REVISION), Map.of(":rev", AttributeValue.fromS(revision)));
    }

    /** Anything, but nobody who saved knowing what this operation had saved. */
    static Condition notAfter(String operation) {
      return new Condition(
          "NOT contains(#rev, :op)",
          Map.of("#rev", REVISION),
          Map.of(":op", AttributeValue.fromS(operation)));
    }

    /** The row is what was read, as far as a condition can say that. */
    static Condition unchanged(Map<String, AttributeValue> row) {
      var names = new HashMap<>(Map.of("#id", ID, "#rev", REVISION));
      var values = new HashMap<String, AttributeValue>();
      var expression = new StringBuilder("attribute_exists(#id)");
      if (!row.containsKey(REVISION)) {
        expression.append(" AND attribute_not_exists(#rev)");
      } else {
        names.remove("#rev");
      }
      row.forEach(
          (field, value) -> {
            var n = values.size();
            if (!field.equals(ID) && n < MAX_FIELDS) {
              names.put("#f" + n, field);
              values.put(":f" + n, value);
              expression.append(" AND #f").append(n).append(" = :f").append(n);
            }
          });
      return new Condition(expression.toString(), names, values);
    }
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.ValueTooLargeException;
import java.util.Comparator;
import java.util.HashMap;
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
  private static final long MAX_BYTES = 400 * 1024;

  /** A generation of up to 19 digits, a dash, and 32 more. */
  private static final long MAX_REVISION_BYTES = 52;

  private CollectionItems() {}

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, AttributeValue.fromS(id));
  }

  static GetItemRequest get(String table, String id, boolean consistent) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(key(id))
        .consistentRead(consistent)
        .build();
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

  static Document document(Map<String, AttributeValue> row, boolean withDigest) {
    return DatabaseRules.document(
        AttributeValues.required(row, ID).s(),
        revision(row, withDigest),
        AttributeValues.toDocument(AttributeValue.fromM(fields(row))));
  }

  private static Map<String, AttributeValue> fields(Map<String, AttributeValue> row) {
    var fields = new HashMap<>(row);
    fields.remove(ID);
    fields.remove(REVISION);
    return fields;
  }

  /** The revision that a reader is given: the row's own, or what stands for its content. */
  static String revision(Map<String, AttributeValue> row, boolean withDigest) {
    var stored = stored(row);
    if (stored.isEmpty()) {
      return "0-" + ContentDigest.of(fields(row), 16);
    }
    return withDigest ? withDigest(stored.get(), fields(row)) : stored.get();
  }

  static String withDigest(String revision, Map<String, AttributeValue> fields) {
    return revision + "." + ContentDigest.of(fields, 8);
  }

  /** Whether the row is one of which this revision was given, as far as the revision can tell. */
  static boolean has(Map<String, AttributeValue> row, String revision) {
    return !row.isEmpty()
        && revision.equals(revision(row, !revision.equals(DatabaseRules.withoutDigest(revision))));
  }

  /** The revision in the row, if it is one. */
  static Optional<String> stored(Map<String, AttributeValue> row) {
    var revision = row.get(REVISION);
    return revision == null || revision.s() == null
        ? Optional.empty()
        : Optional.of(revision.s())
            .filter(text -> !DatabaseRules.isPlaceholder(text) && !DatabaseRules.isDerived(text));
  }

  /**
   * Whether the row was saved in place of this revision, knowingly: if by another operation, then
   * none of one's own attempts was applied.
   */
  static boolean replaced(Map<String, AttributeValue> row, String revision) {
    var mask = next(revision, NONE);
    return stored(row)
        .filter(found -> found.length() == mask.length())
        .filter(found -> found.startsWith(mask.substring(0, mask.indexOf('-') + 1)))
        .filter(found -> found.endsWith(mask.substring(mask.length() - NONE.length())))
        .isPresent();
  }

  static PutItemRequest put(
      String collection,
      String id,
      Map<String, AttributeValue> fields,
      String revision,
      DocumentCondition when) {
    var row = new LinkedHashMap<>(fields);
    row.put(ID, AttributeValue.fromS(id));
    row.put(REVISION, AttributeValue.fromS(revision));
    return PutItemRequest.builder()
        .tableName(collection)
        .item(row)
        .conditionExpression(when.expression())
        .expressionAttributeNames(when.names())
        .expressionAttributeValues(when.values().isEmpty() ? null : when.values())
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** The fields as attributes; {@link ValueTooLargeException} if a row cannot hold them. */
  static Map<String, AttributeValue> attributes(
      String collection, String id, Map<String, Object> fields) {
    var attributes = AttributeValues.of(fields).m();
    var bytes = AttributeValues.size(AttributeValue.fromM(attributes)) + utf8Keys(id);
    if (bytes > MAX_BYTES) {
      var largest =
          attributes.entrySet().stream()
              .max(Comparator.comparingLong(field -> AttributeValues.size(field.getValue())))
              .orElseThrow();
      throw new ValueTooLargeException(
          "document '" + id + "' in " + collection,
          bytes,
          MAX_BYTES,
          "its largest field is '"
              + largest.getKey()
              + "' with "
              + AttributeValues.size(largest.getValue())
              + " bytes; keep that in a store, which cuts large values into parts",
          null);
    }
    return attributes;
  }

  private static long utf8Keys(String id) {
    return ID.length() + AttributeValues.utf8(id) + REVISION.length() + MAX_REVISION_BYTES;
  }

  static DeleteItemRequest delete(String collection, String id, DocumentCondition when) {
    return DeleteItemRequest.builder()
        .tableName(collection)
        .key(key(id))
        .conditionExpression(when.expression())
        .expressionAttributeNames(when.names())
        .expressionAttributeValues(when.values().isEmpty() ? null : when.values())
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }
}

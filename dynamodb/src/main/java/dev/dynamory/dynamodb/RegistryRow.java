package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import dev.dynamory.DynamoryException;
import dev.dynamory.RegisteredNamespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of a namespace registry as it was read; no attributes if there is none. */
record RegistryRow(Map<String, AttributeValue> row) {
  static final String ID = "id";
  static final String PARENT = "parent_id";
  static final String NAME = "name";
  static final String DESCRIPTION = "description";
  static final String METADATA = "metadata";
  static final String FILTERS = "filter_keys";
  static final String CREATED = "created_at";
  static final String UPDATED = "updated_at";
  static final String OPERATION = "op";
  static final String PREVIOUS = "prev_op";
  static final String LEAF = "leaf";
  static final String DELETING = "deleting";
  static final String MOVING = "moving";
  static final String ROOT = "__ROOT__";

  boolean exists() {
    return !row.isEmpty();
  }

  String id() {
    return AttributeValues.required(row, ID).s();
  }

  /** As it stands; the root's own word for a namespace at the top. */
  String parent() {
    return text(PARENT).orElse(ROOT);
  }

  @Nullable String parentId() {
    var parent = parent();
    return parent.equals(ROOT) ? null : parent;
  }

  boolean isLeaf() {
    var leaf = row.get(LEAF);
    return leaf != null && Boolean.TRUE.equals(leaf.bool());
  }

  Optional<String> mark() {
    return text(DELETING);
  }

  Optional<String> moving() {
    return text(MOVING);
  }

  boolean isMarked() {
    return row.containsKey(DELETING);
  }

  boolean isMoving() {
    return row.containsKey(MOVING);
  }

  boolean knows(String operation) {
    return text(OPERATION).equals(Optional.of(operation))
        || text(PREVIOUS).equals(Optional.of(operation));
  }

  Optional<String> text(String attribute) {
    var value = row.get(attribute);
    return value == null ? Optional.empty() : Optional.ofNullable(value.s());
  }

  /** {@link CorruptDataException} if it cannot be read. */
  RegisteredNamespace namespace(String table) {
    try {
      return new RegisteredNamespace(
          id(),
          text(NAME).orElse(id()),
          parentId(),
          text(DESCRIPTION).orElse(null),
          metadata(table),
          filterKeys(table),
          text(CREATED).flatMap(Timestamps::parse).orElse(null),
          text(UPDATED).flatMap(Timestamps::parse).orElse(null));
    } catch (CorruptDataException e) {
      throw e;
    } catch (DynamoryException e) {
      throw corrupt(table, String.valueOf(e.getMessage()), e);
    }
  }

  Map<String, Object> metadata(String table) {
    var value = json(table, METADATA, "{}");
    if (!(value instanceof Map<?, ?> map)) {
      throw corrupt(table, "its metadata is not a JSON object", null);
    }
    @SuppressWarnings("unchecked")
    var metadata = (Map<String, Object>) map;
    return metadata;
  }

  private List<String> filterKeys(String table) {
    if (!(json(table, FILTERS, "[]") instanceof List<?> list)
        || !list.stream().allMatch(String.class::isInstance)) {
      throw corrupt(table, "its filter_keys are not a JSON list of strings", null);
    }
    return list.stream().map(String.class::cast).toList();
  }

  private @Nullable Object json(String table, String attribute, String otherwise) {
    try {
      return JsonReader.read(text(attribute).orElse(otherwise));
    } catch (IllegalArgumentException e) {
      throw corrupt(table, "its " + attribute + " is " + e.getMessage(), e);
    }
  }

  private CorruptDataException corrupt(String table, String wrong, @Nullable Throwable cause) {
    return new CorruptDataException(table, "namespace '" + id() + "'", wrong, cause);
  }
}

package dev.dynamory.local.engine.vectors;

import dev.dynamory.local.engine.vectors.IndexDefinition.Role;
import dev.dynamory.local.engine.vectors.IndexDefinition.SearchAttribute;
import java.util.List;
import java.util.Map;

/** Whether DynamoDB would make a vector index of a well-formed definition. */
record IndexChecks(IndexDefinition index, Map<String, String> declared) {
  static final int PER_TABLE = 5;
  private static final int DIMENSIONS = 4096;
  private static final int HASHES = 1;
  private static final int FILTERS = 18;

  void check(List<IndexDefinition> others) {
    checkDimensions(others);
    checkProjection();
    checkCount(Role.HASH, HASHES);
    checkCount(Role.INLINE_FILTER, FILTERS);
    for (var element : index.searchSchema()) {
      if (!declared.containsKey(element.name())) {
        throw Refusal.invalid(
            "One element in SearchSchema is not defined in attribute definitions");
      }
    }
    if (declared.containsKey(index.vectorAttribute())) {
      throw conflict(
          "An attribute cannot be defined in AttributeDefinitions when used as a VectorAttribute.");
    }
  }

  /** An attribute has one type, and a vector is a list. */
  void checkAgainst(Key key, Map<String, String> known) {
    if (key.has(index.vectorAttribute())) {
      throw Refusal.invalid(
          "Attributes cannot be redefined. Please check that your attribute has the same type as"
              + " previously defined. Existing schema: "
              + key.toSchemaText()
              + " New schema: VectorIndexSchema:[VectorAttribute: key{"
              + index.vectorAttribute()
              + ":L:"
              + index.dimensions()
              + "}]");
    }
    for (SearchAttribute element : index.searchSchema()) {
      String type = known.get(element.name());
      if (type != null && !type.equals(declared.get(element.name()))) {
        throw Refusal.invalid(
            "Attributes cannot be redefined. Please check that your attribute has the same type as"
                + " previously defined.");
      }
    }
  }

  private void checkDimensions(List<IndexDefinition> others) {
    if (index.dimensions() > DIMENSIONS) {
      throw Refusal.invalid(
          "Number of dimensions must be between 1 and " + DIMENSIONS + " inclusive.");
    }
    for (var other : others) {
      if (other.vectorAttribute().equals(index.vectorAttribute())
          && other.dimensions() != index.dimensions()) {
        throw conflict(
            "All VectorIndexes on the same vector attribute must use the same dimensions.");
      }
    }
  }

  private void checkProjection() {
    var projection = index.projection();
    boolean isList = !projection.attributes().isEmpty();
    if (isList != projection.type().equals("INCLUDE")) {
      throw Refusal.invalid(
          "ProjectionType is "
              + projection.type()
              + ", but NonKeyAttributes is "
              + (isList ? "specified" : "not specified"));
    }
  }

  private void checkCount(Role role, int limit) {
    long count = index.searchSchema().stream().filter(e -> e.role() == role).count();
    if (count > limit) {
      throw Refusal.invalid(
          "Value '%d' at 'SearchSchema' failed to satisfy constraint: Member must have %s count less than or equal to %d"
              .formatted(count, role, limit));
    }
  }

  private Refusal conflict(String why) {
    return Refusal.invalid(
        "Conflicting attribute definition for '" + index.vectorAttribute() + "'. " + why);
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What one index says of an item, in DynamoDB's words; an empty answer is no objection. */
record ItemCheck(IndexDefinition index, Map<String, String> types) {
  private static final String VALUES = "One or more parameter values were invalid. ";
  private static final String KEYS = "One or more parameter values are not valid. ";

  /** How the item comes to be. */
  enum Write {
    PUT,
    UPDATE
  }

  /** The first objection of any of a table's indexes. */
  static Optional<String> objection(VectorTable table, JsonNode item, Write write) {
    return table.indexes().stream()
        .map(index -> new ItemCheck(index.definition(), table.types()).objection(item, write))
        .flatMap(Optional::stream)
        .findFirst();
  }

  Optional<String> objection(JsonNode item, Write write) {
    var vector = item.get(index.vectorAttribute());
    return (vector == null ? Optional.<String>empty() : vectorObjection(vector))
        .or(() -> searchObjection(item, write));
  }

  private Optional<String> vectorObjection(JsonNode vector) {
    if (!vector.has("L")) {
      return invalid(
          "Invalid type for parameter "
              + index.vectorAttribute()
              + ", Expected: 32-bit floating point number list");
    }
    var elements = vector.path("L");
    if (elements.size() != index.dimensions()) {
      return invalid(
          "Invalid size for parameter %s, Expected: %d, Actual: %d"
              .formatted(index.vectorAttribute(), index.dimensions(), elements.size()));
    }
    for (int i = 0; i < elements.size(); i++) {
      var objection = elementObjection(index.vectorAttribute() + "[" + i + "]", elements.get(i));
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private Optional<String> elementObjection(String place, JsonNode element) {
    if (!element.has("N")) {
      return invalid(
          "Invalid type for parameter %s, Expected: 32-bit floating point number, Actual: %s."
              .formatted(place, Values.type(element)));
    }
    return Values.number(element)
        .filter(number -> Float.isInfinite(number.floatValue()))
        .map(BigDecimal::stripTrailingZeros)
        .flatMap(
            number ->
                invalid(
                    "Invalid value for parameter %s, Value: %s is outside valid range [-3.4028235E38, 3.4028235E38]."
                        .formatted(place, number)));
  }

  /** To the attributes that searches ask for. */
  Optional<String> searchObjection(JsonNode item, Write write) {
    for (var element : index.searchSchema()) {
      var value = item.get(element.name());
      if (value == null) {
        continue;
      }
      String expected = types.getOrDefault(element.name(), "");
      String actual = Values.type(value);
      if (!actual.equals(expected)) {
        return invalid(
            "Attribute '%s' type mismatch. Expected: %s, Actual: %s."
                .formatted(element.name(), expected, actual));
      }
      if (element.role() == IndexDefinition.Role.HASH && Values.isEmpty(value)) {
        return Optional.of(emptyKey(element.name(), actual, write));
      }
    }
    return Optional.empty();
  }

  private String emptyKey(String attribute, String type, Write write) {
    String rule =
        "The AttributeValue for a key attribute cannot contain an empty "
            + (type.equals("B") ? "binary" : "string")
            + " value.";
    return switch (write) {
      case PUT ->
          KEYS
              + "A value specified for a secondary index key is not supported. %s IndexName: %s, IndexKey: %s"
                  .formatted(rule, index.name(), attribute);
      case UPDATE ->
          KEYS
              + "The update expression attempted to update a secondary index key to a value that is"
              + " not supported. "
              + rule;
    };
  }

  private Optional<String> invalid(String what) {
    return Optional.of(VALUES + what + " IndexName: " + index.name());
  }
}

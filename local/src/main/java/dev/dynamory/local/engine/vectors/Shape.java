package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether requests that make or delete vector indexes have the members that the API asks for. */
final class Shape {
  private static final Pattern INDEX_NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

  private final List<String> faults = new ArrayList<>();

  private Shape() {}

  /** Refuses with all faults at once. */
  static void checkCreateTable(JsonNode request) {
    var shape = new Shape();
    int n = 1;
    for (var described : Json.elements(request.path("VectorIndexes"))) {
      shape.checkIndex(described, "vectorIndexes." + n++ + ".member.");
    }
    shape.checkTypes(request);
    shape.refuseFaults();
  }

  /** As {@link #checkCreateTable}. */
  static void checkUpdateTable(JsonNode request) {
    var shape = new Shape();
    int n = 1;
    for (var update : Json.elements(request.path("VectorIndexUpdates"))) {
      String path = "vectorIndexUpdates." + n++ + ".member.";
      if (update.hasNonNull("Create")) {
        shape.checkIndex(update.path("Create"), path + "create.");
      }
      if (update.hasNonNull("Delete")) {
        shape.checkName(update.path("Delete"), path + "delete.");
      }
    }
    shape.checkTypes(request);
    shape.refuseFaults();
  }

  private void checkIndex(JsonNode described, String path) {
    checkName(described, path);
    if (isThere(described, "VectorAttribute", path + "vectorAttribute")) {
      isThere(
          described.path("VectorAttribute"),
          "AttributeName",
          path + "vectorAttribute.attributeName");
    }
    if (isThere(described, "Dimensions", path + "dimensions")
        && described.path("Dimensions").asDouble() < 1) {
      fault(
          described.path("Dimensions"),
          path + "dimensions",
          "have value greater than or equal to 1");
    }
    checkOneOf(
        described,
        "DistanceFunction",
        path + "distanceFunction",
        List.of("DOT_PRODUCT", "COSINE", "EUCLIDEAN"));
    checkProjection(described, path);
    checkSearchSchema(described, path);
  }

  private void checkName(JsonNode described, String path) {
    if (!isThere(described, "IndexName", path + "indexName")) {
      return;
    }
    var name = described.path("IndexName");
    if (name.asText().length() < 3) {
      fault(name, path + "indexName", "have length greater than or equal to 3");
    }
    if (name.asText().length() > 255) {
      fault(name, path + "indexName", "have length less than or equal to 255");
    }
    if (!INDEX_NAME.matcher(name.asText()).matches()) {
      fault(
          name, path + "indexName", "satisfy regular expression pattern: " + INDEX_NAME.pattern());
    }
  }

  private void checkProjection(JsonNode described, String path) {
    if (!isThere(described, "Projection", path + "projection")) {
      return;
    }
    var projection = described.path("Projection");
    checkOneOf(
        projection,
        "ProjectionType",
        path + "projection.projectionType",
        List.of("ALL", "INCLUDE", "KEYS_ONLY"));
    var attributes = projection.path("NonKeyAttributes");
    if (attributes.isArray() && (attributes.isEmpty() || attributes.size() > 20)) {
      fault(
          attributes,
          path + "projection.nonKeyAttributes",
          attributes.isEmpty()
              ? "have length greater than or equal to 1"
              : "have length less than or equal to 20");
    }
  }

  private void checkSearchSchema(JsonNode described, String path) {
    var schema = described.path("SearchSchema");
    if (schema.isArray() && schema.isEmpty()) {
      fault(schema, path + "searchSchema", "have length greater than or equal to 1");
    }
    int n = 1;
    for (var element : Json.elements(schema)) {
      String at = path + "searchSchema." + n++ + ".member.";
      isThere(element, "AttributeName", at + "attributeName");
      checkOneOf(
          element,
          "SearchSchemaElementType",
          at + "searchSchemaElementType",
          List.of("HASH", "INLINE_FILTER"));
    }
  }

  /** Those of search attributes never reach the engine, which would look at them. */
  private void checkTypes(JsonNode request) {
    int n = 1;
    for (var definition : Json.elements(request.path("AttributeDefinitions"))) {
      checkOneOf(
          definition,
          "AttributeType",
          "attributeDefinitions." + n++ + ".member.attributeType",
          List.of("B", "N", "S"));
    }
  }

  private void checkOneOf(JsonNode node, String member, String path, List<String> values) {
    if (isThere(node, member, path) && !values.contains(node.path(member).asText())) {
      fault(node.path(member), path, "satisfy enum value set: " + values);
    }
  }

  private boolean isThere(JsonNode node, String member, String path) {
    if (node.hasNonNull(member)) {
      return true;
    }
    faults.add(
        "Value null at '" + path + "' failed to satisfy constraint: Member must not be null");
    return false;
  }

  private void fault(JsonNode value, String path, String rule) {
    String said = value.isValueNode() ? value.asText() : value.toString();
    faults.add(
        "Value '%s' at '%s' failed to satisfy constraint: Member must %s"
            .formatted(said, path, rule));
  }

  private void refuseFaults() {
    if (!faults.isEmpty()) {
      throw Refusal.malformed(faults);
    }
  }
}

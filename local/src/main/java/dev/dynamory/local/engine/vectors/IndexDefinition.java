package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A vector index as its creator described it. */
record IndexDefinition(
    String name,
    String vectorAttribute,
    int dimensions,
    Distance distance,
    Projection projection,
    List<SearchAttribute> searchSchema) {

  /** An attribute that a search can ask for. */
  record SearchAttribute(String name, Role role) {}

  enum Role {
    HASH,
    INLINE_FILTER
  }

  /** What of an item the index holds besides keys, search attributes and the vector. */
  record Projection(String type, List<String> attributes) {
    boolean isEverything() {
      return type.equals("ALL");
    }
  }

  /** Of a description that {@link IndexChecks} found well-formed. */
  static IndexDefinition of(JsonNode described) {
    return new IndexDefinition(
        Json.text(described, "IndexName"),
        Json.text(described.path("VectorAttribute"), "AttributeName"),
        (int) described.path("Dimensions").asDouble(), // too many stay too many
        Distance.valueOf(Json.text(described, "DistanceFunction")),
        new Projection(
            Json.text(described.path("Projection"), "ProjectionType"),
            texts(described.path("Projection").path("NonKeyAttributes"))),
        Json.elements(described.path("SearchSchema")).stream()
            .map(
                element ->
                    new SearchAttribute(
                        Json.text(element, "AttributeName"),
                        Role.valueOf(Json.text(element, "SearchSchemaElementType"))))
            .toList());
  }

  /** As {@link #of} reads it and the service describes it. */
  ObjectNode toJson() {
    var described = Json.object().put("IndexName", name);
    described.putObject("VectorAttribute").put("AttributeName", vectorAttribute);
    described.put("Dimensions", dimensions).put("DistanceFunction", distance.name());
    var projected = described.putObject("Projection").put("ProjectionType", projection.type());
    if (!projection.attributes().isEmpty()) {
      var attributes = projected.putArray("NonKeyAttributes");
      projection.attributes().forEach(attributes::add);
    }
    if (!searchSchema.isEmpty()) {
      var elements = described.putArray("SearchSchema");
      for (var element : searchSchema) {
        elements
            .addObject()
            .put("AttributeName", element.name())
            .put("SearchSchemaElementType", element.role().name());
      }
    }
    return described;
  }

  Optional<String> hash() {
    return searchSchema.stream()
        .filter(element -> element.role() == Role.HASH)
        .map(SearchAttribute::name)
        .findFirst();
  }

  boolean searches(String attribute) {
    return searchSchema.stream().anyMatch(element -> element.name().equals(attribute));
  }

  /** True of the attributes that it holds besides the table's key. */
  boolean holds(String attribute) {
    return projection.isEverything()
        || checked().anyMatch(attribute::equals)
        || projection.attributes().contains(attribute);
  }

  /** The attributes whose values a write must get right. */
  Stream<String> checked() {
    return Stream.concat(
        Stream.of(vectorAttribute), searchSchema.stream().map(SearchAttribute::name));
  }

  private static List<String> texts(JsonNode array) {
    return Json.elements(array).stream().map(JsonNode::asText).toList();
  }
}

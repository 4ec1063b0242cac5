package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The attributes of a table's key, partition first, with their types. */
record Key(List<Attribute> attributes) implements Comparator<JsonNode> {

  record Attribute(String name, String type) {}

  /** Of what CreateTable is given or DescribeTable gives. */
  static Key ofTable(JsonNode table) {
    var types = types(table.path("AttributeDefinitions"));
    return new Key(
        Json.elements(table.path("KeySchema")).stream()
            .sorted(Comparator.comparing(element -> Json.text(element, "KeyType"))) // HASH, RANGE
            .map(element -> Json.text(element, "AttributeName"))
            .map(name -> new Attribute(name, types.getOrDefault(name, "")))
            .toList());
  }

  static Map<String, String> types(JsonNode attributeDefinitions) {
    var types = new TreeMap<String, String>();
    for (var definition : Json.elements(attributeDefinitions)) {
      types.put(Json.text(definition, "AttributeName"), Json.text(definition, "AttributeType"));
    }
    return types;
  }

  static Key of(JsonNode json) {
    return new Key(
        Json.elements(json).stream()
            .map(a -> new Attribute(Json.text(a, "Name"), Json.text(a, "Type")))
            .toList());
  }

  JsonNode toJson() {
    var json = Json.array();
    attributes.forEach(a -> json.addObject().put("Name", a.name()).put("Type", a.type()));
    return json;
  }

  String partition() {
    return attributes.get(0).name();
  }

  boolean has(String attribute) {
    return attributes.stream().anyMatch(a -> a.name().equals(attribute));
  }

  /** The key of an item, its numbers in one spelling; empty when the item lacks part of it. */
  Optional<ObjectNode> in(JsonNode item) {
    var key = Json.object();
    for (var attribute : attributes) {
      var value = item.get(attribute.name());
      if (value == null) {
        return Optional.empty();
      }
      key.set(attribute.name(), Values.canonical(value));
    }
    return Optional.of(key);
  }

  /** The order of items by their keys. */
  @Override
  public int compare(JsonNode a, JsonNode b) {
    for (var attribute : attributes) {
      int order = Values.compare(a.path(attribute.name()), b.path(attribute.name()));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** As in {@code Schema:[SchemaElement: key{pk:S:HASH}]}. */
  String toSchemaText() {
    return attributes.stream()
        .map(
            a ->
                "SchemaElement: key{%s:%s:%s}"
                    .formatted(a.name(), a.type(), a.name().equals(partition()) ? "HASH" : "RANGE"))
        .collect(Collectors.joining(", ", "Schema:[", "]"));
  }
}

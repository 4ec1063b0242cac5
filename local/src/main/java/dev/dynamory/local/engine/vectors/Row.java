package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An item of a table, its vectors apart: as 32-bit numbers they take a tenth of the room. */
record Row(ObjectNode item, TreeMap<String, float[]> vectors) {

  /** What is no vector in an attribute for vectors stays in the item. */
  static Row of(JsonNode item, Set<String> vectorAttributes) {
    var rest = Json.object();
    var vectors = new TreeMap<String, float[]>();
    for (var attribute : Json.members(item)) {
      Optional<float[]> vector =
          vectorAttributes.contains(attribute.getKey()) && attribute.getValue().has("L")
              ? Values.vector(Json.elements(attribute.getValue().path("L")))
              : Optional.empty();
      vector.ifPresentOrElse(
          v -> vectors.put(attribute.getKey(), v),
          () -> rest.set(attribute.getKey(), Values.canonical(attribute.getValue())));
    }
    return new Row(rest, vectors);
  }

  /** The vector that an index holds of the item; empty when the item is not in the index. */
  Optional<float[]> vectorIn(IndexDefinition index, VectorTable table) {
    return Optional.ofNullable(vectors.get(index.vectorAttribute()))
        .filter(vector -> vector.length == index.dimensions())
        .filter(vector -> index.hash().map(item::has).orElse(true))
        .filter(
            vector ->
                new ItemCheck(index, table.types())
                    .searchObjection(item, ItemCheck.Write.PUT)
                    .isEmpty());
  }

  /** What an index holds of the item, but for these vectors: to write them takes its time. */
  ObjectNode projected(IndexDefinition index, Key key, Set<String> vectorsLeftOut) {
    var held = Json.object();
    for (var attribute : Json.members(item)) {
      if (index.holds(attribute.getKey()) || key.has(attribute.getKey())) {
        held.set(attribute.getKey(), attribute.getValue());
      }
    }
    vectors.forEach(
        (attribute, vector) -> {
          if (index.holds(attribute) && !vectorsLeftOut.contains(attribute)) {
            held.set(attribute, Values.list(vector));
          }
        });
    return held;
  }
}

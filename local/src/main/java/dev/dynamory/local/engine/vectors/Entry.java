package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** An item that is in an index, with its vector as the index holds it. */
record Entry(JsonNode item, float[] vector) {

  /** Empty when the index does not hold the item. */
  static Optional<Entry> of(JsonNode item, IndexDefinition index, VectorTable table) {
    var vector = item.get(index.vectorAttribute());
    boolean isHere =
        vector != null
            && index.hash().map(item::has).orElse(true)
            && new ItemCheck(index, table.types())
                .objection(item, ItemCheck.Write.PUT)
                .isEmpty();
    return isHere ? vector(vector.path("L")).map(v -> new Entry(item, v)) : Optional.empty();
  }

  /** Empty when one is no 32-bit number. */
  static Optional<float[]> vector(Iterable<JsonNode> elements) {
    int length = 0;
    for (var element : elements) {
      length++;
    }
    var vector = new float[length];
    int i = 0;
    for (var element : elements) {
      try {
        vector[i] = Float.parseFloat(element.path("N").asText(""));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      if (!Float.isFinite(vector[i])) {
        return Optional.empty();
      }
      i++;
    }
    return Optional.of(vector);
  }

  /** What the index holds of the item. */
  ObjectNode projected(IndexDefinition index, Key key) {
    var held = Json.object();
    for (var attribute : Json.members(item)) {
      if (holds(index, key, attribute.getKey())) {
        held.set(attribute.getKey(), attribute.getValue());
      }
    }
    held.set(index.vectorAttribute(), Values.list(vector));
    return held;
  }

  private static boolean holds(IndexDefinition index, Key key, String attribute) {
    return index.projection().isEverything()
        || attributes(index, key).contains(attribute);
  }

  /** Every attribute that an index holds which does not hold all. */
  static List<String> attributes(IndexDefinition index, Key key) {
    return java.util.stream.Stream.of(
            key.attributes().stream().map(Key.Attribute::name),
            index.checked(),
            index.projection().attributes().stream())
        .flatMap(names -> names)
        .distinct()
        .toList();
  }
}

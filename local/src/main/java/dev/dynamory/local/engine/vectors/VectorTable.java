package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dynamory.local.engine.vectors.VectorIndex.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table that has vector indexes: its key, its indexes, and the types of the attributes that
 * searches ask for.
 */
record VectorTable(String name, Key key, List<VectorIndex> indexes, Map<String, String> types) {

  /** Sorted by name, as DynamoDB names the first index that a write violates. */
  VectorTable {
    indexes = indexes.stream().sorted(Comparator.comparing(VectorIndex::name)).toList();
    var searched =
        indexes.stream()
            .flatMap(index -> index.definition().searchSchema().stream())
            .map(IndexDefinition.SearchAttribute::name)
            .collect(Collectors.toSet());
    var needed = new TreeMap<>(types);
    needed.keySet().retainAll(searched);
    types = Map.copyOf(needed);
  }

  VectorTable with(VectorIndex index, Map<String, String> declared) {
    var all = new TreeMap<>(types);
    all.putAll(declared);
    return new VectorTable(
        name, key, Stream.concat(without(index), Stream.of(index)).toList(), all);
  }

  /** As it is now: without the indexes that are gone. */
  VectorTable at(Instant now) {
    Predicate<VectorIndex> isThere = index -> index.phase(now) != Phase.GONE;
    return indexes.stream().allMatch(isThere)
        ? this
        : new VectorTable(name, key, indexes.stream().filter(isThere).toList(), types);
  }

  Optional<VectorIndex> index(String named) {
    return indexes.stream().filter(index -> index.name().equals(named)).findFirst();
  }

  private Stream<VectorIndex> without(VectorIndex other) {
    return indexes.stream().filter(index -> !index.name().equals(other.name()));
  }

  ObjectNode toJson() {
    var json = Json.object().put("TableName", name);
    json.set("Key", key.toJson());
    var listed = json.putArray("VectorIndexes");
    indexes.forEach(index -> listed.add(index.toJson()));
    var typed = json.putObject("Types");
    types.forEach(typed::put);
    return json;
  }

  static VectorTable of(JsonNode json) {
    var types = new TreeMap<String, String>();
    Json.members(json.path("Types"))
        .forEach(type -> types.put(type.getKey(), type.getValue().asText()));
    return new VectorTable(
        Json.text(json, "TableName"),
        Key.of(json.path("Key")),
        Json.elements(json.path("VectorIndexes")).stream().map(VectorIndex::of).toList(),
        types);
  }
}

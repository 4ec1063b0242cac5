package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** An index, and when each phase of its life ends; the last, if anybody deleted it. */
record VectorIndex(
    IndexDefinition definition,
    boolean isWithTable,
    Instant allocated,
    Instant filled,
    Optional<Instant> gone) {

  enum Phase {
    /** Comes to be together with its table. */
    CREATING,
    ALLOCATING,
    BACKFILLING,
    ACTIVE,
    DELETING,
    GONE
  }

  static VectorIndex withTable(IndexDefinition definition, Instant now, Timing timing) {
    var made = now.plus(timing.allocating());
    return new VectorIndex(definition, true, made, made, Optional.empty());
  }

  static VectorIndex added(IndexDefinition definition, Instant now, Timing timing) {
    var allocated = now.plus(timing.allocating());
    return new VectorIndex(
        definition, false, allocated, allocated.plus(timing.backfilling()), Optional.empty());
  }

  VectorIndex deleted(Instant now, Timing timing) {
    return new VectorIndex(
        definition, isWithTable, allocated, filled, Optional.of(now.plus(timing.allocating())));
  }

  String name() {
    return definition.name();
  }

  Phase phase(Instant now) {
    if (gone.isPresent()) {
      return now.isBefore(gone.get()) ? Phase.DELETING : Phase.GONE;
    }
    if (now.isBefore(allocated)) {
      return isWithTable ? Phase.CREATING : Phase.ALLOCATING;
    }
    return now.isBefore(filled) ? Phase.BACKFILLING : Phase.ACTIVE;
  }

  ObjectNode describe(Instant now, String tableArn) {
    var described = definition.toJson();
    var phase = phase(now);
    switch (phase) {
      case CREATING -> described.put("IndexStatus", "CREATING");
      case ALLOCATING -> described.put("IndexStatus", "CREATING").put("Backfilling", false);
      case BACKFILLING -> described.put("IndexStatus", "CREATING").put("Backfilling", true);
      default -> described.put("IndexStatus", phase.name());
    }
    return described
        .put("IndexSizeBytes", 0)
        .put("ItemCount", 0)
        .put("IndexArn", tableArn + "/index/" + name());
  }

  ObjectNode toJson() {
    var json =
        definition
            .toJson()
            .put("WithTable", isWithTable)
            .put("Allocated", allocated.toString())
            .put("Filled", filled.toString());
    gone.ifPresent(moment -> json.put("Gone", moment.toString()));
    return json;
  }

  static VectorIndex of(JsonNode json) {
    return new VectorIndex(
        IndexDefinition.of(json),
        json.path("WithTable").asBoolean(),
        Instant.parse(Json.text(json, "Allocated")),
        Instant.parse(Json.text(json, "Filled")),
        Optional.of(Json.text(json, "Gone")).filter(g -> !g.isEmpty()).map(Instant::parse));
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** An index and its age, of which its phase follows. */
record VectorIndex(
    IndexDefinition definition, Instant created, boolean isWithTable, Optional<Instant> deleted) {

  enum Phase {
    /** Comes to be together with its table. */
    CREATING,
    ALLOCATING,
    BACKFILLING,
    ACTIVE,
    DELETING,
    GONE
  }

  static VectorIndex withTable(IndexDefinition definition, Instant now) {
    return new VectorIndex(definition, now, true, Optional.empty());
  }

  static VectorIndex added(IndexDefinition definition, Instant now) {
    return new VectorIndex(definition, now, false, Optional.empty());
  }

  VectorIndex deletedAt(Instant now) {
    return new VectorIndex(definition, created, isWithTable, Optional.of(now));
  }

  String name() {
    return definition.name();
  }

  Phase phase(Instant now, Timing timing) {
    if (deleted.isPresent()) {
      return now.isBefore(deleted.get().plus(timing.allocating())) ? Phase.DELETING : Phase.GONE;
    }
    var allocated = created.plus(timing.allocating());
    if (isWithTable) {
      return now.isBefore(allocated) ? Phase.CREATING : Phase.ACTIVE;
    }
    if (now.isBefore(allocated)) {
      return Phase.ALLOCATING;
    }
    return now.isBefore(allocated.plus(timing.backfilling())) ? Phase.BACKFILLING : Phase.ACTIVE;
  }

  ObjectNode describe(Phase phase, String tableArn) {
    var described = definition.toJson();
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
    var json = definition.toJson().put("Created", created.toString()).put("WithTable", isWithTable);
    deleted.ifPresent(moment -> json.put("Deleted", moment.toString()));
    return json;
  }

  static VectorIndex of(JsonNode json) {
    return new VectorIndex(
        IndexDefinition.of(json),
        Instant.parse(Json.text(json, "Created")),
        json.path("WithTable").asBoolean(),
        Optional.of(Json.text(json, "Deleted")).filter(d -> !d.isEmpty()).map(Instant::parse));
  }
}

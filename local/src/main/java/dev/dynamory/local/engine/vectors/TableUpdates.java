package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dynamory.local.engine.vectors.VectorIndex.Phase;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** UpdateTable, where it makes or deletes a vector index or its table has one. */
final class TableUpdates {
  private final Catalogue catalogue;
  private final Timing timing;
  private final Clock clock;
  private final Journal journal;
  private final Tables tables;
  private final Copies copies;

  TableUpdates(
      Catalogue catalogue,
      Timing timing,
      Clock clock,
      Journal journal,
      Tables tables,
      Copies copies) {
    this.catalogue = catalogue;
    this.timing = timing;
    this.clock = clock;
    this.journal = journal;
    this.tables = tables;
    this.copies = copies;
  }

  static Refusal onDemandOnly() {
    return Refusal.invalid("Vector indexes are only supported for PAY_PER_REQUEST tables");
  }

  Reply update(Database database, ObjectNode request) {
    String name = Catalogue.nameOf(Json.text(request, "TableName"));
    if (!request.has("VectorIndexUpdates") && catalogue.table(name).isEmpty()) {
      return database.send("UpdateTable", request);
    }
    Shape.checkUpdateTable(request);
    return catalogue.alone(
        List.of(name),
        () -> {
          var described =
              database.ask("DescribeTable", Json.object().put("TableName", name)).path("Table");
          var now = clock.instant();
          var table =
              catalogue
                  .table(name)
                  .orElseGet(
                      () -> new VectorTable(name, Key.ofTable(described), List.of(), Map.of()))
                  .at(now);
          var change = new Step(request, described, table, now);
          var changed = change.apply();
          var plain = change.plain();
          var reply =
              plain.size() > 1 || !request.has("VectorIndexUpdates")
                  ? database.send("UpdateTable", plain)
                  : description(database, name);
          if (!reply.isOk()) {
            return reply;
          }
          catalogue.put(changed.at(now));
          if (!changed.equals(table)) {
            copies.forget(name); // both know which attributes are vectors
            journal.forget(name);
          }
          return tables.described(reply, "TableDescription");
        });
  }

  private static Reply description(Database database, String name) {
    var reply = database.send("DescribeTable", Json.object().put("TableName", name));
    if (!reply.isOk()) {
      return reply;
    }
    var body = Json.object();
    body.set("TableDescription", reply.json().path("Table"));
    return reply.with(body);
  }

  /** What one request asks of a table as it is. */
  private final class Step {
    private final ObjectNode request;
    private final JsonNode described;
    private final VectorTable table;
    private final Instant now;

    Step(ObjectNode request, JsonNode described, VectorTable table, Instant now) {
      this.request = request;
      this.described = described;
      this.table = table;
      this.now = now;
    }

    VectorTable apply() {
      var updates = Json.elements(request.path("VectorIndexUpdates"));
      checkBilling(!updates.isEmpty());
      if (updates.isEmpty()) {
        if (otherActions() > 0) {
          checkNothingRuns();
        }
        return table;
      }
      if (updates.size() + otherActions() > 1) {
        throw oneAtATime();
      }
      var update = updates.get(0);
      if (update.hasNonNull("Create") == update.hasNonNull("Delete")) {
        throw Refusal.invalid(
            "Exactly one of Create and Delete must be specified in a vector index update");
      }
      return update.hasNonNull("Create")
          ? created(update.path("Create"))
          : deleted(Json.text(update.path("Delete"), "IndexName"));
    }

    private VectorTable created(JsonNode asked) {
      var definition = IndexDefinition.of(asked);
      checkName(definition.name());
      checkNothingRuns();
      if (table.indexes().size() >= IndexChecks.PER_TABLE) {
        throw Refusal.limitExceeded(
            "Number of vector secondary indexes exceeds per-table limit of "
                + IndexChecks.PER_TABLE);
      }
      var declared = Key.types(request.path("AttributeDefinitions"));
      var checks = new IndexChecks(definition, declared);
      checks.check(table.indexes().stream().map(VectorIndex::definition).toList());
      checks.checkAgainst(table.key(), Key.types(described.path("AttributeDefinitions")));
      checks.checkAgainst(table.key(), table.types());
      return table.with(VectorIndex.added(definition, now, timing), declared);
    }

    private VectorTable deleted(String name) {
      var index = table.index(name).orElseThrow(Refusal::notFound);
      switch (index.phase(now)) {
        case CREATING, ALLOCATING ->
            throw Refusal.inUse(
                "Index creation is in resource allocation phase. Retry deletion during backfilling"
                    + " phase or when the index is active. "
                    + place(name));
        case ACTIVE -> checkNothingRuns();
        case DELETING -> throw oneAtATime();
        default -> {} // a creation may be cancelled
      }
      return table.with(index.deleted(now, timing), Map.of());
    }

    private void checkName(String name) {
      var same = table.index(name).map(index -> index.phase(now));
      if (same.isPresent() && same.get() != Phase.ACTIVE && same.get() != Phase.DELETING) {
        throw Refusal.inUse("Index is being created.  " + place(name));
      }
      boolean isTaken =
          Json.elements(described.path("GlobalSecondaryIndexes")).stream()
              .anyMatch(index -> Json.text(index, "IndexName").equals(name));
      if (isTaken || (same.isPresent() && same.get() == Phase.ACTIVE)) {
        throw Refusal.validation("Attempting to create an index which already exists");
      }
    }

    private void checkNothingRuns() {
      boolean isOtherRunning =
          Json.elements(described.path("GlobalSecondaryIndexes")).stream()
              .anyMatch(index -> !Json.text(index, "IndexStatus").equals("ACTIVE"));
      if (isOtherRunning || !table.indexes().stream().allMatch(i -> i.phase(now) == Phase.ACTIVE)) {
        throw oneAtATime();
      }
    }

    private void checkBilling(boolean hasUpdates) {
      String asked = Json.text(request, "BillingMode");
      String billing =
          asked.isEmpty() ? Json.text(described.path("BillingModeSummary"), "BillingMode") : asked;
      boolean isVector = hasUpdates || !table.indexes().isEmpty();
      if (isVector && !billing.equals("PAY_PER_REQUEST")) {
        throw onDemandOnly();
      }
    }

    private long otherActions() {
      return Json.elements(request.path("GlobalSecondaryIndexUpdates")).stream()
          .filter(update -> update.hasNonNull("Create") || update.hasNonNull("Delete"))
          .count();
    }

    private String place(String index) {
      return "Table: " + table.name() + " Index: " + index;
    }

    private Refusal oneAtATime() {
      return Refusal.limitExceeded(
          "Only 1 online index can be created or deleted simultaneously per table");
    }

    /** What is left of the request for the engine. */
    ObjectNode plain() {
      var plain = request.deepCopy();
      plain.remove("VectorIndexUpdates");
      if (Json.elements(plain.path("GlobalSecondaryIndexUpdates")).isEmpty()) {
        plain.remove("AttributeDefinitions");
        return plain;
      }
      var searched = new HashSet<>(table.types().keySet());
      for (var update : Json.elements(request.path("VectorIndexUpdates"))) {
        Json.elements(update.path("Create").path("SearchSchema"))
            .forEach(element -> searched.add(Json.text(element, "AttributeName")));
      }
      var keys = Tables.keyAttributes(described);
      keys.addAll(Tables.keyAttributes(request));
      Tables.keepDefinitions(plain, searched, keys);
      return plain;
    }
  }
}

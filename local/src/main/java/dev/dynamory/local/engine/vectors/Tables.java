package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dynamory.local.engine.vectors.VectorIndex.Phase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CreateTable, DescribeTable and DeleteTable of tables that have vector indexes. */
final class Tables {
  private final Catalogue catalogue;
  private final Timing timing;
  private final Clock clock;
  private final Journal journal;
  private final Rehearsal rehearsal;
  private final Copies copies;

  Tables(
      Catalogue catalogue,
      Timing timing,
      Clock clock,
      Journal journal,
      Rehearsal rehearsal,
      Copies copies) {
    this.catalogue = catalogue;
    this.timing = timing;
    this.clock = clock;
    this.journal = journal;
    this.rehearsal = rehearsal;
    this.copies = copies;
  }

  /** Definitions are kept before the table is: a table is never there without its indexes. */
  Reply create(Database database, ObjectNode request) {
    if (request.path("VectorIndexes").isEmpty()) {
      return createWithout(database, request);
    }
    Shape.checkCreateTable(request);
    var table = tableOf(request);
    return catalogue.alone(
        List.of(table.name()),
        () -> {
          if (database.send("DescribeTable", Json.object().put("TableName", table.name())).isOk()) {
            return database.send("CreateTable", plain(request)); // which says that it exists
          }
          catalogue.put(table);
          var reply = database.send("CreateTable", plain(request));
          if (!reply.isOk()) {
            catalogue.remove(table.name());
            return reply;
          }
          copies.of(database, table); // while there is nothing to read
          return described(reply, "TableDescription");
        });
  }

  Reply describe(Database database, ObjectNode request) {
    return described(database.send("DescribeTable", request), "Table");
  }

  Reply delete(Database database, ObjectNode request) {
    String name = Catalogue.nameOf(Json.text(request, "TableName"));
    return catalogue.alone(
        List.of(name),
        () -> {
          var table = catalogue.table(name);
          if (table.isPresent() && !isSettled(table.get())) {
            throw Refusal.inUse(
                "Cannot delete table while indexes are being created, updated, or deleted.");
          }
          var reply = described(database.send("DeleteTable", request), "TableDescription");
          if (reply.isOk()) {
            catalogue.remove(name);
            journal.forget(name);
            copies.forget(name);
            rehearsal.forget(database, name);
          }
          return reply;
        });
  }

  /** The engine's description of a table, with what it does not know of. */
  Reply described(Reply reply, String member) {
    if (!reply.isOk()) {
      return reply;
    }
    var body = reply.json();
    if (!(body.get(member) instanceof ObjectNode description)) {
      return reply;
    }
    var table = catalogue.table(Json.text(description, "TableName"));
    if (table.isEmpty()) {
      return reply;
    }
    var now = clock.instant();
    describe(description, table.get().at(now), now);
    return reply.with(body);
  }

  /** The copy of a table knows which of its items expire. */
  Reply updateTimeToLive(Database database, ObjectNode request) {
    String name = Catalogue.nameOf(Json.text(request, "TableName"));
    return catalogue.alone(
        List.of(name),
        () -> {
          copies.forget(name);
          return database.send("UpdateTimeToLive", request);
        });
  }

  private void describe(ObjectNode description, VectorTable table, Instant now) {
    if (table.indexes().isEmpty()) {
      return;
    }
    var known = Key.types(description.path("AttributeDefinitions"));
    ArrayNode definitions = description.withArray("AttributeDefinitions");
    new TreeMap<>(table.types())
        .forEach(
            (name, type) -> {
              if (!known.containsKey(name)) {
                definitions.addObject().put("AttributeName", name).put("AttributeType", type);
              }
            });
    var listed = description.putArray("VectorIndexes");
    var phases = new HashSet<Phase>();
    for (var index : table.indexes()) {
      phases.add(index.phase(now));
      listed.add(index.describe(now, Json.text(description, "TableArn")));
    }
    if (phases.contains(Phase.CREATING)) {
      description.put("TableStatus", "CREATING");
    } else if (phases.contains(Phase.ALLOCATING) || phases.contains(Phase.DELETING)) {
      description.put("TableStatus", "UPDATING");
    }
  }

  private boolean isSettled(VectorTable table) {
    var now = clock.instant();
    return table.at(now).indexes().stream().allMatch(index -> index.phase(now) == Phase.ACTIVE);
  }

  private Reply createWithout(Database database, ObjectNode request) {
    String name = Json.text(request, "TableName");
    return catalogue.alone(
        List.of(name),
        () -> {
          var plain = request.deepCopy();
          plain.remove("VectorIndexes");
          var reply = database.send("CreateTable", plain);
          if (reply.isOk()) {
            catalogue.remove(name); // left by a table whose creation was cut short
          }
          return reply;
        });
  }

  private VectorTable tableOf(ObjectNode request) {
    if (!Json.text(request, "BillingMode").equals("PAY_PER_REQUEST")) {
      throw TableUpdates.onDemandOnly();
    }
    var definitions =
        Json.elements(request.path("VectorIndexes")).stream().map(IndexDefinition::of).toList();
    if (definitions.size() > IndexChecks.PER_TABLE) {
      throw Refusal.invalid(
          "VectorIndex count exceeds the per-table limit of " + IndexChecks.PER_TABLE);
    }
    checkNames(request);
    var declared = Key.types(request.path("AttributeDefinitions"));
    var checked = new ArrayList<IndexDefinition>();
    for (var definition : definitions) {
      new IndexChecks(definition, declared).check(checked);
      checked.add(definition);
    }
    var now = clock.instant();
    return new VectorTable(
        Catalogue.nameOf(Json.text(request, "TableName")),
        Key.ofTable(request),
        definitions.stream()
            .map(definition -> VectorIndex.withTable(definition, now, timing))
            .toList(),
        declared);
  }

  private static void checkNames(ObjectNode request) {
    var names = new HashSet<String>();
    Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes", "VectorIndexes")
        .flatMap(kind -> Json.elements(request.path(kind)).stream())
        .map(index -> Json.text(index, "IndexName"))
        .forEach(
            name -> {
              if (!names.add(name)) {
                throw Refusal.invalid("Duplicate index name: " + name);
              }
            });
  }

  private static ObjectNode plain(ObjectNode request) {
    var plain = request.deepCopy();
    var searched = new HashSet<String>();
    for (var index : Json.elements(request.path("VectorIndexes"))) {
      for (var element : Json.elements(index.path("SearchSchema"))) {
        searched.add(Json.text(element, "AttributeName"));
      }
    }
    plain.remove("VectorIndexes");
    keepDefinitions(plain, searched, keyAttributes(request));
    return plain;
  }

  /** The engine refuses definitions of attributes that no key of its own has. */
  static void keepDefinitions(ObjectNode request, Set<String> searched, Set<String> keys) {
    var kept = Json.array();
    for (var definition : Json.elements(request.path("AttributeDefinitions"))) {
      String name = Json.text(definition, "AttributeName");
      if (keys.contains(name) || !searched.contains(name)) {
        kept.add(definition);
      }
    }
    request.set("AttributeDefinitions", kept);
  }

  /** The attributes of the keys of a table and its own indexes. */
  static Set<String> keyAttributes(JsonNode table) {
    var names = new HashSet<String>();
    addKey(table, names);
    for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
      Json.elements(table.path(kind)).forEach(index -> addKey(index, names));
    }
    for (var update : Json.elements(table.path("GlobalSecondaryIndexUpdates"))) {
      addKey(update.path("Create"), names);
    }
    return names;
  }

  private static void addKey(JsonNode keyed, Set<String> names) {
    Json.elements(keyed.path("KeySchema"))
        .forEach(element -> names.add(Json.text(element, "AttributeName")));
  }
}

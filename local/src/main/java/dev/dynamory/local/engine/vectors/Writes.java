package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dynamory.local.engine.vectors.Change.Kind;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Writes to tables that have vector indexes: refused before they happen, or handed on as they are.
 * Each is alone in writing to its tables from the first look to the engine's answer.
 */
final class Writes {
  private final Catalogue catalogue;
  private final Timing timing;
  private final Clock clock;
  private final Rehearsal rehearsal;
  private final Journal journal;

  Writes(
      Catalogue catalogue, Timing timing, Clock clock, Rehearsal rehearsal, Journal journal) {
    this.catalogue = catalogue;
    this.timing = timing;
    this.clock = clock;
    this.rehearsal = rehearsal;
    this.journal = journal;
  }

  Reply write(Database database, String operation, ObjectNode request, byte[] body) {
    var changes = Change.of(operation, request);
    var names =
        changes.stream()
            .map(Change::table)
            .filter(name -> catalogue.table(name).isPresent())
            .collect(Collectors.toSet());
    try (var alone = catalogue.lock(names)) {
      check(database, operation, changes);
      var before = journal.isOff() ? Map.<Place, Optional<JsonNode>>of() : read(database, changes);
      var reply = database.send(operation, body);
      if (reply.isOk()) {
        before.forEach((place, item) -> journal.wrote(place.table(), place.key(), item));
      }
      return reply;
    }
  }

  private void check(Database database, String operation, List<Change> changes) {
    var objections = changes.stream().map(change -> objection(database, change)).toList();
    if (operation.equals("TransactWriteItems")) {
      if (objections.stream().anyMatch(Optional::isPresent)) {
        throw Refusal.transaction(objections.stream().map(o -> o.orElse("")).toList());
      }
      return;
    }
    objections.stream()
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            objection -> {
              throw Refusal.validation(objection);
            });
  }

  private Optional<String> objection(Database database, Change change) {
    var table = table(change);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    return switch (change.kind()) {
      case PUT ->
          ItemCheck.objection(table.get(), change.body().path("Item"), ItemCheck.Write.PUT);
      case UPDATE ->
          touches(table.get(), change.body())
              ? rehearsal
                  .outcome(database, table.get(), change.body())
                  .flatMap(
                      item -> ItemCheck.objection(table.get(), item, ItemCheck.Write.UPDATE))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** True also by chance, but never false by chance. */
  private static boolean touches(VectorTable table, JsonNode update) {
    String expression = Json.text(update, "UpdateExpression");
    var names = update.path("ExpressionAttributeNames");
    return table.indexes().stream()
        .flatMap(index -> index.definition().checked())
        .anyMatch(
            attribute ->
                expression.contains(attribute)
                    || update.path("AttributeUpdates").has(attribute)
                    || StreamSupport.stream(names.spliterator(), false)
                        .anyMatch(name -> name.asText().equals(attribute)));
  }

  private record Place(String table, ObjectNode key) {}

  private Map<Place, Optional<JsonNode>> read(Database database, List<Change> changes) {
    var items = new LinkedHashMap<Place, Optional<JsonNode>>();
    for (var change : changes) {
      table(change)
          .filter(table -> change.kind() != Kind.CHECK)
          .flatMap(table -> change.key(table).map(key -> new Place(table.name(), key)))
          .ifPresent(
              place -> items.put(place, Items.read(database, place.table(), place.key())));
    }
    return items;
  }

  private Optional<VectorTable> table(Change change) {
    return catalogue.table(change.table()).map(table -> table.at(clock.instant(), timing));
  }
}

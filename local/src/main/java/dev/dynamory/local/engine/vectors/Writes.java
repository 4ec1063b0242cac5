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
  private final Clock clock;
  private final Rehearsal rehearsal;
  private final Journal journal;
  private final Copies copies;

  Writes(Catalogue catalogue, Clock clock, Rehearsal rehearsal, Journal journal, Copies copies) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.rehearsal = rehearsal;
    this.journal = journal;
    this.copies = copies;
  }

  Reply write(Database database, String operation, ObjectNode request, byte[] body) {
    var changes = Change.of(operation, request);
    var names = changes.stream().map(Change::table).collect(Collectors.toSet());
    return catalogue.alone(
        names,
        () -> {
          check(database, operation, changes);
          boolean isCounted = WriteCapacity.isAsked(request);
          var before =
              journal.isOff() && !isCounted
                  ? Map.<Place, Optional<Row>>of()
                  : rows(database, changes);
          var reply = database.send(operation, body);
          if (reply.isOk()) {
            before.forEach((place, row) -> journal.wrote(place.table(), place.key(), row));
            apply(operation, changes);
          }
          return isCounted && reply.isOk()
              ? counted(reply, before, rows(database, changes))
              : reply;
        });
  }

  /** The engine says the same of a transaction that it had already made, and writes nothing. */
  private void apply(String operation, List<Change> changes) {
    boolean isDone = !operation.equals("TransactWriteItems");
    for (var change : changes) {
      table(change)
          .ifPresent(
              table -> {
                if (isDone) {
                  copies.apply(change, table);
                } else {
                  copies.readAgain(change, table);
                }
              });
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
      case PUT -> objectionToPut(database, table.get(), change.body().path("Item"));
      case UPDATE ->
          touches(table.get(), change.body())
              ? rehearsal
                  .outcome(database, table.get(), change.body())
                  .flatMap(item -> ItemCheck.objection(table.get(), item, ItemCheck.Write.UPDATE))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<String> objectionToPut(Database database, VectorTable table, JsonNode item) {
    var objection = ItemCheck.objection(table, item, ItemCheck.Write.PUT);
    if (objection.isPresent()) {
      rehearsal.checkPut(database, table, item);
    }
    return objection;
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

  private Map<Place, Optional<Row>> rows(Database database, List<Change> changes) {
    var rows = new LinkedHashMap<Place, Optional<Row>>();
    for (var change : changes) {
      var table = table(change).filter(t -> change.kind() != Kind.CHECK);
      var key = table.flatMap(change::key);
      if (table.isPresent() && key.isPresent()) {
        rows.put(
            new Place(change.table(), key.get()),
            copies.of(database, table.get()).row(database, key.get()));
      }
    }
    return rows;
  }

  private Reply counted(
      Reply reply, Map<Place, Optional<Row>> before, Map<Place, Optional<Row>> after) {
    var answer = reply.json();
    before.forEach(
        (place, row) ->
            table(place.table())
                .ifPresent(
                    table ->
                        new WriteCapacity(table, clock.instant())
                            .add(answer, row, after.getOrDefault(place, Optional.empty()))));
    return reply.with(answer);
  }

  private Optional<VectorTable> table(Change change) {
    return table(change.table());
  }

  private Optional<VectorTable> table(String name) {
    return catalogue.table(name).map(table -> table.at(clock.instant()));
  }
}

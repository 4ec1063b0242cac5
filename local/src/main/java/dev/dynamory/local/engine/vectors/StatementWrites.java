package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Refuses INSERT and UPDATE that would give an item what an index of its table cannot hold. Its
 * caller is alone in writing to the tables.
 */
record StatementWrites(Catalogue catalogue, Clock clock, Rehearsal rehearsal) {

  Reply execute(Database database, String operation, ObjectNode request, byte[] body) {
    return switch (operation) {
      case "ExecuteTransaction" -> transact(database, request, body);
      case "BatchExecuteStatement" -> executeEach(database, request, body);
      default -> {
        var objection = objection(database, request);
        if (objection.isPresent()) {
          throw Refusal.validation(objection.get());
        }
        yield database.send(operation, body);
      }
    };
  }

  private Reply transact(Database database, ObjectNode request, byte[] body) {
    var objections = objections(database, request.path("TransactStatements"));
    if (objections.stream().anyMatch(Optional::isPresent)) {
      throw Refusal.transaction(objections.stream().map(o -> o.orElse("")).toList());
    }
    return database.send("ExecuteTransaction", body);
  }

  /** Each for itself: the others are executed. */
  private Reply executeEach(Database database, ObjectNode request, byte[] body) {
    var statements = Json.elements(request.path("Statements"));
    var objections = objections(database, request.path("Statements"));
    if (objections.stream().allMatch(Optional::isEmpty)) {
      return database.send("BatchExecuteStatement", body);
    }
    var rest = request.deepCopy();
    var executed = rest.putArray("Statements");
    for (int i = 0; i < statements.size(); i++) {
      if (objections.get(i).isEmpty()) {
        executed.add(statements.get(i));
      }
    }
    var reply =
        executed.isEmpty() ? Reply.ok(Json.object()) : database.send("BatchExecuteStatement", rest);
    return reply.isOk() ? reply.with(merged(reply.json(), statements, objections)) : reply;
  }

  private static ObjectNode merged(
      ObjectNode answer, List<JsonNode> statements, List<Optional<String>> objections) {
    var answered = Json.elements(answer.path("Responses")).iterator();
    var responses = Json.array();
    for (int i = 0; i < statements.size(); i++) {
      var objection = objections.get(i);
      if (objection.isPresent()) {
        var response = responses.addObject();
        response.putObject("Error").put("Code", "ValidationError").put("Message", objection.get());
        Statement.of(statements.get(i)).ifPresent(s -> response.put("TableName", s.tableName()));
      } else if (answered.hasNext()) {
        responses.add(answered.next());
      }
    }
    answer.set("Responses", responses);
    return answer;
  }

  private List<Optional<String>> objections(Database database, JsonNode statements) {
    return Json.elements(statements).stream().map(s -> objection(database, s)).toList();
  }

  private Optional<String> objection(Database database, JsonNode request) {
    var statement = Statement.of(request);
    var table =
        statement
            .flatMap(s -> catalogue.table(s.tableName()))
            .map(found -> found.at(clock.instant()));
    return statement.isPresent() && table.isPresent()
        ? objection(database, table.get(), statement.get())
        : Optional.empty();
  }

  private Optional<String> objection(Database database, VectorTable table, Statement statement) {
    boolean isInsert = statement.kind() == Statement.Kind.INSERT;
    boolean touches =
        isInsert
            || table.indexes().stream()
                .flatMap(index -> index.definition().checked())
                .anyMatch(statement::mentions);
    return touches
        ? rehearsal
            .outcome(database, table, statement)
            .flatMap(
                item ->
                    ItemCheck.objection(
                        table, item, isInsert ? ItemCheck.Write.PUT : ItemCheck.Write.UPDATE))
        : Optional.empty();
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;

/**
 * Tries an update on a copy of its item, in a second engine that nobody else sees: what becomes of
 * the item is known before it is so. Its caller is alone in writing to the item's table.
 */
final class Rehearsal {
  private static final List<String> MEMBERS =
      List.of(
          "Key",
          "UpdateExpression",
          "ConditionExpression",
          "ExpressionAttributeNames",
          "ExpressionAttributeValues",
          "AttributeUpdates",
          "Expected",
          "ConditionalOperator");

  private final Handler engine;
  private final Map<String, Stage> stages = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();

  private record Stage(String name, Key key) {}

  Rehearsal(Handler engine) {
    this.engine = engine;
  }

  /** Empty when the engine refuses the update, as it then refuses it also in earnest. */
  Optional<JsonNode> outcome(Database database, VectorTable table, JsonNode update) {
    var key = table.key().in(update.path("Key"));
    if (key.isEmpty()) {
      return Optional.empty();
    }
    var item = Items.read(database, table.name(), key.get());
    var copies = database.in(engine);
    String stage = stageOf(copies, table);
    try {
      item.ifPresent(i -> copies.ask("PutItem", putting(stage, i)));
      var reply = copies.send("UpdateItem", tried(stage, update));
      return reply.isOk() ? Optional.of(reply.json().path("Attributes")) : Optional.empty();
    } finally {
      copies.send("DeleteItem", Items.keyed(stage, key.get()));
    }
  }

  /** Refuses an item that the engine refuses whatever the indexes say, in the engine's words. */
  void checkPut(Database database, VectorTable table, JsonNode item) {
    var copies = database.in(engine);
    String stage = stageOf(copies, table);
    copies.ask("PutItem", putting(stage, item));
    table.key().in(item).ifPresent(key -> copies.send("DeleteItem", Items.keyed(stage, key)));
  }

  void forget(Database database, String table) {
    var stage = stages.remove(table);
    if (stage != null) {
      database.in(engine).send("DeleteTable", Json.object().put("TableName", stage.name()));
    }
  }

  /** Empty also when there is no item to update; the item of an INSERT need not be new. */
  Optional<JsonNode> outcome(Database database, VectorTable table, Statement statement) {
    var copies = database.in(engine);
    String stage = stageOf(copies, table);
    var everything = Json.object().put("TableName", stage);
    try {
      if (statement.kind() == Statement.Kind.UPDATE) {
        var found = database.send("ExecuteStatement", statement.read()).json().path("Items");
        if (found.size() != 1) {
          return Optional.empty();
        }
        copies.ask("PutItem", putting(stage, found.get(0)));
      }
      var reply = copies.send("ExecuteStatement", statement.on(stage));
      return reply.isOk() ? first(copies.ask("Scan", everything)) : Optional.empty();
    } finally {
      first(copies.ask("Scan", everything))
          .flatMap(item -> table.key().in(item))
          .ifPresent(key -> copies.send("DeleteItem", Items.keyed(stage, key)));
    }
  }

  private static Optional<JsonNode> first(JsonNode scanned) {
    return Json.elements(scanned.path("Items")).stream().findFirst();
  }

  private String stageOf(Database copies, VectorTable table) {
    return stages
        .compute(
            table.name(),
            (name, stage) ->
                stage != null && stage.key().equals(table.key())
                    ? stage
                    : create(copies, table.key()))
        .name();
  }

  private Stage create(Database copies, Key key) {
    var stage = new Stage("stage-" + number.incrementAndGet(), key);
    var request =
        Json.object().put("TableName", stage.name()).put("BillingMode", "PAY_PER_REQUEST");
    var schema = request.putArray("KeySchema");
    var definitions = request.putArray("AttributeDefinitions");
    for (var attribute : key.attributes()) {
      schema
          .addObject()
          .put("AttributeName", attribute.name())
          .put("KeyType", attribute.name().equals(key.partition()) ? "HASH" : "RANGE");
      definitions
          .addObject()
          .put("AttributeName", attribute.name())
          .put("AttributeType", attribute.type());
    }
    copies.ask("CreateTable", request);
    return stage;
  }

  private static ObjectNode putting(String stage, JsonNode item) {
    var request = Json.object().put("TableName", stage);
    request.set("Item", item);
    return request;
  }

  private static ObjectNode tried(String stage, JsonNode update) {
    var request = Json.object().put("TableName", stage).put("ReturnValues", "ALL_NEW");
    for (String member : MEMBERS) {
      if (update.has(member)) {
        request.set(member, update.get(member));
      }
    }
    return request;
  }
}

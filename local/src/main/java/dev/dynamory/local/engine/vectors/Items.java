package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Single items of the engine. */
final class Items {
  private Items() {}

  static Optional<JsonNode> read(Database database, String table, ObjectNode key) {
    var answer = database.ask("GetItem", keyed(table, key).put("ConsistentRead", true));
    return Optional.ofNullable(answer.get("Item"));
  }

  static ObjectNode keyed(String table, ObjectNode key) {
    var request = Json.object().put("TableName", table);
    request.set("Key", key);
    return request;
  }
}

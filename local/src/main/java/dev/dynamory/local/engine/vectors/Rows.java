package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The items of a table that an index may hold, page by page: those of one partition where the index
 * is divided as the table is, and otherwise all that the conditions allow.
 */
record Rows(VectorTable table, IndexDefinition index, List<Condition> conditions) {

  void forEach(Database database, Consumer<JsonNode> items) {
    var partition =
        conditions.stream().filter(c -> c.attribute().equals(table.key().partition())).findFirst();
    String operation = partition.isPresent() ? "Query" : "Scan";
    var request = request(partition);
    Optional<JsonNode> from = Optional.empty();
    do {
      from.ifPresent(key -> request.set("ExclusiveStartKey", key));
      var page = database.ask(operation, request);
      page.path("Items").forEach(items);
      from = Optional.ofNullable(page.get("LastEvaluatedKey"));
    } while (from.isPresent());
  }

  private ObjectNode request(Optional<Condition> partition) {
    var request = Json.object().put("TableName", table.name()).put("ConsistentRead", true);
    var names = Json.object();
    var values = Json.object();
    partition.ifPresentOrElse(
        condition -> {
          names.put("#p", condition.attribute());
          values.set(":p", condition.value());
          request.put("KeyConditionExpression", "#p = :p");
        },
        () -> request.put("FilterExpression", filter(names, values)));
    if (!index.projection().isEverything()) {
      request.put("ProjectionExpression", projection(names));
    }
    request.set("ExpressionAttributeNames", names);
    if (!values.isEmpty()) {
      request.set("ExpressionAttributeValues", values);
    }
    return request;
  }

  private String filter(ObjectNode names, ObjectNode values) {
    var parts = new ArrayList<String>();
    names.put("#v", index.vectorAttribute());
    parts.add("attribute_exists(#v)");
    for (int n = 0; n < conditions.size(); n++) {
      names.put("#c" + n, conditions.get(n).attribute());
      values.set(":c" + n, conditions.get(n).value());
      parts.add("#c%d = :c%d".formatted(n, n));
    }
    return String.join(" and ", parts);
  }

  private String projection(ObjectNode names) {
    var parts = new ArrayList<String>();
    for (String attribute : Entry.attributes(index, table.key())) {
      String name = "#a" + parts.size();
      names.put(name, attribute);
      parts.add(name);
    }
    return String.join(", ", parts);
  }
}

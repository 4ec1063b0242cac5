package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Has the engine look at the expressions of a search: it knows what a projection may say and which
 * words are reserved, and how to say so.
 */
record Words(Database database, VectorTable table) {
  private static final String PROJECTION = "ProjectionExpression";

  void check(List<Condition> conditions, SearchRequest request) {
    String literals =
        conditions.stream()
            .map(Condition::token)
            .filter(token -> !token.startsWith("#"))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!literals.isEmpty()) {
      ask(literals, Json.object(), "SearchConditionExpression");
    }
    if (request.projection().isPresent()) {
      String expression = request.projection().get();
      var names = Json.object();
      for (String token : Expressions.tokens(expression)) {
        if (request.attributes().names().has(token)) {
          names.set(token, request.attributes().names().get(token));
        }
      }
      ask(expression, names, PROJECTION);
    }
  }

  private void ask(String expression, ObjectNode names, String kind) {
    var key = Json.object();
    for (var attribute : table.key().attributes()) {
      key.putObject(attribute.name())
          .put(attribute.type(), attribute.type().equals("N") ? "0" : "AAAA");
    }
    var request = Items.keyed(table.name(), key).put(PROJECTION, expression);
    if (!names.isEmpty()) {
      request.set("ExpressionAttributeNames", names);
    }
    var reply = database.send("GetItem", request);
    if (reply.isOk()) {
      return;
    }
    var error = reply.json();
    String message = error.path("Message").asText(Json.text(error, "message"));
    throw kind.equals(PROJECTION) || !message.contains(PROJECTION)
        ? Refusal.relayed(reply)
        : Refusal.validation(message.replace(PROJECTION, kind));
  }
}

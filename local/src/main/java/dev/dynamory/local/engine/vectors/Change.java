package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One write of one item, in whatever request it came. */
record Change(String table, Kind kind, JsonNode body) {

  enum Kind {
    PUT,
    UPDATE,
    DELETE,
    /** Looks only. */
    CHECK
  }

  static List<Change> of(String operation, ObjectNode request) {
    return switch (operation) {
      case "PutItem" -> List.of(of(Kind.PUT, request));
      case "UpdateItem" -> List.of(of(Kind.UPDATE, request));
      case "DeleteItem" -> List.of(of(Kind.DELETE, request));
      case "BatchWriteItem" -> ofBatch(request);
      case "TransactWriteItems" -> ofTransaction(request);
      default -> List.of();
    };
  }

  /** The key of the item; empty when the request lacks part of it, which the engine says. */
  Optional<ObjectNode> key(VectorTable of) {
    return of.key().in(body.path(kind == Kind.PUT ? "Item" : "Key"));
  }

  private static Change of(Kind kind, JsonNode body) {
    return new Change(Catalogue.nameOf(Json.text(body, "TableName")), kind, body);
  }

  private static List<Change> ofBatch(ObjectNode request) {
    var changes = new ArrayList<Change>();
    for (var table : Json.members(request.path("RequestItems"))) {
      String name = Catalogue.nameOf(table.getKey());
      for (var write : Json.elements(table.getValue())) {
        changes.add(
            write.has("PutRequest")
                ? new Change(name, Kind.PUT, write.path("PutRequest"))
                : new Change(name, Kind.DELETE, write.path("DeleteRequest")));
      }
    }
    return changes;
  }

  private static List<Change> ofTransaction(ObjectNode request) {
    var changes = new ArrayList<Change>();
    for (var item : Json.elements(request.path("TransactItems"))) {
      if (item.has("Put")) {
        changes.add(of(Kind.PUT, item.path("Put")));
      } else if (item.has("Update")) {
        changes.add(of(Kind.UPDATE, item.path("Update")));
      } else if (item.has("Delete")) {
        changes.add(of(Kind.DELETE, item.path("Delete")));
      } else {
        changes.add(of(Kind.CHECK, item.path("ConditionCheck")));
      }
    }
    return changes;
  }
}

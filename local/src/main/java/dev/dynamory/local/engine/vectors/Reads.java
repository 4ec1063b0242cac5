package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Query and Scan, which no vector index answers. */
record Reads(Catalogue catalogue) {
  static final String NO_SCAN = "Scan operation not supported on this index type";
  private static final String NO_QUERY = "Query operation not supported on this index type.";

  Reply query(Database database, ObjectNode request, byte[] body) {
    return read(database, "Query", request, body, NO_QUERY);
  }

  Reply scan(Database database, ObjectNode request, byte[] body) {
    return read(database, "Scan", request, body, NO_SCAN);
  }

  private Reply read(
      Database database, String operation, ObjectNode request, byte[] body, String refusal) {
    if (catalogue.isIndex(Json.text(request, "TableName"), Json.text(request, "IndexName"))) {
      throw Refusal.validation(refusal);
    }
    return database.send(operation, body);
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/** Query and Scan, which no vector index answers. */
record Reads(Catalogue catalogue, Clock clock) {
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
    String table = Json.text(request, "TableName");
    if (catalogue.isIndex(table, Json.text(request, "IndexName"), clock.instant())) {
      throw Refusal.validation(refusal);
    }
    return database.send(operation, body);
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Query, Scan and PartiQL, which no vector index answers. */
final class Reads {
  /** FROM "table"."index", with or without the quotation marks. */
  private static final Pattern FROM_INDEX =
      Pattern.compile(
          "\\bFROM\\s+(?:\"([^\"]+)\"|(\\w+))\\s*\\.\\s*(?:\"([^\"]+)\"|(\\w+))",
          Pattern.CASE_INSENSITIVE);

  private static final String SCAN = "Scan operation not supported on this index type";

  private final Catalogue catalogue;

  Reads(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  Reply query(Database database, ObjectNode request, byte[] body) {
    return read(
        database, "Query", request, body, "Query operation not supported on this index type.");
  }

  Reply scan(Database database, ObjectNode request, byte[] body) {
    return read(database, "Scan", request, body, SCAN);
  }

  Reply execute(Database database, ObjectNode request, byte[] body) {
    var from = FROM_INDEX.matcher(Json.text(request, "Statement"));
    if (from.find() && isVectorIndex(group(from, 1), group(from, 3))) {
      throw Refusal.validation(SCAN);
    }
    return database.send("ExecuteStatement", body);
  }

  private Reply read(
      Database database, String operation, ObjectNode request, byte[] body, String refusal) {
    if (isVectorIndex(Json.text(request, "TableName"), Json.text(request, "IndexName"))) {
      throw Refusal.validation(refusal);
    }
    return database.send(operation, body);
  }

  private boolean isVectorIndex(String table, String index) {
    return catalogue.table(table).flatMap(t -> t.index(index)).isPresent();
  }

  private static String group(Matcher matcher, int quoted) {
    String name = matcher.group(quoted);
    return name == null ? matcher.group(quoted + 1) : name;
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PartiQL on tables that have vector indexes: it may not read the indexes. */
final class Statements {
  /** FROM "table"."index", with or without the quotation marks. */
  private static final Pattern FROM_INDEX =
      Pattern.compile(
          "\\bFROM\\s+(?:\"([^\"]+)\"|(\\w+))\\s*\\.\\s*(?:\"([^\"]+)\"|(\\w+))",
          Pattern.CASE_INSENSITIVE);

  private final Catalogue catalogue;
  private final Clock clock;
  private final Copies copies;
  private final StatementWrites writes;

  Statements(Catalogue catalogue, Clock clock, Copies copies, StatementWrites writes) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.copies = copies;
    this.writes = writes;
  }

  Reply execute(Database database, String operation, ObjectNode request, byte[] body) {
    String statement = Json.text(request, "Statement");
    var from = FROM_INDEX.matcher(statement);
    if (from.find() && catalogue.isIndex(group(from, 1), group(from, 3), clock.instant())) {
      throw Refusal.validation(Reads.NO_SCAN);
    }
    if (statement.stripLeading().regionMatches(true, 0, "SELECT", 0, 6)) {
      return database.send(operation, body);
    }
    var tables = catalogue.mentionedIn(new String(body, StandardCharsets.ISO_8859_1));
    return catalogue.alone(
        tables,
        () -> {
          tables.forEach(copies::forget);
          return writes.execute(database, operation, request, body);
        });
  }

  private static String group(Matcher matcher, int quoted) {
    String name = matcher.group(quoted);
    return name == null ? matcher.group(quoted + 1) : name;
  }
}

package dev.dynamory.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders an IAM policy. */
final class Iam {
  private Iam() {}

  static String render(TableDefinition table) {
    var arn = "arn:aws:dynamodb:*:*:table/" + table.name();
    var resources = new ArrayList<Object>(List.of(arn));
    if (!table.indexes().isEmpty()) {
      resources.add(arn + "/index/*");
    }
    return Json.write(policy(table, List.of(Purpose.values()), resources)) + "\n";
  }

  /** A statement for each of the purposes that the table has. */
  static Map<String, Object> policy(
      TableDefinition table, List<Purpose> purposes, List<Object> resources) {
    var policy = new LinkedHashMap<String, Object>();
    policy.put("Version", "2012-10-17");
    policy.put(
        "Statement",
        purposes.stream()
            .filter(purpose -> !table.permissions(purpose).isEmpty())
            .map(purpose -> statement(table, purpose, resources))
            .toList());
    return policy;
  }

  private static Map<String, Object> statement(
      TableDefinition table, Purpose purpose, List<Object> resources) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Sid", Names.pascalCase(table.name()) + purpose.sid());
    statement.put("Effect", "Allow");
    statement.put("Action", List.copyOf(table.permissions(purpose)));
    statement.put("Resource", resources);
    return statement;
  }
}

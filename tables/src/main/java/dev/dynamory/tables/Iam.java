package dev.dynamory.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Renders an IAM policy. Searching vectors is a statement of its own: an index is another resource,
 * and conditions on keys, which may be added to the other statements, would deny it.
 */
final class Iam {
  private static final String SEARCH_VECTORS = "dynamodb:SearchVectors";

  private Iam() {}

  static String render(TableDefinition table) {
    var arn = "arn:aws:dynamodb:*:*:table/" + table.name();
    var resources = new ArrayList<Object>(List.of(arn));
    if (!table.indexes().isEmpty()) {
      resources.add(arn + "/index/*");
    }
    var vectors =
        table.vectors().<Object>map(index -> arn + "/index/" + index.name()).stream().toList();
    return Json.write(policy(table, List.of(Purpose.values()), resources, vectors)) + "\n";
  }

  /** A statement for each of the purposes that the table has, and one more if it needs vectors. */
  static Map<String, Object> policy(
      TableDefinition table, List<Purpose> purposes, List<Object> resources, List<Object> vectors) {
    var policy = new LinkedHashMap<String, Object>();
    policy.put("Version", "2012-10-17");
    policy.put(
        "Statement",
        purposes.stream()
            .flatMap(purpose -> statements(table, purpose, resources, vectors))
            .toList());
    return policy;
  }

  private static Stream<Map<String, Object>> statements(
      TableDefinition table, Purpose purpose, List<Object> resources, List<Object> vectors) {
    var id = Names.pascalCase(table.name()) + purpose.sid();
    var permissions = new ArrayList<>(table.permissions(purpose));
    var statements = Stream.<Map<String, Object>>builder();
    var searches = permissions.remove(SEARCH_VECTORS);
    if (!permissions.isEmpty()) {
      statements.add(statement(id, permissions, resources));
    }
    if (searches) {
      statements.add(statement(id + "Vectors", List.of(SEARCH_VECTORS), vectors));
    }
    return statements.build();
  }

  private static Map<String, Object> statement(
      String id, List<String> permissions, List<Object> resources) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Sid", id);
    statement.put("Effect", "Allow");
    statement.put("Action", permissions);
    statement.put("Resource", resources);
    return statement;
  }
}

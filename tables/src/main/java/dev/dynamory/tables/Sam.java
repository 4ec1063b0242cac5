package dev.dynamory.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders a SAM template: CloudFormation's table, as SAM's own table type has neither sort key nor
 * expiry.
 */
final class Sam {
  private Sam() {}

  static String render(TableDefinition table) {
    var template = new LinkedHashMap<String, Object>();
    CloudFormation.template(table)
        .forEach(
            (section, content) -> {
              template.put(section, content);
              if (section.equals("AWSTemplateFormatVersion")) {
                template.put("Transform", "AWS::Serverless-2016-10-31");
              }
            });
    return Text.comment(table.afterwards())
        + Yaml.write(template)
        + "\n\n"
        + Text.comment(
            List.of("A function of this template that uses the table has among its Properties:"))
        + Text.comment(Text.indent(Yaml.write(policies(table))).lines().toList());
  }

  private static Map<String, Object> policies(TableDefinition table) {
    var resources = new ArrayList<Object>(List.of(CloudFormation.arn(table)));
    if (!table.indexes().isEmpty()) {
      resources.add(index(table, "*"));
    }
    var vectors = table.vectors().map(index -> index(table, index.name())).stream().toList();
    return Map.of(
        "Policies", List.of(Iam.policy(table, List.of(Purpose.RUNTIME), resources, vectors)));
  }

  private static Object index(TableDefinition table, String index) {
    return Map.of("Fn::Sub", "${%s.Arn}/index/%s".formatted(Names.resource(table.name()), index));
  }
}

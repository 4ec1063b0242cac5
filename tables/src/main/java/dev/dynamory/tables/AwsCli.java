package dev.dynamory.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders commands for the AWS CLI. */
final class AwsCli {
  private AwsCli() {}

  static String render(TableDefinition table) {
    // With "=", as a table's name may begin with "-".
    var name = "--table-name=" + table.name();
    var commands = new ArrayList<String>();
    commands.add(command("create-table", create(table, name)));
    commands.add(command("wait table-exists", List.of(name)));
    table
        .expiry()
        .ifPresent(
            attribute ->
                commands.add(
                    command(
                        "update-time-to-live",
                        List.of(
                            name,
                            "--time-to-live-specification Enabled=true,AttributeName="
                                + attribute))));
    if (!table.afterwards().isEmpty()) {
      commands.add(Text.comment(table.afterwards()));
    }
    return String.join("\n", commands);
  }

  private static List<String> create(TableDefinition table, String name) {
    var options = new ArrayList<String>();
    options.add(name);
    options.add("--billing-mode PAY_PER_REQUEST");
    if (!table.onDemandThroughput().isEmpty()) {
      options.add(
          table.onDemandThroughput().entrySet().stream()
              .map(limit -> limit.getKey() + "=" + limit.getValue())
              .collect(Collectors.joining(",", "--on-demand-throughput ", "")));
    }
    options.add(
        table.attributes().stream()
            .map(
                key -> "AttributeName=%s,AttributeType=%s".formatted(key.name(), key.type().code()))
            .collect(Collectors.joining(" ", "--attribute-definitions ", "")));
    options.add(
        table.keys().attributes().stream()
            .map(key -> "AttributeName=%s,KeyType=%s".formatted(key.name(), table.keys().role(key)))
            .collect(Collectors.joining(" ", "--key-schema ", "")));
    if (!table.indexes().isEmpty()) {
      options.add(
          "--global-secondary-indexes '%s'"
              .formatted(Json.writeLine(CloudFormation.indexes(table))));
    }
    if (table.vectors().isPresent()) {
      options.add(
          "--vector-indexes '%s'".formatted(Json.writeLine(CloudFormation.vectorIndexes(table))));
    }
    return options;
  }

  /** Has a table that is there build the index of vectors. */
  static String addVectorIndex(TableDefinition table) {
    var updates =
        CloudFormation.vectorIndexes(table).stream().map(index -> Map.of("Create", index)).toList();
    var key = table.keys().partitionKey();
    return "aws dynamodb update-table --table-name=%s --attribute-definitions AttributeName=%s,AttributeType=%s --vector-index-updates '%s'"
        .formatted(table.name(), key.name(), key.type().code(), Json.writeLine(updates));
  }

  private static String command(String name, List<String> options) {
    return "aws dynamodb " + name + " \\\n  " + String.join(" \\\n  ", options) + "\n";
  }
}

package dev.dynamory.tables;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Renders a CDK construct in Java. */
final class Cdk {
  private static final String CLASS =
      """
      %s
      /**
      %s
       */
      public class %s extends Construct {
        private final TableV2 table;

        public %3$s(Construct scope, String id) {
          super(scope, id);
          table =
      %s;
      %s  }

        public TableV2 table() {
          return table;
        }
      }
      """;

  private Cdk() {}

  static String render(TableDefinition table) {
    return CLASS.formatted(
        imports(table),
        comment(table),
        Names.resource(table.name()),
        further(further(build("TableV2.Builder.create(this, \"Table\")", settings(table)))),
        vectors(table));
  }

  private static String imports(TableDefinition table) {
    var names =
        new TreeSet<>(
            List.of(
                "software.amazon.awscdk.RemovalPolicy",
                "software.amazon.awscdk.services.dynamodb.Attribute",
                "software.amazon.awscdk.services.dynamodb.AttributeType",
                "software.amazon.awscdk.services.dynamodb.Billing",
                "software.amazon.awscdk.services.dynamodb.TableV2",
                "software.constructs.Construct"));
    if (!table.onDemandThroughput().isEmpty()) {
      names.add("software.amazon.awscdk.services.dynamodb.MaxThroughputProps");
    }
    if (!table.indexes().isEmpty()) {
      names.add("java.util.List");
      names.add("software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexPropsV2");
      names.add("software.amazon.awscdk.services.dynamodb.ProjectionType");
    }
    if (table.vectors().isPresent()) {
      names.add("java.util.List");
      names.add("java.util.Map");
      names.add("software.amazon.awscdk.services.dynamodb.CfnGlobalTable");
    }
    return names.stream().map(name -> "import " + name + ";\n").collect(joining());
  }

  private static String comment(TableDefinition table) {
    return Stream.concat(
            Stream.of("The DynamoDB table " + table.name() + "."), table.afterwards().stream())
        .map(line -> " * " + line)
        .collect(joining("\n"));
  }

  private static List<String> settings(TableDefinition table) {
    var calls = new ArrayList<String>();
    calls.add(call("tableName", quote(table.name())));
    calls.addAll(keys(table.keys()));
    calls.add(call("billing", "Billing.onDemand(" + limits(table) + ")"));
    if (!table.indexes().isEmpty()) {
      var indexes = table.indexes().stream().map(Cdk::index).collect(joining(",\n"));
      calls.add(
          call("globalSecondaryIndexes", "\n" + further("List.of(\n" + further(indexes) + ")")));
    }
    table.expiry().ifPresent(attribute -> calls.add(call("timeToLiveAttribute", quote(attribute))));
    calls.add(call("removalPolicy", "RemovalPolicy.RETAIN"));
    return calls;
  }

  private static List<String> keys(KeySchema keys) {
    return keys.attributes().stream()
        .map(
            key ->
                call(
                    key.equals(keys.partitionKey()) ? "partitionKey" : "sortKey",
                    "Attribute.builder().name(%s).type(AttributeType.%s).build()"
                        .formatted(quote(key.name()), key.type().name())))
        .toList();
  }

  private static String limits(TableDefinition table) {
    if (table.onDemandThroughput().isEmpty()) {
      return "";
    }
    var calls = new ArrayList<String>();
    table
        .maxReadRequestUnits()
        .ifPresent(units -> calls.add(call("maxReadRequestUnits", units + "L")));
    table
        .maxWriteRequestUnits()
        .ifPresent(units -> calls.add(call("maxWriteRequestUnits", units + "L")));
    return "\n" + further(build("MaxThroughputProps.builder()", calls));
  }

  private static String index(SecondaryIndex index) {
    var calls = new ArrayList<String>();
    calls.add(call("indexName", quote(index.name())));
    calls.addAll(keys(index.keys()));
    calls.add(call("projectionType", "ProjectionType." + index.projection().type().name()));
    if (!index.projection().nonKeyAttributes().isEmpty()) {
      var names =
          index.projection().nonKeyAttributes().stream().map(Cdk::quote).collect(joining(", "));
      calls.add(call("nonKeyAttributes", "List.of(" + names + ")"));
    }
    return build("GlobalSecondaryIndexPropsV2.builder()", calls);
  }

  /** By CloudFormation's names, as TableV2 has no vector indexes yet. */
  private static String vectors(TableDefinition table) {
    if (table.vectors().isEmpty()) {
      return "";
    }
    var index = CloudFormation.vectorIndexes(table).get(0);
    var properties =
        index.entrySet().stream()
            .map(property -> quote(property.getKey()) + ", " + literal(property.getValue()))
            .collect(joining(",\n"));
    return further(
        "((CfnGlobalTable) table.getNode().getDefaultChild())\n"
            + further(
                ".addPropertyOverride(\n"
                    + further(
                        "\"VectorIndexes\",\nList.of(\n"
                            + further("Map.of(\n" + further(properties) + ")));\n"))));
  }

  /** Maps as calls of {@code Map.of}, lists as calls of {@code List.of}. */
  private static String literal(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(entry.getKey().toString()) + ", " + literal(entry.getValue()))
          .collect(joining(", ", "Map.of(", ")"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Cdk::literal).collect(joining(", ", "List.of(", ")"));
    }
    return value instanceof Number ? value.toString() : quote(value.toString());
  }

  private static String build(String builder, List<String> calls) {
    return builder + "\n" + further(String.join("\n", calls) + "\n.build()");
  }

  private static String call(String method, String argument) {
    return "." + method + "(" + argument + ")";
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }

  /** Continued lines stand four spaces further in. */
  private static String further(String lines) {
    return Text.indent(Text.indent(lines));
  }
}

package dev.dynamory.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders a CloudFormation template. */
final class CloudFormation {
  private CloudFormation() {}

  static String render(TableDefinition table) {
    return Text.comment(table.afterwards()) + Yaml.write(template(table)) + "\n";
  }

  static Map<String, Object> template(TableDefinition table) {
    var id = Names.resource(table.name());
    var template = new LinkedHashMap<String, Object>();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    template.put("Description", "The DynamoDB table " + table.name());
    template.put("Resources", Map.of(id, resource(table)));
    var outputs = new LinkedHashMap<String, Object>();
    outputs.put("TableName", Map.of("Value", Map.of("Ref", id)));
    outputs.put("TableArn", Map.of("Value", arn(table)));
    template.put("Outputs", outputs);
    return template;
  }

  static Map<String, Object> arn(TableDefinition table) {
    return Map.of("Fn::GetAtt", List.of(Names.resource(table.name()), "Arn"));
  }

  private static Map<String, Object> resource(TableDefinition table) {
    var resource = new LinkedHashMap<String, Object>();
    resource.put("Type", "AWS::DynamoDB::Table");
    resource.put("DeletionPolicy", "Retain");
    resource.put("UpdateReplacePolicy", "Retain");
    resource.put("Properties", properties(table));
    return resource;
  }

  private static Map<String, Object> properties(TableDefinition table) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("TableName", table.name());
    properties.put("BillingMode", "PAY_PER_REQUEST");
    if (!table.onDemandThroughput().isEmpty()) {
      properties.put("OnDemandThroughput", table.onDemandThroughput());
    }
    properties.put(
        "AttributeDefinitions",
        table.attributes().stream()
            .map(key -> pair("AttributeName", key.name(), "AttributeType", key.type().code()))
            .toList());
    properties.put("KeySchema", keySchema(table.keys()));
    if (!table.indexes().isEmpty()) {
      properties.put("GlobalSecondaryIndexes", indexes(table));
    }
    if (table.vectors().isPresent()) {
      properties.put("VectorIndexes", vectorIndexes(table));
    }
    table
        .expiry()
        .ifPresent(
            attribute ->
                properties.put(
                    "TimeToLiveSpecification", pair("AttributeName", attribute, "Enabled", true)));
    return properties;
  }

  /** The indexes as the DynamoDB API and CloudFormation both spell them. */
  static List<Map<String, Object>> indexes(TableDefinition table) {
    return table.indexes().stream().map(CloudFormation::index).toList();
  }

  /** The index of vectors as the DynamoDB API and CloudFormation both spell it. */
  static List<Map<String, Object>> vectorIndexes(TableDefinition table) {
    return table.vectors().stream()
        .map(index -> vectorIndex(index, table.keys().partitionKey().name()))
        .toList();
  }

  private static Map<String, Object> vectorIndex(VectorIndex index, String partitionKey) {
    var rendered = new LinkedHashMap<String, Object>();
    rendered.put("IndexName", index.name());
    rendered.put("VectorAttribute", Map.of("AttributeName", index.attribute()));
    rendered.put("Dimensions", index.dimensions());
    rendered.put("DistanceFunction", index.distance().name());
    rendered.put(
        "SearchSchema",
        List.of(pair("AttributeName", partitionKey, "SearchSchemaElementType", "HASH")));
    rendered.put("Projection", Map.of("ProjectionType", "ALL"));
    return rendered;
  }

  private static Map<String, Object> index(SecondaryIndex index) {
    var projection = new LinkedHashMap<String, Object>();
    projection.put("ProjectionType", index.projection().type().name());
    if (!index.projection().nonKeyAttributes().isEmpty()) {
      projection.put("NonKeyAttributes", index.projection().nonKeyAttributes());
    }
    var rendered = new LinkedHashMap<String, Object>();
    rendered.put("IndexName", index.name());
    rendered.put("KeySchema", keySchema(index.keys()));
    rendered.put("Projection", projection);
    return rendered;
  }

  private static List<Map<String, Object>> keySchema(KeySchema keys) {
    return keys.attributes().stream()
        .map(key -> pair("AttributeName", key.name(), "KeyType", keys.role(key)))
        .toList();
  }

  private static Map<String, Object> pair(
      String firstName, Object first, String secondName, Object second) {
    var pair = new LinkedHashMap<String, Object>();
    pair.put(firstName, first);
    pair.put(secondName, second);
    return pair;
  }
}

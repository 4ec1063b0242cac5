package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the CloudFormation and SAM templates back and compares them with the definition. */
class CloudFormationTest {

  static Stream<TableDefinition> tables() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void saysWhatTheDefinitionSays(TableDefinition table) {
    var properties = map(resource(yaml(table.render(TemplateFormat.CLOUDFORMATION))), "Properties");

    assertThat(properties)
        .containsEntry("TableName", table.name())
        .containsEntry("BillingMode", "PAY_PER_REQUEST")
        .containsEntry("KeySchema", keySchema(table.keys()));
    assertThat(Optional.ofNullable(properties.get("TimeToLiveSpecification")))
        .isEqualTo(
            table.expiry().map(name -> Map.of("AttributeName", (Object) name, "Enabled", true)));
    assertThat(Optional.ofNullable(properties.get("GlobalSecondaryIndexes")).orElse(List.of()))
        .isEqualTo(table.indexes().stream().map(CloudFormationTest::index).toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void definesExactlyTheAttributesThatAreKeys(TableDefinition table) {
    var properties = map(resource(yaml(table.render(TemplateFormat.CLOUDFORMATION))), "Properties");
    var used =
        Stream.concat(Stream.of(table.keys()), table.indexes().stream().map(SecondaryIndex::keys))
            .flatMap(keys -> keys.attributes().stream())
            .map(key -> Map.of("AttributeName", key.name(), "AttributeType", key.type().code()))
            .distinct();

    assertThat(list(properties, "AttributeDefinitions"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(used.map(Object.class::cast).toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void setsTheLimitsThatTheDefinitionSets(TableDefinition table) {
    var properties = map(resource(yaml(table.render(TemplateFormat.CLOUDFORMATION))), "Properties");
    var limits = new HashMap<String, Object>();
    table.maxReadRequestUnits().ifPresent(max -> limits.put("MaxReadRequestUnits", (int) max));
    table.maxWriteRequestUnits().ifPresent(max -> limits.put("MaxWriteRequestUnits", (int) max));

    assertThat(properties.get("OnDemandThroughput")).isEqualTo(limits.isEmpty() ? null : limits);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void indexesVectorsAsTheOriginalDoes(TableDefinition table) {
    var properties = map(resource(yaml(table.render(TemplateFormat.CLOUDFORMATION))), "Properties");
    Object index =
        Map.of(
            "IndexName",
            "memory-vector-index",
            "VectorAttribute",
            Map.of("AttributeName", "embedding"),
            "Dimensions",
            384,
            "DistanceFunction",
            "COSINE",
            "SearchSchema",
            List.of(Map.of("AttributeName", "PK", "SearchSchemaElementType", "HASH")),
            "Projection",
            Map.of("ProjectionType", "ALL"));

    assertThat(properties.get("VectorIndexes"))
        .isEqualTo(table.vectors().isEmpty() ? null : List.of(index));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void keepsTheTableWhenTheStackGoes(TableDefinition table) {
    assertThat(resource(yaml(table.render(TemplateFormat.CLOUDFORMATION))))
        .containsEntry("Type", "AWS::DynamoDB::Table")
        .containsEntry("DeletionPolicy", "Retain")
        .containsEntry("UpdateReplacePolicy", "Retain");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void givesNameAndArnOfTheTableAsOutputs(TableDefinition table) {
    var template = yaml(table.render(TemplateFormat.CLOUDFORMATION));
    var id = map(template, "Resources").keySet().iterator().next();

    assertThat(id).matches("[A-Za-z0-9]{1,255}");
    assertThat(map(template, "Outputs"))
        .isEqualTo(
            Map.of(
                "TableName", Map.of("Value", Map.of("Ref", id)),
                "TableArn", Map.of("Value", Map.of("Fn::GetAtt", List.of(id, "Arn")))));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void samIsTheSameTableWithTheTransform(TableDefinition table) {
    var sam = yaml(table.render(TemplateFormat.SAM));

    assertThat(sam.remove("Transform")).isEqualTo("AWS::Serverless-2016-10-31");
    assertThat(sam).isEqualTo(yaml(table.render(TemplateFormat.CLOUDFORMATION)));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void samShowsThePolicyThatAFunctionNeedsAtRuntime(TableDefinition table) {
    var text = table.render(TemplateFormat.SAM);
    var uncommented =
        text.substring(text.indexOf("# A function"))
            .lines()
            .skip(1)
            .map(line -> line.substring(2))
            .collect(joining("\n"));
    var id = map(yaml(text), "Resources").keySet().iterator().next();
    var arn = Map.of("Fn::GetAtt", List.of(id, "Arn"));
    var index = Map.of("Fn::Sub", "${" + id + ".Arn}/index/*");

    var permissions = new ArrayList<>(table.permissions(Purpose.RUNTIME));
    permissions.remove("dynamodb:SearchVectors");
    assertThat(list(first(yaml(uncommented), "Policies"), "Statement"))
        .hasSize(table.vectors().isPresent() ? 2 : 1);
    assertThat(first(first(yaml(uncommented), "Policies"), "Statement"))
        .containsEntry("Effect", "Allow")
        .containsEntry("Action", permissions)
        .containsEntry("Resource", table.indexes().isEmpty() ? List.of(arn) : List.of(arn, index));
  }

  private static Map<String, Object> index(SecondaryIndex index) {
    var projection = index.projection();
    return Map.of(
        "IndexName",
        index.name(),
        "KeySchema",
        keySchema(index.keys()),
        "Projection",
        projection.type() == Projection.Type.INCLUDE
            ? Map.of("ProjectionType", "INCLUDE", "NonKeyAttributes", projection.nonKeyAttributes())
            : Map.of("ProjectionType", projection.type().name()));
  }

  private static List<Map<String, String>> keySchema(KeySchema keys) {
    var hash = Map.of("AttributeName", keys.partitionKey().name(), "KeyType", "HASH");
    var sort = keys.sortKey();
    return sort == null
        ? List.of(hash)
        : List.of(hash, Map.of("AttributeName", sort.name(), "KeyType", "RANGE"));
  }

  private static Map<String, Object> resource(Map<String, Object> template) {
    var resources = map(template, "Resources");
    assertThat(resources).hasSize(1);
    return map(resources, resources.keySet().iterator().next());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(String text) {
    return (Map<String, Object>)
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(text);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    return (Map<String, Object>) requireNonNull(parent.get(key), key);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<String, Object> parent, String key) {
    return (List<Object>) requireNonNull(parent.get(key), key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> first(Map<String, Object> parent, String key) {
    return (Map<String, Object>) list(parent, key).get(0);
  }
}

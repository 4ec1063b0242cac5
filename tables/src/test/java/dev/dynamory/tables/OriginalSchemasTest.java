package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables that stache publishes as SAM and Terraform are exactly those that we render. */
class OriginalSchemasTest {

  /** An index, which holds all attributes, by its keys: the first its HASH, a second its RANGE. */
  private record Index(String name, List<String> keys) {}

  /** A table as stache's page has it; all its key attributes are strings. */
  private record Published(List<String> keys, List<Index> indexes) {
    List<String> attributes() {
      return Stream.concat(keys.stream(), indexes.stream().flatMap(i -> i.keys.stream())).toList();
    }
  }

  private static final Published DOCUMENTS =
      new Published(
          List.of("PK", "SK"),
          List.of(
              new Index("GSI1", List.of("GSI1PK", "GSI1SK")),
              new Index("GSI2", List.of("GSI2PK", "GSI2SK"))));

  private static final Published NAMESPACES =
      new Published(List.of("id"), List.of(new Index("parent_id-index", List.of("parent_id"))));

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(TableDefinition.DOCUMENT_INDEX_ORIGINAL, DOCUMENTS),
        Arguments.of(TableDefinition.NAMESPACES, NAMESPACES));
  }

  private static String oneLine(String text) {
    return text.replaceAll("(?m)^ *- ", " ").replaceAll("[\"\\s]+", " ").strip();
  }

  private static String between(String text, String from, String to) {
    var start = text.indexOf(from);
    return text.substring(start, text.indexOf(to, start));
  }

  private static String schema(List<String> keys) {
    var schema = "KeySchema: AttributeName: " + keys.get(0) + " KeyType: HASH";
    return keys.size() == 1
        ? schema
        : schema + " AttributeName: " + keys.get(1) + " KeyType: RANGE";
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theSamTemplateHasTheOriginalsTable(TableDefinition table, Published original) {
    var attributes =
        original.attributes().stream()
            .map(name -> "AttributeName: " + name + " AttributeType: S")
            .collect(Collectors.joining(" "));
    var indexes =
        original.indexes().stream()
            .map(
                index ->
                    "IndexName: "
                        + index.name()
                        + " "
                        + schema(index.keys())
                        + " Projection: ProjectionType: ALL")
            .collect(Collectors.joining(" "));
    assertThat(oneLine(between(table.render(TemplateFormat.SAM), "BillingMode", "Outputs:")))
        .isEqualTo(
            "BillingMode: PAY_PER_REQUEST AttributeDefinitions: "
                + attributes
                + " "
                + schema(original.keys())
                + " GlobalSecondaryIndexes: "
                + indexes);
  }

  private static String keys(List<String> keys) {
    return "hash_key = " + keys.get(0) + (keys.size() == 1 ? "" : " range_key = " + keys.get(1));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void terraformHasTheOriginalsTable(TableDefinition table, Published original) {
    var attributes =
        original.attributes().stream()
            .map(name -> " attribute { name = " + name + " type = S }")
            .collect(Collectors.joining());
    var indexes =
        original.indexes().stream()
            .map(
                index ->
                    " global_secondary_index { name = "
                        + index.name()
                        + " "
                        + keys(index.keys())
                        + " projection_type = ALL }")
            .collect(Collectors.joining());
    var rendered =
        oneLine(between(table.render(TemplateFormat.TERRAFORM), "billing_mode", "output"));
    assertThat(rendered.replace(" deletion_protection_enabled = true", ""))
        .isEqualTo(
            "billing_mode = PAY_PER_REQUEST "
                + keys(original.keys())
                + attributes
                + indexes
                + " }");
  }
}

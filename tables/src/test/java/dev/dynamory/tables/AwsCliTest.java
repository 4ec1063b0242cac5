package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Splits the commands as a shell would and compares their options with the definition. */
class AwsCliTest {

  static Stream<TableDefinition> tables() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void createsThenWaitsThenTurnsExpiryOn(TableDefinition table) {
    var commands = commands(table);
    var expected = new ArrayList<>(List.of("create-table", "wait table-exists"));
    table.expiry().ifPresent(name -> expected.add("update-time-to-live"));

    assertThat(commands).extracting(Command::name).containsExactlyElementsOf(expected);
    assertThat(commands)
        .allSatisfy(
            command ->
                assertThat(command.options()).containsEntry("--table-name", List.of(table.name())));
    table
        .expiry()
        .ifPresent(
            name ->
                assertThat(commands.get(2).options())
                    .containsEntry(
                        "--time-to-live-specification",
                        List.of("Enabled=true,AttributeName=" + name)));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void createsWhatTheDefinitionSays(TableDefinition table) {
    var options = commands(table).get(0).options();

    assertThat(options)
        .containsEntry("--billing-mode", List.of("PAY_PER_REQUEST"))
        .containsEntry(
            "--attribute-definitions",
            table.attributes().stream()
                .map(key -> "AttributeName=" + key.name() + ",AttributeType=" + key.type().code())
                .toList());
    assertThat(options.get("--key-schema"))
        .hasSameSizeAs(table.keys().attributes())
        .startsWith("AttributeName=" + table.keys().partitionKey().name() + ",KeyType=HASH")
        .allMatch(key -> key.matches("AttributeName=[^,]+,KeyType=(HASH|RANGE)"));
    assertThat(options.getOrDefault("--on-demand-throughput", List.of()))
        .isEqualTo(limits(table).isEmpty() ? List.of() : List.of(String.join(",", limits(table))));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void createsTheIndexesAsCloudFormationDoes(TableDefinition table) {
    var load = new Load(LoadSettings.builder().build());
    var indexes = commands(table).get(0).options().get("--global-secondary-indexes");

    if (table.indexes().isEmpty()) {
      assertThat(indexes).isNull();
    } else {
      assertThat(indexes).hasSize(1);
      assertThat(load.loadFromString(String.join("", indexes)))
          .isEqualTo(CloudFormation.indexes(table));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void createsTheIndexOfVectorsAsCloudFormationDoes(TableDefinition table) {
    var load = new Load(LoadSettings.builder().build());
    var indexes = commands(table).get(0).options().getOrDefault("--vector-indexes", List.of());

    assertThat(indexes).hasSize(table.vectors().isPresent() ? 1 : 0);
    assertThat(indexes)
        .allSatisfy(
            json ->
                assertThat(load.loadFromString(json))
                    .isEqualTo(CloudFormation.vectorIndexes(table)));
  }

  private static List<String> limits(TableDefinition table) {
    var limits = new ArrayList<String>();
    table.maxReadRequestUnits().ifPresent(max -> limits.add("MaxReadRequestUnits=" + max));
    table.maxWriteRequestUnits().ifPresent(max -> limits.add("MaxWriteRequestUnits=" + max));
    return limits;
  }

  private record Command(String name, Map<String, List<String>> options) {}

  private static List<Command> commands(TableDefinition table) {
    return table
        .render(TemplateFormat.AWS_CLI)
        .replaceAll("(?m)^#.*\n", "")
        .replace("\\\n", " ")
        .lines()
        .filter(line -> !line.isBlank())
        .map(AwsCliTest::command)
        .toList();
  }

  private static Command command(String line) {
    assertThat(line).startsWith("aws dynamodb ");
    var words =
        Pattern.compile("'([^']*)'|[^\\s']+")
            .matcher(line.substring("aws dynamodb ".length()))
            .results()
            .map(word -> word.group(1) == null ? word.group() : word.group(1))
            .toList();
    var names = new ArrayList<String>();
    var options = new LinkedHashMap<String, List<String>>();
    var values = names;
    for (var word : words) {
      if (word.startsWith("--")) {
        var parts = word.split("=", 2);
        values = new ArrayList<>(List.of(parts).subList(1, parts.length));
        assertThat(options.put(parts[0], values)).as("given twice: %s", word).isNull();
      } else {
        values.add(word);
      }
    }
    return new Command(String.join(" ", names), options);
  }
}

package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads the blocks and settings of the configuration back and compares them with the definition.
 */
class TerraformTest {

  static Stream<TableDefinition> tables() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void saysWhatTheDefinitionSays(TableDefinition table) {
    var resource = resource(table);

    assertThat(resource.settings())
        .containsEntry("name", quoted(table.name()))
        .containsEntry("billing_mode", quoted("PAY_PER_REQUEST"))
        .containsEntry("deletion_protection_enabled", "true")
        .containsAllEntriesOf(keys(table.keys()));
    assertThat(resource.settings().containsKey("range_key"))
        .isEqualTo(table.keys().sortKey() != null);
    assertThat(resource.all("ttl").map(Block::settings))
        .containsExactlyElementsOf(
            table.expiry().stream()
                .map(name -> Map.of("attribute_name", quoted(name), "enabled", "true"))
                .toList());
    assertThat(resource.all("attribute").map(Block::settings))
        .containsExactlyElementsOf(
            table.attributes().stream()
                .map(key -> Map.of("name", quoted(key.name()), "type", quoted(key.type().code())))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void hasABlockForEachIndex(TableDefinition table) {
    var indexes = resource(table).all("global_secondary_index").map(Block::settings).toList();

    assertThat(indexes).hasSameSizeAs(table.indexes());
    for (var i = 0; i < indexes.size(); i++) {
      var index = table.indexes().get(i);
      assertThat(indexes.get(i))
          .containsEntry("name", quoted(index.name()))
          .containsEntry("projection_type", quoted(index.projection().type().name()))
          .containsAllEntriesOf(keys(index.keys()));
      assertThat(Optional.ofNullable(indexes.get(i).get("non_key_attributes")))
          .isEqualTo(
              Optional.of(index.projection().nonKeyAttributes())
                  .filter(names -> !names.isEmpty())
                  .map(names -> "[\"" + String.join("\", \"", names) + "\"]"));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void showsTheCommandThatAddsTheIndexOfVectorsThatTheProviderCannot(TableDefinition table) {
    var comments =
        table.render(TemplateFormat.TERRAFORM).lines().filter(line -> line.startsWith("#"));

    assertThat(comments.filter(line -> line.contains("--vector-index-updates")))
        .hasSize(table.vectors().isPresent() ? 1 : 0)
        .allMatch(line -> line.contains("update-table --table-name=" + table.name()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void setsTheLimitsThatTheDefinitionSets(TableDefinition table) {
    var limits = new LinkedHashMap<String, String>();
    table
        .maxReadRequestUnits()
        .ifPresent(max -> limits.put("max_read_request_units", String.valueOf(max)));
    table
        .maxWriteRequestUnits()
        .ifPresent(max -> limits.put("max_write_request_units", String.valueOf(max)));

    assertThat(resource(table).all("on_demand_throughput").map(Block::settings))
        .containsExactlyElementsOf(limits.isEmpty() ? List.of() : List.of(limits));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void givesNameAndArnOfTheTableAsOutputs(TableDefinition table) {
    var label = labels(parse(table).blocks().get(0).header()).get(1);

    assertThat(label).matches("[A-Za-z_][A-Za-z0-9_-]*");
    assertThat(parse(table).blocks())
        .extracting(Block::header)
        .containsExactly(
            "resource \"aws_dynamodb_table\" \"%s\"".formatted(label),
            "output \"%s_name\"".formatted(label),
            "output \"%s_arn\"".formatted(label));
    assertThat(parse(table).blocks().stream().skip(1).map(Block::settings))
        .containsExactly(
            Map.of("value", "aws_dynamodb_table." + label + ".name"),
            Map.of("value", "aws_dynamodb_table." + label + ".arn"));
  }

  private static Map<String, String> keys(KeySchema keys) {
    var hash = quoted(keys.partitionKey().name());
    var sort = keys.sortKey();
    return sort == null
        ? Map.of("hash_key", hash)
        : Map.of("hash_key", hash, "range_key", quoted(sort.name()));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static List<String> labels(String header) {
    return Pattern.compile("\"([^\"]*)\"").matcher(header).results().map(r -> r.group(1)).toList();
  }

  private static Block resource(TableDefinition table) {
    return parse(table).blocks().get(0);
  }

  private record Block(String header, Map<String, String> settings, List<Block> blocks) {
    Block(String header) {
      this(header, new LinkedHashMap<>(), new ArrayList<>());
    }

    Stream<Block> all(String header) {
      return blocks.stream().filter(block -> block.header().equals(header));
    }
  }

  // Knows comments, blank lines, "header {", "name = value" and "}"; anything else fails.
  private static Block parse(TableDefinition table) {
    var line =
        Pattern.compile("(?<header>[^={}]+) \\{|(?<name>\\w+) += (?<value>[^{}]+)|(?<end>})");
    Deque<Block> open = new ArrayDeque<>(List.of(new Block("file")));
    for (var text : table.render(TemplateFormat.TERRAFORM).lines().map(String::strip).toList()) {
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      var match = line.matcher(text);
      assertThat(match.matches()).as(text).isTrue();
      if (match.group("header") != null) {
        open.push(new Block(match.group("header")));
      } else if (match.group("end") != null) {
        var closed = open.pop();
        open.element().blocks().add(closed);
      } else {
        var previous = open.element().settings().put(match.group("name"), match.group("value"));
        assertThat(previous).as("set twice: %s", text).isNull();
      }
    }
    assertThat(open).as("blocks left open").hasSize(1);
    return open.element();
  }
}

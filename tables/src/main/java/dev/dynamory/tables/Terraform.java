package dev.dynamory.tables;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Renders Terraform configuration, laid out as {@code terraform fmt} leaves it. */
final class Terraform {
  private Terraform() {}

  static String render(TableDefinition table) {
    var label = Names.label(table.name());
    var resource = "aws_dynamodb_table." + label;
    return Stream.of(
            Text.comment(table.afterwards())
                + Text.comment(vectors(table))
                + block(
                    "resource \"aws_dynamodb_table\" \"" + label + "\"",
                    settings(table),
                    blocks(table)),
            block("output \"" + label + "_name\"", Map.of("value", resource + ".name"), List.of()),
            block("output \"" + label + "_arn\"", Map.of("value", resource + ".arn"), List.of()))
        .collect(joining("\n"));
  }

  /** A pull request of the provider when last looked: terraform-provider-aws 49375. */
  private static List<String> vectors(TableDefinition table) {
    return table.vectors().isEmpty()
        ? List.of()
        : List.of(
            "The AWS provider has no vector indexes yet. Once the table exists, this adds it:",
            "  " + AwsCli.addVectorIndex(table));
  }

  private static Map<String, String> settings(TableDefinition table) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("name", quote(table.name()));
    settings.put("billing_mode", quote("PAY_PER_REQUEST"));
    settings.putAll(keys(table.keys()));
    settings.put("deletion_protection_enabled", "true");
    return settings;
  }

  private static List<String> blocks(TableDefinition table) {
    var blocks = new ArrayList<String>();
    for (var key : table.attributes()) {
      var settings = new LinkedHashMap<String, String>();
      settings.put("name", quote(key.name()));
      settings.put("type", quote(key.type().code()));
      blocks.add(block("attribute", settings, List.of()));
    }
    table.indexes().forEach(index -> blocks.add(index(index)));
    table.expiry().ifPresent(attribute -> blocks.add(expiry(attribute)));
    if (!table.onDemandThroughput().isEmpty()) {
      blocks.add(block("on_demand_throughput", limits(table), List.of()));
    }
    return blocks;
  }

  private static String index(SecondaryIndex index) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("name", quote(index.name()));
    settings.putAll(keys(index.keys()));
    settings.put("projection_type", quote(index.projection().type().name()));
    if (!index.projection().nonKeyAttributes().isEmpty()) {
      settings.put(
          "non_key_attributes",
          index.projection().nonKeyAttributes().stream()
              .map(Terraform::quote)
              .collect(joining(", ", "[", "]")));
    }
    return block("global_secondary_index", settings, List.of());
  }

  private static Map<String, String> keys(KeySchema keys) {
    var settings = new LinkedHashMap<String, String>();
    keys.attributes()
        .forEach(
            key ->
                settings.put(keys.role(key).toLowerCase(Locale.ROOT) + "_key", quote(key.name())));
    return settings;
  }

  private static String expiry(String attribute) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("attribute_name", quote(attribute));
    settings.put("enabled", "true");
    return block("ttl", settings, List.of());
  }

  private static Map<String, String> limits(TableDefinition table) {
    var settings = new LinkedHashMap<String, String>();
    table
        .maxReadRequestUnits()
        .ifPresent(units -> settings.put("max_read_request_units", Long.toString(units)));
    table
        .maxWriteRequestUnits()
        .ifPresent(units -> settings.put("max_write_request_units", Long.toString(units)));
    return settings;
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }

  private static String block(String header, Map<String, String> settings, List<String> blocks) {
    var width = settings.keySet().stream().mapToInt(String::length).max().orElse(0);
    var lines =
        settings.entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + " ".repeat(width - e.getKey().length())
                        + " = "
                        + e.getValue()
                        + "\n")
            .collect(joining());
    var body = Stream.concat(Stream.of(lines), blocks.stream()).collect(joining("\n"));
    return header + " {\n" + Text.indent(body) + "}\n";
  }
}

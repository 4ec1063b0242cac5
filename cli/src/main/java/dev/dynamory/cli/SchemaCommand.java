package dev.dynamory.cli;

import static dev.dynamory.Distance.COSINE;

import dev.dynamory.Distance;
import dev.dynamory.InvalidInputException;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.tables.TemplateFormat;
import dev.dynamory.tables.VectorIndex.DistanceFunction;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code dynamory schema}. */
@Command(
    name = "schema",
    description = "Print what a table is, for the tool that makes your tables.",
    footer = {"", "Example:", "  dynamory schema store --format terraform"})
final class SchemaCommand {
  private final Cli cli;

  SchemaCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Print the store's table, or the IAM policy for it.",
      footer = {
        "",
        "Example:",
        "  dynamory schema store --format cloudformation --table agent-memory --dimensions 1024"
      })
  int store(
      @Mixin Template template,
      @Option(names = "--dimensions", paramLabel = "N", description = SetupCommand.DIMENSIONS)
          @Nullable Integer dimensions,
      @Option(names = "--distance", paramLabel = "DISTANCE", description = SetupCommand.DISTANCE)
          @Nullable Distance distance) {
    SetupCommand.requireDimensions(dimensions, distance);
    return print(
        dimensions == null ? TableDefinition.STORE : withVectors(dimensions, distance), template);
  }

  private static TableDefinition withVectors(int dimensions, @Nullable Distance distance) {
    var function = DistanceFunction.valueOf((distance == null ? COSINE : distance).name());
    try {
      return TableDefinition.STORE.vectors(dimensions, function);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--dimensions", String.valueOf(e.getMessage()));
    }
  }

  @Command(
      description = "Print the sessions' table, or the IAM policy for it.",
      footer = {"", "Example:", "  dynamory schema sessions --layout single --format sam"})
  int sessions(
      @Mixin Template template,
      @Option(
              names = "--layout",
              paramLabel = "LAYOUT",
              defaultValue = "log",
              description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
          SessionLayout layout) {
    return print(layout.definition(), template);
  }

  @Command(
      description = "Print the checkpoints' table, or the IAM policy for it.",
      footer = {"", "Example:", "  dynamory schema checkpoints --format iam"})
  int checkpoints(
      @Mixin Template template,
      @Option(
              names = "--layout",
              paramLabel = "LAYOUT",
              defaultValue = "history",
              description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
          CheckpointLayout layout) {
    return print(layout.definition(), template);
  }

  @Command(
      description = "Print the table of a collection of documents, or the IAM policy for it.",
      footer = {"", "Example:", "  dynamory schema documents --format sam --table agents"})
  int documents(@Mixin Template template) {
    return print(TableDefinition.DOCUMENTS, template);
  }

  @Command(
      description = "Print the table of registered namespaces, or the IAM policy for it.",
      footer = {"", "Example:", "  dynamory schema namespaces --format terraform"})
  int namespaces(@Mixin Template template) {
    return print(TableDefinition.NAMESPACES, template);
  }

  @Command(
      name = "document-index",
      description = "Print the document index's table, or the IAM policy for it.",
      footer = {
        "",
        "Example:",
        "  dynamory schema document-index --format terraform --original-schema"
      })
  int documentIndex(
      @Mixin Template template,
      @Option(names = "--original-schema", description = SetupCommand.ORIGINAL) boolean original) {
    return print(
        original ? TableDefinition.DOCUMENT_INDEX_ORIGINAL : TableDefinition.DOCUMENT_INDEX,
        template);
  }

  /** Which table, for which tool. */
  static final class Template {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        required = true,
        converter = Format.class,
        completionCandidates = Formats.class,
        description = "One of: ${COMPLETION-CANDIDATES}.")
    private TemplateFormat format = TemplateFormat.CLOUDFORMATION;

    @Option(
        names = "--table",
        paramLabel = "T",
        description = "The table's name, if not the one that the commands take.")
    private @Nullable String table;

    @Option(
        names = "--max-read-request-units",
        paramLabel = "N",
        description = "The most read units a second; no limit if not said.")
    private @Nullable Long maxRead;

    @Option(
        names = "--max-write-request-units",
        paramLabel = "N",
        description = "The most write units a second; no limit if not said.")
    private @Nullable Long maxWrite;

    private TableDefinition of(TableDefinition definition) {
      try {
        var named = table == null ? definition : definition.named(table);
        named = maxRead == null ? named : named.withMaxReadRequestUnits(maxRead);
        return maxWrite == null ? named : named.withMaxWriteRequestUnits(maxWrite);
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException("options", String.valueOf(e.getMessage()));
      }
    }
  }

  private int print(TableDefinition which, Template template) {
    var definition = template.of(which);
    var text = definition.render(template.format).stripTrailing();
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("table", definition.name());
    record.put("format", name(template.format));
    record.put("text", text);
    cli.print(record, text);
    return 0;
  }

  private static String name(TemplateFormat format) {
    return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of the formats, for help and completion. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(TemplateFormat.values()).map(SchemaCommand::name).iterator();
    }
  }

  /** {@code aws-cli} and the like. */
  static final class Format implements ITypeConverter<TemplateFormat> {
    @Override
    public TemplateFormat convert(String text) {
      return Arrays.stream(TemplateFormat.values())
          .filter(format -> name(format).equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is none of " + String.join(", ", new Formats())));
    }
  }
}

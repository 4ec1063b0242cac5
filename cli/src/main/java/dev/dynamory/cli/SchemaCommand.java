package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.tables.TemplateFormat;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
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
        "  dynamory schema store --format cloudformation --table agent-memory"
      })
  int store(
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              required = true,
              converter = Format.class,
              completionCandidates = Formats.class,
              description = "One of: ${COMPLETION-CANDIDATES}.")
          TemplateFormat format,
      @Option(
              names = "--table",
              paramLabel = "T",
              defaultValue = StoreCommand.DEFAULT_TABLE,
              description = "The table; ${DEFAULT-VALUE} if nothing is said.")
          String table,
      @Option(
              names = "--max-read-request-units",
              paramLabel = "N",
              description = "The most read units a second; no limit if not said.")
          @Nullable Long maxRead,
      @Option(
              names = "--max-write-request-units",
              paramLabel = "N",
              description = "The most write units a second; no limit if not said.")
          @Nullable Long maxWrite) {
    var text = definition(table, maxRead, maxWrite).render(format).stripTrailing();
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("table", table);
    record.put("format", name(format));
    record.put("text", text);
    cli.print(record, text);
    return 0;
  }

  private static TableDefinition definition(
      String table, @Nullable Long maxRead, @Nullable Long maxWrite) {
    try {
      var definition = TableDefinition.STORE.named(table);
      definition = maxRead == null ? definition : definition.withMaxReadRequestUnits(maxRead);
      return maxWrite == null ? definition : definition.withMaxWriteRequestUnits(maxWrite);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("options", String.valueOf(e.getMessage()));
    }
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

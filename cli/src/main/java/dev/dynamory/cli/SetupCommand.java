package dev.dynamory.cli;

import dev.dynamory.Distance;
import dev.dynamory.InvalidInputException;
import dev.dynamory.dynamodb.Table;
import dev.dynamory.tables.TableDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dynamory setup}. */
@Command(
    name = "setup",
    description = "Create the table that a kind of state lies in.",
    footer = {"", "Example:", "  dynamory --aws setup store --table agent-memory"})
final class SetupCommand {
  static final String ORIGINAL =
      "Exactly as stache has it, without the index that makes count cheap.";
  private static final String ADD_LIGHT =
      "Give a table that is there the index that makes count cheap.";
  static final String DIMENSIONS = "With an index of vectors of so many numbers; none if not said.";
  static final String DISTANCE =
      "How the index compares: cosine, euclidean or dot-product; cosine if not said.";
  private static final String TABLE = "The table's name, if not the one that the commands take.";

  private final Cli cli;

  SetupCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Create the store's table if there is none, turn its expiry on, and check it.",
      footer = {
        "",
        "Safe to repeat. A table that others made is checked and left as it is; how it differs is"
            + " printed, and",
        "the exit code is then 2. With --dimensions it has the index of vectors that LangGraph's"
            + " DynamoDBStore uses,",
        "which is added to a table that is there, and is ready when the command ends.",
        "",
        "Examples:",
        "  dynamory --aws setup store --table agent-memory --max-write-request-units 1000",
        "  dynamory --aws setup store --table agent-memory --dimensions 1024"
      })
  int store(
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
          @Nullable Long maxWrite,
      @Option(names = "--dimensions", paramLabel = "N", description = DIMENSIONS)
          @Nullable Integer dimensions,
      @Option(names = "--distance", paramLabel = "DISTANCE", description = DISTANCE)
          @Nullable Distance distance) {
    requireDimensions(dimensions, distance);
    try (var connection = cli.connect()) {
      var store = connection.dynamory().store(table);
      if (dimensions != null) {
        store = store.withEmbedder(SetupCommand::nothingIsEmbedded, dimensions);
      }
      store = distance == null ? store : store.withDistance(distance);
      store = maxRead == null ? store : store.withMaxReadRequestUnits(maxRead);
      store = maxWrite == null ? store : store.withMaxWriteRequestUnits(maxWrite);
      return setup(store);
    }
  }

  @Command(
      description =
          "Create the sessions' table if there is none, turn its expiry on, and check it.",
      footer = {
        "",
        "Safe to repeat; differences as with 'setup store'.",
        "",
        "Example:",
        "  dynamory --aws setup sessions --table agent-sessions"
      })
  int sessions(
      @Option(names = "--table", paramLabel = "T", description = TABLE) @Nullable String table,
      @Option(
              names = "--layout",
              paramLabel = "LAYOUT",
              defaultValue = "log",
              description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
          SessionLayout layout) {
    var name = table == null ? layout.definition().name() : table;
    try (var connection = cli.connect()) {
      var dynamory = connection.dynamory();
      return setup(
          layout == SessionLayout.SINGLE
              ? dynamory.singleItemSessions(name)
              : dynamory.sessions(name));
    }
  }

  @Command(
      description =
          "Create the checkpoints' table if there is none, turn its expiry on, and check it.",
      footer = {
        "",
        "Safe to repeat; differences as with 'setup store'.",
        "",
        "Example:",
        "  dynamory --aws setup checkpoints --table agent-checkpoints"
      })
  int checkpoints(
      @Option(names = "--table", paramLabel = "T", description = TABLE) @Nullable String table,
      @Option(
              names = "--layout",
              paramLabel = "LAYOUT",
              defaultValue = "history",
              description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not said.")
          CheckpointLayout layout) {
    var name = table == null ? layout.definition().name() : table;
    try (var connection = cli.connect()) {
      var dynamory = connection.dynamory();
      return setup(
          layout == CheckpointLayout.SINGLE
              ? dynamory.singleItemCheckpointer(name)
              : dynamory.checkpointer(name));
    }
  }

  @Command(
      description = "Create the table of a collection of documents if there is none, and check it.",
      footer = {
        "",
        "A collection is a table of its name; '--table' says which. Differences as with 'setup"
            + " store'.",
        "",
        "Example:",
        "  dynamory --aws setup documents --table agents"
      })
  int documents(
      @Option(names = "--table", paramLabel = "C", required = true, description = "The collection.")
          String collection) {
    try (var connection = cli.connect()) {
      return setup(connection.dynamory().documents().table(collection));
    }
  }

  @Command(
      description = "Create the table of registered namespaces if there is none, and check it.",
      footer = {
        "",
        "Safe to repeat; differences as with 'setup store', and what is wrong with the namespaces.",
        "",
        "Example:",
        "  dynamory --aws setup namespaces --table agent-namespaces"
      })
  int namespaces(
      @Option(names = "--table", paramLabel = "T", description = TABLE) @Nullable String table) {
    var name = table == null ? TableDefinition.NAMESPACES.name() : table;
    try (var connection = cli.connect()) {
      return setup(connection.dynamory().namespaces(name));
    }
  }

  @Command(
      name = "document-index",
      description = "Create the document index's table if there is none, and check it.",
      footer = {
        "",
        "Safe to repeat; differences as with 'setup store'. '--add-light-index' is for a table that"
            + " stache made:",
        "DynamoDB builds the index while the table is in use.",
        "",
        "Example:",
        "  dynamory --aws setup document-index --table agent-documents"
      })
  int documentIndex(
      @Option(names = "--table", paramLabel = "T", description = TABLE) @Nullable String table,
      @Option(names = "--original-schema", description = ORIGINAL) boolean original,
      @Option(names = "--add-light-index", description = ADD_LIGHT) boolean addLightIndex) {
    if (original && addLightIndex) {
      throw new InvalidInputException(
          "options", "--add-light-index makes what --original-schema leaves out");
    }
    var name = table == null ? TableDefinition.DOCUMENT_INDEX.name() : table;
    try (var connection = cli.connect()) {
      var index = connection.dynamory().documentIndex(name);
      var wanted = original ? index.withOriginalSchema() : index;
      wanted.setup();
      if (addLightIndex) {
        wanted.addLightIndex();
      }
      return print(wanted, wanted.differences());
    }
  }

  static void requireDimensions(@Nullable Integer dimensions, @Nullable Distance distance) {
    if (distance != null && dimensions == null) {
      throw new InvalidInputException("--distance", "is for --dimensions");
    }
  }

  private static List<float[]> nothingIsEmbedded(List<String> texts) {
    throw new IllegalStateException("a table is made without embedding anything");
  }

  private int setup(Table table) {
    table.setup();
    return print(table, table.verify());
  }

  private int print(Table table, List<String> differences) {
    var name = table.definition().name();
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("table", name);
    record.put("differences", differences);
    cli.print(record, "table " + name + (differences.isEmpty() ? " is ready" : " differs:"));
    if (!cli.json()) {
      differences.forEach(each -> cli.console().out().println("  " + each));
    }
    return differences.isEmpty() ? 0 : Failures.BAD_INPUT;
  }
}

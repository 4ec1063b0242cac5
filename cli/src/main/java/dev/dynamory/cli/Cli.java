package dev.dynamory.cli;

import dev.dynamory.Distance;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: the options that every command takes, and what they decide. */
@Command(
    name = "dynamory",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 110,
    synopsisSubcommandLabel = "COMMAND",
    description = "Memory and state for AI agents, kept in Amazon DynamoDB.",
    footer = {
      "",
      "Exit codes: 0 done, 1 not found, 2 bad input, 3 the service failed.",
      "Without --endpoint and --aws, commands run on DynamoDB Local, embedded, on the folder"
          + " .dynamory.",
      "",
      "Example:",
      "  dynamory demo"
    })
final class Cli {
  static final Path DEFAULT_FOLDER = Path.of(".dynamory");

  private final Console console;

  @Option(
      names = "--local",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Run on the embedded engine, on this folder; .dynamory if nothing is said.")
  private @Nullable Path local;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Run on the engine that answers there, such as http://localhost:8000.")
  private @Nullable String endpoint;

  @Option(
      names = "--aws",
      scope = ScopeType.INHERIT,
      description = "Run on Amazon DynamoDB, with credentials as the AWS SDK finds them.")
  private boolean aws;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      scope = ScopeType.INHERIT,
      description = "The AWS region, such as eu-west-1.")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The profile of the AWS configuration to use.")
  private @Nullable String profile;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "One JSON value per line on standard output, and nothing else there.")
  private boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure came from.")
  private boolean verbose;

  Cli(Console console) {
    this.console = console;
  }

  /** Runs one command line and gives its exit code. */
  static int run(Console console, String... args) {
    return commandLine(console).execute(args);
  }

  /** All commands, as picocli knows them. */
  static CommandLine commandLine(Console console) {
    var cli = new Cli(console);
    var group = new StoreCommand(cli);
    var store =
        new CommandLine(group)
            .addSubcommand(new SearchCommand(group))
            .addSubcommand(new ImportCommand(group))
            .addSubcommand(new ExportCommand(group));
    var sessions = new SessionCommand(cli);
    var session = new CommandLine(sessions).addSubcommand(new SessionImportCommand(sessions));
    var databases = new DbCommand(cli);
    var db = new CommandLine(databases).addSubcommand(new MigrateCommand(databases));
    var documents = new DocumentCommand(cli);
    var document = new CommandLine(documents).addSubcommand(new DocumentAddCommand(documents));
    var benchmark =
        new CommandLine(new BenchmarkCommand()).addSubcommand(new BenchmarkRecallCommand(cli));
    var line =
        new CommandLine(cli)
            .addSubcommand(new DemoCommand(cli))
            .addSubcommand(new DemoWriterCommand(cli))
            .addSubcommand(new DemoAgentCommand(cli))
            .addSubcommand(new LocalCommand(cli))
            .addSubcommand(new SetupCommand(cli))
            .addSubcommand(new SchemaCommand(cli))
            .addSubcommand(store)
            .addSubcommand(session)
            .addSubcommand(new CheckpointCommand(cli))
            .addSubcommand(db)
            .addSubcommand(new NamespaceCommand(cli))
            .addSubcommand(document)
            .addSubcommand(benchmark)
            .addSubcommand(new AutoComplete.GenerateCompletion());
    return Failures.reportedBy(cli, configured(line, console));
  }

  private static CommandLine configured(CommandLine line, Console console) {
    return line.registerConverter(Namespace.class, Converters::namespace)
        .registerConverter(Duration.class, Converters::duration)
        .registerConverter(Distance.class, Converters::distance)
        .setExpandAtFiles(false) // an argument @file is ours
        .setAllowSubcommandsAsOptionParameters(true) // checkpoint --layout history
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(false)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(console.outIsTerminal() ? Ansi.ON : Ansi.OFF))
        .setOut(
            new java.io.PrintWriter(console.out(), true, java.nio.charset.StandardCharsets.UTF_8))
        .setErr(
            new java.io.PrintWriter(console.err(), true, java.nio.charset.StandardCharsets.UTF_8));
  }

  Console console() {
    return console;
  }

  boolean json() {
    return json;
  }

  boolean verbose() {
    return verbose || System.getenv("DYNAMORY_TRACE") != null;
  }

  /** The folder of {@code --local}, or another one if nothing was said. */
  Path folderOr(Path other) {
    return local == null ? other : local;
  }

  /** Refuses the options that name another engine. */
  void requireEmbedded(String what) {
    if (aws || endpoint != null) {
      throw new InvalidInputException("options", what + " runs on the embedded engine only");
    }
  }

  /** Opens what the options name. */
  Connection connect() {
    return connect(new Costs());
  }

  /** Opens what the options name, and counts what its calls cost. */
  Connection connect(Costs costs) {
    if ((local == null ? 0 : 1) + (endpoint == null ? 0 : 1) + (aws ? 1 : 0) > 1) {
      throw new InvalidInputException(
          "options", "only one of --local, --endpoint and --aws can be given");
    }
    if (aws) {
      return Connection.toAws(region, profile, costs);
    } else if (endpoint != null) {
      return Connection.to(endpoint, region, profile, costs);
    }
    return Connection.embedded(folderOr(DEFAULT_FOLDER), region, costs);
  }

  /** Prints a record: as one line of JSON, or as people read it. */
  void print(@Nullable Object record, String text) {
    console.out().println(json ? Json.line(record) : text);
  }

  /** Says that what was asked for is not there, and gives the exit code for it. */
  int notFound(String text) {
    note(text);
    return Failures.NOT_FOUND;
  }

  /** Prints whether one was deleted, says so if it was not there, and gives the exit code. */
  int printDeleted(boolean wasThere, String what, String notThere) {
    print(Map.of("deleted", wasThere ? 1 : 0), "deleted " + (wasThere ? what : "0"));
    return wasThere ? 0 : notFound(notThere);
  }

  /** Refuses two options of which at most one can be given, or where one must be, neither. */
  static void requireOne(String one, boolean hasOne, String other, boolean hasOther, boolean must) {
    if ((hasOne && hasOther) || (must && !hasOne && !hasOther)) {
      throw new InvalidInputException(
          "options",
          (must ? "one of " : "only one of ")
              + one
              + " and "
              + other
              + " "
              + (must ? "must" : "can")
              + " be given");
    }
  }

  /** Reads an argument that is a JSON object, {@code -} or {@code @file}. */
  Map<String, Object> document(String argument, String name) {
    return Values.document(Json.read(Inputs.text(console, argument, name), name), name);
  }

  /** Says something beside the results, on standard error. */
  void note(String text) {
    console.err().println("dynamory: " + text);
  }
}

package dev.dynamory.cli;

import dev.dynamory.Document;
import dev.dynamory.dynamodb.DynamoDbDocumentDatabase;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code dynamory db}: documents in collections, each with a revision. */
@Command(
    name = "db",
    description = "Documents in collections, each with a revision; a collection is a table.",
    subcommands = {},
    footer = {
      "",
      "A JSON argument may be '-' (standard input) or '@file'. The tables are those of gofannon,"
          + " which reads and",
      "writes them too. 'dynamory setup documents --table COLLECTION' makes one; on the embedded"
          + " engine the first",
      "save does.",
      "",
      "Example:",
      "  dynamory db save agents planner '{\"model\": \"large\"}'"
    })
final class DbCommand {
  private final Cli cli;

  @Option(
      names = "--prefix",
      paramLabel = "P",
      scope = ScopeType.INHERIT,
      description = "What the tables' names have before the collections'.")
  private @Nullable String prefix;

  @Option(
      names = "--shared",
      scope = ScopeType.INHERIT,
      description = "Gofannon writes there too: notice its changes, for a read a save.")
  private boolean shared;

  DbCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Save DOC, a JSON object, as the whole document, and print its new revision.",
      footer = {
        "",
        "With a revision that is not there, from --rev or as the document's _rev, nothing is"
            + " written and the exit",
        "code is 2.",
        "",
        "Examples:",
        "  dynamory db save agents planner '{\"model\": \"large\"}'",
        "  dynamory db save agents planner @planner.json --create"
      })
  int save(
      @Parameters(paramLabel = "COLLECTION", description = "In which collection.")
          String collection,
      @Parameters(paramLabel = "ID", description = "The document's id.") String id,
      @Parameters(paramLabel = "DOC", description = "A JSON object, '-' or '@file'.") String text,
      @Option(names = "--rev", paramLabel = "R", description = "Only if it has this revision.")
          @Nullable String revision,
      @Option(names = "--create", description = "Only if there is no such document.")
          boolean create) {
    Cli.requireOne("--rev", revision != null, "--create", create, false);
    var document = cli.document(text, "document");
    try (var connection = cli.connect()) {
      var database = database(connection);
      var saved =
          create
              ? database.create(collection, id, document)
              : database.save(collection, id, document, revision);
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("id", id);
      record.put("rev", saved);
      cli.print(record, "saved " + named(collection, id) + ", revision " + saved);
      return 0;
    }
  }

  @Command(
      description = "Print a document, with its _id and _rev; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory db get agents planner"})
  int get(
      @Parameters(paramLabel = "COLLECTION", description = "In which collection.")
          String collection,
      @Parameters(paramLabel = "ID", description = "The document's id.") String id,
      @Mixin Consistency consistent) {
    try (var connection = cli.connect()) {
      var database = database(connection);
      var document =
          (consistent.wanted() ? database.withConsistentReads() : database).get(collection, id);
      document.ifPresent(
          found ->
              cli.print(Values.toJson(found.value()), Json.pretty(Values.toJson(found.value()))));
      return document.isPresent() ? 0 : cli.notFound(none(collection, id));
    }
  }

  @Command(
      description = "Print a collection's documents, in no order.",
      footer = {"", "Example:", "  dynamory db list agents --limit 20"})
  int list(
      @Parameters(paramLabel = "COLLECTION", description = "Which collection.") String collection,
      @Mixin Listing listing) {
    listing.check();
    try (var connection = cli.connect()) {
      var database = database(connection);
      listing.print(
          cli,
          (limit, token) -> database.list(collection, limit, token),
          document -> Values.toJson(document.value()),
          this::inOneLine);
      return 0;
    }
  }

  @Command(
      description = "Delete a document; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory db delete agents planner"})
  int delete(
      @Parameters(paramLabel = "COLLECTION", description = "In which collection.")
          String collection,
      @Parameters(paramLabel = "ID", description = "The document's id.") String id,
      @Option(names = "--rev", paramLabel = "R", description = "Only if it has this revision.")
          @Nullable String revision) {
    try (var connection = cli.connect()) {
      database(connection).delete(collection, id, revision);
      return cli.printDeleted(true, named(collection, id), "");
    }
  }

  Cli cli() {
    return cli;
  }

  /** The database that the options name. */
  DynamoDbDocumentDatabase database(Connection connection) {
    var database = connection.documents();
    database = prefix == null ? database : database.withCollectionPrefix(prefix);
    return shared ? database.sharedWithOriginal() : database;
  }

  private String inOneLine(Document document) {
    var fields = new LinkedHashMap<>(document.value());
    fields.remove("_id");
    fields.remove("_rev");
    return cli.console().bold(document.id())
        + "  "
        + Console.excerpt(Json.line(Values.toJson(fields)));
  }

  private static String named(String collection, String id) {
    return Console.printable(collection + " " + id);
  }

  private static String none(String collection, String id) {
    return "there is no document " + named(collection, id);
  }
}

package dev.dynamory.cli;

import dev.dynamory.NamespaceChange;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.dynamodb.DynamoDbNamespaceRegistry;
import dev.dynamory.tables.TableDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamory namespace}: the tree of registered namespaces. */
@Command(
    name = "namespace",
    description = "Registered namespaces: a tree with names, metadata and filter keys.",
    subcommands = {},
    footer = {
      "",
      "A JSON argument may be '-' (standard input) or '@file'. The table is stache's, which reads"
          + " and writes it too.",
      "",
      "Example:",
      "  dynamory namespace create papers --name Papers --parent research"
    })
final class NamespaceCommand {
  private final Cli cli;

  @Mixin private final TableOption table = new TableOption();

  NamespaceCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description =
          "Create a namespace that is not there, under a parent that is; else exit code 2.",
      footer = {
        "",
        "Examples:",
        "  dynamory namespace create research --name Research",
        "  dynamory namespace create papers --name Papers --parent research --filter-keys"
            + " year,author"
      })
  int create(
      @Parameters(paramLabel = "ID", description = "Its id, which says nothing of the tree.")
          String id,
      @Option(
              names = "--name",
              paramLabel = "N",
              required = true,
              description = "What it is called.")
          String name,
      @Option(
              names = "--parent",
              paramLabel = "P",
              description = "Under which; at the root if not said.")
          @Nullable String parent,
      @Mixin Details details) {
    var namespace = RegisteredNamespace.of(id, name).under(parent);
    if (details.description != null) {
      namespace = namespace.description(details.description);
    }
    if (details.metadata != null) {
      namespace = namespace.metadata(cli.document(details.metadata, "metadata"));
    }
    namespace = details.filterKeys == null ? namespace : namespace.filterKeys(details.filterKeys);
    try (var connection = cli.connect()) {
      print(registry(connection).create(namespace));
      return 0;
    }
  }

  @Command(
      description = "Print a namespace; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory namespace get papers"})
  int get(
      @Parameters(paramLabel = "ID", description = "Its id.") String id,
      @Mixin Consistency consistent) {
    try (var connection = cli.connect()) {
      var found = registry(connection, consistent).get(id);
      found.ifPresent(this::print);
      return found.isPresent() ? 0 : cli.notFound(none(id));
    }
  }

  @Command(
      description = "Change what is said of a namespace; exit code 1 if there is none.",
      footer = {
        "",
        "The keys of --metadata get these values, all others keep theirs. --filter-keys replaces.",
        "",
        "Example:",
        "  dynamory namespace update papers --metadata '{\"owner\": \"ana\"}'"
      })
  int update(
      @Parameters(paramLabel = "ID", description = "Its id.") String id,
      @Option(names = "--name", paramLabel = "N", description = "What it is called.")
          @Nullable String name,
      @Mixin Details details) {
    var change =
        new NamespaceChange(
            id,
            name,
            details.description,
            details.metadata == null ? null : cli.document(details.metadata, "metadata"),
            details.filterKeys == null ? null : List.of(details.filterKeys));
    try (var connection = cli.connect()) {
      print(registry(connection).update(change));
      return 0;
    }
  }

  @Command(
      description = "Put a namespace, and all below it, under another parent or at the root.",
      footer = {
        "",
        "Refused, with exit code 2, if it would become its own ancestor.",
        "",
        "Examples:",
        "  dynamory namespace move papers --parent archive",
        "  dynamory namespace move papers --root"
      })
  int move(
      @Parameters(paramLabel = "ID", description = "Which.") String id,
      @Option(names = "--parent", paramLabel = "P", description = "Under which.")
          @Nullable String parent,
      @Option(names = "--root", description = "To the root.") boolean root) {
    Cli.requireOne("--parent", parent != null, "--root", root, true);
    try (var connection = cli.connect()) {
      registry(connection).move(id, parent);
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("id", id);
      record.put("parent_id", parent);
      var where = parent == null ? "to the root" : "under " + Console.printable(parent);
      cli.print(record, "moved " + Console.printable(id) + " " + where);
      return 0;
    }
  }

  @Command(
      description = "Delete a namespace without children; exit code 1 if there is none.",
      footer = {
        "",
        "With --cascade, all below it first; interrupted, it can be run again and goes on."
            + " Documents of the",
        "namespaces stay.",
        "",
        "Example:",
        "  dynamory namespace delete research --cascade"
      })
  int delete(
      @Parameters(paramLabel = "ID", description = "Which.") String id,
      @Option(names = "--cascade", description = "With all below it.") boolean cascade) {
    try (var connection = cli.connect()) {
      var registry = registry(connection);
      if (!cascade) {
        return cli.printDeleted(registry.delete(id), Console.printable(id), none(id));
      }
      var deleted = deletedTree(registry, id);
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("deleted", deleted.size());
      record.put("ids", deleted);
      var ids = Console.printable(String.join(", ", deleted));
      cli.print(record, "deleted " + deleted.size() + (deleted.isEmpty() ? "" : ": " + ids));
      return deleted.isEmpty() ? cli.notFound(none(id)) : 0;
    }
  }

  private List<String> deletedTree(DynamoDbNamespaceRegistry registry, String id) {
    var count = new AtomicLong();
    try (var progress = Progress.ofItems(cli.console(), "delete", -1)) {
      return registry.deleteTree(id, each -> progress.at(count.incrementAndGet(), ""));
    }
  }

  @Command(
      description = "Print the children of a namespace, or those at the root, by name.",
      footer = {"", "Example:", "  dynamory namespace list research --recursive"})
  int list(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "Whose; the root's if not said.")
          @Nullable String id,
      @Option(names = "--recursive", description = "All below, each before what is below it.")
          boolean recursive,
      @Mixin Consistency consistent) {
    try (var connection = cli.connect()) {
      var registry = registry(connection, consistent);
      if (id != null && !registry.exists(id)) {
        return cli.notFound(none(id));
      }
      (recursive ? registry.listRecursively(id) : registry.list(id)).forEach(this::printInOneLine);
      return 0;
    }
  }

  @Command(
      description = "Draw the tree of all namespaces, or of one and all below it.",
      footer = {
        "",
        "Namespaces that others left without a parent, or as their own ancestors, are drawn apart.",
        "",
        "Example:",
        "  dynamory namespace tree"
      })
  int tree(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "Of which; of all if not said.")
          @Nullable String id) {
    try (var connection = cli.connect()) {
      var registry = registry(connection);
      if (id == null) {
        new TreeDrawing(cli).print(registry.tree());
        return 0;
      }
      var tree = registry.tree(id);
      tree.ifPresent(found -> new TreeDrawing(cli).print(found));
      return tree.isPresent() ? 0 : cli.notFound(none(id));
    }
  }

  @Command(
      description = "Print the namespaces from the root to this one; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory namespace path papers"})
  int path(@Parameters(paramLabel = "ID", description = "To which.") String id) {
    try (var connection = cli.connect()) {
      var path = registry(connection).path(id);
      path.forEach(this::printInOneLine);
      return path.isEmpty() ? cli.notFound(none(id)) : 0;
    }
  }

  @Command(
      description = "Say whether there is such a namespace; exit code 1 if not.",
      footer = {"", "Example:", "  dynamory namespace exists papers"})
  int exists(@Parameters(paramLabel = "ID", description = "Which.") String id) {
    try (var connection = cli.connect()) {
      var exists = registry(connection).exists(id);
      cli.print(Map.of("exists", exists), exists ? "yes" : "no");
      return exists ? 0 : Failures.NOT_FOUND;
    }
  }

  @Command(
      name = "create-path",
      description = "Create the namespace of a display path with all its parents, where not there.",
      footer = {
        "",
        "The id of each is the path so far, its name the last label.",
        "",
        "Example:",
        "  dynamory namespace create-path research/papers/2026"
      })
  int createPath(
      @Parameters(paramLabel = "PATH", description = "Such as research/papers/2026.") String path) {
    try (var connection = cli.connect()) {
      print(registry(connection).createPath(path));
      return 0;
    }
  }

  @Command(
      description = "Print the namespace that a display path means; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory namespace resolve Research/Papers"})
  int resolve(
      @Parameters(paramLabel = "PATH", description = "An id, or names from the root down.")
          String path) {
    try (var connection = cli.connect()) {
      var found = registry(connection).resolve(path);
      found.ifPresent(this::print);
      return found.isPresent() ? 0 : cli.notFound(none(path));
    }
  }

  @Command(
      description =
          "Say what is wrong with the table and the namespaces in it; exit code 2 if anything is.",
      footer = {
        "",
        "Orphans and cycles, which other programs can make, are yours to move or delete. --repair"
            + " lifts what",
        "unfinished deletions left, after 15 minutes.",
        "",
        "Example:",
        "  dynamory namespace verify"
      })
  int verify(@Option(names = "--repair", description = "Repair what can be.") boolean repair) {
    try (var connection = cli.connect()) {
      var registry = registry(connection);
      var record = new LinkedHashMap<String, @Nullable Object>();
      if (repair) {
        var repaired = registry.repair();
        record.put("repaired", repaired);
        repaired.forEach(each -> say("repaired: " + each));
      }
      var wrong = registry.verify();
      record.put("differences", wrong);
      cli.print(record, wrong.isEmpty() ? "nothing is wrong" : wrong.size() + " things are wrong:");
      wrong.forEach(each -> say("  " + each));
      return wrong.isEmpty() ? 0 : Failures.BAD_INPUT;
    }
  }

  /** What can be said of a namespace when it is created, and later. */
  static final class Details {
    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String description;

    @Option(
        names = "--metadata",
        paramLabel = "JSON",
        description = "Whatever else is kept with it; may be '-' or '@file'.")
    private @Nullable String metadata;

    @Option(
        names = "--filter-keys",
        paramLabel = "K",
        split = ",",
        description = "By which metadata its documents can be filtered.")
    private String @Nullable [] filterKeys;
  }

  private DynamoDbNamespaceRegistry registry(Connection connection) {
    return connection.namespaces(table.or(TableDefinition.NAMESPACES.name()));
  }

  private DynamoDbNamespaceRegistry registry(Connection connection, Consistency consistent) {
    var registry = registry(connection);
    return consistent.wanted() ? registry.withConsistentReads() : registry;
  }

  private void say(String text) {
    if (!cli.json()) {
      cli.console().out().println(Console.printable(text));
    }
  }

  private static String none(String id) {
    return "there is no namespace " + Console.printable(id);
  }

  private void print(RegisteredNamespace namespace) {
    var record = record(namespace);
    var text = new StringBuilder(inOneLine(namespace));
    record.forEach(
        (name, value) -> {
          if (value != null && !List.of("id", "name").contains(name)) {
            text.append("\n  ").append(name).append("  ");
            text.append(Console.printable(value instanceof String line ? line : Json.line(value)));
          }
        });
    cli.print(record, text.toString());
  }

  private void printInOneLine(RegisteredNamespace namespace) {
    cli.print(record(namespace), inOneLine(namespace));
  }

  private String inOneLine(RegisteredNamespace namespace) {
    return cli.console().bold(namespace.id()) + "  " + Console.printable(namespace.name());
  }

  /** The names of the table, with JSON as JSON; no parent is null. */
  static Map<String, @Nullable Object> record(RegisteredNamespace namespace) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("id", namespace.id());
    record.put("name", namespace.name());
    record.put("description", namespace.description());
    record.put("parent_id", namespace.parentId());
    record.put("metadata", Values.toJson(namespace.metadata()));
    record.put("filter_keys", namespace.filterKeys());
    record.put("created_at", Json.timestamp(namespace.createdAt()));
    record.put("updated_at", Json.timestamp(namespace.updatedAt()));
    return record;
  }
}

package dev.dynamory.cli;

import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamory store}: documents under keys in namespaces. */
@Command(
    name = "store",
    description = "Documents under keys in hierarchical namespaces.",
    subcommands = {},
    footer = {
      "",
      "A namespace is written users/123; inside a label '/' is %%2F and '%%' is %%25.",
      "A JSON argument may be '-' (standard input) or '@file'. A KEY that begins with '-' comes"
          + " after '--'.",
      "JSON has no bytes and no sets: they are {\"$bytes\": \"base64\"} and {\"$set\": [...]}, and"
          + " an object of",
      "yours with just one of these names is {\"$literal\": {...}}.",
      "",
      "Example:",
      "  dynamory store put users/123 prefs '{\"theme\": \"dark\"}'"
    })
final class StoreCommand {
  static final String DEFAULT_TABLE = "dynamory-store";

  private final Cli cli;

  @Mixin private final TableOption table = new TableOption();

  StoreCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Keep VALUE, a JSON object, under KEY, and print its version.",
      footer = {
        "",
        "With a condition that does not hold, nothing is written and the exit code is 2.",
        "",
        "Examples:",
        "  dynamory store put users/123 prefs '{\"theme\": \"dark\"}' --ttl 30d",
        "  dynamory store put users/123 prefs @prefs.json --if-absent",
        "  dynamory store put users/123 fact-7 '{\"text\": \"She lives in Lisbon\"}' --embed"
      })
  int put(
      @Parameters(paramLabel = "NAMESPACE", description = "Where, such as users/123.")
          Namespace namespace,
      @Parameters(paramLabel = "KEY", description = "Under what.") String key,
      @Parameters(paramLabel = "VALUE", description = "A JSON object, '-' or '@file'.")
          String value,
      @Option(
              names = "--ttl",
              paramLabel = "TIME",
              description =
                  "Expires after this: 90s, 30m, 12h, 30d or ISO-8601. Never if not said.")
          @Nullable Duration timeToLive,
      @Option(names = "--if-absent", description = "Only if nothing is there.") boolean ifAbsent,
      @Option(
              names = "--if-version",
              paramLabel = "V",
              description = "Only if this version is there.")
          @Nullable Long version,
      @Mixin EmbedOptions embedding) {
    var view = embedding.view();
    var put =
        Put.of(namespace, key, cli.document(value, "value"))
            .when(condition(ifAbsent, version))
            .timeToLive(timeToLive == null ? Put.FOREVER : timeToLive);
    try (var connection = cli.connect()) {
      var kept = connection.store(table(), view).put(put);
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("namespace", namespace.labels());
      record.put("key", key);
      record.put("version", kept);
      cli.print(record, "kept " + named(namespace, key) + ", version " + kept);
      return 0;
    }
  }

  @Command(
      description = "Print the item under KEY; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory store get users/123 prefs"})
  int get(
      @Parameters(paramLabel = "NAMESPACE", description = "Where, such as users/123.")
          Namespace namespace,
      @Parameters(paramLabel = "KEY", description = "Under what.") String key,
      @Mixin Consistency consistent) {
    var get = new Get(namespace, key, consistent.wanted());
    try (var connection = cli.connect()) {
      var item = connection.store(table()).get(get);
      if (item.isEmpty()) {
        return cli.notFound(none(namespace, key));
      }
      cli.print(ItemJson.of(item.get()), described(item.get()));
      return 0;
    }
  }

  @Command(
      description = "Remove the item under KEY; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory store delete users/123 prefs"})
  int delete(
      @Parameters(paramLabel = "NAMESPACE", description = "Where, such as users/123.")
          Namespace namespace,
      @Parameters(paramLabel = "KEY", description = "Under what.") String key,
      @Option(
              names = "--if-version",
              paramLabel = "V",
              description = "Only if this version is there, else exit code 2.")
          @Nullable Long version) {
    var delete = Delete.of(namespace, key);
    try (var connection = cli.connect()) {
      var store = connection.store(table());
      if (version != null) {
        store.delete(delete.when(WriteCondition.version(version)));
      } else if (!deletedWhatIsThere(store, delete)) {
        return printDeleted(false, namespace, key);
      }
      return printDeleted(true, namespace, key);
    }
  }

  @Command(
      description = "Print the namespaces that hold items, sorted.",
      footer = {
        "",
        "In PREFIX and SUFFIX, '*' is any one label.",
        "",
        "Example:",
        "  dynamory store namespaces --prefix 'users/*' --max-depth 2"
      })
  int namespaces(
      @Option(
              names = "--prefix",
              paramLabel = "P",
              description = "Only those that begin so, such as users/*.")
          @Nullable Namespace prefix,
      @Option(
              names = "--suffix",
              paramLabel = "S",
              description = "Only those that end so, such as memories.")
          @Nullable Namespace suffix,
      @Option(names = "--max-depth", paramLabel = "N", description = "Cut to so many labels.")
          @Nullable Integer maxDepth,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "" + ListNamespaces.DEFAULT_LIMIT,
              description = "At most so many; ${DEFAULT-VALUE} if not said.")
          int limit,
      @Option(
              names = "--offset",
              paramLabel = "N",
              defaultValue = "0",
              description = "After so many.")
          int offset) {
    var which =
        new ListNamespaces(
            prefix == null ? Namespace.ROOT : prefix,
            suffix == null ? Namespace.ROOT : suffix,
            maxDepth == null ? Integer.MAX_VALUE : maxDepth,
            limit,
            offset);
    try (var connection = cli.connect()) {
      var listed = connection.store(table()).listNamespaces(which);
      listed.forEach(
          namespace -> cli.print(namespace.labels(), cli.console().bold(namespace + "")));
      saySoIfCut(listed.size(), limit, offset);
      return 0;
    }
  }

  @Command(
      description = "List the namespaces of a table that other programs have filled: one Scan.",
      footer = {
        "",
        "Safe to repeat, and beside other writers. Needed once before search and namespaces answer"
            + " on a table",
        "that the Python original wrote. Prints the namespaces that can not be listed.",
        "",
        "Example:",
        "  dynamory --aws store adopt --table agent-memory"
      })
  int adopt() {
    try (var connection = cli.connect()) {
      var unlisted = connection.store(table()).adopt();
      cli.print(
          Map.of("unlisted", unlisted),
          "adopted " + table() + "; namespaces that cannot be listed: " + unlisted.size());
      if (!cli.json()) {
        unlisted.forEach(each -> cli.console().out().println("  " + Console.printable(each)));
      }
      return 0;
    }
  }

  @Command(
      description = "Remove what deletes and crashes leave behind; never needed for right answers.",
      footer = {
        "",
        "Namespaces that are empty are marked, and removed by a run at least an hour later; so are"
            + " parts of",
        "large values that nothing names any more.",
        "",
        "Example:",
        "  dynamory store sweep"
      })
  int sweep() {
    try (var connection = cli.connect()) {
      var swept = connection.store(table()).sweep();
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("marked", swept.marked());
      record.put("removed", swept.removed());
      record.put("values_removed", swept.valuesRemoved());
      cli.print(
          record,
          "marked %d empty namespaces, removed %d, removed the parts of %d large values"
              .formatted(swept.marked(), swept.removed(), swept.valuesRemoved()));
      return 0;
    }
  }

  @Command(
      name = "delete-namespace",
      description = "Remove every item in a namespace and in all namespaces under it.",
      footer = {
        "",
        "Interrupted, it can be run again and goes on.",
        "",
        "Example:",
        "  dynamory store delete-namespace users/123"
      })
  int deleteNamespace(
      @Parameters(paramLabel = "PREFIX", description = "Which, such as users/123.")
          Namespace prefix) {
    try (var connection = cli.connect()) {
      var deleted = connection.store(table()).deleteNamespace(prefix);
      cli.print(Map.of("deleted", deleted), "deleted " + deleted + " items under " + prefix);
      return 0;
    }
  }

  Cli cli() {
    return cli;
  }

  String table() {
    return table.or(DEFAULT_TABLE);
  }

  private static WriteCondition condition(boolean ifAbsent, @Nullable Long version) {
    Cli.requireOne("--if-absent", ifAbsent, "--if-version", version != null, false);
    return version != null
        ? WriteCondition.version(version)
        : ifAbsent ? WriteCondition.absent() : WriteCondition.any();
  }

  /** Whether there was something; another writer may come between the look and the delete. */
  private static boolean deletedWhatIsThere(DynamoDbStore store, Delete delete) {
    while (true) {
      var item = store.get(Get.of(delete.namespace(), delete.key()).consistent());
      if (item.isEmpty()) {
        return false;
      }
      try {
        store.delete(delete.when(WriteCondition.version(item.get().version())));
        return true;
      } catch (WriteConflictException e) {
        // another writer came between; look again
      }
    }
  }

  private int printDeleted(boolean wasThere, Namespace namespace, String key) {
    return cli.printDeleted(wasThere, named(namespace, key), none(namespace, key));
  }

  private static String none(Namespace namespace, String key) {
    return "there is no item " + named(namespace, key);
  }

  /** To people: what to say for the rest. */
  void saySoIfCut(int printed, int limit, int offset) {
    if (!cli.json() && limit > 0 && printed == limit) {
      cli.note("there may be more: --limit " + limit + " --offset " + (offset + limit));
    }
  }

  static String named(Namespace namespace, String key) {
    return Console.printable(namespace + " " + key);
  }

  private String described(Item item) {
    return cli.console().bold(named(item.namespace(), item.key()))
        + "\n  version "
        + item.version()
        + ", created "
        + item.createdAt()
        + ", updated "
        + item.updatedAt()
        + (item.expiresAt() == null ? "" : ", expires " + item.expiresAt())
        + "\n"
        + Json.pretty(Values.toJson(item.value()));
  }
}

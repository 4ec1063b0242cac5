package dev.dynamory.cli;

import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.cli.Passages.Passage;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.dynamodb.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of {@code dynamory demo}. Each says what it did as it does it, and then what it cost.
 */
final class Demo {
  static final String TABLE = "demo";
  static final String SESSIONS = "demo-sessions";
  static final String CHECKPOINTS = "demo-checkpoints";
  static final String AGENTS = "demo-agents";
  static final String NAMESPACES = "demo-namespaces";
  static final String DOCUMENTS = "demo-documents";
  private static final int MOST_PASSAGES = 1_500;
  private static final int BATCH = 100;
  private static final int LARGE_VALUE = 1_200_000;
  private static final int WRITES_BEFORE_THE_KILL = 200;
  private static final int LONGEST_LINE = 70;
  private static final Namespace ANA = Namespace.of("users", "ana");

  private final Cli cli;
  private final Path folder;
  private final Path input;
  private final DemoReport report;
  private final Costs costs = new Costs();

  Demo(Cli cli, Path folder, Path input) {
    this.cli = cli;
    this.folder = folder;
    this.input = input;
    this.report = new DemoReport(cli, costs);
  }

  void run() throws Exception {
    var passages = Passages.of(input.toAbsolutePath(), MOST_PASSAGES);
    if (passages.isEmpty()) {
      throw new InvalidInputException(
          "input",
          "no document or source in " + input.toAbsolutePath() + "; run it where there are some");
    }
    report.begin(
        "Dynamory keeps what an agent remembers in DynamoDB. Here that is DynamoDB Local, in "
            + folder
            + ".");
    try (var connection = Connection.embedded(folder, null, costs)) {
      var store = connection.dynamory().store(TABLE);
      report.step("Create the tables", () -> create(connection, store));
      report.step("Load documents and sources, passage by passage", () -> load(store, passages));
      report.step("Read one item", () -> read(store, passages.get(passages.size() / 2)));
      report.step("Search with a filter", () -> filter(store));
      report.step("Search by prefix: a namespace and all under it", () -> prefix(store, passages));
      report.step("List namespaces", () -> list(store));
      report.step("Overwrite only what was read", () -> conditions(store));
      report.step("Let an item expire", () -> expire(store));
      report.step("Keep a value larger than a DynamoDB item can be", () -> large(store, passages));
    }
    report.step("Survive a killed process", this::killed);
    new DemoConversation(folder, report, costs).run();
    try (var connection = Connection.embedded(folder, null, costs)) {
      new DemoKnowledge(cli, input, report, connection).run();
      new DemoMemories(report, connection).run();
    }
    report.end(folder);
  }

  private void create(Connection connection, DynamoDbStore store) {
    var dynamory = connection.dynamory();
    for (var table :
        List.of(
            store,
            dynamory.sessions(SESSIONS),
            dynamory.checkpointer(CHECKPOINTS),
            dynamory.documents().table(AGENTS),
            dynamory.namespaces(NAMESPACES),
            dynamory.documentIndex(DOCUMENTS))) {
      var name = table.definition().name();
      connection.drop(name);
      table.setup();
      var expiry = table.definition().expiry().isPresent() ? ", expiry on" : "";
      report.say(name + ": on demand" + expiry + "; verify() finds " + differences(table));
    }
  }

  private static String differences(Table table) {
    var differences = table.verify();
    return differences.isEmpty() ? "nothing to object to" : differences.toString();
  }

  private void load(DynamoDbStore store, List<Passage> passages) {
    var started = System.nanoTime();
    try (var progress = Progress.ofItems(cli.console(), "load", passages.size())) {
      for (var from = 0; from < passages.size(); from += BATCH) {
        var some = passages.subList(from, Math.min(passages.size(), from + BATCH));
        store.batch(some.stream().map(p -> Put.of(p.namespace(), p.key(), p.value())).toList());
        progress.at(from + some.size(), "");
      }
    }
    var namespaces = passages.stream().map(Passage::namespace).distinct().count();
    var characters =
        passages.stream().mapToLong(p -> String.valueOf(p.value().get("text")).length()).sum();
    report.say(
        "%,d passages (%,d KB) of %s, into %,d namespaces, in %.1f s%s"
            .formatted(
                passages.size(),
                characters / 1000,
                input.toAbsolutePath().getFileName(),
                namespaces,
                (System.nanoTime() - started) / 1e9,
                passages.size() == MOST_PASSAGES ? "; the rest was left out" : ""));
  }

  private void read(DynamoDbStore store, Passage passage) {
    var item = store.get(passage.namespace(), passage.key()).orElseThrow();
    report.say("get(" + item.namespace() + ", " + item.key() + ")");
    report.say("  \"" + line(item, "") + "\"");
    report.say("  version " + item.version() + ", created " + item.createdAt());
  }

  private void filter(DynamoDbStore store) {
    var word = "DynamoDB";
    var filter = Map.of("text", Map.of("$contains", word), "lines", Map.of("$gte", 10));
    var found = store.search(Search.everywhere().filter(Filter.of(filter)).limit(3));
    report.say("the first " + found.size() + " anywhere that match " + Json.line(filter));
    found.forEach(
        item ->
            report.say(
                "  " + item.namespace() + " " + item.key() + ": \"" + line(item, word) + "\""));
  }

  private void prefix(DynamoDbStore store, List<Passage> passages) {
    var deepest = passages.get(passages.size() - 1).namespace();
    for (var depth = 1; depth <= Math.min(3, deepest.labels().size()); depth++) {
      var prefix = new Namespace(deepest.labels().subList(0, depth));
      var found = store.search(Search.in(prefix).limit(MOST_PASSAGES)).size();
      report.say("%-50s %,5d items".formatted("search(" + prefix + ")", found));
    }
    var label = deepest.labels().get(0);
    var half = Namespace.of(label.substring(0, label.length() - 1));
    report.say(
        "%-50s %,5d items: a prefix is whole labels"
            .formatted("search(" + half + ")", store.search(half).size()));
  }

  private void list(DynamoDbStore store) {
    var tops = store.listNamespaces(ListNamespaces.all().maxDepth(1));
    report.say("to depth 1: " + names(tops));
    var areas = store.listNamespaces(ListNamespaces.under("sources").maxDepth(2).limit(8));
    report.say("sources, to depth 2: " + names(areas));
    var tests = store.listNamespaces(ListNamespaces.under("*", "*", "main").limit(3));
    report.say("*/*/main, the first " + tests.size() + ": " + names(tests));
  }

  private void conditions(DynamoDbStore store) {
    var version = store.put(ANA, "prefs", Map.of("theme", "dark"));
    var ours = store.get(ANA, "prefs").orElseThrow();
    store.put(
        Put.of(ANA, "prefs", Map.of("theme", "dark", "font", 14))
            .when(WriteCondition.version(version)));
    report.say("two agents read version " + version + "; the first adds font=14");
    try {
      store.put(
          Put.of(ANA, "prefs", Map.of("theme", "light"))
              .when(WriteCondition.version(ours.version())));
    } catch (WriteConflictException e) {
      report.say("the second is refused: version " + e.currentVersion() + " is there");
      var merged = new LinkedHashMap<>(e.currentValue().orElseThrow());
      merged.put("theme", "light");
      store.put(Put.of(ANA, "prefs", merged).when(WriteCondition.version(e.currentVersion())));
    }
    report.say(
        "it merges what the refusal carried, and tries again: "
            + Json.line(store.get(ANA, "prefs").orElseThrow().value()));
  }

  private void expire(DynamoDbStore store) throws InterruptedException {
    store.put(Put.of(ANA, "code", Map.of("pin", 4711)).timeToLive(Duration.ofSeconds(1)));
    var item = store.get(ANA, "code").orElseThrow();
    report.say("put with a time to live of 1 s; it expires at " + item.expiresAt());
    var expiresAt = item.expiresAt() == null ? Instant.now() : item.expiresAt();
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), expiresAt).toMillis()) + 50);
    report.say(
        "read then: "
            + store
                .get(ANA, "code")
                .map(found -> "still there")
                .orElse("gone, whenever DynamoDB deletes it"));
  }

  private void large(DynamoDbStore store, List<Passage> passages) {
    var text = new StringBuilder();
    while (text.length() < LARGE_VALUE) {
      passages.forEach(passage -> text.append(passage.value().get("text")).append('\n'));
    }
    text.setLength(LARGE_VALUE);
    store.put(ANA, "everything-she-read", Map.of("text", text.toString()));
    var read = store.get(ANA, "everything-she-read").orElseThrow().value();
    if (!text.toString().equals(read.get("text"))) {
      throw new IllegalStateException("the large value came back different");
    }
    report.say(
        "%,d characters written and read back, the same; DynamoDB's limit is 409,600 bytes"
            .formatted(text.length()));
  }

  private void killed() throws Exception {
    var writes = DemoWriter.killedAfter(folder, WRITES_BEFORE_THE_KILL);
    report.say(
        "another JVM wrote here, and was killed (SIGKILL) after "
            + writes.size()
            + " acknowledged writes");
    try (var connection = Connection.embedded(folder, null, costs)) {
      var store = connection.dynamory().store(TABLE);
      var there = 0L;
      for (var from = 0; from < writes.size(); from += BATCH) {
        var some = writes.subList(from, Math.min(writes.size(), from + BATCH));
        var gets = some.stream().map(key -> Get.of(DemoWriterCommand.NAMESPACE, key)).toList();
        there += store.batch(gets).stream().filter(Optional::isPresent).count();
      }
      if (there < writes.size()) {
        throw new IllegalStateException(there + " of " + writes.size() + " writes are left");
      }
      report.say("on the same folder, a fresh engine finds all " + there + " of them");
      store.put(DemoWriterCommand.NAMESPACE, "continued", Map.of("by", "the demo"));
      report.say("and goes on writing");
    }
  }

  private static String names(List<Namespace> namespaces) {
    return namespaces.isEmpty()
        ? "none"
        : String.join(", ", namespaces.stream().map(Namespace::toString).toList());
  }

  /** The first line of an item's text that has the word. */
  private static String line(Item item, String word) {
    var text = String.valueOf(item.value().get("text"));
    var line = text.lines().filter(each -> each.contains(word)).findFirst().orElse("").strip();
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE - 1) + "…" : line;
  }
}

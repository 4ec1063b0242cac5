package dev.dynamory.cli;

import dev.dynamory.IndexedDocument;
import dev.dynamory.RefusedException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.dynamodb.DynamoDbDocumentIndex;
import dev.dynamory.dynamodb.DynamoDbNamespaceRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The steps of the demo that build a small knowledge base of real files. */
final class DemoKnowledge {
  private static final int MOST_FILES_OF_A_NAMESPACE = 12;
  private static final String ARCHIVE = "archive";

  private final Cli cli;
  private final Path input;
  private final DemoReport report;
  private final DynamoDbNamespaceRegistry registry;
  private final DynamoDbDocumentIndex index;
  private final Connection connection;

  /** The files of each namespace. */
  private final Map<String, List<Path>> files;

  DemoKnowledge(Cli cli, Path input, DemoReport report, Connection connection) {
    this.cli = cli;
    this.input = input.toAbsolutePath();
    this.report = report;
    this.connection = connection;
    registry = connection.dynamory().namespaces(Demo.NAMESPACES);
    index = connection.dynamory().documentIndex(Demo.DOCUMENTS);
    files = filesOf(this.input);
  }

  void run() throws Exception {
    report.step("Save a document under its revision", this::revisions);
    report.step("Register namespaces for a knowledge base", this::register);
    report.step("Index a directory of files, each once", this::ingest);
    report.step("List, find and count documents", this::look);
    report.step("Move a document, and delete namespaces with what is below", this::tidy);
  }

  private static Map<String, List<Path>> filesOf(Path root) {
    var files = new TreeMap<String, List<Path>>();
    for (var file : Passages.files(root)) {
      var labels = Passages.namespaceOf(root.relativize(file)).labels();
      var namespace =
          labels.get(0).equals("docs") || labels.size() < 3
              ? labels.get(0)
              : labels.get(0) + "/" + labels.get(1);
      var some = files.computeIfAbsent(namespace, name -> new ArrayList<>());
      if (some.size() < MOST_FILES_OF_A_NAMESPACE) {
        some.add(file);
      }
    }
    return files;
  }

  private void revisions() {
    var agents = connection.dynamory().documents();
    var first = agents.save(Demo.AGENTS, "planner", Map.of("model", "small", "runs", 0));
    report.say("saved: revision " + first);
    var second = agents.save(Demo.AGENTS, "planner", Map.of("model", "large", "runs", 0), first);
    try {
      agents.save(Demo.AGENTS, "planner", Map.of("model", "tiny", "runs", 0), first);
    } catch (RevisionConflictException e) {
      report.say("another save that expects it is refused: now there is " + second);
    }
    for (var run = 0; run < 3; run++) {
      agents.update(
          Demo.AGENTS,
          "planner",
          document -> {
            document.merge("runs", 1, (a, b) -> (Integer) a + (Integer) b);
            return document;
          });
    }
    report.say(
        "update() read, changed and saved three times: "
            + Json.line(agents.get(Demo.AGENTS, "planner").orElseThrow().value()));
  }

  private void register() {
    files.keySet().forEach(registry::createPath);
    registry.createPath(ARCHIVE);
    report.say(files.size() + " paths, each created with its parents; tree():");
    registry
        .tree()
        .roots()
        .forEach(tree -> new TreeDrawing(cli).lines(tree).forEach(report::sayAsItIs));
  }

  private void ingest() {
    var counts = add();
    report.say(
        "%d documents into %d namespaces, with names, types, sizes and SHA-256"
            .formatted(counts.get(Ingestion.State.ADDED), files.size()));
    var again = add();
    report.say(
        "the same directory again: %d added, %d unchanged"
            .formatted(
                again.getOrDefault(Ingestion.State.ADDED, 0),
                again.get(Ingestion.State.UNCHANGED)));
  }

  private Map<Ingestion.State, Integer> add() {
    var ingestion = new Ingestion(index);
    var counts = new EnumMap<Ingestion.State, Integer>(Ingestion.State.class);
    var total = files.values().stream().mapToInt(List::size).sum();
    try (var progress = Progress.ofItems(cli.console(), "add", total)) {
      files.forEach(
          (namespace, some) ->
              some.forEach(
                  file -> {
                    var path = input.relativize(file).toString().replace('\\', '/');
                    var document = FileFacts.of(file).document(namespace, path).sourcePath(path);
                    counts.merge(ingestion.add(document).state(), 1, Integer::sum);
                    progress.at(counts.values().stream().mapToInt(n -> n).sum(), "");
                  }));
    }
    return counts;
  }

  private void look() {
    var namespace = files.keySet().iterator().next();
    var newest = index.list(namespace, 3, null).items();
    report.say("the newest 3 of " + namespace + ":");
    newest.forEach(document -> report.say("  " + inOneLine(document)));
    var known = newest.get(0);
    report.say(
        "findByFilename("
            + known.filename()
            + "): "
            + index.findByFilename(namespace, known.filename()).size()
            + " found");
    files
        .keySet()
        .forEach(each -> report.say("count(" + each + "): " + index.count(each).documents()));
  }

  private void tidy() {
    var namespace = files.keySet().iterator().next();
    var document = index.list(namespace, 1, null).items().get(0);
    var moved = index.move(namespace, document.id(), ARCHIVE);
    report.say("moved in one transaction: " + moved.id() + " is in " + moved.namespace());
    index.trash(ARCHIVE, moved.id());
    report.say("into the trash: count(" + ARCHIVE + ") is " + index.count(ARCHIVE).documents());
    index.restore(ARCHIVE, moved.id());
    report.say("restored: count(" + ARCHIVE + ") is " + index.count(ARCHIVE).documents());
    index.delete(ARCHIVE, moved.id());
    report.say(
        "deleted: get() finds " + (index.get(ARCHIVE, moved.id()).isPresent() ? "it" : "nothing"));
    var parent = files.keySet().stream().filter(each -> each.contains("/")).findFirst();
    parent.ifPresent(
        each -> {
          var top = each.substring(0, each.indexOf('/'));
          try {
            registry.delete(top);
          } catch (RefusedException e) {
            report.say("delete(" + top + ") is refused: it has children");
          }
          report.say(
              "deleteTree(" + top + ") deletes " + String.join(", ", registry.deleteTree(top)));
        });
  }

  private static String inOneLine(IndexedDocument document) {
    var size = document.size() == null ? 0 : document.size();
    return "%s, %s, %,d bytes".formatted(document.id(), document.contentType(), size);
  }
}

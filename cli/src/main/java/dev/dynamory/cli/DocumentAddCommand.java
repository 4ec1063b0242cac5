package dev.dynamory.cli;

import dev.dynamory.DynamoryException;
import dev.dynamory.IndexedDocument;
import dev.dynamory.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamory document add}. */
@Command(
    name = "add",
    description = "Index a file, or all files of a directory: name, type, size and hash.",
    footer = {
      "",
      "A file that is there with the same content is left as it is; with other content, its"
          + " document gets the new",
      "hash, and keeps everything else. Of two programs that add one file, one does. With --all,"
          + " the id of each is",
      "its path in DIR; what is hidden, or built into target, build or node_modules, is passed"
          + " over; files that are",
      "refused, such as those in the trash, are named, and the exit code is then 2. Without FILE,"
          + " --filename says",
      "what the document is called.",
      "",
      "Examples:",
      "  dynamory document add research/papers store docs/store.md --title 'The store'",
      "  dynamory document add research/papers --all docs",
      "  dynamory document add research/papers talk --filename talk.pdf --source"
          + " https://example.org/talk.pdf"
    })
final class DocumentAddCommand implements Callable<Integer> {
  private final DocumentCommand group;

  @Parameters(index = "0", paramLabel = "NAMESPACE", description = "Where.")
  private String namespace = "";

  @Parameters(index = "1", paramLabel = "ID", arity = "0..1", description = "The document's id.")
  private @Nullable String id;

  @Parameters(index = "2", paramLabel = "FILE", arity = "0..1", description = "The file.")
  private @Nullable Path file;

  @Option(names = "--all", paramLabel = "DIR", description = "All files in DIR and below.")
  private @Nullable Path folder;

  @Option(names = "--filename", paramLabel = "F", description = "Its name, if not that of FILE.")
  private @Nullable String filename;

  @Mixin private final DocumentCommand.Details details = new DocumentCommand.Details();

  DocumentAddCommand(DocumentCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() {
    if (folder != null) {
      return addAll(folder);
    } else if (id == null || (file == null && filename == null)) {
      throw new InvalidInputException(
          "arguments", "name an ID and a FILE (or --filename), or a directory with --all");
    }
    var document = documentOf(id);
    try (var connection = group.cli().connect()) {
      var index = group.index(connection);
      var ingestion = new Ingestion(index);
      var what = ingestion.add(document);
      var now = index.withConsistentReads().get(namespace, what.documentId());
      group.cli().note(what.text());
      now.ifPresent(group::print);
      return what.state() == Ingestion.State.IN_PROGRESS ? Failures.BAD_INPUT : 0;
    }
  }

  private IndexedDocument documentOf(String id) {
    var document =
        file == null
            ? IndexedDocument.of(namespace, id, String.valueOf(filename))
            : FileFacts.of(file).document(namespace, id).sourcePath(path(file));
    document = filename == null ? document : document.filename(filename);
    document = details.title == null ? document : document.title(details.title);
    document = details.source == null ? document : document.source(details.source);
    document = details.contentType == null ? document : document.contentType(details.contentType);
    document = details.summary == null ? document : document.summary(details.summary);
    var metadata = details.metadata(group.cli());
    document = metadata == null ? document : document.metadata(metadata);
    var chunks = details.chunkIds(group.cli());
    return chunks == null ? document : document.chunkIds(chunks);
  }

  private int addAll(Path folder) {
    if (id != null || file != null || filename != null || details.isSaid()) {
      throw new InvalidInputException(
          "options", "with --all, only NAMESPACE is said: each file says the rest");
    } else if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("all", "is no directory: '" + folder + "'");
    }
    var files = SourceFiles.in(folder);
    var cli = group.cli();
    var counts = new LinkedHashMap<Ingestion.State, Integer>();
    var refused = 0;
    try (var connection = cli.connect();
        var progress = Progress.ofItems(cli.console(), "add", files.size())) {
      var ingestion = new Ingestion(group.index(connection));
      for (var each : files) {
        try {
          var facts = FileFacts.of(each);
          var document = facts.document(namespace, path(folder.relativize(each)));
          var what = ingestion.add(document.sourcePath(path(each)));
          counts.merge(what.state(), 1, Integer::sum);
        } catch (DynamoryException e) {
          if (!Failures.isBadInput(e)) {
            throw e;
          }
          refused++;
          cli.note("left out: " + Failures.message(e));
        }
        progress.at(counts.values().stream().mapToInt(n -> n).sum() + refused, "");
      }
    }
    return report(counts, refused);
  }

  private int report(Map<Ingestion.State, Integer> counts, int refused) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("namespace", namespace);
    for (var state : Ingestion.State.values()) {
      record.put(state.word(), counts.getOrDefault(state, 0));
    }
    record.put("refused", refused);
    group
        .cli()
        .print(
            record,
            "added %,d, changed %,d, unchanged %,d, being added by others %,d, refused %,d"
                .formatted(
                    counts.getOrDefault(Ingestion.State.ADDED, 0),
                    counts.getOrDefault(Ingestion.State.CHANGED, 0),
                    counts.getOrDefault(Ingestion.State.UNCHANGED, 0),
                    counts.getOrDefault(Ingestion.State.IN_PROGRESS, 0),
                    refused));
    return refused > 0 ? Failures.BAD_INPUT : 0;
  }

  /** As it was said, with slashes, and nothing that goes nowhere. */
  private static String path(Path path) {
    return path.normalize().toString().replace('\\', '/');
  }
}

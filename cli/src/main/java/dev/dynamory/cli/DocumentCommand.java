package dev.dynamory.cli;

import dev.dynamory.DocumentChange;
import dev.dynamory.Filter;
import dev.dynamory.IndexedDocument;
import dev.dynamory.InvalidInputException;
import dev.dynamory.dynamodb.DynamoDbDocumentIndex;
import dev.dynamory.tables.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamory document}: which documents were ingested into which namespace. */
@Command(
    name = "document",
    description = "The index of ingested documents: files, their hashes and their chunks.",
    subcommands = {},
    footer = {
      "",
      "A JSON argument may be '-' (standard input) or '@file'. The table is stache's, which reads"
          + " and writes it too;",
      "the documents themselves, and the chunks, are elsewhere.",
      "",
      "Example:",
      "  dynamory document add research/papers --all docs"
    })
final class DocumentCommand {
  private final Cli cli;

  @Mixin private final TableOption table = new TableOption();

  DocumentCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Print a document, whatever its status; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory document get research/papers store.md"})
  int get(@Mixin Which which, @Mixin Consistency consistent) {
    try (var connection = cli.connect()) {
      var index = index(connection);
      var found =
          (consistent.wanted() ? index.withConsistentReads() : index)
              .get(which.namespace, which.id);
      found.ifPresent(this::print);
      return found.isPresent() ? 0 : cli.notFound(which.none());
    }
  }

  @Command(
      description = "Print a namespace's documents, newest first.",
      footer = {
        "",
        "A filter names fields, metadata below 'metadata', as in 'store search'.",
        "",
        "Example:",
        "  dynamory document list research/papers --filter '{\"metadata.year\": 2026}'"
      })
  int list(
      @Parameters(paramLabel = "NAMESPACE", description = "Whose.") String namespace,
      @Option(
              names = "--filter",
              paramLabel = "JSON",
              description = "Only documents that match; may be '-' or '@file'.")
          @Nullable String filter,
      @Mixin Listing listing) {
    listing.check();
    var wanted = filter == null ? null : Filter.of(cli.document(filter, "filter"));
    try (var connection = cli.connect()) {
      var index = index(connection);
      listing.print(
          cli,
          (limit, token) -> index.list(namespace, wanted, limit, token),
          DocumentCommand::record,
          this::inOneLine);
      return 0;
    }
  }

  @Command(
      description = "Print the documents of a file, newest first; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory document find research/papers --filename store.md"})
  int find(
      @Parameters(paramLabel = "NAMESPACE", description = "Where.") String namespace,
      @Option(names = "--filename", paramLabel = "F", description = "The file's name.")
          @Nullable String filename,
      @Option(names = "--source-path", paramLabel = "P", description = "What it was read from.")
          @Nullable String sourcePath) {
    Cli.requireOne("--filename", filename != null, "--source-path", sourcePath != null, true);
    try (var connection = cli.connect()) {
      var index = index(connection);
      var found =
          filename == null
              ? index.findBySourcePath(namespace, String.valueOf(sourcePath))
              : index.findByFilename(namespace, filename);
      found.forEach(document -> cli.print(record(document), inOneLine(document)));
      return found.isEmpty()
          ? cli.notFound(
              "there is no document of "
                  + Console.printable(
                      (filename == null ? sourcePath : filename) + " in " + namespace))
          : 0;
    }
  }

  @Command(
      description = "Change what is said of a document; exit code 1 if there is none.",
      footer = {
        "",
        "The keys of --metadata get these values, all others keep theirs. --chunk-ids replaces.",
        "",
        "Example:",
        "  dynamory document update research/papers store.md --title 'The store'"
      })
  int update(@Mixin Which which, @Mixin Details details) {
    var change =
        new DocumentChange(
            which.namespace,
            which.id,
            details.title,
            details.source,
            details.contentType,
            null,
            details.summary,
            details.chunkIds(cli),
            details.metadata(cli));
    try (var connection = cli.connect()) {
      print(index(connection).update(change));
      return 0;
    }
  }

  @Command(
      description = "Give a document another file name; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory document rename research/papers store.md the-store.md"})
  int rename(
      @Mixin Which which,
      @Parameters(index = "2", paramLabel = "FILENAME", description = "Its new name.")
          String filename) {
    try (var connection = cli.connect()) {
      print(index(connection).rename(which.namespace, which.id, filename));
      return 0;
    }
  }

  @Command(
      description = "Move a document to another namespace; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory document move research/papers store.md archive"})
  int move(
      @Mixin Which which,
      @Parameters(index = "2", paramLabel = "TO", description = "To which namespace.") String to) {
    try (var connection = cli.connect()) {
      print(index(connection).move(which.namespace, which.id, to));
      return 0;
    }
  }

  @Command(
      description = "Remove a document; exit code 1 if there is none.",
      footer = {
        "",
        "With --soft it goes to the trash for 30 days, from where 'restore' takes it, and 'purge'"
            + " removes it.",
        "",
        "Example:",
        "  dynamory document delete research/papers store.md --soft"
      })
  int delete(
      @Mixin Which which, @Option(names = "--soft", description = "Into the trash.") boolean soft) {
    try (var connection = cli.connect()) {
      var index = index(connection);
      if (soft) {
        index.trash(which.namespace, which.id);
      }
      return cli.printDeleted(
          soft || index.delete(which.namespace, which.id), which.named(), which.none());
    }
  }

  @Command(
      description = "Take a document out of the trash.",
      footer = {"", "Example:", "  dynamory document restore research/papers store.md"})
  int restore(@Mixin Which which) {
    try (var connection = cli.connect()) {
      var index = index(connection);
      index.restore(which.namespace, which.id);
      var restored = index.withConsistentReads().get(which.namespace, which.id);
      restored.ifPresent(this::print);
      return restored.isPresent() ? 0 : cli.notFound(which.none());
    }
  }

  @Command(
      description = "Remove a document of the trash for good, in two steps.",
      footer = {
        "",
        "The first prints the ids of its chunks. Remove those from your vector store, and end it"
            + " with --complete:",
        "the id can then be used again. A document without chunks takes one step.",
        "",
        "Examples:",
        "  dynamory document purge research/papers store.md",
        "  dynamory document purge research/papers store.md --complete"
      })
  int purge(
      @Mixin Which which,
      @Option(names = "--complete", description = "The chunks are removed.") boolean complete) {
    try (var connection = cli.connect()) {
      var index = index(connection);
      var chunks = complete ? List.<String>of() : index.purge(which.namespace, which.id);
      if (chunks.isEmpty()) {
        index.completePurge(which.namespace, which.id);
      }
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("complete", chunks.isEmpty());
      record.put("chunk_ids", chunks);
      cli.print(
          record,
          chunks.isEmpty()
              ? "purged " + which.named()
              : "remove these chunks, then --complete:\n  "
                  + String.join("\n  ", chunks.stream().map(Console::printable).toList()));
      return 0;
    }
  }

  @Command(
      name = "purge-expired",
      description = "Begin to purge what was in the trash for 30 days, and print it.",
      footer = {
        "",
        "Each is then ended as with 'purge'.",
        "",
        "Example:",
        "  dynamory document purge-expired"
      })
  int purgeExpired() {
    try (var connection = cli.connect()) {
      index(connection)
          .purgeExpired()
          .forEach(document -> cli.print(record(document), inOneLine(document)));
      return 0;
    }
  }

  @Command(
      description = "Count a namespace's documents and their chunks.",
      footer = {"", "Example:", "  dynamory document count research/papers"})
  int count(@Parameters(paramLabel = "NAMESPACE", description = "Whose.") String namespace) {
    try (var connection = cli.connect()) {
      var count = index(connection).count(namespace);
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("documents", count.documents());
      record.put("chunks", count.chunks());
      cli.print(record, "%,d documents, %,d chunks".formatted(count.documents(), count.chunks()));
      return 0;
    }
  }

  /** Which document a command is about. */
  static final class Which {
    @Parameters(index = "0", paramLabel = "NAMESPACE", description = "Its namespace.")
    private String namespace = "";

    @Parameters(index = "1", paramLabel = "ID", description = "Its id.")
    private String id = "";

    private String named() {
      return Console.printable(namespace + " " + id);
    }

    private String none() {
      return "there is no document " + named();
    }
  }

  /** What can be said of a document when it is added, and later. */
  static final class Details {
    @Option(names = "--title", paramLabel = "T", description = "Its title.")
    @Nullable String title;

    @Option(names = "--source", paramLabel = "S", description = "Where it is from, such as a URL.")
    @Nullable String source;

    @Option(names = "--content-type", paramLabel = "T", description = "Its media type.")
    @Nullable String contentType;

    @Option(names = "--summary", paramLabel = "S", description = "What it is about.")
    @Nullable String summary;

    @Option(
        names = "--chunk-ids",
        paramLabel = "JSON",
        description = "The ids of its chunks, a list of strings; may be '-' or '@file'.")
    private @Nullable String chunkIds;

    @Option(
        names = "--metadata",
        paramLabel = "JSON",
        description = "Whatever else is kept with it; may be '-' or '@file'.")
    private @Nullable String metadata;

    boolean isSaid() {
      return title != null
          || source != null
          || contentType != null
          || summary != null
          || chunkIds != null
          || metadata != null;
    }

    @Nullable Map<String, Object> metadata(Cli cli) {
      return metadata == null ? null : cli.document(metadata, "metadata");
    }

    @Nullable List<String> chunkIds(Cli cli) {
      if (chunkIds == null) {
        return null;
      }
      var text = Inputs.text(cli.console(), chunkIds, "chunk-ids");
      var ids = new ArrayList<String>();
      for (var id : Json.read(text, "chunk-ids") instanceof List<?> list ? list : List.of(0)) {
        if (!(id instanceof String each)) {
          throw new InvalidInputException("chunk-ids", "must be a JSON list of strings");
        }
        ids.add(each);
      }
      return ids;
    }
  }

  Cli cli() {
    return cli;
  }

  DynamoDbDocumentIndex index(Connection connection) {
    return connection.documentIndex(table.or(TableDefinition.DOCUMENT_INDEX.name()));
  }

  void print(IndexedDocument document) {
    var text = new StringBuilder(inOneLine(document));
    record(document)
        .forEach(
            (name, value) -> {
              if (value != null && !name.equals("doc_id") && !name.equals("namespace")) {
                text.append("\n  ").append(name).append("  ");
                text.append(
                    Console.excerpt(value instanceof String line ? line : Json.line(value)));
              }
            });
    cli.print(record(document), text.toString());
  }

  private String inOneLine(IndexedDocument document) {
    var size = document.size();
    return cli.console().bold(document.id())
        + "  "
        + Console.printable(document.filename())
        + (size == null ? "" : "  %,d bytes".formatted(size))
        + "  "
        + document.chunkCount()
        + " chunks"
        + (document.status() == IndexedDocument.Status.ACTIVE ? "" : "  " + status(document));
  }

  private static String status(IndexedDocument document) {
    return document.status().name().toLowerCase(Locale.ROOT);
  }

  /** The names of the table. */
  static Map<String, @Nullable Object> record(IndexedDocument document) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("doc_id", document.id());
    record.put("namespace", document.namespace());
    record.put("filename", document.filename());
    record.put("title", document.title());
    record.put("source", document.source());
    record.put("source_path", document.sourcePath());
    record.put("content_type", document.contentType());
    record.put("file_size", document.size());
    record.put("content_hash", document.contentHash());
    record.put("summary", document.summary());
    record.put("chunk_count", document.chunkCount());
    record.put("chunk_ids", document.chunkIds());
    record.put("metadata", Values.toJson(document.metadata()));
    record.put("status", status(document));
    record.put("created_at", Json.timestamp(document.createdAt()));
    record.put("updated_at", Json.timestamp(document.updatedAt()));
    return record;
  }
}

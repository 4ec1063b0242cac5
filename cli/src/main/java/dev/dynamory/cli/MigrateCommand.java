package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.migration.Attachments;
import dev.dynamory.migration.CollectionDifferences;
import dev.dynamory.migration.CollectionReport;
import dev.dynamory.migration.Conflicts;
import dev.dynamory.migration.Finding;
import dev.dynamory.migration.Migration;
import dev.dynamory.migration.MigrationProgress;
import dev.dynamory.migration.MigrationReport;
import dev.dynamory.migration.MigrationSource;
import dev.dynamory.migration.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dynamory db migrate}. */
@Command(
    name = "migrate",
    description = "Move collections in: from a CouchDB server, or from files of JSON lines.",
    footer = {
      "",
      "FROM is a CouchDB server (http://user:password@host:5984), a folder in which collection"
          + " agents is",
      "agents.jsonl, or one such file. Documents keep their revisions. What is there already is"
          + " skipped, so an",
      "interrupted migration can be run again and goes on; what was changed in the target is left"
          + " alone and named.",
      "A document that cannot be moved is named with the reason, the others are moved, and the exit"
          + " code is then 3.",
      "With --verify nothing is moved: both sides are read, and the exit code is 1 if they differ.",
      "",
      "Examples:",
      "  dynamory db migrate --from http://localhost:5984 --collections agents,users --dry-run",
      "  dynamory db migrate --from backup/agents.jsonl --collections agents",
      "  dynamory db migrate --from http://localhost:5984 --verify --extra"
    })
final class MigrateCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;

  private final DbCommand group;

  @Option(
      names = "--from",
      paramLabel = "FROM",
      required = true,
      description = "A URL, a folder or a file.")
  private String from = "";

  @Option(
      names = "--collections",
      paramLabel = "C",
      split = ",",
      description = "Which, with commas between; all that are there if not said.")
  private String @Nullable [] collections;

  @Option(names = "--dry-run", description = "Read and check the same, and write nothing.")
  private boolean dryRun;

  @Option(names = "--verify", description = "Compare both sides, and move nothing.")
  private boolean verify;

  @Option(names = "--extra", description = "With --verify: name also what only the target has.")
  private boolean extra;

  @Option(
      names = "--attachments",
      paramLabel = "HOW",
      defaultValue = "fail",
      description = "What becomes of a document with attachments: ${COMPLETION-CANDIDATES}.")
  private Attachments attachments = Attachments.FAIL;

  @Option(
      names = "--conflicts",
      paramLabel = "HOW",
      defaultValue = "winner",
      description = "What becomes of a document in conflict: ${COMPLETION-CANDIDATES}.")
  private Conflicts conflicts = Conflicts.WINNER;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Keep in this file how far it is, to go on there.")
  private @Nullable Path checkpoint;

  MigrateCommand(DbCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() {
    if (extra && !verify) {
      throw new InvalidInputException("options", "--extra is of --verify");
    }
    Cli.requireOne("--verify", verify, "--dry-run", dryRun, false);
    var source = source();
    var which = collections == null ? source.collections() : List.of(collections);
    if (which.isEmpty()) {
      throw new InvalidInputException("collections", "there are none in '" + from + "'");
    }
    try (var connection = group.cli().connect()) {
      var migration =
          Migration.of(source, group.database(connection), which)
              .withAttachments(attachments)
              .withConflicts(conflicts);
      migration = dryRun ? migration.withDryRun() : migration;
      migration = checkpoint == null ? migration : migration.withCheckpoint(checkpoint);
      if (verify) {
        return report(watched(migration, extra ? Migration::verifyWithExtra : Migration::verify));
      }
      return report(watched(migration, Migration::run));
    }
  }

  private <T> T watched(Migration migration, Function<Migration, T> work) {
    try (var bars = new Bars(group.cli().console(), verify ? "verify" : "migrate")) {
      return work.apply(migration.withProgress(bars::show));
    }
  }

  private MigrationSource source() {
    if (from.matches("(?i)https?://.*")) {
      try {
        return MigrationSource.couchDb(URI.create(from));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException("from", "is not a URL such as http://localhost:5984");
      }
    }
    var path = Path.of(from);
    if (!Files.exists(path)) {
      throw new InvalidInputException(
          "from",
          "is neither a URL such as http://localhost:5984 nor a file or folder: '" + from + "'");
    }
    return MigrationSource.jsonLines(path);
  }

  private int report(MigrationReport report) {
    report.collections().forEach(collection -> print(collection, report.dryRun()));
    return report.failed() > 0 ? Failures.SERVICE_FAILED : 0;
  }

  private void print(CollectionReport report, boolean dryRun) {
    var cli = group.cli();
    report
        .findings()
        .forEach(each -> cli.note(word(each.outcome()) + ": " + named(report.collection(), each)));
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("collection", report.collection());
    record.put("dry_run", dryRun);
    record.put("read", report.read());
    record.put("written", report.written());
    record.put("skipped", report.skipped());
    record.put("failed", report.failed());
    Arrays.stream(Outcome.values())
        .filter(outcome -> report.count(outcome) > 0)
        .forEach(
            outcome -> record.put(outcome.name().toLowerCase(Locale.ROOT), report.count(outcome)));
    record.put("findings", report.findings().stream().map(MigrateCommand::record).toList());
    cli.print(
        record,
        "%s: read %,d, %s %,d, skipped %,d, failed %,d"
            .formatted(
                cli.console().bold(report.collection()),
                report.read(),
                dryRun ? "would write" : "wrote",
                report.written(),
                report.skipped(),
                report.failed()));
  }

  private int report(List<CollectionDifferences> differences) {
    differences.forEach(this::print);
    return differences.stream().allMatch(CollectionDifferences::isEmpty) ? 0 : DIFFERENT;
  }

  private void print(CollectionDifferences differences) {
    var cli = group.cli();
    var name = differences.collection();
    differences.missing().forEach(each -> cli.note("missing: " + named(name, each)));
    differences.different().forEach(each -> cli.note("different: " + named(name, each)));
    differences
        .extra()
        .forEach(id -> cli.note("only in the target: " + Console.printable(name + " " + id)));
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("collection", name);
    record.put("compared", differences.compared());
    record.put("missing", differences.missing().stream().map(MigrateCommand::record).toList());
    record.put("different", differences.different().stream().map(MigrateCommand::record).toList());
    record.put("extra", differences.extra());
    cli.print(
        record,
        "%s: compared %,d, missing %,d, different %,d, only in the target %,d"
            .formatted(
                cli.console().bold(name),
                differences.compared(),
                differences.missing().size(),
                differences.different().size(),
                differences.extra().size()));
  }

  private static Object record(Finding finding) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("id", finding.id());
    record.put("outcome", finding.outcome().name().toLowerCase(Locale.ROOT));
    record.put("reason", finding.reason());
    return record;
  }

  private static String named(String collection, Finding finding) {
    return Console.printable(collection + " " + finding.id() + ": " + finding.reason());
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A bar for each collection, one after the other. */
  private static final class Bars implements AutoCloseable {
    private final Console console;
    private final String task;
    private String collection = "";
    private @Nullable Progress bar;

    Bars(Console console, String task) {
      this.console = console;
      this.task = task;
    }

    void show(MigrationProgress progress) {
      if (bar == null || !progress.collection().equals(collection)) {
        close();
        collection = progress.collection();
        bar = Progress.ofItems(console, task + " " + collection, progress.total().orElse(-1));
      }
      bar.at(progress.done(), "");
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}

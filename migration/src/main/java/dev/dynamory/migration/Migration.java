package dev.dynamory.migration;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DatabaseRules;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InvalidInputException;
import dev.dynamory.dynamodb.DynamoDbDocumentDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Moves collections of documents from a source into a document database. A document keeps its
 * revision. Running it again, also after it was killed, completes it and changes nothing that is
 * done; what was changed in the target meanwhile is left alone and reported. A document that cannot
 * be migrated is reported and the run goes on; a source or a target that fails ends it with an
 * exception.
 */
public final class Migration {
  private final MigrationSource source;
  private final DocumentDatabase target;

  /** The names in the target by the names in the source. */
  private final Map<String, String> names;

  private final MigrationOptions options;

  private Migration(
      MigrationSource source,
      DocumentDatabase target,
      Map<String, String> names,
      MigrationOptions options) {
    this.source = source;
    this.target = target;
    this.names = names;
    this.options = options;
  }

  /** These collections of the source, under their names, into the target. */
  public static Migration of(
      MigrationSource source, DocumentDatabase target, Collection<String> collections) {
    if (collections.isEmpty()) {
      throw new InvalidInputException("collections", "must not be empty");
    }
    var names = new LinkedHashMap<String, String>();
    collections.forEach(name -> names.put(name, name));
    return new Migration(source, consistent(target), names, MigrationOptions.DEFAULT);
  }

  /** A document that was just written must not look missing. */
  private static DocumentDatabase consistent(DocumentDatabase database) {
    return database instanceof DynamoDbDocumentDatabase dynamoDb
        ? dynamoDb.withConsistentReads()
        : database;
  }

  /** A view that gives a collection another name in the target. */
  public Migration withTargetName(String collection, String targetCollection) {
    if (!names.containsKey(collection)) {
      throw new InvalidInputException(
          "collection", "must be one that is migrated, but is '" + collection + "'");
    }
    var changed = new LinkedHashMap<>(names);
    changed.put(collection, targetCollection);
    return new Migration(source, target, changed, options);
  }

  private Migration with(MigrationOptions options) {
    return new Migration(source, target, names, options);
  }

  /** A view that reads and checks the same, and writes nothing, not even a checkpoint. */
  public Migration withDryRun() {
    return with(
        new MigrationOptions(
            true,
            options.attachments(),
            options.conflicts(),
            options.checkpoint(),
            options.listener()));
  }

  /** A view that does this with attachments; {@link Attachments#FAIL} if not said. */
  public Migration withAttachments(Attachments attachments) {
    return with(
        new MigrationOptions(
            options.dryRun(),
            attachments,
            options.conflicts(),
            options.checkpoint(),
            options.listener()));
  }

  /** A view that does this with conflicts; {@link Conflicts#WINNER} if not said. */
  public Migration withConflicts(Conflicts conflicts) {
    return with(
        new MigrationOptions(
            options.dryRun(),
            options.attachments(),
            conflicts,
            options.checkpoint(),
            options.listener()));
  }

  /**
   * A view that keeps in this file how far it is, to go on there when run again; the file is
   * deleted at the end. {@link ConfigurationException} if it is another migration's.
   */
  public Migration withCheckpoint(Path file) {
    return with(
        new MigrationOptions(
            options.dryRun(),
            options.attachments(),
            options.conflicts(),
            file,
            options.listener()));
  }

  /** A view that says after each page how far it is, from the thread that runs it. */
  public Migration withProgress(Consumer<? super MigrationProgress> listener) {
    return with(
        new MigrationOptions(
            options.dryRun(),
            options.attachments(),
            options.conflicts(),
            options.checkpoint(),
            listener));
  }

  /** Migrates, and says what became of each collection, in their order. */
  public MigrationReport run() {
    var totals = check();
    var checkpoint =
        options.checkpoint() == null || options.dryRun()
            ? null
            : CheckpointFile.open(
                options.checkpoint(),
                source.description()
                    + ", attachments "
                    + options.attachments()
                    + ", conflicts "
                    + options.conflicts());
    var reports = new ArrayList<CollectionReport>();
    for (var name : names.entrySet()) {
      reports.add(
          new CollectionMigration(source, target, name, options, checkpoint)
              .run(totals.getOrDefault(name.getKey(), OptionalLong.empty())));
    }
    if (checkpoint != null) {
      checkpoint.delete();
    }
    return new MigrationReport(options.dryRun(), reports);
  }

  /** That every collection is there, and may have its name in the target, before any is begun. */
  private Map<String, OptionalLong> check() {
    var taken = new HashSet<String>();
    var totals = new LinkedHashMap<String, OptionalLong>();
    names.forEach(
        (from, to) -> {
          DatabaseRules.checkCollection(to);
          if (!taken.add(to)) {
            throw new InvalidInputException(
                "collections", "must have different names in the target, but two are '" + to + "'");
          }
          totals.put(from, source.count(from));
        });
    return totals;
  }

  /** Reads source and target again, and says how they differ. Numbers are compared by value. */
  public List<CollectionDifferences> verify() {
    return verify(false);
  }

  /** As {@link #verify()}, and what only the target has, which takes a Scan of it. */
  public List<CollectionDifferences> verifyWithExtra() {
    return verify(true);
  }

  private List<CollectionDifferences> verify(boolean withExtra) {
    check();
    return names.entrySet().stream()
        .map(name -> new Verification(source, target, name, options).run(withExtra))
        .toList();
  }
}

package dev.dynamory.migration;

import dev.dynamory.DocumentDatabase;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves collections of documents from a source into a document database. A document keeps its
 * revision. Running it again, also after it was killed, completes it and changes nothing that is
 * done; what was changed in the target meanwhile is left alone and reported. A document that cannot
 * be migrated is reported and the run goes on; a source or a target that fails ends it with an
 * exception.
 */
public final class Migration {
  private Migration() {}

  /** These collections of the source, under their names, into the target. */
  public static Migration of(
      MigrationSource source, DocumentDatabase target, Collection<String> collections) {
    throw new UnsupportedOperationException();
  }

  /** A view that gives a collection another name in the target. */
  public Migration withTargetName(String collection, String targetCollection) {
    throw new UnsupportedOperationException();
  }

  /** A view that reads and checks the same, and writes nothing. */
  public Migration withDryRun() {
    throw new UnsupportedOperationException();
  }

  /** A view that does this with attachments; {@link Attachments#FAIL} if not said. */
  public Migration withAttachments(Attachments attachments) {
    throw new UnsupportedOperationException();
  }

  /** A view that does this with conflicts; {@link Conflicts#WINNER} if not said. */
  public Migration withConflicts(Conflicts conflicts) {
    throw new UnsupportedOperationException();
  }

  /**
   * A view that keeps in this file how far it is, to go on there when run again; the file is
   * deleted at the end. {@link dev.dynamory.ConfigurationException} if it is another migration's.
   */
  public Migration withCheckpoint(Path file) {
    throw new UnsupportedOperationException();
  }

  /** A view that says after each page how far it is, from the thread that runs it. */
  public Migration withProgress(Consumer<? super MigrationProgress> listener) {
    throw new UnsupportedOperationException();
  }

  /** Migrates, and says what became of each collection, in their order. */
  public MigrationReport run() {
    throw new UnsupportedOperationException();
  }

  /** Reads source and target again, and says how they differ. Numbers are compared by value. */
  public List<CollectionDifferences> verify() {
    throw new UnsupportedOperationException();
  }

  /** As {@link #verify()}, and what only the target has, which takes a Scan of it. */
  public List<CollectionDifferences> verifyWithExtra() {
    throw new UnsupportedOperationException();
  }
}

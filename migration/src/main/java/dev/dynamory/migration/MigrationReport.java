package dev.dynamory.migration;

import java.util.List;

/** What a migration did, or would do if it was a dry run. */
public record MigrationReport(boolean dryRun, List<CollectionReport> collections) {
  /** Copies. */
  public MigrationReport {
    collections = List.copyOf(collections);
  }

  /** How many documents could not be migrated. */
  public long failed() {
    return collections.stream().mapToLong(CollectionReport::failed).sum();
  }
}

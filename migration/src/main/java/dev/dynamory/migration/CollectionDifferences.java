package dev.dynamory.migration;

import java.util.List;

/**
 * How a collection differs between source and target: what the target lacks, what it has otherwise,
 * and, if asked for, what only it has.
 */
public record CollectionDifferences(
    String collection,
    long compared,
    List<Finding> missing,
    List<Finding> different,
    List<String> extra) {
  /** Copies. */
  public CollectionDifferences {
    missing = List.copyOf(missing);
    different = List.copyOf(different);
    extra = List.copyOf(extra);
  }

  /** Whether there is no difference. */
  public boolean isEmpty() {
    return missing.isEmpty() && different.isEmpty() && extra.isEmpty();
  }
}

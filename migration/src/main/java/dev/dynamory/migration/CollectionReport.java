package dev.dynamory.migration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a collection's documents: how many had which outcome, and the first 1,000 that
 * there is something to know about.
 */
public record CollectionReport(
    String collection, Map<Outcome, Long> counts, List<Finding> findings) {

  /** Copies. */
  public CollectionReport {
    var copy = new EnumMap<Outcome, Long>(Outcome.class);
    copy.putAll(counts);
    counts = Collections.unmodifiableMap(copy);
    findings = List.copyOf(findings);
  }

  /** How many documents had this outcome. */
  public long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /** How many documents were read: the sum of all outcomes. */
  public long read() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many documents the target got, or would get in a dry run. */
  public long written() {
    return count(Outcome.WRITTEN) + count(Outcome.BROUGHT_FORWARD);
  }

  /** How many documents were left alone, for a reason that is no error. */
  public long skipped() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isSkipped())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many documents could not be migrated. */
  public long failed() {
    return count(Outcome.FAILED);
  }
}

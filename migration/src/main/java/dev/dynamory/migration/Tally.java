package dev.dynamory.migration;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what became of a collection's documents. */
final class Tally {
  private static final int MAX_FINDINGS = 1000;

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  void add(Result result) {
    var before = findings.get(result.id());
    if (before != null && before.outcome() == Outcome.FAILED) {
      findings.remove(result.id()); // it has been changed since, and is judged anew
      counts.merge(Outcome.FAILED, -1L, Long::sum);
    }
    counts.merge(result.outcome(), 1L, Long::sum);
    if (!result.reason().isEmpty() && findings.size() < MAX_FINDINGS) {
      findings.put(result.id(), new Finding(result.id(), result.outcome(), result.reason()));
    }
  }

  /** What became of one document; the reason is empty if there is nothing to know about it. */
  record Result(String id, Outcome outcome, String reason) {}

  void restore(Outcome outcome, long count) {
    counts.put(outcome, count);
  }

  void restore(Finding finding) {
    findings.put(finding.id(), finding);
  }

  long read() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  CollectionReport report(String collection) {
    return new CollectionReport(collection, counts, findings.values().stream().toList());
  }
}

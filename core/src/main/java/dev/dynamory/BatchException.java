package dev.dynamory;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Some operations of a batch failed, by their index; all others were carried out. */
public final class BatchException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final transient SortedMap<Integer, RuntimeException> failures;

  /** The failures by the operation's index; the first is the cause, the others are suppressed. */
  public BatchException(Map<Integer, RuntimeException> failures) {
    this(new TreeMap<>(failures));
  }

  private BatchException(SortedMap<Integer, RuntimeException> failures) {
    super(
        "operations " + failures.keySet() + " of the batch failed; the others were carried out",
        failures.get(failures.firstKey()));
    this.failures = Collections.unmodifiableSortedMap(failures);
    this.failures.values().stream().distinct().skip(1).forEach(this::addSuppressed);
  }

  /** Which operations failed, and why. */
  public SortedMap<Integer, RuntimeException> failures() {
    return failures;
  }
}

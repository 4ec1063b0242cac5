package dev.dynamory;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write's condition did not hold. Carries what stands there instead, so that a caller can merge
 * and try again.
 */
public final class WriteConflictException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final transient WriteCondition condition;
  private final long currentVersion;
  private final transient @Nullable Map<String, Object> currentValue;
  private final boolean outcomeUnknown;

  /** A conflict at {@code what}, where {@code currentVersion} is 0 if nothing is there. */
  public WriteConflictException(
      String what,
      WriteCondition condition,
      long currentVersion,
      @Nullable Map<String, Object> currentValue,
      boolean outcomeUnknown,
      @Nullable Throwable cause) {
    super(
        what
            + ": the write asked for "
            + condition
            + ", but "
            + (currentVersion == 0 ? "nothing is there" : "version " + currentVersion + " is there")
            + (outcomeUnknown
                ? "; an earlier attempt of this write may have been applied and overwritten"
                : ""),
        cause);
    this.condition = condition;
    this.currentVersion = currentVersion;
    this.currentValue = currentValue;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** The condition that did not hold. */
  public WriteCondition condition() {
    return condition;
  }

  /** The version that is there, 0 if nothing is. */
  public long currentVersion() {
    return currentVersion;
  }

  /** The value that is there; empty if nothing is, or if it was too large to be carried along. */
  public Optional<Map<String, Object>> currentValue() {
    return Optional.ofNullable(currentValue);
  }

  /**
   * Whether an attempt without an answer came before: this write may have been applied, then
   * overwritten by others.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}

package dev.dynamory;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document does not have the revision that a write expected; nothing was written. */
public final class RevisionConflictException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Document current;
  private final boolean outcomeUnknown;

  /** A conflict at {@code what}, with what is there. */
  public RevisionConflictException(
      String what,
      @Nullable String expected,
      @Nullable Document current,
      boolean outcomeUnknown,
      @Nullable Throwable cause) {
    super(
        what
            + ": the write expected "
            + (expected == null ? "nothing to overtake it" : "revision " + expected)
            + ", but "
            + (current == null ? "nothing is there" : "revision " + current.revision() + " is")
            + (outcomeUnknown
                ? "; an earlier attempt of this write may have been applied and overwritten"
                : ""),
        cause);
    this.current = current;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** The revision that is there; empty if there is no document. */
  public Optional<String> currentRevision() {
    return current().map(Document::revision);
  }

  /** The document that is there. */
  public Optional<Document> current() {
    return Optional.ofNullable(current);
  }

  /** The value that is there. */
  public Optional<Map<String, Object>> currentValue() {
    return current().map(Document::value);
  }

  /** Whether an attempt without an answer came before, which may have been applied. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}

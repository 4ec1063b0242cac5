package dev.dynamory;

import org.jspecify.annotations.Nullable;

/**
 * What stands there does not allow the operation, whoever asks; nothing was changed. The reason
 * says what to do first.
 */
public final class RefusedException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why an operation is refused. */
  public enum Reason {
    /** The id is taken. */
    ALREADY_EXISTS,
    /** What it was to be put under is not there. */
    PARENT_MISSING,
    /** It has children: move or delete them first, or delete the whole tree. */
    HAS_CHILDREN,
    /** It would become its own ancestor. */
    CYCLE,
    /** It would lie deeper than one transaction can check. */
    TOO_DEEP,
    /** It is being deleted or changed by somebody else; later it may be possible. */
    BUSY,
    /** It is in the trash: restore or purge it first. */
    IN_TRASH,
    /** It is not in the trash, from which alone it can be purged. */
    NOT_IN_TRASH,
    /** A path can mean more than one thing. */
    AMBIGUOUS,
    /** It is for reading only. */
    READ_ONLY
  }

  /** A refusal: {@code message} says what was asked and what stands against it. */
  public RefusedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}

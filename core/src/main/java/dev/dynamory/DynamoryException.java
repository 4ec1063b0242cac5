package dev.dynamory;

import org.jspecify.annotations.Nullable;

/** What the library itself has to say, as opposed to the AWS SDK, whose exceptions pass through. */
public abstract class DynamoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For the exceptions that extend this one. */
  protected DynamoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.dynamory.migration;

import dev.dynamory.DynamoryException;
import org.jspecify.annotations.Nullable;

/** A CouchDB server did not answer, or answered with an error or with what is not CouchDB's. */
public final class CouchDbException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final int status;

  CouchDbException(String message, int status, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }
}

package dev.dynamory;

import org.jspecify.annotations.Nullable;

/**
 * Something is not set up as the call needs it: no region, a table that is absent or different or
 * not adopted, no transactions.
 */
public final class ConfigurationException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  /** A message that says what to do. */
  public ConfigurationException(String message) {
    this(message, null);
  }

  /** A message that says what to do, and what the engine said. */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

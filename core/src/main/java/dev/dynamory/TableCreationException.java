package dev.dynamory;

/** A table could not be created; the cause says why. */
public final class TableCreationException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final String table;

  /** The table that could not be created, and the engine's reason. */
  public TableCreationException(String table, String message, Throwable cause) {
    super(message, cause);
    this.table = table;
  }

  /** The table's name. */
  public String table() {
    return table;
  }
}

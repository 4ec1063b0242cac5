package dev.dynamory;

import org.jspecify.annotations.Nullable;

/**
 * What is stored is not what was written: a part is missing, a hash differs, a row has the wrong
 * shape. Never an older or shorter value.
 */
public final class CorruptDataException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final String key;

  /** The row {@code key} of {@code table}, and what is wrong with it. */
  public CorruptDataException(String table, String key, String wrong, @Nullable Throwable cause) {
    super("table " + table + ", " + key + ": " + wrong, cause);
    this.table = table;
    this.key = key;
  }

  /** The table's name. */
  public String table() {
    return table;
  }

  /** The row's key, readable. */
  public String key() {
    return key;
  }
}

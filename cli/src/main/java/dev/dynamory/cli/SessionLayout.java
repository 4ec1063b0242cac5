package dev.dynamory.cli;

import dev.dynamory.tables.TableDefinition;

/** How sessions lie in their table. */
enum SessionLayout {
  /** Each a log of rows; few items a row, so that reading the newest reads little else. */
  LOG(20, 8_000),
  /** Each in one item; an append writes the whole session, so the fewer the better. */
  SINGLE(1_000, 100_000);

  private final int batchItems;
  private final int batchCharacters;

  SessionLayout(int batchItems, int batchCharacters) {
    this.batchItems = batchItems;
    this.batchCharacters = batchCharacters;
  }

  TableDefinition definition() {
    return this == LOG ? TableDefinition.SESSIONS : TableDefinition.SESSIONS_SINGLE;
  }

  /** How many items an import appends at once. */
  int batchItems() {
    return batchItems;
  }

  /** How many characters an import appends at once, to the nearest item. */
  int batchCharacters() {
    return batchCharacters;
  }

  @Override
  public String toString() {
    return this == LOG ? "log" : "single";
  }
}

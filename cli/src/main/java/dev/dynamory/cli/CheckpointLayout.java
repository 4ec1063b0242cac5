package dev.dynamory.cli;

import dev.dynamory.tables.TableDefinition;

/** How checkpoints lie in their table: every one of a thread, or the thread's state in one item. */
enum CheckpointLayout {
  HISTORY,
  SINGLE;

  TableDefinition definition() {
    return this == HISTORY ? TableDefinition.CHECKPOINTS : TableDefinition.CHECKPOINTS_SINGLE;
  }

  @Override
  public String toString() {
    return this == HISTORY ? "history" : "single";
  }
}

package dev.dynamory.spring.ai.alibaba;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.InMemory;

/** The contract over a history in memory. */
class InMemoryCheckpointSaverTest extends CheckpointSaverContract {
  private final CheckpointHistory history = InMemory.checkpointer();

  @Override
  CheckpointHistory history() {
    return history;
  }
}

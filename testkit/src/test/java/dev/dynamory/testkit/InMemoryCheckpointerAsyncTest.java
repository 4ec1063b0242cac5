package dev.dynamory.testkit;

import dev.dynamory.CheckpointHistory;

class InMemoryCheckpointerAsyncTest extends InMemoryCheckpointerTest {
  @Override
  public CheckpointHistory checkpointer(CheckpointerOptions options) {
    return AsyncCheckpointHistory.over(super.checkpointer(options));
  }

  @Override
  public CheckpointHistory emptyCheckpointer(CheckpointerOptions options) {
    return AsyncCheckpointHistory.over(super.emptyCheckpointer(options));
  }
}

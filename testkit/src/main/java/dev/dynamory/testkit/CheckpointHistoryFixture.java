package dev.dynamory.testkit;

import dev.dynamory.CheckpointHistory;

/** Where the contracts get checkpointers that keep their history. */
public interface CheckpointHistoryFixture extends CheckpointerFixture {
  @Override
  CheckpointHistory checkpointer(CheckpointerOptions options);

  @Override
  CheckpointHistory emptyCheckpointer(CheckpointerOptions options);

  @Override
  default CheckpointHistory checkpointer() {
    return checkpointer(CheckpointerOptions.PLAIN);
  }
}

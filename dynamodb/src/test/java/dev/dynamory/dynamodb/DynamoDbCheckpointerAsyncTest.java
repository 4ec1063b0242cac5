package dev.dynamory.dynamodb;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.testkit.AsyncCheckpointHistory;
import dev.dynamory.testkit.CheckpointerOptions;

class DynamoDbCheckpointerAsyncTest extends DynamoDbCheckpointerTest {
  @Override
  public CheckpointHistory checkpointer(CheckpointerOptions options) {
    return AsyncCheckpointHistory.over(super.checkpointer(options));
  }

  @Override
  public CheckpointHistory emptyCheckpointer(CheckpointerOptions options) {
    return AsyncCheckpointHistory.over(super.emptyCheckpointer(options));
  }
}

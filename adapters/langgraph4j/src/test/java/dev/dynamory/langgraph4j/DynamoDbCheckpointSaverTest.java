package dev.dynamory.langgraph4j;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.adapters.Rig;

/** The contract over DynamoDB, each history a process of its own. */
class DynamoDbCheckpointSaverTest extends CheckpointSaverContract {
  private static final Rig RIG = new Rig();

  @Override
  CheckpointHistory history() {
    return RIG.checkpointer();
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.CheckpointHistory;
import java.time.Duration;

/**
 * A checkpointer in one DynamoDB table, layout {@code history}. Each {@code with…} gives a view of
 * the same table; views share what they know of it. A log is one writing region's: a global table's
 * conditions hold in one region only.
 */
public interface DynamoDbCheckpointer extends CheckpointHistory, Table {

  /**
   * A thread expires this long after its last save, in each checkpoint namespace by itself. Its
   * rows stay on disk for at least twice as long.
   */
  DynamoDbCheckpointer withTimeToLive(Duration timeToLive);

  /** Every read sees every save that was acknowledged before, for twice the read units. */
  DynamoDbCheckpointer withConsistentReads();

  @Override
  DynamoDbCheckpointer namespace(String namespace);

  @Override
  Async<DynamoDbCheckpointer> async();
}

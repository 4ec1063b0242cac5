package dev.dynamory.dynamodb;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.testkit.CheckpointHistoryContract;
import dev.dynamory.testkit.CheckpointModelContract;
import dev.dynamory.testkit.CheckpointerContract;
import dev.dynamory.testkit.CheckpointerOptions;
import dev.dynamory.testkit.PendingWritesContract;

class DynamoDbCheckpointerTest
    implements CheckpointerContract,
        CheckpointHistoryContract,
        CheckpointModelContract,
        PendingWritesContract {
  private static final String SHARED = newTable();

  @Override
  public CheckpointHistory checkpointer() {
    return checkpointer(CheckpointerOptions.PLAIN);
  }

  @Override
  public CheckpointHistory checkpointer(CheckpointerOptions options) {
    return with(options, SHARED);
  }

  @Override
  public CheckpointHistory emptyCheckpointer(CheckpointerOptions options) {
    return with(options, newTable());
  }

  private static String newTable() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).checkpointer(table).setup();
    return table;
  }

  private static DynamoDbCheckpointer with(CheckpointerOptions options, String table) {
    var checkpointer =
        Dynamory.builder()
            .client(Engine.client())
            .clock(options.clock())
            .build()
            .checkpointer(table);
    var timeToLive = options.timeToLive();
    return timeToLive == null ? checkpointer : checkpointer.withTimeToLive(timeToLive);
  }
}

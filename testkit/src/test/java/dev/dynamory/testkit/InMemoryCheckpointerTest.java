package dev.dynamory.testkit;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.InMemory;
import dev.dynamory.InMemoryCheckpointer;

class InMemoryCheckpointerTest
    implements CheckpointerContract,
        CheckpointHistoryContract,
        CheckpointModelContract,
        PendingWritesContract {
  private static final InMemoryCheckpointer SHARED = InMemory.checkpointer();

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
    return with(options, InMemory.checkpointer());
  }

  private static InMemoryCheckpointer with(
      CheckpointerOptions options, InMemoryCheckpointer checkpointer) {
    var view = checkpointer.withClock(options.clock());
    var timeToLive = options.timeToLive();
    return timeToLive == null ? view : view.withTimeToLive(timeToLive);
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.Checkpointer;
import dev.dynamory.Page;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A checkpointer in a table that {@code rust-deep-agents-sdk} reads and writes too: a thread is one
 * item, which holds its newest state as JSON and may have 400 KB; a larger one is a {@link
 * dev.dynamory.ValueTooLargeException} and changes nothing. A state is a document without bytes and
 * sets; its fields keep their order. Reads are consistent. There is no history.
 */
public interface DynamoDbSingleItemCheckpointer extends Checkpointer, Table {

  /**
   * A thread expires this long after its last save; a save through a view without it lets the
   * thread live for ever.
   */
  DynamoDbSingleItemCheckpointer withTimeToLive(Duration timeToLive);

  /** The ids of the threads that have not expired, in no order. Scans the table, page by page. */
  @Override
  Page<String> listThreads(int limit, @Nullable String pageToken);

  @Override
  Async<DynamoDbSingleItemCheckpointer> async();
}

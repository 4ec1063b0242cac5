package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.Page;
import dev.dynamory.Sessions;
import dev.dynamory.ValueTooLargeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in a table that the Python package {@code openai-agents-session} reads and writes too:
 * each is one item. An append reads and writes the whole conversation, which may have 400 KB; one
 * that would be longer is a {@link ValueTooLargeException} and changes nothing. An item is JSON.
 * Reads are consistent. An operation id is forgotten when Python writes.
 */
public interface DynamoDbSingleItemSessions extends Sessions, Table {

  /**
   * Each change lets its session live this long from then on; a change through a view without it
   * lets the session live for ever.
   */
  DynamoDbSingleItemSessions withTimeToLive(Duration timeToLive);

  /** Reading without a limit gives the newest so many items; all if this is not said. */
  DynamoDbSingleItemSessions withDefaultLimit(int items);

  /** The ids of the sessions that exist, in no order. Scans the table, a page at a time. */
  @Override
  Page<String> list(int limit, @Nullable String pageToken);

  @Override
  Async<DynamoDbSingleItemSessions> async();
}

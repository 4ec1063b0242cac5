package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.SessionDirectory;
import java.time.Duration;

/**
 * Sessions in one DynamoDB table, each a log of rows: an append costs the same however long the
 * session is. Each {@code with…} gives a view of the same table; views share what they know of it.
 */
public interface DynamoDbSessions extends SessionDirectory, Table {

  /**
   * Each change lets its session live this long from then on, as a whole; a change through a view
   * without it lets the session live for ever.
   */
  DynamoDbSessions withTimeToLive(Duration timeToLive);

  /**
   * DynamoDB keeps what has expired this long, at least a day. A conversation that outlives many
   * times to live is renewed less often, and so costs less, the longer this is.
   */
  DynamoDbSessions withLinger(Duration linger);

  /** Every read sees every write that was acknowledged before, for twice the read units. */
  DynamoDbSessions withConsistentReads();

  /** Reading without a limit gives the newest so many items; all if this is not said. */
  DynamoDbSessions withDefaultLimit(int items);

  /**
   * Gives a session that lives longer, or for ever, this view's time to live from now on. A view
   * with a shorter time than a session had hides it in time, but DynamoDB removes its rows no
   * earlier than before, until this was called once. Costs a write for each of the session's rows.
   */
  void applyTimeToLive(String sessionId);

  /**
   * Removes the rows that are due of all expired sessions, where DynamoDB does not (tables with
   * strong consistency between regions have no expiry). Reads the listing; safe to repeat and to
   * stop.
   */
  void purgeExpired();

  /**
   * Removes what nobody sees of a session: rows that are due, rows whose erasing was stopped, and
   * parts of large items that a stopped writer left behind a day ago or longer. Reads all of the
   * session; safe to repeat and to stop.
   */
  void vacuum(String sessionId);

  @Override
  Async<DynamoDbSessions> async();
}

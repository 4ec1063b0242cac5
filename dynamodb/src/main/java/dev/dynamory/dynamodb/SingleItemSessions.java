package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Session;
import dev.dynamory.SessionRules;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sessions, each one item, in one table. */
final class SingleItemSessions extends DefinedTable implements DynamoDbSingleItemSessions {
  private final SessionMemory memory;
  private final SessionOptions options;
  private final TableCalls calls;
  private final SingleSessionItems items;

  private SingleItemSessions(
      Connection connection,
      TableDefinition definition,
      SessionMemory memory,
      SessionOptions options) {
    super(connection, definition);
    this.memory = memory;
    this.options = options;
    calls = new TableCalls(connection, definition, "sessions");
    items = new SingleSessionItems(definition.name());
  }

  static DynamoDbSingleItemSessions of(Connection connection, String table, SessionMemory memory) {
    return new SingleItemSessions(
        connection,
        named(TableDefinition.SESSIONS_SINGLE, table),
        memory,
        SessionOptions.defaults());
  }

  private DynamoDbSingleItemSessions with(SessionOptions changed) {
    return new SingleItemSessions(connection, definition, memory, changed);
  }

  @Override
  public DynamoDbSingleItemSessions withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return with(options.withTimeToLive(timeToLive.equals(Put.FOREVER) ? null : timeToLive));
  }

  @Override
  public DynamoDbSingleItemSessions withDefaultLimit(int items) {
    SessionRules.checkLimit("items", items);
    return with(options.withDefaultLimit(items));
  }

  @Override
  public Session session(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    return new SingleItemSession(
        connection, calls, items, options, memory.of(sessionId), sessionId);
  }

  @Override
  public Page<String> list(int limit, @Nullable String pageToken) {
    SessionRules.checkPage(limit);
    return new LiveKeys(connection, calls, SingleSessionItems.ID, SingleSessionItems.REMOVED)
        .page(limit, pageToken);
  }

  @Override
  public Async<DynamoDbSingleItemSessions> async() {
    return Async.of(this, connection.executor());
  }
}

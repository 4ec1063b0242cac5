package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Session;
import dev.dynamory.SessionRules;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions, each one item, in one table. */
final class SingleItemSessions implements DynamoDbSingleItemSessions {
  private final Connection connection;
  private final TableDefinition definition;
  private final SessionMemory memory;
  private final SessionOptions options;
  private final TableCalls calls;
  private final SingleSessionItems items;

  private SingleItemSessions(
      Connection connection,
      TableDefinition definition,
      SessionMemory memory,
      SessionOptions options) {
    this.connection = connection;
    this.definition = definition;
    this.memory = memory;
    this.options = options;
    calls = new TableCalls(connection, definition, "sessions");
    items = new SingleSessionItems(definition.name());
  }

  static DynamoDbSingleItemSessions of(Connection connection, String table, SessionMemory memory) {
    try {
      return new SingleItemSessions(
          connection,
          TableDefinition.SESSIONS_SINGLE.named(table),
          memory,
          SessionOptions.defaults());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("table", String.valueOf(e.getMessage()));
    }
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

  @Override
  public TableDefinition definition() {
    return definition;
  }

  @Override
  public void setup() {
    new TableSetup(connection, definition).run();
  }

  @Override
  public List<String> verify() {
    return new TableSetup(connection, definition).differences();
  }
}

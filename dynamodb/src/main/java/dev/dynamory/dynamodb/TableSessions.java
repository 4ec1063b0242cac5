package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Session;
import dev.dynamory.SessionInfo;
import dev.dynamory.SessionRules;
import dev.dynamory.WriteCondition;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sessions as logs in one table. */
final class TableSessions extends DefinedTable implements DynamoDbSessions {
  private static final List<String> SHARDS =
      IntStream.range(0, SessionEntries.SHARDS).mapToObj(n -> "s" + n).toList();

  private static final int PURGED_AT_ONCE = 100;

  private final SessionMemory memory;
  private final SessionOptions options;
  private final TableCalls calls;
  private final SessionEntries entries;

  private TableSessions(
      Connection connection,
      TableDefinition definition,
      SessionMemory memory,
      SessionOptions options) {
    super(connection, definition);
    this.memory = memory;
    this.options = options;
    calls = new TableCalls(connection, definition, "sessions");
    entries = new SessionEntries(definition.name());
  }

  static DynamoDbSessions of(Connection connection, String table, SessionMemory memory) {
    return new TableSessions(
        connection, named(TableDefinition.SESSIONS, table), memory, SessionOptions.defaults());
  }

  private DynamoDbSessions with(SessionOptions changed) {
    return new TableSessions(connection, definition, memory, changed);
  }

  @Override
  public DynamoDbSessions withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return with(options.withTimeToLive(timeToLive.equals(Put.FOREVER) ? null : timeToLive));
  }

  @Override
  public DynamoDbSessions withLinger(Duration linger) {
    if (linger.isNegative()) {
      throw new InvalidInputException("linger", "must not be negative, but is " + linger);
    }
    return with(options.withLinger(linger));
  }

  @Override
  public DynamoDbSessions withConsistentReads() {
    return with(options.withConsistentReads());
  }

  @Override
  public DynamoDbSessions withDefaultLimit(int items) {
    SessionRules.checkLimit("items", items);
    return with(options.withDefaultLimit(items));
  }

  @Override
  public Session session(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    return log(sessionId);
  }

  private LogSession log(String sessionId) {
    return new LogSession(connection, calls, entries, options, memory, sessionId);
  }

  @Override
  public Page<String> list(int limit, @Nullable String pageToken) {
    SessionRules.checkPage(limit);
    return new SessionListing(connection, calls, "listing", SessionEntries.SHARD)
        .page(SHARDS, limit, pageToken, this::isThere, TableSessions::id);
  }

  private static String id(Map<String, AttributeValue> row) {
    return AttributeValues.required(row, SessionEntries.ID).s();
  }

  /** What a row of an index says of expiry may be an hour old. */
  private boolean isThere(Map<String, AttributeValue> row) {
    var now = connection.now();
    return SessionDetails.isLive(row, now)
        || log(id(row)).newest(false).isLive(now.getEpochSecond());
  }

  @Override
  public Optional<SessionInfo> find(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    var log = log(sessionId);
    var both =
        connection
            .fanOut()
            .both(
                () -> log.details().read(sessionId, options.consistentReads()),
                () -> log.newest(options.consistentReads()));
    var now = connection.now();
    var row = both.first();
    var state = both.second();
    var isActive = state.isLive(now.getEpochSecond());
    if (row.isEmpty() || !(isActive || SessionDetails.isLive(row, now))) {
      return isActive
          ? Optional.of(
              SessionDetails.info(
                  sessionId,
                  Map.of(SessionEntries.ACTIVE, AttributeValues.number(state.listedAt()))))
          : Optional.empty();
    }
    return Optional.of(SessionDetails.info(sessionId, row));
  }

  @Override
  public long describe(SessionInfo info, WriteCondition condition) {
    var log = log(info.sessionId());
    return log.details().describe(info, condition, log.newest(true));
  }

  @Override
  public void delete(String sessionId, WriteCondition condition) {
    SessionRules.checkId("sessionId", sessionId);
    log(sessionId).delete(condition);
  }

  @Override
  public Page<SessionInfo> listOf(String userId, int limit, @Nullable String pageToken) {
    SessionRules.checkId("userId", userId);
    SessionRules.checkPage(limit);
    return new SessionListing(connection, calls, "by-user", SessionDetails.USER)
        .page(
            List.of(userId),
            limit,
            pageToken,
            this::isThere,
            row -> SessionDetails.info(id(row), row));
  }

  @Override
  public void applyTimeToLive(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    log(sessionId).applyTimeToLive();
  }

  @Override
  public void purgeExpired() {
    var listing = new SessionListing(connection, calls, "listing", SessionEntries.SHARD);
    Page.stream(
            token ->
                listing.page(SHARDS, PURGED_AT_ONCE, token, this::isExpired, row -> log(id(row))))
        .forEach(LogSession::purge);
  }

  private boolean isExpired(Map<String, AttributeValue> row) {
    return !SessionDetails.isLive(row, connection.now());
  }

  @Override
  public void vacuum(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    log(sessionId).vacuum();
  }

  @Override
  public Async<DynamoDbSessions> async() {
    return Async.of(this, connection.executor());
  }
}

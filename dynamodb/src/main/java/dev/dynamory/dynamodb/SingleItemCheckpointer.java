package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.Checkpointer;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Documents;
import dev.dynamory.Expiry;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.Put;
import dev.dynamory.Records;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.dynamodb.SingleCheckpointItems.Stored;
import dev.dynamory.tables.TableDefinition;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** A checkpointer over a table with one item for each thread. */
final class SingleItemCheckpointer implements DynamoDbSingleItemCheckpointer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Connection connection;
  private final TableDefinition definition;
  private final @Nullable Duration timeToLive;
  private final TableCalls calls;
  private final SingleCheckpointItems items;

  private SingleItemCheckpointer(
      Connection connection, TableDefinition definition, @Nullable Duration timeToLive) {
    this.connection = connection;
    this.definition = definition;
    this.timeToLive = timeToLive;
    calls = new TableCalls(connection, definition, "checkpoints");
    items = new SingleCheckpointItems(definition.name());
  }

  static DynamoDbSingleItemCheckpointer of(Connection connection, String table) {
    try {
      return new SingleItemCheckpointer(
          connection, TableDefinition.CHECKPOINTS_SINGLE.named(table), null);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("table", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public DynamoDbSingleItemCheckpointer withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return new SingleItemCheckpointer(
        connection, definition, timeToLive.equals(Put.FOREVER) ? null : timeToLive);
  }

  @Override
  public long saveState(String threadId, Map<String, ?> state) {
    return save(threadId, Documents.copyOf(state, "state"), WriteCondition.any());
  }

  @Override
  public long saveState(String threadId, Record state) {
    return saveState(threadId, Records.toDocument(state));
  }

  @Override
  public long saveState(String threadId, Payload state, WriteCondition condition) {
    if (!state.contentType().equals(Payload.DOCUMENT)) {
      throw new InvalidInputException(
          "state",
          "must be a document in this layout, but is "
              + state.contentType()
              + "; a table of checkpointer(…) keeps what any serializer made");
    }
    return save(threadId, state.document(), condition);
  }

  private long save(String threadId, Map<String, Object> state, WriteCondition condition) {
    Checkpointer.checkThreadId(threadId);
    var json = JsonWriter.COMPACT.write(state, "state", "state");
    var now = connection.now();
    var version = 1 + (RANDOM.nextLong() >>> 2);
    var expires = timeToLive == null ? null : Expiry.after(now, timeToLive);
    var row = SingleCheckpointItems.row(threadId, json, version, now, expires);
    PutItemRequest request;
    if (condition instanceof WriteCondition.Any) {
      request = items.put(row);
    } else if (condition instanceof WriteCondition.Version wanted && wanted.version() != 0) {
      request = items.putOver(wanted.version(), row, now);
    } else {
      request = items.putIfAbsent(row, now);
    }
    var stands = put(request);
    if (stands.isPresent() && isRustsAt(stands.get(), condition, now)) {
      stands = put(items.putOver(stands.get(), row, now));
    }
    if (stands.isPresent() && !isApplied(stands.get(), version)) {
      throw new WriteConflictException(
          "thread '" + threadId + "'",
          condition,
          stands.get().isLive(now) ? stands.get().version() : 0,
          null,
          false,
          null);
    }
    return version;
  }

  /** Gives what stands there if the condition does not hold. */
  private Optional<Stored> put(PutItemRequest request) {
    try {
      calls.put(request);
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      return Optional.of(new Stored(e.item()));
    }
  }

  private static boolean isRustsAt(Stored stands, WriteCondition condition, Instant now) {
    return condition instanceof WriteCondition.Version wanted
        && stands.isLive(now)
        && SingleCheckpointItems.isRusts(stands)
        && wanted.version() == stands.version();
  }

  /** By an attempt whose answer was lost. */
  private static boolean isApplied(Stored stands, long version) {
    return !stands.row().isEmpty() && stands.version() == version;
  }

  @Override
  public Optional<Map<String, Object>> loadState(String threadId) {
    return read(threadId).map(stored -> document(threadId, stored));
  }

  @Override
  public Optional<Checkpoint> load(String threadId) {
    return read(threadId)
        .map(
            stored -> new Checkpoint(info(threadId, stored), payload(threadId, stored), List.of()));
  }

  private Optional<Stored> read(String threadId) {
    Checkpointer.checkThreadId(threadId);
    return Optional.of(new Stored(calls.getItem(items.get(threadId))))
        .filter(stored -> stored.isLive(connection.now()));
  }

  private static CheckpointInfo info(String threadId, Stored stored) {
    return new CheckpointInfo(
        threadId,
        Long.toString(stored.version()),
        null,
        null,
        Map.of(),
        Timestamps.parse(stored.updatedAt()).orElse(Instant.EPOCH),
        0,
        stored.version());
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  private Map<String, Object> document(String threadId, Stored stored) {
    var json = stored.state();
    try {
      if (json != null && JsonReader.read(json) instanceof Map<?, ?> document) {
        return (Map<String, Object>) document;
      }
    } catch (IllegalArgumentException e) {
      throw corrupt(threadId, "its state is " + e.getMessage(), e);
    }
    throw corrupt(threadId, "its state is not a JSON object in a string", null);
  }

  private Payload payload(String threadId, Stored stored) {
    try {
      return Payload.of(document(threadId, stored));
    } catch (InvalidInputException e) {
      throw corrupt(threadId, String.valueOf(e.getMessage()), e);
    }
  }

  private CorruptDataException corrupt(String threadId, String what, @Nullable Exception cause) {
    return new CorruptDataException(calls.table(), "thread '" + threadId + "'", what, cause);
  }

  @Override
  public void deleteThread(String threadId) {
    Checkpointer.checkThreadId(threadId);
    calls.delete(items.delete(threadId));
  }

  @Override
  public Page<String> listThreads(int limit, @Nullable String pageToken) {
    Checkpointer.checkLimit(limit);
    return new LiveKeys(
            connection, calls, SingleCheckpointItems.THREAD, SingleCheckpointItems.EXPIRY)
        .page(limit, pageToken);
  }

  @Override
  public Async<DynamoDbSingleItemCheckpointer> async() {
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
    return List.copyOf(new TableSetup(connection, definition).differences());
  }
}

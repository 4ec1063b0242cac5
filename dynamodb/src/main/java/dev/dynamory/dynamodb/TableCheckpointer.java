package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.Checkpointer;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.Put;
import dev.dynamory.WriteCondition;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A checkpointer over one table: each operation goes to what carries it out. */
final class TableCheckpointer extends DefinedTable implements DynamoDbCheckpointer {
  private final CheckpointCache cache;
  private final Options options;

  private final CheckpointReader reader;
  private final CheckpointWriter writer;
  private final PendingWrites pendingWrites;
  private final CheckpointExpiry expiry;
  private final CheckpointListing listing;
  private final CheckpointRuns runs;
  private final CheckpointThreads threads;
  private final CheckpointCopy copy;
  private final CheckpointLogs logs;

  /** What a view does unless told otherwise. */
  private record Options(
      String namespace, @Nullable Duration timeToLive, boolean consistentReads) {}

  private TableCheckpointer(
      Connection connection, TableDefinition definition, CheckpointCache cache, Options options) {
    super(connection, definition);
    this.cache = cache;
    this.options = options;
    var calls = new TableCalls(connection, definition, "checkpoints");
    var items = new CheckpointItems(definition.name());
    logs = new CheckpointLogs(connection, calls, items, cache, options.consistentReads());
    var ids = new CheckpointIds(calls, items, logs);
    var parts = new CheckpointParts(connection, calls, items);
    pendingWrites = new PendingWrites(connection, calls, items, logs, parts);
    var chains = new CheckpointChains(connection, calls, logs, parts);
    reader = new CheckpointReader(connection, logs, ids, chains, pendingWrites, cache);
    expiry = new CheckpointExpiry(connection, calls, items, logs, options.timeToLive());
    listing = new CheckpointListing(connection, calls, items, logs);
    var eraser = new CheckpointEraser(connection, calls, items, logs);
    runs = new CheckpointRuns(calls, items, logs, reader, listing, eraser, cache);
    writer = new CheckpointWriter(logs, ids, parts, reader, expiry, listing, runs, eraser, cache);
    threads = new CheckpointThreads(connection, calls, items, logs, reader, listing, eraser, cache);
    copy = new CheckpointCopy(calls, items, logs, listing, runs, eraser, cache);
  }

  static DynamoDbCheckpointer of(Connection connection, String table, CheckpointCache cache) {
    return new TableCheckpointer(
        connection, named(TableDefinition.CHECKPOINTS, table), cache, new Options("", null, false));
  }

  private TableCheckpointer with(Options options) {
    return new TableCheckpointer(connection, definition, cache, options);
  }

  @Override
  public DynamoDbCheckpointer withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return with(
        new Options(
            options.namespace(),
            timeToLive.equals(Put.FOREVER) ? null : timeToLive,
            options.consistentReads()));
  }

  @Override
  public DynamoDbCheckpointer withConsistentReads() {
    return with(new Options(options.namespace(), options.timeToLive(), true));
  }

  @Override
  public DynamoDbCheckpointer namespace(String namespace) {
    CheckpointHistory.checkNamespace(namespace);
    return with(new Options(namespace, options.timeToLive(), options.consistentReads()));
  }

  private CheckpointKey key(String threadId) {
    return new CheckpointKey(threadId, options.namespace());
  }

  @Override
  public long saveState(String threadId, Payload state, WriteCondition condition) {
    return save(NewCheckpoint.of(threadId, state).when(condition)).version();
  }

  @Override
  public CheckpointInfo save(NewCheckpoint checkpoint) {
    return writer.save(key(checkpoint.threadId()), checkpoint, null);
  }

  @Override
  public CheckpointInfo replace(String checkpointId, NewCheckpoint checkpoint) {
    NewCheckpoint.checkId("checkpointId", checkpointId);
    return writer.save(key(checkpoint.threadId()), checkpoint, checkpointId);
  }

  @Override
  public Optional<Checkpoint> load(String threadId) {
    return reader.newest(key(threadId));
  }

  @Override
  public Optional<Checkpoint> load(String threadId, String checkpointId) {
    NewCheckpoint.checkId("checkpointId", checkpointId);
    return reader.byId(key(threadId), checkpointId);
  }

  @Override
  public Page<CheckpointInfo> checkpoints(String threadId, int limit, @Nullable String pageToken) {
    Checkpointer.checkLimit(limit);
    return reader.page(key(threadId), limit, pageToken);
  }

  @Override
  public Page<Checkpoint> load(String threadId, int limit, @Nullable String pageToken) {
    Checkpointer.checkLimit(limit);
    return reader.loaded(key(threadId), limit, pageToken);
  }

  @Override
  public void addPendingWrites(String threadId, String checkpointId, List<PendingWrite> writes) {
    var key = key(threadId);
    NewCheckpoint.checkId("checkpointId", checkpointId);
    if (writes.isEmpty()) {
      return;
    }
    var known = cache.base(key, checkpointId);
    var seq =
        known != null
            ? known.seq()
            : reader
                .row(key, checkpointId)
                .map(CheckpointRow::seq)
                .orElseThrow(
                    () ->
                        CheckpointWriter.conflict(
                            "checkpoint '" + checkpointId + "' of " + key,
                            WriteCondition.any(),
                            0));
    pendingWrites.add(key, seq, checkpointId, writes, expiry.physical(connection.now()));
  }

  @Override
  public List<Checkpoint> release(String threadId) {
    return List.copyOf(threads.release(key(threadId)));
  }

  @Override
  public void prune(String threadId, int keepNewest) {
    Checkpointer.checkThreadId(threadId);
    CheckpointHistory.checkKeepNewest(keepNewest);
    threads.prune(threadId, keepNewest);
  }

  @Override
  public void copyThread(String fromThreadId, String toThreadId) {
    Checkpointer.checkThreadId(fromThreadId);
    Checkpointer.checkThreadId(toThreadId);
    threads.copy(fromThreadId, toThreadId, copy);
  }

  @Override
  public void deleteRun(String runId) {
    NewCheckpoint.checkRunId(runId);
    runs.delete(runId);
  }

  @Override
  public void deleteThread(String threadId) {
    Checkpointer.checkThreadId(threadId);
    threads.delete(threadId);
  }

  @Override
  public Page<String> listThreads(int limit, @Nullable String pageToken) {
    Checkpointer.checkLimit(limit);
    return listing.page(options.namespace(), limit, pageToken);
  }

  @Override
  public Async<DynamoDbCheckpointer> async() {
    return Async.of(this, connection.executor());
  }
}

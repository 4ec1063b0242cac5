package dev.dynamory.dynamodb;

import dev.dynamory.Checkpoint;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What ends or shortens a thread: one row that hides, then erasing what is hidden. */
final class CheckpointThreads {
  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;
  private final CheckpointReader reader;
  private final CheckpointListing listing;
  private final CheckpointEraser eraser;
  private final CheckpointCache cache;

  CheckpointThreads(
      Connection connection,
      TableCalls calls,
      CheckpointItems items,
      CheckpointLogs logs,
      CheckpointReader reader,
      CheckpointListing listing,
      CheckpointEraser eraser,
      CheckpointCache cache) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.logs = logs;
    this.reader = reader;
    this.listing = listing;
    this.eraser = eraser;
    this.cache = cache;
  }

  void prune(String threadId, int keepNewest) {
    logs.ofThread(threadId).keySet().forEach(key -> prune(key, keepNewest));
  }

  private void prune(CheckpointKey key, int keepNewest) {
    logs.append(
        key,
        true,
        stale ->
            reader.read(
                key,
                (newest, consistent) ->
                    pruning(
                        key,
                        newest.state(),
                        reader.visible(key, newest, Long.MAX_VALUE, keepNewest, consistent))));
    var state = logs.newest(key, true).state();
    if (!state.isEmpty()) {
      eraser.eraseWrites(key, state.base(), state.visible());
      eraser.erase(key, state.base(), state.first());
      cache.remember(key, state.erasedTo(state.first()));
    }
  }

  private static Optional<Map<String, AttributeValue>> pruning(
      CheckpointKey key, CheckpointState state, List<CheckpointRow> kept) {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    var visible = kept.get(kept.size() - 1).position();
    var needed = visible;
    for (var row : kept) {
      var chain = row.payload().chain();
      needed = Math.min(needed, chain.isEmpty() ? row.seq() : chain.get(0));
    }
    return visible == state.visible() && needed == state.first()
        ? Optional.empty()
        : Optional.of(
            CheckpointItems.row(
                key,
                CheckpointItems.CHANGE,
                CheckpointLogs.newOperation(),
                state.pruned(visible, needed)));
  }

  List<Checkpoint> release(CheckpointKey key) {
    while (true) {
      var state = logs.newest(key, true).state();
      if (state.isEmpty()) {
        return List.of();
      }
      var released = load(key);
      var appended =
          logs.append(
              key,
              true,
              now ->
                  now.seq() != state.seq()
                      ? Optional.empty()
                      : Optional.of(
                          CheckpointItems.row(
                              key,
                              CheckpointItems.RELEASE,
                              CheckpointLogs.newOperation(),
                              now.emptied(now.life() + 1))));
      if (appended.isPresent()) {
        var seq = appended.get().seq();
        listing.remove(key, seq);
        eraser.eraseAll(key, appended.get().state().base(), seq);
        cache.remember(key, appended.get().state().erasedTo(seq));
        return released;
      }
    }
  }

  private List<Checkpoint> load(CheckpointKey key) {
    return reader.read(
        key,
        (newest, consistent) ->
            reader.load(
                key, reader.visible(key, newest, Long.MAX_VALUE, Integer.MAX_VALUE, true), true));
  }

  /**
   * A row of deletion has no physical expiry before all below it is erased: else what is below
   * could come back.
   */
  void delete(String threadId) {
    for (var log : logs.ofThread(threadId).entrySet()) {
      var key = log.getKey();
      var newest = log.getValue().row();
      if (newest == null || newest.isTombstone()) {
        continue;
      }
      if (!newest.isDeletion()) {
        newest = logs.append(key, true, state -> Optional.of(deletion(key, state))).orElseThrow();
      }
      if (newest.physicalExpiry().isEmpty()) {
        eraser.eraseAll(key, newest.state().base(), newest.seq());
        expire(key, newest.seq());
      }
      listing.remove(key, newest.seq());
    }
    for (var row : listed(threadId)) {
      var seq = logs.newest(row, true).state();
      if (seq.isEmpty()) {
        listing.remove(row, seq.seq());
      }
    }
  }

  /** A first save that stopped before its row has listed the thread. */
  private List<CheckpointKey> listed(String threadId) {
    var keys = new ArrayList<CheckpointKey>();
    logs.all(
        items.rows(threadId, "t#", true),
        row ->
            keys.add(
                new CheckpointKey(
                    threadId,
                    CheckpointItems.unescape(
                        AttributeValues.required(row, CheckpointItems.SORT).s().substring(2)))));
    return keys;
  }

  private Map<String, AttributeValue> deletion(CheckpointKey key, CheckpointState state) {
    var now = connection.now().getEpochSecond();
    var row =
        CheckpointItems.row(
            key,
            CheckpointItems.DELETION,
            CheckpointLogs.newOperation(),
            state.emptied(0).expiring(now, state.safe()));
    row.remove(CheckpointItems.EXPIRY);
    return row;
  }

  private void expire(CheckpointKey key, long seq) {
    var ttl = connection.now().getEpochSecond() + CheckpointExpiry.GUARD_SECONDS;
    calls.update(
        UpdateItemRequest.builder()
            .tableName(items.table())
            .key(CheckpointItems.key(key.threadId(), CheckpointItems.logRow(key, seq)))
            .updateExpression("SET #ttl = :ttl")
            .expressionAttributeNames(Map.of("#ttl", CheckpointItems.EXPIRY))
            .expressionAttributeValues(Map.of(":ttl", AttributeValues.number(ttl)))
            .build());
  }

  void copy(String from, String to, CheckpointCopy copy) {
    var left = shown(from);
    var there = shown(to);
    there.forEach(
        (namespace, row) -> {
          var source = left.remove(namespace);
          if (source == null || !source.operation().equals(row.operation())) {
            throw isThere(to, row);
          } // else the log is a copy that a process made before it stopped
        });
    if (left.isEmpty() && !there.isEmpty()) {
      throw isThere(to, there.values().iterator().next());
    }
    left.keySet()
        .forEach(
            namespace ->
                copy.copy(new CheckpointKey(from, namespace), new CheckpointKey(to, namespace)));
  }

  private static WriteConflictException isThere(String threadId, CheckpointRow row) {
    return CheckpointWriter.conflict(
        "thread '" + threadId + "'", WriteCondition.absent(), row.seq());
  }

  /** The newest rows of a thread's logs, by namespace, where anything is to be seen. */
  private Map<String, CheckpointRow> shown(String threadId) {
    var shown = new TreeMap<String, CheckpointRow>();
    logs.ofThread(threadId)
        .forEach(
            (key, newest) -> {
              var row = newest.row();
              if (row != null && !newest.state().isEmpty()) {
                shown.put(key.namespace(), row);
              }
            });
    return shown;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Checkpoint;
import dev.dynamory.WriteCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        state -> {
          var kept = newest(key, state, keepNewest);
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
        });
    var state = logs.newest(key, true).state();
    if (!state.isEmpty()) {
      eraser.eraseWrites(key, state.base(), state.visible());
      eraser.erase(key, state.base(), state.first());
      cache.remember(key, state.erasedTo(state.first()));
    }
  }

  private List<CheckpointRow> newest(CheckpointKey key, CheckpointState state, int limit) {
    return reader.read(
        key,
        (newest, consistent) ->
            newest.state().seq() == state.seq()
                ? reader.visible(key, newest, Long.MAX_VALUE, limit, true)
                : List.of());
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
        eraser.erase(key, appended.get().state().base(), seq);
        cache.remember(key, appended.get().state().erasedTo(seq));
        return released;
      }
    }
  }

  private List<Checkpoint> load(CheckpointKey key) {
    return reader.read(
        key,
        (newest, consistent) -> {
          var all = new ArrayList<Checkpoint>();
          for (var row : reader.visible(key, newest, Long.MAX_VALUE, Integer.MAX_VALUE, true)) {
            all.add(reader.load(key, row, true));
          }
          return all;
        });
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
        eraser.erase(key, newest.state().base(), newest.seq());
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
    return CheckpointItems.row(
        key,
        CheckpointItems.DELETION,
        CheckpointLogs.newOperation(),
        state.emptied(0).expiring(now, state.safe()));
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
    var targets = logs.ofThread(to);
    targets.forEach(
        (key, newest) -> {
          if (!newest.state().isEmpty()) {
            throw CheckpointWriter.conflict(
                "thread '" + to + "'", WriteCondition.absent(), newest.state().top());
          }
        });
    logs.ofThread(from)
        .keySet()
        .forEach(key -> copy.copy(key, new CheckpointKey(to, key.namespace())));
  }
}

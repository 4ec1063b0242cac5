package dev.dynamory.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Erases what no reader needs any more. Rows of the log become tombstones, which keep their numbers
 * taken for a day: a writer that knows an old number must not write where nobody looks. What a row
 * names goes before the row does, so that erasing again completes it.
 */
final class CheckpointEraser {
  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;

  CheckpointEraser(
      Connection connection, TableCalls calls, CheckpointItems items, CheckpointLogs logs) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.logs = logs;
  }

  /** Rows from one on up to but not including another, their parts, ids and pending writes. */
  void erase(CheckpointKey key, long from, long to) {
    if (from >= to) {
      return;
    }
    eraseWrites(key, from, to);
    var named = new ArrayList<Map<String, AttributeValue>>();
    var tombstones = new ArrayList<WriteRequest>();
    var pointers = new HashSet<Map<String, AttributeValue>>();
    var ttl = connection.now().getEpochSecond() + CheckpointExpiry.GUARD_SECONDS;
    for (var row : logs.rows(key, from, to - 1, true)) {
      if (row.isTombstone()) {
        continue;
      }
      row.parts("parts").ifPresent(parts -> named.addAll(CheckpointParts.keys(key, parts)));
      row.ownId()
          .map(id -> CheckpointItems.key(key.threadId(), CheckpointItems.idRow(key, id)))
          .ifPresent(pointers::add);
      tombstones.add(tombstone(key, row.seq(), ttl));
    }
    for (var pointer : calls.batchGet(pointers, true)) {
      var seq = CheckpointIds.seq(pointer.attributes());
      if (seq >= from && seq < to) { // else a later row has the id
        named.add(keyOf(pointer.attributes()));
      }
    }
    remove(named);
    calls.batchWrite(tombstones);
  }

  /**
   * Everything before a row after which nothing was to be seen: also what no row names, because a
   * process stopped, or because it came late.
   */
  void eraseAll(CheckpointKey key, long from, long to) {
    erase(key, from, to);
    eraseWrites(key, 0, to);
    var left = new ArrayList<Map<String, AttributeValue>>();
    logs.all(keys(key, "p", to), row -> left.add(keyOf(row)));
    logs.all(
        keys(key, "i", null),
        row -> {
          if (CheckpointIds.seq(row) < to) {
            left.add(keyOf(row));
          }
        });
    remove(left);
  }

  private QueryRequest keys(CheckpointKey key, String kind, @Nullable Long to) {
    var prefix = CheckpointItems.prefix(kind, key.namespace());
    var rows =
        to == null
            ? items.rows(key.threadId(), prefix, true)
            : items.between(key.threadId(), prefix, prefix + "%012d".formatted(to), true);
    return rows.toBuilder().projectionExpression("thread_id, sk, seq").build();
  }

  private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> row) {
    return CheckpointItems.key(
        AttributeValues.required(row, CheckpointItems.THREAD).s(),
        AttributeValues.required(row, CheckpointItems.SORT).s());
  }

  /** The pending writes of rows from one on up to but not including another. */
  void eraseWrites(CheckpointKey key, long from, long to) {
    var named = new ArrayList<Map<String, AttributeValue>>();
    var rows = new ArrayList<Map<String, AttributeValue>>();
    logs.all(
        items.between(
            key.threadId(),
            CheckpointItems.writesPrefix(key, from),
            CheckpointItems.writesPrefix(key, to),
            true),
        row -> {
          PendingWrites.partsOf(row)
              .forEach(parts -> named.addAll(CheckpointParts.keys(key, parts)));
          rows.add(
              CheckpointItems.key(
                  key.threadId(), AttributeValues.required(row, CheckpointItems.SORT).s()));
        });
    remove(named);
    remove(rows);
  }

  void remove(Collection<Map<String, AttributeValue>> keys) {
    calls.batchWrite(
        keys.stream()
            .map(
                key ->
                    WriteRequest.builder()
                        .deleteRequest(DeleteRequest.builder().key(key).build())
                        .build())
            .toList());
  }

  static WriteRequest put(Map<String, AttributeValue> row) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(row).build()).build();
  }

  private static WriteRequest tombstone(CheckpointKey key, long seq, long ttl) {
    var row = new HashMap<>(CheckpointItems.key(key.threadId(), CheckpointItems.logRow(key, seq)));
    row.put(CheckpointItems.KIND, AttributeValue.fromS(CheckpointItems.TOMBSTONE));
    row.put(CheckpointItems.EXPIRY, AttributeValues.number(ttl));
    return put(row);
  }

  void putAll(List<Map<String, AttributeValue>> rows) {
    calls.batchWrite(rows.stream().map(CheckpointEraser::put).toList());
  }
}

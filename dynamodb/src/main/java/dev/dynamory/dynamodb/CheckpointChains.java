package dev.dynamory.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of checkpoints: a snapshot and the deltas on it, read together. */
final class CheckpointChains {
  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointLogs logs;
  private final CheckpointParts parts;

  CheckpointChains(
      Connection connection, TableCalls calls, CheckpointLogs logs, CheckpointParts parts) {
    this.connection = connection;
    this.calls = calls;
    this.logs = logs;
    this.parts = parts;
  }

  byte[] bytes(CheckpointKey key, CheckpointRow row, StoredPayload stored, boolean consistent)
      throws CheckpointParts.Missing {
    if (!stored.isKnown()) {
      throw new CheckpointRow.Malformed(
          "its encoding '" + stored.encoding() + "' is unknown to this version", null);
    } else if (stored.isSnapshot() != stored.chain().isEmpty()) {
      throw new CheckpointRow.Malformed("its chain is not that of its encoding", null);
    }
    var snapshotParts = stored.snapshotParts();
    var both =
        connection
            .fanOut()
            .both(
                () -> rows(key, stored.chain(), consistent),
                () ->
                    snapshotParts == null
                        ? new Attempt<byte @Nullable []>(null, null)
                        : Attempt.of(() -> parts.read(key, snapshotParts, consistent)));
    byte[] bytes = null;
    for (var seq : stored.chain()) {
      var link = both.first().get(seq);
      if (link == null || !link.isCheckpoint()) {
        throw new CheckpointParts.Missing("row " + seq);
      }
      var payload = link.payload();
      var isRead = payload.isSnapshot() && snapshotParts != null;
      bytes =
          CheckpointParts.decode(
              payload,
              isRead ? both.second().get() : parts.stored(key, payload, consistent),
              bytes);
    }
    bytes = CheckpointParts.decode(stored, parts.stored(key, stored, consistent), bytes);
    if (!stored.matches(bytes)) {
      throw new CheckpointRow.Malformed("its payload is not what was saved", null);
    }
    return bytes;
  }

  /** By one Query if most rows of the range are wanted, else each by its key. */
  private Map<Long, CheckpointRow> rows(CheckpointKey key, List<Long> wanted, boolean consistent) {
    var rows = new HashMap<Long, CheckpointRow>();
    if (wanted.isEmpty()) {
      return rows;
    }
    var from = wanted.get(0);
    var to = wanted.get(wanted.size() - 1);
    if (to - from < 2L * wanted.size()) {
      logs.rows(key, from, to, consistent).forEach(row -> rows.put(row.seq(), row));
    } else {
      var keys =
          wanted.stream()
              .map(seq -> CheckpointItems.key(key.threadId(), CheckpointItems.logRow(key, seq)))
              .toList();
      calls.batchGet(keys, consistent || logs.readsConsistently()).stream()
          .map(row -> new CheckpointRow(row.attributes()))
          .forEach(row -> rows.put(row.seq(), row));
    }
    return rows;
  }
}

package dev.dynamory.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  byte[] bytes(CheckpointKey key, CheckpointRow row, boolean consistent)
      throws CheckpointParts.Missing {
    return bytes(key, List.of(row), consistent).get(0);
  }

  /** What each of the rows holds; what several of them go on from is read and decoded once. */
  List<byte[]> bytes(CheckpointKey key, List<CheckpointRow> wanted, boolean consistent)
      throws CheckpointParts.Missing {
    var rows = new HashMap<Long, CheckpointRow>();
    wanted.forEach(row -> rows.put(row.seq(), row));
    var below = new TreeSet<Long>();
    var snapshots = new LinkedHashSet<StoredPayload.Parts>();
    for (var row : wanted) {
      var stored = described(key, row, consistent);
      below.addAll(stored.chain());
      var ofSnapshot = stored.snapshotParts();
      if (ofSnapshot != null) {
        snapshots.add(ofSnapshot);
      }
    }
    below.removeAll(rows.keySet());
    var both =
        connection
            .fanOut()
            .both(
                () -> rows(key, List.copyOf(below), consistent),
                () -> Attempt.of(() -> parts(key, snapshots, consistent)));
    rows.putAll(both.first());
    var links = new Links(key, rows, both.second().get(), new HashMap<>(), consistent);
    var bytes = new ArrayList<byte[]>();
    for (var row : wanted) {
      bytes.add(whole(row, links));
    }
    return bytes;
  }

  private StoredPayload described(CheckpointKey key, CheckpointRow row, boolean consistent) {
    try {
      var stored = row.payload();
      if (!stored.isKnown()) {
        throw new CheckpointRow.Malformed(
            "its encoding '" + stored.encoding() + "' is unknown to this version", null);
      } else if (stored.isSnapshot() != stored.chain().isEmpty()) {
        throw new CheckpointRow.Malformed("its chain is not that of its encoding", null);
      }
      return stored;
    } catch (CheckpointRow.Malformed e) {
      throw logs.malformed(key, row, e, consistent);
    }
  }

  /** What was read, and what was decoded of it so far, by the rows' numbers. */
  private record Links(
      CheckpointKey key,
      Map<Long, CheckpointRow> rows,
      Map<StoredPayload.Parts, byte[]> snapshots,
      Map<Long, byte[]> decoded,
      boolean consistent) {}

  private byte[] whole(CheckpointRow row, Links links) throws CheckpointParts.Missing {
    try {
      byte[] bytes = null;
      for (var seq : row.payload().chain()) {
        var link = links.rows().get(seq);
        if (link == null || !link.isCheckpoint()) {
          throw new CheckpointParts.Missing("row " + seq);
        }
        bytes = decoded(link, links, bytes);
      }
      bytes = decoded(row, links, bytes);
      if (!row.payload().matches(bytes)) {
        throw new CheckpointRow.Malformed("its payload is not what was saved", null);
      }
      return bytes;
    } catch (CheckpointParts.Missing e) {
      throw e.of(row);
    } catch (CheckpointRow.Malformed e) {
      throw logs.malformed(links.key(), row, e, links.consistent());
    }
  }

  private byte[] decoded(CheckpointRow link, Links links, byte @Nullable [] base)
      throws CheckpointParts.Missing {
    var known = links.decoded().get(link.seq());
    if (known != null) {
      return known;
    }
    var payload = link.payload();
    var snapshot = links.snapshots().get(payload.parts());
    var bytes =
        CheckpointParts.decode(
            payload,
            snapshot == null ? parts.stored(links.key(), payload, links.consistent()) : snapshot,
            base);
    links.decoded().put(link.seq(), bytes);
    return bytes;
  }

  private Map<StoredPayload.Parts, byte[]> parts(
      CheckpointKey key, Set<StoredPayload.Parts> wanted, boolean consistent)
      throws CheckpointParts.Missing {
    var read = new HashMap<StoredPayload.Parts, byte[]>();
    for (var each : wanted) {
      read.put(each, parts.read(key, each, consistent));
    }
    return read;
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

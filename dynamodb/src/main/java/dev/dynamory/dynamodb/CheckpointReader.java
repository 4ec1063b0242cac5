package dev.dynamory.dynamodb;

import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads and lists checkpoints. The newest row of the log says what is to be seen; a row or a part
 * that is then missing means that the log has changed meanwhile, and reading begins again,
 * consistently; if it has not changed, the data is corrupt.
 */
final class CheckpointReader {
  private static final int MAX_TRIES = 10;

  private final Connection connection;
  private final CheckpointLogs logs;
  private final CheckpointIds ids;
  private final CheckpointChains chains;
  private final PendingWrites pendingWrites;
  private final CheckpointCache cache;

  CheckpointReader(
      Connection connection,
      CheckpointLogs logs,
      CheckpointIds ids,
      CheckpointChains chains,
      PendingWrites pendingWrites,
      CheckpointCache cache) {
    this.connection = connection;
    this.logs = logs;
    this.ids = ids;
    this.chains = chains;
    this.pendingWrites = pendingWrites;
    this.cache = cache;
  }

  /** What is read of a log once its newest row is known. */
  interface Reading<R> {
    R read(CheckpointLogs.Newest newest, boolean consistent) throws CheckpointParts.Missing;
  }

  <R> R read(CheckpointKey key, Reading<R> reading) {
    return read(key, 1, reading);
  }

  private <R> R read(CheckpointKey key, int rows, Reading<R> reading) {
    var before = -1L;
    for (var tries = 1; ; tries++) {
      var newest = logs.newest(key, tries > 1, rows);
      try {
        return reading.read(newest, tries > 1);
      } catch (CheckpointParts.Missing e) {
        if (tries == MAX_TRIES || before == newest.state().seq()) {
          var of = e.of() == null ? newest.row() : e.of();
          throw logs.corrupt(key, of, new IllegalStateException(e.getMessage() + " is missing", e));
        }
      } catch (CheckpointRow.Malformed e) {
        if (tries > 1) {
          throw logs.corrupt(key, newest.row(), e);
        }
      }
      before = tries == 1 ? -1 : newest.state().seq();
    }
  }

  Optional<Checkpoint> newest(CheckpointKey key) {
    return read(
        key,
        (newest, consistent) -> {
          var state = newest.state();
          return state.isEmpty()
              ? Optional.empty()
              : Optional.of(load(key, top(key, newest, consistent), consistent));
        });
  }

  Optional<Checkpoint> byId(CheckpointKey key, String id) {
    return read(
        key,
        (newest, consistent) -> {
          if (newest.state().isEmpty()) {
            return Optional.empty();
          }
          var row = ids.find(key, id, newest.state(), consistent);
          return row.isPresent() ? Optional.of(load(key, row.get(), consistent)) : Optional.empty();
        });
  }

  /** The row of a checkpoint that is to be seen. */
  Optional<CheckpointRow> row(CheckpointKey key, String id) {
    return read(key, (newest, consistent) -> ids.find(key, id, newest.state(), true));
  }

  private CheckpointRow top(CheckpointKey key, CheckpointLogs.Newest newest, boolean consistent)
      throws CheckpointParts.Missing {
    var row = newest.row();
    var top = newest.state().top();
    return row != null && row.seq() == top ? row : checkpoint(key, top, consistent);
  }

  private CheckpointRow checkpoint(CheckpointKey key, long seq, boolean consistent)
      throws CheckpointParts.Missing {
    return logs.row(key, seq, consistent)
        .filter(CheckpointRow::isCheckpoint)
        .orElseThrow(() -> new CheckpointParts.Missing("row " + seq));
  }

  private Checkpoint load(CheckpointKey key, CheckpointRow row, boolean consistent)
      throws CheckpointParts.Missing {
    return load(key, List.of(row), consistent).get(0);
  }

  /** What was found, with payloads and pending writes, in the same order. */
  List<Checkpoint> load(CheckpointKey key, List<CheckpointRow> rows, boolean consistent)
      throws CheckpointParts.Missing {
    var both =
        connection
            .fanOut()
            .both(
                () -> Attempt.of(() -> chains.bytes(key, rows, consistent)),
                () -> Attempt.of(() -> pendingWrites.of(key, rows, consistent)));
    var payloads = both.first().get();
    var writes = both.second().get();
    var checkpoints = new ArrayList<Checkpoint>();
    for (var n = rows.size() - 1; n >= 0; n--) { // the cache shall know the newest ones
      var row = rows.get(n);
      var stored = row.payload();
      var bytes = payloads.get(n);
      cache.remember(key, row.id(), CheckpointBase.of(row.seq(), bytes, stored));
      checkpoints.add(
          0,
          new Checkpoint(
              row.info(key.threadId()),
              Payload.of(stored.contentType(), bytes.clone()),
              writes.get(n)));
    }
    return checkpoints;
  }

  /** What a state has to go on from: its bytes are loaded if they are not known. */
  Optional<CheckpointBase> base(CheckpointKey key, String id) {
    return read(
        key,
        (newest, consistent) -> {
          var row =
              newest.state().isEmpty()
                  ? Optional.<CheckpointRow>empty()
                  : ids.find(key, id, newest.state(), consistent);
          if (row.isEmpty()) {
            return Optional.empty();
          }
          var bytes = chains.bytes(key, row.get(), consistent);
          var base = CheckpointBase.of(row.get().seq(), bytes, row.get().payload());
          cache.remember(key, id, base);
          return Optional.of(base);
        });
  }

  Page<CheckpointInfo> page(CheckpointKey key, int limit, @Nullable String pageToken) {
    return page(
        key,
        limit,
        pageToken,
        (rows, consistent) -> rows.stream().map(row -> row.info(key.threadId())).toList());
  }

  Page<Checkpoint> loaded(CheckpointKey key, int limit, @Nullable String pageToken) {
    return page(key, limit, pageToken, (rows, consistent) -> load(key, rows, consistent));
  }

  /** What a page shows of its rows. */
  private interface Showing<T> {
    List<T> of(List<CheckpointRow> rows, boolean consistent) throws CheckpointParts.Missing;
  }

  private <T> Page<T> page(
      CheckpointKey key, int limit, @Nullable String pageToken, Showing<T> showing) {
    var below = below(pageToken);
    return read(
        key,
        pageToken == null ? limit + 1 : 1, // a row that prunes may be the newest
        (newest, consistent) -> {
          var rows = visible(key, newest, below, limit, consistent);
          var last = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).position();
          return new Page<>(
              showing.of(rows, consistent),
              rows.size() == limit && last > newest.state().visible()
                  ? String.valueOf(last)
                  : null);
        });
  }

  private static long below(@Nullable String pageToken) {
    try {
      return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("pageToken", "was not given by this method");
    }
  }

  /** The newest rows that are to be seen, below a position. Every row in between must be there. */
  List<CheckpointRow> visible(
      CheckpointKey key, CheckpointLogs.Newest newest, long below, int limit, boolean consistent)
      throws CheckpointParts.Missing {
    var state = newest.state();
    var found = new ArrayList<CheckpointRow>();
    if (state.isEmpty()) {
      return found;
    }
    var position = Math.min(below, state.seq() + 1) - 1;
    while (position >= state.visible() && found.size() < limit) {
      var page =
          position == state.seq()
              ? newest.rows()
              : logs.descending(key, state.visible(), position, limit - found.size(), consistent);
      if (page.isEmpty()) {
        throw new CheckpointParts.Missing("row " + position);
      }
      for (var row : page) {
        if (row.seq() != position) {
          throw new CheckpointParts.Missing("row " + position);
        }
        var seq = state.rowAt(position);
        if (seq == position && row.isCheckpoint() && row.position() == position) {
          found.add(row);
        } else if (seq != 0 && seq != position) {
          found.add(checkpoint(key, seq, consistent));
        }
        position--;
        if (found.size() == limit || position < state.visible()) {
          break;
        }
      }
    }
    return found;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import dev.dynamory.WriteConflictException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The logs of a table. Every change is one conditional put of the row after the last one; if
 * another row stands there, that row is what the next try goes on from.
 */
final class CheckpointLogs {
  private static final int MAX_TRIES = 200;
  private static final int READ_AT_EVERY = 3;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointCache cache;
  private final boolean consistentReads;

  CheckpointLogs(
      Connection connection,
      TableCalls calls,
      CheckpointItems items,
      CheckpointCache cache,
      boolean consistentReads) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.cache = cache;
    this.consistentReads = consistentReads;
  }

  /**
   * A log as it is now: its newest row, if any, what that says, and rows as asked, from it down.
   */
  record Newest(@Nullable CheckpointRow row, CheckpointState state, List<CheckpointRow> rows) {}

  /** What to append after a state. */
  interface Change {
    /** The row to append; empty if there is nothing to change. May be asked again. */
    Optional<Map<String, AttributeValue>> after(CheckpointState state);

    /** What is sent together with the row. */
    default void beside(CheckpointRow row) {}
  }

  static String newOperation() {
    var bytes = new byte[Long.BYTES];
    RANDOM.nextBytes(bytes);
    return "%016x".formatted(ByteBuffer.wrap(bytes).getLong());
  }

  Newest newest(CheckpointKey key, boolean consistent) {
    return newest(key, consistent, 1);
  }

  Newest newest(CheckpointKey key, boolean consistent, int count) {
    var rows = queryNewest(key, consistent || consistentReads, count);
    if (seq(rows) < cache.seen(key) && !consistent && !consistentReads) {
      rows = queryNewest(key, true, count); // this process has seen more
    }
    if (seq(rows) < cache.seen(key)) {
      cache.forget(key);
    }
    var row = rows.isEmpty() ? null : rows.get(0);
    var state = row == null ? CheckpointState.none(0) : state(key, row);
    cache.remember(key, state);
    return new Newest(row, state.at(now()), rows);
  }

  private static long seq(List<CheckpointRow> rows) {
    return rows.isEmpty() ? 0 : rows.get(0).seq();
  }

  private List<CheckpointRow> queryNewest(CheckpointKey key, boolean consistent, int count) {
    return calls.query(items.newest(key, consistent, count)).items().stream()
        .map(CheckpointRow::new)
        .toList();
  }

  private CheckpointState state(CheckpointKey key, CheckpointRow row) {
    try {
      return row.state();
    } catch (CheckpointRow.Malformed e) {
      throw corrupt(key, row, e);
    }
  }

  CorruptDataException corrupt(CheckpointKey key, @Nullable CheckpointRow row, Exception e) {
    var id = row == null ? "" : ", checkpoint '" + row.id() + "'";
    return new CorruptDataException(items.table(), key + id, String.valueOf(e.getMessage()), e);
  }

  /** Corrupt, if it was read consistently; else it is to be read again. */
  RuntimeException malformed(
      CheckpointKey key, CheckpointRow row, CheckpointRow.Malformed e, boolean consistent) {
    return consistent ? corrupt(key, row, e) : e;
  }

  Instant now() {
    return connection.now();
  }

  /**
   * Carries out a change; from what this process knows of the log, unless {@code fresh} is wanted.
   * A change that finds a conflict is asked once more with what stands there now. Gives the row
   * that was appended.
   */
  Optional<CheckpointRow> append(CheckpointKey key, boolean fresh, Change change) {
    var lock = cache.lock(key);
    lock.lock();
    try {
      return appendAlone(key, fresh, change);
    } finally {
      lock.unlock();
    }
  }

  private Optional<CheckpointRow> appendAlone(CheckpointKey key, boolean fresh, Change change) {
    var known = fresh ? null : cache.state(key);
    var isFresh = fresh;
    var state = known == null ? newest(key, fresh).state() : known.at(now());
    for (var tries = 1; ; tries++) {
      Optional<Map<String, AttributeValue>> row;
      try {
        row = change.after(state);
      } catch (WriteConflictException e) {
        if (isFresh) {
          throw e;
        }
        state = newest(key, true).state();
        isFresh = true;
        continue;
      }
      if (row.isEmpty()) {
        return Optional.empty();
      }
      try {
        send(change, row.get());
        return Optional.of(appended(key, row.get()));
      } catch (ConditionalCheckFailedException e) {
        var there = new CheckpointRow(e.item());
        if (there.operation().equals(new CheckpointRow(row.get()).operation())) {
          return Optional.of(appended(key, row.get())); // an attempt whose answer was lost
        } else if (tries == MAX_TRIES) {
          throw e;
        }
        Backoff.pause(tries);
        isFresh = e.item().isEmpty() || there.isTombstone() || tries % READ_AT_EVERY == 0;
        if (isFresh) {
          var newest = newest(key, true);
          var last = newest.row();
          if (last != null && last.operation().equals(new CheckpointRow(row.get()).operation())) {
            return Optional.of(last); // an engine that does not say what stood there
          }
          state = newest.state();
        } else {
          state = state(key, there).at(now());
        }
      }
    }
  }

  private void send(Change change, Map<String, AttributeValue> row) {
    if (row.containsKey("id")) {
      connection
          .fanOut()
          .run(
              List.<Runnable>of(
                  () -> calls.put(items.append(row)), () -> change.beside(new CheckpointRow(row))));
    } else {
      calls.put(items.append(row));
    }
  }

  private CheckpointRow appended(CheckpointKey key, Map<String, AttributeValue> row) {
    var appended = new CheckpointRow(row);
    cache.remember(key, appended.state());
    return appended;
  }

  /** All logs of a thread that have any rows, with their newest. */
  Map<CheckpointKey, Newest> ofThread(String threadId) {
    var logs = new HashMap<CheckpointKey, Newest>();
    for (String before = null; ; ) {
      var found = calls.query(items.before(threadId, before, true)).items();
      if (found.isEmpty()) {
        return logs;
      }
      var row = new CheckpointRow(found.get(0));
      before =
          CheckpointItems.namespaceOf(
              AttributeValues.required(row.attributes(), CheckpointItems.SORT).s());
      var key = new CheckpointKey(threadId, before);
      var state = state(key, row);
      cache.remember(key, state);
      logs.put(key, new Newest(row, state.at(now()), List.of(row)));
    }
  }

  Optional<CheckpointRow> row(CheckpointKey key, long seq, boolean consistent) {
    var row =
        calls.get(items.get(key, CheckpointItems.logRow(key, seq), consistent || consistentReads));
    return row.exists() ? Optional.of(new CheckpointRow(row.attributes())) : Optional.empty();
  }

  /** Rows of the log, both ends included, in order. */
  List<CheckpointRow> rows(CheckpointKey key, long from, long to, boolean consistent) {
    var rows = new ArrayList<CheckpointRow>();
    all(
        items.between(
            key.threadId(),
            CheckpointItems.logRow(key, from),
            CheckpointItems.logRow(key, to),
            consistent || consistentReads),
        row -> rows.add(new CheckpointRow(row)));
    return rows;
  }

  /** Rows of the log, the highest first; at least one if there is any. */
  List<CheckpointRow> descending(
      CheckpointKey key, long from, long to, int limit, boolean consistent) {
    var request =
        items
            .between(
                key.threadId(),
                CheckpointItems.logRow(key, from),
                CheckpointItems.logRow(key, to),
                consistent || consistentReads)
            .toBuilder()
            .scanIndexForward(false)
            .limit(limit)
            .build();
    return calls.query(request).items().stream().map(CheckpointRow::new).toList();
  }

  boolean readsConsistently() {
    return consistentReads;
  }

  void all(QueryRequest request, Consumer<Map<String, AttributeValue>> row) {
    calls.queryAll(
        request,
        response -> {
          response.items().forEach(row);
          return true;
        });
  }
}

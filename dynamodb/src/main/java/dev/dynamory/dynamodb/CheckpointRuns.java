package dev.dynamory.dynamodb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Which threads a run has touched: a row for each, written before the run's first checkpoint. */
final class CheckpointRuns {
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;
  private final CheckpointReader reader;
  private final CheckpointListing listing;
  private final CheckpointEraser eraser;
  private final CheckpointCache cache;

  CheckpointRuns(
      TableCalls calls,
      CheckpointItems items,
      CheckpointLogs logs,
      CheckpointReader reader,
      CheckpointListing listing,
      CheckpointEraser eraser,
      CheckpointCache cache) {
    this.calls = calls;
    this.items = items;
    this.logs = logs;
    this.reader = reader;
    this.listing = listing;
    this.eraser = eraser;
    this.cache = cache;
  }

  void register(String run, CheckpointKey key, @Nullable Long expiry) {
    if (cache.isNewRun(run, key)) {
      calls.put(put(items.table(), run, key, expiry));
      cache.rememberRun(run, key);
    }
  }

  /** The row that says it; it stays as long as the rows of the run. */
  static PutItemRequest put(String table, String run, CheckpointKey key, @Nullable Long expiry) {
    var row = row(run, key);
    CheckpointItems.putIfAny(row, CheckpointItems.EXPIRY, expiry);
    return PutItemRequest.builder().tableName(table).item(row).build();
  }

  private static Map<String, AttributeValue> row(String run, CheckpointKey key) {
    var row = new HashMap<>(rowKey(run, key));
    row.put("of", AttributeValue.fromS(key.threadId()));
    row.put("ns", AttributeValue.fromS(key.namespace()));
    return row;
  }

  /** A thread's id and a namespace may together be longer than a sort key. */
  private static Map<String, AttributeValue> rowKey(String run, CheckpointKey key) {
    var name =
        CheckpointItems.escape(key.threadId()) + "#" + CheckpointItems.escape(key.namespace());
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return CheckpointItems.key(
          CheckpointItems.RUN + run, Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Which threads the run touched stays written: a process that has registered it does not do so
   * again, and may save for it after this.
   */
  void delete(String run) {
    var touched = new ArrayList<CheckpointKey>();
    logs.all(
        items.partition(CheckpointItems.RUN + run),
        row ->
            touched.add(
                new CheckpointKey(
                    AttributeValues.required(row, "of").s(),
                    AttributeValues.required(row, "ns").s())));
    touched.forEach(key -> delete(run, key));
  }

  private void delete(String run, CheckpointKey key) {
    var appended =
        logs.append(
            key,
            true,
            stale ->
                reader.read(
                    key,
                    (newest, consistent) ->
                        change(
                            run,
                            key,
                            newest.state(),
                            reader.visible(
                                key, newest, Long.MAX_VALUE, Integer.MAX_VALUE, consistent))));
    if (appended.isPresent()) {
      var after = appended.get().state();
      if (after.isEmpty()) {
        listing.remove(key, after.seq());
        eraser.eraseAll(key, after.base(), after.seq());
      }
    }
  }

  private static Optional<Map<String, AttributeValue>> change(
      String run, CheckpointKey key, CheckpointState state, List<CheckpointRow> rows) {
    var gone = rows.stream().filter(row -> row.runId().filter(run::equals).isPresent()).toList();
    return gone.isEmpty() ? Optional.empty() : Optional.of(without(key, state, rows, gone));
  }

  /** The row that hides some of those that are to be seen, which are given newest first. */
  static Map<String, AttributeValue> without(
      CheckpointKey key,
      CheckpointState state,
      List<CheckpointRow> visible,
      List<CheckpointRow> gone) {
    var positions = gone.stream().map(CheckpointRow::position).toList();
    var top = visible.stream().filter(row -> !positions.contains(row.position())).findFirst();
    return CheckpointItems.row(
        key,
        CheckpointItems.CHANGE,
        CheckpointLogs.newOperation(),
        state.without(
            positions,
            top.map(CheckpointRow::seq).orElse(0L),
            top.map(CheckpointRow::id).orElse(null)));
  }
}

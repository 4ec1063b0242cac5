package dev.dynamory.dynamodb;

import dev.dynamory.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * When a thread expires, and when DynamoDB may remove its rows: later by {@code max(T, 24 h)} and a
 * day, so that rows need new times at most once in half of that. They get them before the save that
 * needs it: what is to be seen is never removed early, and what has expired never comes back.
 */
final class CheckpointExpiry {
  static final long GUARD_SECONDS = Duration.ofDays(1).toSeconds();

  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;
  private final @Nullable Duration timeToLive;

  CheckpointExpiry(
      Connection connection,
      TableCalls calls,
      CheckpointItems items,
      CheckpointLogs logs,
      @Nullable Duration timeToLive) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.logs = logs;
    this.timeToLive = timeToLive;
  }

  /** When what is saved now expires; null is never. */
  @Nullable Long logical(Instant now) {
    return timeToLive == null ? null : Expiry.after(now, timeToLive).getEpochSecond();
  }

  /** When DynamoDB may remove what is saved now. */
  @Nullable Long physical(Instant now) {
    var logical = logical(now);
    return logical == null ? null : logical + slack() + GUARD_SECONDS;
  }

  private long slack() {
    return timeToLive == null ? 0 : Math.max(timeToLive.toSeconds(), GUARD_SECONDS);
  }

  /** The state that a save now leaves, once the rows before it have the times that this needs. */
  CheckpointState renewed(
      CheckpointKey key, CheckpointState before, CheckpointState after, Instant now) {
    var logical = logical(now);
    var physical = physical(now);
    if (before.isEmpty()) {
      return after.expiring(logical, physical);
    }
    if (logical == null || physical == null) {
      if (before.expires() != null || before.safe() != null) {
        rewrite(key, before, null, null, 0);
      }
      return after.expiring(null, null);
    }
    var safe = before.safe();
    var wasLonger = before.expires() == null || before.expires() > logical;
    if (wasLonger || safe == null || safe < logical + GUARD_SECONDS) {
      var needed = logical + GUARD_SECONDS + slack() / 2;
      rewrite(key, before, logical, physical, needed);
      safe = needed;
    }
    return after.expiring(logical, Math.min(safe, physical));
  }

  /** Gives rows whose time is before {@code needed}, or who expire later, the new times. */
  private void rewrite(
      CheckpointKey key,
      CheckpointState state,
      @Nullable Long logical,
      @Nullable Long physical,
      long needed) {
    var updates = new ArrayList<Runnable>();
    var runs = new TreeSet<String>();
    for (var kind : new String[] {"c", "p", "w", "i"}) {
      var request =
          items
              .rows(key.threadId(), CheckpointItems.prefix(kind, key.namespace()), true)
              .toBuilder()
              .projectionExpression("thread_id, sk, k, #exp, #ttl, #run")
              .expressionAttributeNames(
                  Map.of("#exp", "exp", "#ttl", CheckpointItems.EXPIRY, "#run", "run"))
              .build();
      logs.all(
          request,
          found -> {
            var isLog = kind.equals("c");
            var row = new CheckpointRow(found);
            if (row.isTombstone() || (isLog && row.seq() < state.base())) {
              return;
            }
            var time = row.physicalExpiry().orElse(null);
            var expires = found.get("exp");
            var isDue =
                physical == null
                    ? time != null || expires != null
                    : time == null
                        || time < needed
                        || (isLog && logical != null && expiresAfter(expires, logical));
            if (isDue) {
              row.runId().ifPresent(runs::add);
              updates.add(() -> update(found, isLog, logical, physical));
            }
          });
    }
    runs.forEach(
        run -> updates.add(() -> calls.put(CheckpointRuns.put(items.table(), run, key, physical))));
    connection.fanOut().run(updates);
  }

  private static boolean expiresAfter(@Nullable AttributeValue expires, long logical) {
    return expires == null || expires.n() == null || Long.parseLong(expires.n()) > logical;
  }

  private void update(
      Map<String, AttributeValue> row,
      boolean isLog,
      @Nullable Long logical,
      @Nullable Long physical) {
    var names = new HashMap<String, String>();
    names.put("#ttl", CheckpointItems.EXPIRY);
    if (isLog) {
      names.put("#exp", "exp");
    }
    var request =
        UpdateItemRequest.builder()
            .tableName(items.table())
            .key(
                CheckpointItems.key(
                    AttributeValues.required(row, CheckpointItems.THREAD).s(),
                    AttributeValues.required(row, CheckpointItems.SORT).s()));
    var values = new HashMap<String, AttributeValue>();
    if (physical == null || logical == null) {
      request.updateExpression(isLog ? "REMOVE #ttl, #exp" : "REMOVE #ttl");
    } else {
      values.put(":ttl", AttributeValues.number(physical));
      if (isLog) {
        values.put(":exp", AttributeValues.number(logical));
      }
      request.updateExpression(isLog ? "SET #ttl = :ttl, #exp = :exp" : "SET #ttl = :ttl");
    }
    var condition = "attribute_exists(sk)";
    if (isLog) {
      names.put("#k", CheckpointItems.KIND);
      values.put(":x", AttributeValue.fromS(CheckpointItems.TOMBSTONE));
      condition += " AND #k <> :x";
    }
    request.conditionExpression(condition).expressionAttributeNames(names);
    try {
      calls.update(
          values.isEmpty() ? request.build() : request.expressionAttributeValues(values).build());
    } catch (ConditionalCheckFailedException e) {
      // erased meanwhile: nothing needs it any more
    }
  }
}

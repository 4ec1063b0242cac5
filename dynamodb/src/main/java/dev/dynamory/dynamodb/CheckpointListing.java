package dev.dynamory.dynamodb;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Lists threads, the newest first, exact to an hour: a thread has one row in the index {@code
 * listing}, which a save writes if it is the thread's first or the first in an hour. The index has
 * eight partitions for each checkpoint namespace, by a hash of the thread's id.
 */
final class CheckpointListing {
  private static final int SHARDS = 8;
  private static final long MILLIS_BETWEEN = Duration.ofHours(1).toMillis();
  private static final String BY_NAMESPACE = "ls";
  private static final String AT = "la";

  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;

  CheckpointListing(
      Connection connection, TableCalls calls, CheckpointItems items, CheckpointLogs logs) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.logs = logs;
  }

  /** Also if the thread's row in the index would expire much earlier than the thread. */
  static boolean isDue(CheckpointState before, Instant now, @Nullable Long expires) {
    var former = before.expires();
    return before.isEmpty()
        || Math.abs(now.toEpochMilli() - before.listed()) >= MILLIS_BETWEEN
        || (former != null && (expires == null || expires - former > MILLIS_BETWEEN / 1000));
  }

  /** Written before the row {@code seq}: a thread that is there is listed. */
  void write(
      CheckpointKey key, long seq, Instant now, @Nullable Long expires, @Nullable Long physical) {
    var row = new HashMap<>(CheckpointItems.key(key.threadId(), CheckpointItems.listingRow(key)));
    row.put(BY_NAMESPACE, AttributeValue.fromS(shard(key)));
    row.put(AT, AttributeValues.number(now.toEpochMilli()));
    row.put("sq", AttributeValues.number(seq));
    CheckpointItems.putIfAny(row, "exp", expires);
    CheckpointItems.putIfAny(row, CheckpointItems.EXPIRY, physical);
    try {
      calls.put(
          PutItemRequest.builder()
              .tableName(items.table())
              .item(row)
              .conditionExpression("attribute_not_exists(sq) OR sq <= :sq")
              .expressionAttributeValues(Map.of(":sq", AttributeValues.number(seq)))
              .build());
    } catch (ConditionalCheckFailedException e) {
      // a later save has listed the thread
    }
  }

  /** Unless it was listed for a row after {@code seq}. */
  void remove(CheckpointKey key, long seq) {
    try {
      calls.delete(
          DeleteItemRequest.builder()
              .tableName(items.table())
              .key(CheckpointItems.key(key.threadId(), CheckpointItems.listingRow(key)))
              .conditionExpression("attribute_not_exists(sq) OR sq <= :sq")
              .expressionAttributeValues(Map.of(":sq", AttributeValues.number(seq)))
              .build());
    } catch (ConditionalCheckFailedException e) {
      // the thread has begun again
    }
  }

  private static String shard(CheckpointKey key) {
    return shard(Math.floorMod(key.threadId().hashCode(), SHARDS), key.namespace());
  }

  private static String shard(int number, String namespace) {
    return "s" + number + (namespace.isEmpty() ? "" : "#" + namespace);
  }

  private record Listed(String threadId, long at, @Nullable Long expires) {
    static final Comparator<Listed> NEWEST_FIRST =
        Comparator.comparing(Listed::at).reversed().thenComparing(Listed::threadId);
  }

  Page<String> page(String namespace, int limit, @Nullable String pageToken) {
    var after = pageToken == null ? null : parse(pageToken);
    var threads = new ArrayList<String>();
    while (true) {
      var found = next(namespace, limit, after);
      threads.addAll(live(namespace, found));
      if (found.size() < limit) {
        return new Page<>(threads, null);
      }
      after = found.get(found.size() - 1);
      if (!threads.isEmpty()) {
        return new Page<>(threads, format(after));
      }
    }
  }

  /** The index holds the expiry of an hour ago at worst: what looks expired may have been saved. */
  private List<String> live(String namespace, List<Listed> found) {
    var now = connection.now().getEpochSecond();
    var areLive =
        connection
            .fanOut()
            .<Listed, Boolean>map(
                found,
                listed -> {
                  var key = new CheckpointKey(listed.threadId(), namespace);
                  var expires = listed.expires();
                  return expires == null
                      || expires > now
                      || !logs.newest(key, true).state().isEmpty();
                });
    return IntStream.range(0, found.size())
        .filter(areLive::get)
        .mapToObj(n -> found.get(n).threadId())
        .toList();
  }

  private List<Listed> next(String namespace, int limit, @Nullable Listed after) {
    var all = new ArrayList<Listed>();
    connection
        .fanOut()
        .<Integer, List<Listed>>map(
            IntStream.range(0, SHARDS).boxed().toList(),
            shard -> read(shard(shard, namespace), limit, after))
        .forEach(all::addAll);
    all.sort(Listed.NEWEST_FIRST);
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  /** One partition's first ones; with the last of them all that were listed at the same moment. */
  private List<Listed> read(String shard, int limit, @Nullable Listed after) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":shard", AttributeValue.fromS(shard));
    if (after != null) {
      values.put(":at", AttributeValues.number(after.at()));
    }
    var request =
        QueryRequest.builder()
            .tableName(items.table())
            .indexName("listing")
            .keyConditionExpression("ls = :shard" + (after == null ? "" : " AND la <= :at"))
            .expressionAttributeValues(values)
            .scanIndexForward(false)
            .limit(limit + 1)
            .build();
    var found = new ArrayList<Listed>();
    calls.queryAll(
        request,
        response -> {
          for (var row : response.items()) {
            var listed = listed(row);
            if (after == null || Listed.NEWEST_FIRST.compare(listed, after) > 0) {
              found.add(listed);
            }
          }
          return found.size() <= limit
              || found.get(limit - 1).at() == found.get(found.size() - 1).at();
        });
    found.sort(Listed.NEWEST_FIRST);
    return found;
  }

  private static Listed listed(Map<String, AttributeValue> row) {
    var expires = row.get("exp");
    return new Listed(
        AttributeValues.required(row, CheckpointItems.THREAD).s(),
        Long.parseLong(AttributeValues.required(row, AT).n()),
        expires == null || expires.n() == null ? null : Long.valueOf(expires.n()));
  }

  private static String format(Listed last) {
    return last.at()
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(last.threadId().getBytes(StandardCharsets.UTF_8));
  }

  private static Listed parse(String token) {
    var dot = token.indexOf('.');
    try {
      return new Listed(
          new String(
              Base64.getUrlDecoder().decode(token.substring(dot + 1)), StandardCharsets.UTF_8),
          Long.parseLong(token.substring(0, Math.max(0, dot))),
          null);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("pageToken", "was not given by this method");
    }
  }
}

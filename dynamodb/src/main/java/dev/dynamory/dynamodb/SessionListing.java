package dev.dynamory.dynamodb;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads partitions of an index side by side, newest first, and merges them. A session that is there
 * twice counts where it is newest.
 */
final class SessionListing {
  private static final int LARGEST_PAGE = 1000;

  private final Connection connection;
  private final TableCalls calls;
  private final String index;
  private final String attribute;

  /** The index, and its partition key. */
  SessionListing(Connection connection, TableCalls calls, String index, String attribute) {
    this.connection = connection;
    this.calls = calls;
    this.index = index;
    this.attribute = attribute;
  }

  <T> Page<T> page(
      List<String> partitions,
      int limit,
      @Nullable String token,
      Predicate<Map<String, AttributeValue>> isThere,
      Function<Map<String, AttributeValue>, T> shown) {
    var streams = new ArrayList<Stream>();
    var positions = token == null ? Map.<String, Object>of() : parse(token);
    for (var partition : partitions) {
      streams.add(new Stream(partition, limit, positions.get(partition), token != null));
    }
    connection.fanOut().run(streams.stream().<Runnable>map(stream -> stream::fill).toList());
    var found = new ArrayList<T>();
    var seen = new HashSet<String>();
    while (found.size() < limit) {
      var next = newest(streams);
      if (next == null) {
        break;
      }
      var row = next.take();
      if (seen.add(AttributeValues.required(row, SessionEntries.ID).s()) && isThere.test(row)) {
        found.add(shown.apply(row));
      }
      next.fill();
    }
    return new Page<>(found, newest(streams) == null ? null : token(streams));
  }

  private static @Nullable Stream newest(List<Stream> streams) {
    return streams.stream()
        .filter(stream -> !stream.rows.isEmpty())
        .max(Comparator.comparingLong(Stream::newest))
        .orElse(null);
  }

  private static String token(List<Stream> streams) {
    var positions = new HashMap<String, Object>();
    streams.forEach(stream -> stream.position(positions));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Payload.of(positions).bytes());
  }

  private static Map<String, Object> parse(String token) {
    try {
      return Payload.of(Payload.DOCUMENT, Base64.getUrlDecoder().decode(token)).document();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("pageToken", "is not one of this listing's");
    }
  }

  /** One partition of the index, from a position on. */
  private final class Stream {
    private final String partition;
    private final int page;
    private final Deque<Map<String, AttributeValue>> rows = new ArrayDeque<>();
    private @Nullable Map<String, AttributeValue> next;
    private @Nullable Map<String, AttributeValue> taken;
    private boolean begun;

    Stream(String partition, int limit, @Nullable Object position, boolean continued) {
      this.partition = partition;
      this.page = Math.min(limit, LARGEST_PAGE);
      if (position instanceof List<?> values && values.size() == 3) {
        next =
            Map.of(
                attribute,
                AttributeValue.fromS(partition),
                SessionEntries.ACTIVE,
                AttributeValue.fromN(String.valueOf(values.get(0))),
                SessionEntries.ID,
                AttributeValue.fromS(String.valueOf(values.get(1))),
                SessionEntries.SEQ,
                AttributeValue.fromN(String.valueOf(values.get(2))));
        taken = next;
      } else if (continued) {
        begun = !(position instanceof Boolean); // not begun, or at its end
      }
    }

    long newest() {
      return SessionRow.number(rows.getFirst(), SessionEntries.ACTIVE, 0);
    }

    void fill() {
      while (rows.isEmpty() && (!begun || next != null)) {
        var request =
            QueryRequest.builder()
                .tableName(calls.table())
                .indexName(index)
                .keyConditionExpression("#partition = :partition")
                .expressionAttributeNames(Map.of("#partition", attribute))
                .expressionAttributeValues(Map.of(":partition", AttributeValue.fromS(partition)))
                .scanIndexForward(false)
                .limit(page);
        var response =
            calls.query((next == null ? request : request.exclusiveStartKey(next)).build());
        begun = true;
        rows.addAll(response.items());
        next = response.lastEvaluatedKey().isEmpty() ? null : response.lastEvaluatedKey();
      }
    }

    Map<String, AttributeValue> take() {
      var row = rows.removeFirst();
      taken = row;
      return row;
    }

    /** Where the next page goes on: behind what was taken; absent at the end. */
    void position(Map<String, Object> positions) {
      if (rows.isEmpty() && next == null) {
        return;
      }
      var last = taken;
      positions.put(
          partition,
          last == null
              ? (Object) true
              : List.of(
                  SessionRow.number(last, SessionEntries.ACTIVE, 0),
                  AttributeValues.required(last, SessionEntries.ID).s(),
                  SessionRow.number(last, SessionEntries.SEQ, 0)));
    }
  }
}

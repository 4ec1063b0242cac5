package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import dev.dynamory.Search;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads one namespace's rows page by page, no larger than what is wanted: exactly that without a
 * filter, four times that and then twice as much each time with one.
 */
final class PartitionReader {
  private static final int LARGEST_PAGE = 10_000;
  private static final int FILTERED_FACTOR = 4;

  private final TableCalls calls;
  private final Namespace namespace;
  private final QueryRequest first;
  private final LongSupplier mayRead;
  private final boolean unfiltered;
  private long size;
  private List<Row> rows = List.of();
  private Map<String, AttributeValue> left = Map.of();
  private int lastRead;
  private boolean begun;

  PartitionReader(
      TableCalls calls,
      StoreItems items,
      Namespace namespace,
      @Nullable String after,
      FilterExpressions.Pushed pushed,
      boolean consistent,
      long wanted,
      boolean unfiltered,
      LongSupplier mayRead,
      Instant now) {
    this.calls = calls;
    this.namespace = namespace;
    this.unfiltered = unfiltered;
    this.mayRead = mayRead;
    this.size = unfiltered ? wanted : wanted * FILTERED_FACTOR;
    var partitionKey = Labels.partitionKey(namespace);
    var condition = "#pk = :pk";
    var filter =
        "attribute_exists(#value) AND "
            + StoreItems.LIVE
            + (pushed.expression().isEmpty()
                ? ""
                : " AND ((" + pushed.expression() + ") OR attribute_exists(#parts))");
    var names = new HashMap<>(StoreItems.NAMES);
    names.putAll(pushed.names());
    var values = new HashMap<>(pushed.values());
    values.put(":pk", AttributeValue.fromS(partitionKey));
    values.put(":now", AttributeValues.number(now.getEpochSecond()));
    var request =
        QueryRequest.builder()
            .tableName(items.table())
            .keyConditionExpression(condition)
            .filterExpression(filter)
            .expressionAttributeNames(Placeholders.names(names, condition, filter))
            .expressionAttributeValues(Placeholders.values(values, condition, filter))
            .consistentRead(consistent);
    this.first =
        (after == null ? request : request.exclusiveStartKey(StoreItems.key(partitionKey, after)))
            .build();
  }

  Namespace namespace() {
    return namespace;
  }

  /** Reads the first page, once. */
  void readFirst() {
    if (!begun) {
      begun = true;
      read(first);
    }
  }

  /** Reads the next page; false if there is none. */
  boolean readNext() {
    if (left.isEmpty()) {
      return false;
    }
    if (!unfiltered) {
      size *= 2;
    }
    read(first.toBuilder().exclusiveStartKey(left).build());
    return true;
  }

  private void read(QueryRequest request) {
    var limit = Math.max(1, Math.min(LARGEST_PAGE, Math.min(size, mayRead.getAsLong())));
    var response = calls.query(request.toBuilder().limit((int) limit).build());
    rows = ItemReader.rows(response.items());
    left = response.lastEvaluatedKey();
    lastRead = response.scannedCount();
  }

  List<Row> takeRows() {
    var taken = rows;
    rows = List.of();
    return taken;
  }

  /** How many rows the last page read, matching or not; counted once. */
  int lastRead() {
    var counted = lastRead;
    lastRead = 0;
    return counted;
  }

  /** Where the last page ended, if there is more behind it. */
  Search.@Nullable Position position() {
    return left.isEmpty() ? null : new Search.Position(namespace, CatalogueItems.key(left));
  }
}

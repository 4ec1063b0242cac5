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
  private static final String ITEMS = "attribute_exists(#value) AND " + StoreItems.LIVE;
  private static final Map<String, String> NAMES =
      Placeholders.names(StoreItems.NAMES, "#pk", ITEMS);

  private final TableCalls calls;
  private final Namespace namespace;
  private final QueryRequest.Builder request;
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
    var values = new HashMap<>(pushed.values());
    values.put(":pk", AttributeValue.fromS(partitionKey));
    values.put(":now", AttributeValues.number(now.getEpochSecond()));
    this.request =
        QueryRequest.builder()
            .tableName(items.table())
            .keyConditionExpression("#pk = :pk")
            .filterExpression(filter(pushed))
            .expressionAttributeNames(names(pushed))
            .expressionAttributeValues(values)
            .consistentRead(consistent);
    if (after != null) {
      request.exclusiveStartKey(StoreItems.key(partitionKey, after));
    }
  }

  private static String filter(FilterExpressions.Pushed pushed) {
    return pushed.expression().isEmpty()
        ? ITEMS
        : ITEMS + " AND ((" + pushed.expression() + ") OR attribute_exists(#parts))";
  }

  private static Map<String, String> names(FilterExpressions.Pushed pushed) {
    if (pushed.expression().isEmpty()) {
      return NAMES;
    }
    var names = new HashMap<>(pushed.names());
    names.putAll(NAMES);
    names.put("#parts", StoreItems.PARTS);
    return names;
  }

  Namespace namespace() {
    return namespace;
  }

  /** Reads the first page, once. */
  void readFirst() {
    if (!begun) {
      begun = true;
      read();
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
    request.exclusiveStartKey(left);
    read();
    return true;
  }

  private void read() {
    var limit = Math.max(1, Math.min(LARGEST_PAGE, Math.min(size, mayRead.getAsLong())));
    var response = calls.query(request.limit((int) limit).build());
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

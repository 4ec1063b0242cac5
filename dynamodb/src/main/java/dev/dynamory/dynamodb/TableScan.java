package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads the whole table, in segments side by side: for tables that others fill, and for export. */
final class TableScan {
  private static final int SEGMENTS = 4;

  private final FanOut fanOut;
  private final TableCalls calls;
  private final String table;

  TableScan(FanOut fanOut, TableCalls calls, String table) {
    this.fanOut = fanOut;
    this.calls = calls;
    this.table = table;
  }

  /** Whole rows, ours left out, from one thread at a time. */
  void rows(boolean consistent, Consumer<Row> consumer) {
    scan(
        ScanRequest.builder().tableName(table).consistentRead(consistent).build(),
        row -> {
          if (!CatalogueItems.isReserved(row)) {
            synchronized (consumer) {
              consumer.accept(new Row(row));
            }
          }
        });
  }

  /** The namespaces under a prefix that hold an item. */
  NavigableSet<Namespace> namespaces(Namespace prefix, Instant now, boolean consistent) {
    var found = new ConcurrentSkipListSet<String>();
    var filter = "attribute_exists(#value) AND " + StoreItems.LIVE;
    scan(
        ScanRequest.builder()
            .tableName(table)
            .filterExpression(filter)
            .projectionExpression("#pk")
            .expressionAttributeNames(Placeholders.names(StoreItems.NAMES, filter, "#pk"))
            .expressionAttributeValues(Map.of(":now", AttributeValues.number(now.getEpochSecond())))
            .consistentRead(consistent)
            .build(),
        row -> {
          if (!CatalogueItems.isReserved(row)) {
            found.add(AttributeValues.required(row, StoreItems.NAMESPACE).s());
          }
        });
    var namespaces = new TreeSet<Namespace>();
    found.stream()
        .map(Labels::namespace)
        .filter(namespace -> namespace.startsWith(prefix))
        .forEach(namespaces::add);
    return namespaces;
  }

  private void scan(ScanRequest request, Consumer<Map<String, AttributeValue>> row) {
    fanOut.run(
        IntStream.range(0, SEGMENTS)
            .<Runnable>mapToObj(
                segment ->
                    () ->
                        scanSegment(
                            request.toBuilder().segment(segment).totalSegments(SEGMENTS).build(),
                            row))
            .toList());
  }

  private void scanSegment(ScanRequest first, Consumer<Map<String, AttributeValue>> row) {
    var request = first;
    ScanResponse response;
    do {
      response = calls.scan(request);
      response.items().forEach(row);
      request = request.toBuilder().exclusiveStartKey(response.lastEvaluatedKey()).build();
    } while (response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty());
  }

  /** A cursor over namespaces that a scan found. */
  static NamespaceCursor cursor(NavigableSet<Namespace> namespaces, @Nullable Namespace start) {
    var left = start == null ? namespaces : namespaces.tailSet(start, true);
    return new NamespaceCursor() {
      private final Iterator<Namespace> iterator = left.iterator();
      private @Nullable Namespace pending;

      @Override
      public @Nullable Namespace next() {
        var next = pending != null ? pending : iterator.hasNext() ? iterator.next() : null;
        pending = null;
        return next;
      }

      @Override
      public void skip(Namespace namespace) {
        while (iterator.hasNext()) {
          var next = iterator.next();
          if (!next.startsWith(namespace)) {
            pending = next;
            return;
          }
        }
      }

      @Override
      public boolean isVerified() {
        return true;
      }
    };
  }
}

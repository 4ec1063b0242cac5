package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Removes what is left behind. A catalogue row goes in two phases: marked when its namespace is
 * found empty, removed by a later run if it is still empty an hour later and nobody has written the
 * row since. A writer that meets the mark takes it away, and no writer trusts what it knows of a
 * row for as long as an hour.
 */
final class Sweeper {
  private static final Duration GRACE = Duration.ofHours(1);
  private static final int PAGE = 1000;

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final CatalogueItems catalogue;
  private final LargeValues largeValues;
  private final AtomicLong marked = new AtomicLong();
  private final AtomicLong removed = new AtomicLong();
  private final AtomicLong values = new AtomicLong();

  Sweeper(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      CatalogueItems catalogue,
      LargeValues largeValues) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.catalogue = catalogue;
    this.largeValues = largeValues;
  }

  DynamoDbStore.Swept sweep() {
    each(
        catalogue.rows(CatalogueItems.Range.roots(), PAGE, true),
        row -> {
          var root = Labels.ofCatalogueKey(CatalogueItems.key(row));
          var partition = CatalogueItems.partition(root.labels().get(0));
          each(
              catalogue.rows(CatalogueItems.Range.from(root), PAGE, true),
              listed ->
                  retire(
                      partition,
                      listed,
                      Labels.partitionKey(Labels.ofCatalogueKey(CatalogueItems.key(listed)))));
          each(
              partition(LargeValues.WRITES + Labels.encode(root.labels().get(0))),
              this::removeOrphan);
          retire(CatalogueItems.ROOTS, row, partition);
        });
    return new DynamoDbStore.Swept(marked.get(), removed.get(), values.get());
  }

  private interface Each {
    void accept(Map<String, AttributeValue> row);
  }

  private void each(QueryRequest request, Each each) {
    calls.queryAll(
        request,
        response -> {
          connection
              .fanOut()
              .atMost(8)
              .run(response.items().stream().<Runnable>map(row -> () -> each.accept(row)).toList());
          return true;
        });
  }

  /** One phase for one row of the catalogue, by whether the partition it stands for is empty. */
  private void retire(String partition, Map<String, AttributeValue> row, String watched) {
    var key = CatalogueItems.key(row);
    var mark = Optional.ofNullable(row.get(CatalogueItems.RETIRING)).map(AttributeValue::s);
    var isEmpty = isEmpty(watched);
    try {
      if (mark.isEmpty() && isEmpty) {
        calls.update(catalogue.retire(partition, key, connection.now()));
        marked.incrementAndGet();
      } else if (mark.isPresent() && !isEmpty) {
        calls.update(catalogue.keep(partition, key, mark.get()));
      } else if (mark.isPresent() && isOld(mark.get())) {
        calls.delete(catalogue.remove(partition, key, mark.get()));
        removed.incrementAndGet();
      }
    } catch (ConditionalCheckFailedException e) {
      // a writer or another sweep was there first: this row is theirs
    }
  }

  private boolean isEmpty(String partitionKey) {
    return calls.query(partition(partitionKey).toBuilder().limit(1).build()).count() == 0;
  }

  private boolean isOld(String time) {
    return Timestamps.parse(time)
        .map(moment -> moment.plus(GRACE).compareTo(connection.now()) <= 0)
        .orElse(false);
  }

  /**
   * Parts whose writer has had an hour to finish, and which the item they were written for does not
   * name.
   */
  private void removeOrphan(Map<String, AttributeValue> registration) {
    var created =
        Optional.ofNullable(registration.get(StoreItems.CREATED))
            .map(AttributeValue::s)
            .orElse(Timestamps.format(Instant.EPOCH));
    if (!isOld(created)) {
      return;
    }
    var labels = new ArrayList<String>();
    AttributeValues.required(registration, LargeValues.OWNER_NAMESPACE)
        .l()
        .forEach(label -> labels.add(label.s()));
    var namespace = new Namespace(List.copyOf(labels));
    var id = CatalogueItems.key(registration);
    var head =
        calls.get(
            items.get(
                Labels.partitionKey(namespace),
                AttributeValues.required(registration, LargeValues.OWNER_KEY).s(),
                true));
    if (!head.isHead() || !head.partsId().equals(Optional.of(id))) {
      largeValues.remove(
          namespace,
          id,
          Integer.parseInt(AttributeValues.required(registration, LargeValues.COUNT).n()));
      values.incrementAndGet();
    }
  }

  private QueryRequest partition(String partitionKey) {
    var condition = "#pk = :pk";
    return QueryRequest.builder()
        .tableName(items.table())
        .keyConditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(StoreItems.NAMES, condition))
        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partitionKey)))
        .consistentRead(true)
        .build();
  }
}

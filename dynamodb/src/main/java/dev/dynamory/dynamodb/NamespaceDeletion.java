package dev.dynamory.dynamodb;

import dev.dynamory.Delete;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Deletes all items of a namespace and of those under it, page by page; what it has deleted it does
 * not meet again.
 */
final class NamespaceDeletion {
  private static final int PAGE = 500;

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final Namespaces namespaces;
  private final ItemWriter writer;

  NamespaceDeletion(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      Namespaces namespaces,
      ItemWriter writer) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.namespaces = namespaces;
    this.writer = writer;
  }

  /** Gives how many items there were; rows that had expired are deleted too, and not counted. */
  long delete(Namespace prefix) {
    Search.in(prefix); // refuses the root label that is ours
    if (prefix.labels().isEmpty()) {
      throw new InvalidInputException(
          "prefix", "must have at least one label: it names what is deleted");
    }
    namespaces.requireComplete();
    var deleted = deletePartition(prefix);
    var cursor = namespaces.under(prefix, null, PAGE, true);
    for (var next = cursor.next(); next != null; next = cursor.next()) {
      if (!next.equals(prefix)) {
        deleted += deletePartition(next);
      }
    }
    return deleted;
  }

  private long deletePartition(Namespace namespace) {
    var condition = "#pk = :pk";
    var counted = new ArrayList<Long>();
    calls.queryAll(
        QueryRequest.builder()
            .tableName(items.table())
            .keyConditionExpression(condition)
            .expressionAttributeNames(Placeholders.names(StoreItems.NAMES, condition))
            .expressionAttributeValues(
                Map.of(":pk", AttributeValue.fromS(Labels.partitionKey(namespace))))
            .consistentRead(true)
            .limit(PAGE)
            .build(),
        response -> {
          var now = connection.now();
          var rows = ItemReader.rows(response.items());
          connection.fanOut().map(rows, row -> delete(namespace, row));
          counted.add(rows.stream().filter(row -> row.isItem(now)).count());
          return true;
        });
    return counted.stream().mapToLong(Long::longValue).sum();
  }

  private boolean delete(Namespace namespace, Row row) {
    writer.delete(Delete.of(namespace, row.key()));
    return true;
  }
}

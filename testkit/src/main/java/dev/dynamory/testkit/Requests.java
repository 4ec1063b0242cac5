package dev.dynamory.testkit;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What the SDK's request types have in common but do not say together. */
final class Requests {
  private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

  private Requests() {}

  /** The tables' names, joined by a comma; empty for requests to none. */
  static String table(SdkRequest request) {
    if (request instanceof BatchGetItemRequest batch) {
      return joined(batch.requestItems().keySet().stream());
    } else if (request instanceof BatchWriteItemRequest batch) {
      return joined(batch.requestItems().keySet().stream());
    } else if (request instanceof TransactWriteItemsRequest transaction) {
      return joined(transaction.transactItems().stream().map(Requests::table));
    } else if (request instanceof TransactGetItemsRequest transaction) {
      return joined(transaction.transactItems().stream().map(item -> item.get().tableName()));
    }
    return request.getValueForField("TableName", String.class).orElse("");
  }

  private static String table(TransactWriteItem item) {
    if (item.put() != null) {
      return item.put().tableName();
    } else if (item.update() != null) {
      return item.update().tableName();
    } else if (item.delete() != null) {
      return item.delete().tableName();
    }
    return item.conditionCheck().tableName();
  }

  private static String joined(Stream<String> tables) {
    return String.join(",", tables.distinct().sorted().toList());
  }

  /** The same request, asking for the capacity that it consumes. */
  static SdkRequest measured(SdkRequest request) {
    var asked = request.getValueForField("ReturnConsumedCapacity", String.class).orElse("NONE");
    if (!asked.equals("NONE")) {
      return request;
    } else if (request instanceof GetItemRequest get) {
      return get.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof PutItemRequest put) {
      return put.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof UpdateItemRequest update) {
      return update.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof DeleteItemRequest delete) {
      return delete.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof QueryRequest query) {
      return query.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof ScanRequest scan) {
      return scan.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof BatchGetItemRequest batch) {
      return batch.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof BatchWriteItemRequest batch) {
      return batch.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof TransactGetItemsRequest transaction) {
      return transaction.toBuilder().returnConsumedCapacity(TOTAL).build();
    } else if (request instanceof SearchVectorsRequest search) {
      return search.toBuilder().returnConsumedCapacity(TOTAL).build();
    }
    return request;
  }

  /** Whether what the request consumes is write units. */
  static boolean writes(SdkRequest request) {
    return request instanceof PutItemRequest
        || request instanceof UpdateItemRequest
        || request instanceof DeleteItemRequest
        || request instanceof BatchWriteItemRequest
        || request instanceof TransactWriteItemsRequest;
  }

  /** The least that the service bills for a request that it carries out. */
  static double least(SdkRequest request) {
    if (request instanceof GetItemRequest get) {
      return read(get.consistentRead());
    } else if (request instanceof QueryRequest query) {
      return read(query.consistentRead());
    } else if (request instanceof ScanRequest scan) {
      return read(scan.consistentRead());
    } else if (request instanceof BatchGetItemRequest batch) {
      return batch.requestItems().values().stream()
          .mapToDouble(keys -> read(keys.consistentRead()) * keys.keys().size())
          .sum();
    } else if (request instanceof BatchWriteItemRequest batch) {
      return entries(batch.requestItems());
    } else if (request instanceof TransactWriteItemsRequest transaction) {
      return 2.0 * transaction.transactItems().size();
    } else if (request instanceof TransactGetItemsRequest transaction) {
      return 2.0 * transaction.transactItems().size();
    }
    return writes(request) ? 1 : 0;
  }

  static int entries(Map<String, ? extends Collection<?>> byTable) {
    return byTable.values().stream().mapToInt(Collection::size).sum();
  }

  private static double read(Boolean consistent) {
    return Boolean.TRUE.equals(consistent) ? 1 : 0.5;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.tables.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.SearchResultItem;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The calls to one table. Translates what DynamoDB says about the table as a whole, and lets every
 * other failure through.
 */
final class TableCalls {
  private static final int MAX_KEYS = 100;
  private static final int MAX_WRITES = 25;
  private static final int MAX_WRITES_IN_FLIGHT = 8;
  private static final int MAX_TRIES = 12;
  private static final long FIRST_WAIT_NANOS = 25_000_000;
  private static final long LONGEST_WAIT_NANOS = 2_000_000_000;
  private static final long MAX_ITEM_BYTES = 400 * 1024;

  private final Connection connection;
  private final TableDefinition definition;
  private final String table;
  private final String kind;

  /** The kind is what the command line calls such tables. */
  TableCalls(Connection connection, TableDefinition definition, String kind) {
    this.connection = connection;
    this.definition = definition;
    this.table = definition.name();
    this.kind = kind;
  }

  String table() {
    return table;
  }

  Row get(GetItemRequest request) {
    return new Row(getItem(request));
  }

  Map<String, AttributeValue> getItem(GetItemRequest request) {
    return call(() -> client().getItem(request)).item();
  }

  void put(PutItemRequest request) {
    call(() -> client().putItem(request));
  }

  /** The row that stood there before, if the request asks for it. */
  Row replace(PutItemRequest request) {
    return new Row(call(() -> client().putItem(request)).attributes());
  }

  void update(UpdateItemRequest request) {
    call(() -> client().updateItem(request));
  }

  /** What the request asks to be returned of the row. */
  Map<String, AttributeValue> updated(UpdateItemRequest request) {
    return call(() -> client().updateItem(request)).attributes();
  }

  /** What the request asks to be returned of the row. */
  Map<String, AttributeValue> deleted(DeleteItemRequest request) {
    return call(() -> client().deleteItem(request)).attributes();
  }

  void delete(DeleteItemRequest request) {
    call(() -> client().deleteItem(request));
  }

  QueryResponse query(QueryRequest request) {
    return call(() -> client().query(request));
  }

  List<SearchResultItem> searchVectors(SearchVectorsRequest request) {
    return callIfKnown(
            () -> client().searchVectors(request), "vector search", "use withExactRanking()")
        .searchResults();
  }

  ScanResponse scan(ScanRequest request) {
    return call(() -> client().scan(request));
  }

  /** {@link ConfigurationException} that says what to do instead if there are no transactions. */
  void transact(TransactWriteItemsRequest request, String instead) {
    callIfKnown(() -> client().transactWriteItems(request), "transactions", instead);
  }

  /** An engine may lack an operation altogether. */
  private <T> T callIfKnown(Supplier<T> request, String what, String instead) {
    try {
      return call(request);
    } catch (DynamoDbException e) {
      if (e.awsErrorDetails() != null
          && "UnknownOperationException".equals(e.awsErrorDetails().errorCode())) {
        throw new ConfigurationException(
            "the engine behind table " + table + " has no " + what + ": " + instead, e);
      }
      throw e;
    }
  }

  /**
   * The rows that exist among distinct keys, in any order, in as few calls as it takes; unprocessed
   * keys are asked for again, with growing waits.
   */
  List<Row> batchGet(Collection<Map<String, AttributeValue>> keys, boolean consistent) {
    var rows = new ArrayList<Row>();
    var pages = new ArrayList<List<Map<String, AttributeValue>>>();
    var all = List.copyOf(keys);
    for (var from = 0; from < all.size(); from += MAX_KEYS) {
      pages.add(all.subList(from, Math.min(all.size(), from + MAX_KEYS)));
    }
    connection
        .fanOut()
        .<List<Map<String, AttributeValue>>, List<Row>>map(
            pages, page -> batchGetPage(page, consistent))
        .forEach(rows::addAll);
    return rows;
  }

  private List<Row> batchGetPage(List<Map<String, AttributeValue>> keys, boolean consistent) {
    var rows = new ArrayList<Row>();
    Map<String, KeysAndAttributes> wanted =
        Map.of(table, KeysAndAttributes.builder().keys(keys).consistentRead(consistent).build());
    for (var inVain = 0; !wanted.isEmpty(); ) {
      var request = BatchGetItemRequest.builder().requestItems(wanted).build();
      var response = call(() -> client().batchGetItem(request));
      var found = response.responses().getOrDefault(table, List.of());
      found.forEach(item -> rows.add(new Row(item)));
      wanted = response.unprocessedKeys();
      if (!found.isEmpty() || wanted.isEmpty()) {
        inVain = 0; // an answer ends at 16 MB: the rest was not refused
      } else if (++inVain < MAX_TRIES) {
        pause(inVain);
      } else {
        throw ProvisionedThroughputExceededException.builder()
            .message(
                "table "
                    + table
                    + ": BatchGetItem left keys unprocessed "
                    + MAX_TRIES
                    + " times in a row")
            .build();
      }
    }
    return rows;
  }

  /** Puts and deletes rows without conditions, side by side; what is left undone is sent again. */
  void batchWrite(Collection<WriteRequest> writes) {
    var pages = new ArrayList<List<WriteRequest>>();
    var all = List.copyOf(writes);
    for (var from = 0; from < all.size(); from += MAX_WRITES) {
      pages.add(all.subList(from, Math.min(all.size(), from + MAX_WRITES)));
    }
    connection
        .fanOut()
        .atMost(MAX_WRITES_IN_FLIGHT)
        .run(pages.stream().<Runnable>map(page -> () -> batchWritePage(page)).toList());
  }

  private void batchWritePage(List<WriteRequest> writes) {
    var left = writes;
    for (var tries = 0; !left.isEmpty(); tries++) {
      if (tries > 0) {
        pause(tries);
      }
      var request = BatchWriteItemRequest.builder().requestItems(Map.of(table, left)).build();
      var unprocessed =
          call(() -> client().batchWriteItem(request))
              .unprocessedItems()
              .getOrDefault(table, List.of());
      if (unprocessed.size() == left.size() && tries == MAX_TRIES) {
        throw ProvisionedThroughputExceededException.builder()
            .message(
                "table " + table + ": BatchWriteItem did nothing " + MAX_TRIES + " times in a row")
            .build();
      }
      tries = unprocessed.size() < left.size() ? 0 : tries;
      left = unprocessed;
    }
  }

  /** Waits longer with every try, by a random part. */
  static void pause(int tries) {
    var longest = Math.min(LONGEST_WAIT_NANOS, FIRST_WAIT_NANOS << Math.min(tries, 16));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
  }

  DynamoDbClient client() {
    return connection.client();
  }

  private <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (ResourceNotFoundException e) {
      throw missing(e);
    } catch (DynamoDbException e) {
      throw translate(e);
    }
  }

  ConfigurationException missing(@Nullable Exception cause) {
    return new ConfigurationException(
        "table "
            + table
            + " does not exist: create it with setup(), 'dynamory setup "
            + kind
            + " --table "
            + table
            + "', or a template of 'dynamory schema "
            + kind
            + "'",
        cause);
  }

  private RuntimeException translate(DynamoDbException e) {
    var details = e.awsErrorDetails();
    var message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    if (details == null || !"ValidationException".equals(details.errorCode())) {
      return e;
    }
    var ofVectors = VectorCalls.translate(table, e);
    if (ofVectors.isPresent()) {
      return ofVectors.get();
    } else if (message.contains("Item size")) {
      return new ValueTooLargeException(
          "table " + table,
          MAX_ITEM_BYTES + 1,
          MAX_ITEM_BYTES,
          "keep the value in smaller items",
          e);
    } else if (message.contains("does not match the schema")
        || message.contains("Missing the key")
        || message.contains("One of the required keys")
        || message.contains("Type mismatch for key")) {
      return new ConfigurationException(
          "table "
              + table
              + " has other keys than one for "
              + kind
              + ": "
              + keys()
              + " ("
              + message
              + ")",
          e);
    }
    return e;
  }

  private String keys() {
    return definition.keys().attributes().stream()
        .map(key -> key.name() + " (" + key.type().code() + ")")
        .collect(Collectors.joining(" and "));
  }

  /** Reads page after page until {@code page} has had enough or there are no more. */
  void queryAll(QueryRequest first, Function<QueryResponse, Boolean> page) {
    var request = first;
    while (true) {
      var response = query(request);
      if (!page.apply(response)
          || !response.hasLastEvaluatedKey()
          || response.lastEvaluatedKey().isEmpty()) {
        return;
      }
      request = request.toBuilder().exclusiveStartKey(response.lastEvaluatedKey()).build();
    }
  }
}

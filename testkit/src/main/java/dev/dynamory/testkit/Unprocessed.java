package dev.dynamory.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A batch in two: what the engine gets to see, and what comes back as unprocessed. The engine gets
 * at least one entry, as it takes no empty batches; if all is to be unprocessed, that is a read of
 * one key whose answer is dropped, and for writes an error, since a write cannot be taken back.
 */
record Unprocessed(SdkRequest sent, SdkRequest kept, boolean dropsAnswer) {

  static Unprocessed split(SdkRequest request, Fault fault) {
    var all = fault == Fault.ALL_UNPROCESSED;
    if (request instanceof BatchGetItemRequest get) {
      return split(get, all);
    } else if (request instanceof BatchWriteItemRequest write && !all) {
      return split(write);
    }
    throw new IllegalArgumentException(fault + " cannot happen to " + request.getClass());
  }

  private static Unprocessed split(BatchGetItemRequest request, boolean all) {
    var sent = new HashMap<String, KeysAndAttributes>();
    var kept = new HashMap<String, KeysAndAttributes>();
    request
        .requestItems()
        .forEach(
            (table, keys) -> {
              var half = (keys.keys().size() + 1) / 2;
              put(sent, table, keys, keys.keys().subList(0, half));
              put(kept, table, keys, keys.keys().subList(all ? 0 : half, keys.keys().size()));
            });
    return new Unprocessed(
        request.toBuilder().requestItems(sent).build(),
        request.toBuilder().requestItems(kept).build(),
        all);
  }

  private static void put(
      Map<String, KeysAndAttributes> into,
      String table,
      KeysAndAttributes like,
      List<Map<String, AttributeValue>> keys) {
    if (!keys.isEmpty()) {
      into.put(table, like.toBuilder().keys(keys).build());
    }
  }

  private static Unprocessed split(BatchWriteItemRequest request) {
    var sent = new HashMap<String, List<WriteRequest>>();
    var kept = new HashMap<String, List<WriteRequest>>();
    request
        .requestItems()
        .forEach(
            (table, writes) -> {
              var half = (writes.size() + 1) / 2;
              sent.put(table, writes.subList(0, half));
              if (half < writes.size()) {
                kept.put(table, writes.subList(half, writes.size()));
              }
            });
    return new Unprocessed(
        request.toBuilder().requestItems(sent).build(),
        request.toBuilder().requestItems(kept).build(),
        false);
  }

  /** The engine's answer, with what it did not get to see as unprocessed. */
  SdkResponse answer(SdkResponse response) {
    if (response instanceof BatchGetItemResponse get && kept instanceof BatchGetItemRequest more) {
      var keys = new HashMap<>(more.requestItems());
      if (dropsAnswer) {
        return get.toBuilder().responses(Map.of()).unprocessedKeys(keys).build();
      }
      get.unprocessedKeys().forEach((table, own) -> keys.merge(table, own, Unprocessed::both));
      return get.toBuilder().unprocessedKeys(keys).build();
    } else if (response instanceof BatchWriteItemResponse write
        && kept instanceof BatchWriteItemRequest more) {
      var writes = new HashMap<String, List<WriteRequest>>();
      more.requestItems().forEach((table, own) -> writes.put(table, new ArrayList<>(own)));
      write
          .unprocessedItems()
          .forEach(
              (table, own) -> writes.computeIfAbsent(table, t -> new ArrayList<>()).addAll(own));
      return write.toBuilder().unprocessedItems(writes).build();
    }
    return response;
  }

  private static KeysAndAttributes both(KeysAndAttributes a, KeysAndAttributes b) {
    var keys = new ArrayList<>(a.keys());
    keys.addAll(b.keys());
    return a.toBuilder().keys(keys).build();
  }
}

package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static dev.dynamory.local.vectors.Shapes.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What writes cost two indexes: {@code all} holds everything, {@code keys} the keys alone. */
class WriteCapacityTest {
  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @BeforeEach
  void create() {
    client.createTable(
        table(table, text("tenant"))
            .vectorIndexes(
                index("all"),
                index(
                    "keys",
                    keys -> keys.projection(p -> p.projectionType(ProjectionType.KEYS_ONLY)),
                    hash("tenant")))
            .build());
  }

  @Test
  void isTheSizeOfWhatTheIndexHoldsAndAKilobyteAtLeast() {
    var note = s("x".repeat(5_000));

    assertThat(put(item("a", "tenant", s("t"), "e", list(1, 0, 0), "note", note)))
        .isEqualTo(
            Map.of(
                // pk a, tenant t, e with four bytes a number, note
                "all", 2.0 + 1 + 6 + 1 + 1 + 12 + 4 + 5_000, "keys", 1024.0));
  }

  @Test
  void isNothingWhereAnIndexHoldsNothingNew() {
    var note = item("a", "e", list(1, 0, 0), "note", s("first"));
    assertThat(put(note)).isEqualTo(Map.of("all", 1024.0));
    assertThat(put(note)).isEmpty();
    assertThat(put(item("b", "note", s("no vector")))).isEmpty();

    assertThat(put(item("a", "e", list(1, 0, 0), "tenant", s("t"))).keySet())
        .containsExactly("all", "keys");
    assertThat(put(item("a", "e", list(1, 0, 0), "tenant", s("t"), "note", s("second"))).keySet())
        .containsExactly("all");
  }

  @Test
  void isSaidOfUpdatesAndDeletes() {
    put(item("a", "e", list(1, 0, 0)));
    assertThat(
            bytes(
                client
                    .updateItem(
                        update ->
                            update
                                .tableName(table)
                                .key(item("a"))
                                .updateExpression("SET tenant = :t")
                                .expressionAttributeValues(Map.of(":t", s("t")))
                                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
                    .consumedCapacity()))
        .isEqualTo(Map.of("all", 1024.0, "keys", 1024.0));
    for (var expected : List.of(Map.of("all", 1024.0, "keys", 1024.0), Map.of())) {
      assertThat(
              bytes(
                  client
                      .deleteItem(
                          delete ->
                              delete
                                  .tableName(table)
                                  .key(item("a"))
                                  .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
                      .consumedCapacity()))
          .isEqualTo(expected);
    }
  }

  @Test
  void isAddedUpForBatchesAndTransactions() {
    var two = List.of(item("a", "e", list(1, 0, 0)), item("b", "e", list(0, 1, 0)));
    var batch =
        client.batchWriteItem(
            b ->
                b.requestItems(
                        Map.of(
                            table,
                            two.stream()
                                .map(i -> WriteRequest.builder().putRequest(p -> p.item(i)).build())
                                .toList()))
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
    assertThat(bytes(batch.consumedCapacity().get(0))).isEqualTo(Map.of("all", 2048.0));

    var transaction =
        client.transactWriteItems(
            t ->
                t.transactItems(
                        write(w -> w.put(p -> p.tableName(table).item(two.get(0)))),
                        write(w -> w.delete(d -> d.tableName(table).key(item("b")))))
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
    assertThat(bytes(transaction.consumedCapacity().get(0))).isEqualTo(Map.of("all", 1024.0));
  }

  @Test
  void isSaidOnlyToWhoAsksForIndexes() {
    var consumed =
        client
            .putItem(
                put ->
                    put.tableName(table)
                        .item(item("a", "e", list(1, 0, 0)))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
            .consumedCapacity();

    assertThat(consumed.capacityUnits()).isPositive();
    assertThat(consumed.hasVectorIndexes()).isFalse();
  }

  private Map<String, Double> put(Map<String, AttributeValue> item) {
    return bytes(
        client
            .putItem(
                put ->
                    put.tableName(table)
                        .item(item)
                        .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
            .consumedCapacity());
  }

  private static Map<String, Double> bytes(ConsumedCapacity consumed) {
    assertThat(consumed.capacityUnits()).isPositive();
    var bytes = new TreeMap<String, Double>();
    consumed
        .vectorIndexes()
        .forEach((index, capacity) -> bytes.put(index, capacity.vectorWriteRequestBytes()));
    return bytes;
  }
}

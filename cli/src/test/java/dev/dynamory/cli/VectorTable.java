package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateVectorIndexAction;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.VectorDistanceFunction;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** A table with one vector index, {@code first}, and what becomes of it in time. */
record VectorTable(DynamoDbClient client, String name) {

  void create() {
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("pk")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .vectorIndexes(
                    VectorIndex.builder()
                        .indexName("first")
                        .vectorAttribute(v -> v.attributeName("e"))
                        .dimensions(2L)
                        .distanceFunction(VectorDistanceFunction.COSINE)
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
  }

  void add(String index) {
    var creation =
        CreateVectorIndexAction.builder()
            .indexName(index)
            .vectorAttribute(v -> v.attributeName("e"))
            .dimensions(2L)
            .distanceFunction(VectorDistanceFunction.COSINE)
            .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
            .build();
    client.updateTable(
        table ->
            table
                .tableName(name)
                .vectorIndexUpdates(VectorIndexUpdate.builder().create(creation).build()));
  }

  void put(String key) {
    client.putItem(
        put ->
            put.tableName(name)
                .item(
                    Map.of(
                        "pk", AttributeValue.fromS(key), "e", AttributeValue.fromL(vector(1, 0)))));
  }

  /** How long it takes from before the action until the index finds so many items. */
  Duration untilFound(int items, String index, Runnable action) {
    long start = System.nanoTime();
    action.run();
    waitUntil(() -> found(index) == items);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Negative while the index does not serve. */
  private int found(String index) {
    try {
      return client
          .searchVectors(
              search -> search.tableName(name).indexName(index).searchVector(vector(1, 0)).topK(10))
          .searchResults()
          .size();
    } catch (DynamoDbException e) {
      assertThat(e.awsErrorDetails().errorMessage())
          .isIn(
              "The table does not have the specified index: " + index,
              "Cannot search backfilling vector index: " + index);
      return -1;
    }
  }

  private static void waitUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static List<AttributeValue> vector(double... numbers) {
    return DoubleStream.of(numbers)
        .mapToObj(number -> AttributeValue.fromN(Double.toString(number)))
        .toList();
  }
}

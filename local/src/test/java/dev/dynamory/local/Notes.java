package dev.dynamory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table of texts by id. */
record Notes(DynamoDbClient client) {
  static final String TABLE = "notes";

  static Notes createdIn(LocalDynamoDb engine) {
    create(engine.client(), TABLE);
    return in(engine);
  }

  private static void create(DynamoDbClient client, String name) {
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(hash("id"))
                .attributeDefinitions(string("id")));
  }

  private static KeySchemaElement hash(String attribute) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(KeyType.HASH).build();
  }

  private static AttributeDefinition string(String attribute) {
    return AttributeDefinition.builder()
        .attributeName(attribute)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  static Notes in(LocalDynamoDb engine) {
    return new Notes(engine.client());
  }

  void put(String id, String text) {
    client.putItem(
        put ->
            put.tableName(TABLE)
                .item(Map.of("id", AttributeValue.fromS(id), "text", AttributeValue.fromS(text))));
  }

  /** Empty when there is none. */
  String get(String id) {
    return client
        .getItem(get -> get.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id))))
        .item()
        .getOrDefault("text", AttributeValue.fromS(""))
        .s();
  }

  /** As DynamoDB Local never does once more than seven tables have a time to live. */
  void addAnIndexThatIsNeverBuilt() throws InterruptedException {
    for (int n = 0; n < 8; n++) {
      String name = "expiring-" + n;
      create(client, name);
      client.updateTimeToLive(
          ttl ->
              ttl.tableName(name)
                  .timeToLiveSpecification(t -> t.enabled(true).attributeName("expires")));
    }
    awaitExpiryIn(7);
    var index =
        GlobalSecondaryIndexUpdate.builder()
            .create(
                i ->
                    i.indexName("by-text")
                        .keySchema(hash("text"))
                        .projection(p -> p.projectionType(ProjectionType.ALL)))
            .build();
    client.updateTable(
        update ->
            update
                .tableName(TABLE)
                .attributeDefinitions(string("id"), string("text"))
                .globalSecondaryIndexUpdates(index));
    awaitExpiryIn(7); // by then the engine has come to the index, too
  }

  private void awaitExpiryIn(int tables) throws InterruptedException {
    var expired =
        Map.of(
            "id", AttributeValue.fromS("expired"), "expires", AttributeValue.fromN("1700000000"));
    for (int n = 0; n < 8; n++) {
      String name = "expiring-" + n;
      client.putItem(put -> put.tableName(name).item(expired));
    }
    assertThat(Wait.until(Duration.ofMinutes(2), () -> emptyTables() >= tables)).isTrue();
  }

  private long emptyTables() {
    return IntStream.range(0, 8)
        .filter(n -> client.scan(scan -> scan.tableName("expiring-" + n)).items().isEmpty())
        .count();
  }
}

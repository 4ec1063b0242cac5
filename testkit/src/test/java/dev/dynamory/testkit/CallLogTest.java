package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class CallLogTest {
  private static final Map<String, AttributeValue> KEY = Map.of("PK", AttributeValue.fromS("a"));

  private final StubEngine engine = new StubEngine();
  private final CallLog log = new CallLog();
  private final DynamoDbClient client =
      StubEngine.builder()
          .httpClient(engine)
          .overrideConfiguration(
              StubEngine.builder().overrideConfiguration().toBuilder()
                  .addExecutionInterceptor(log)
                  .build())
          .build();

  @Test
  void asksForConsumedCapacityByItself() {
    client.putItem(r -> r.tableName("t").item(KEY));
    client.updateItem(r -> r.tableName("t").key(KEY));
    client.deleteItem(r -> r.tableName("t").key(KEY));
    client.getItem(r -> r.tableName("t").key(KEY));
    client.query(r -> r.tableName("t"));
    client.scan(r -> r.tableName("t"));
    client.batchGetItem(r -> r.requestItems(Map.of("t", keys(false))));
    client.batchWriteItem(
        r -> r.requestItems(Map.of("t", List.of(WriteRequest.builder().build()))));
    transact();
    client.transactGetItems(
        r ->
            r.transactItems(TransactGetItem.builder().get(g -> g.tableName("t").key(KEY)).build()));
    assertThat(engine.bodies())
        .hasSize(10)
        .allMatch(b -> b.contains("\"ReturnConsumedCapacity\":\"TOTAL\""));
    client.query(r -> r.tableName("t").returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
    assertThat(engine.bodies().get(10)).contains("\"ReturnConsumedCapacity\":\"INDEXES\"");
    client.describeTable(r -> r.tableName("t"));
    assertThat(engine.bodies().get(11)).doesNotContain("ReturnConsumedCapacity");
  }

  @Test
  void recordsWhatWasConsumed() {
    engine.answers("PutItem", consumed(3));
    engine.answers("Query", consumed(12.5));
    client.putItem(r -> r.tableName("t").item(KEY));
    client.query(r -> r.tableName("u"));
    assertThat(log.calls())
        .extracting(call -> call.operation())
        .containsExactly("PutItem", "Query");
    var put = log.calls("PutItem").get(0);
    assertThat(put.table()).isEqualTo("t");
    assertThat(put.writeUnits()).isEqualTo(3);
    assertThat(put.readUnits()).isZero();
    assertThat(put.attempts()).isEqualTo(1);
    assertThat(put.failure()).isNull();
    assertThat(log.totals()).isEqualTo(new CallLog.Totals(2, 2, 12.5, 3, 0, 2, 1));
    assertThat(log)
        .hasToString(
            "PutItem t: 3.0 W%nQuery u: 12.5 R%n2 calls (2 attempts) in 2 round trips, at most 1 at once, 12.5 R, 3.0 W"
                .formatted());
  }

  @Test
  void addsUpTheTablesOfABatch() {
    engine.answers(
        "BatchGetItem",
        "{\"ConsumedCapacity\":[{\"TableName\":\"t\",\"CapacityUnits\":2.5},{\"TableName\":\"u\",\"CapacityUnits\":1}]}");
    client.batchGetItem(r -> r.requestItems(Map.of("u", keys(false), "t", keys(false))));
    assertThat(log.calls().get(0).table()).isEqualTo("t,u");
    assertThat(log.totals().readUnits()).isEqualTo(3.5);
  }

  @Test
  void countsEmptyReadsAsTheServiceDoes() {
    engine.answers("Query", consumed(0));
    client.query(r -> r.tableName("t"));
    client.query(r -> r.tableName("t").consistentRead(true));
    client.getItem(r -> r.tableName("t").key(KEY));
    client.batchGetItem(r -> r.requestItems(Map.of("t", keys(true))));
    assertThat(log.calls())
        .extracting(call -> call.readUnits())
        .containsExactly(0.5, 1.0, 0.5, 2.0);
    assertThat(log.calls().get(0).reportedUnits()).isZero();
  }

  @Test
  void countsFailedConditionsAndTransactionsAsTheServiceDoes() {
    engine.answers("PutItem", error("ConditionalCheckFailedException"));
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(() -> client.putItem(r -> r.tableName("t").item(KEY)));
    engine.answers(
        "TransactWriteItems", "{\"ConsumedCapacity\":[{\"TableName\":\"t\",\"CapacityUnits\":1}]}");
    transact();
    engine.answers("TransactWriteItems", error("TransactionCanceledException"));
    assertThatExceptionOfType(TransactionCanceledException.class).isThrownBy(this::transact);
    engine.answers("UpdateItem", error("ResourceNotFoundException"));
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> client.updateItem(r -> r.tableName("t").key(KEY)));
    assertThat(log.calls())
        .extracting(call -> call.writeUnits())
        .containsExactly(1.0, 4.0, 4.0, 0.0);
  }

  @Test
  void forgetsWhenReset() {
    client.getItem(r -> r.tableName("t").key(KEY));
    log.reset();
    assertThat(log.calls()).isEmpty();
    assertThat(log.totals()).isEqualTo(new CallLog.Totals(0, 0, 0, 0, 0, 0, 0));
    client.getItem(r -> r.tableName("t").key(KEY));
    assertThat(log.calls()).hasSize(1);
  }

  private void transact() {
    client.transactWriteItems(
        r ->
            r.transactItems(
                TransactWriteItem.builder().put(p -> p.tableName("t").item(KEY)).build(),
                TransactWriteItem.builder().update(u -> u.tableName("t").key(KEY)).build()));
  }

  private static KeysAndAttributes keys(boolean consistent) {
    return KeysAndAttributes.builder()
        .consistentRead(consistent)
        .keys(List.of(KEY, Map.of("PK", AttributeValue.fromS("b"))))
        .build();
  }

  private static String consumed(double units) {
    return "{\"ConsumedCapacity\":{\"TableName\":\"t\",\"CapacityUnits\":" + units + "}}";
  }

  private static String error(String type) {
    return "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type + "\",\"message\":\"no\"}";
  }
}

package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class FaultyDynamoDbTest {
  private final StubEngine engine = new StubEngine();
  private final FaultyDynamoDb faults = new FaultyDynamoDb();
  private final CallLog log = new CallLog();
  private final DynamoDbClient client =
      faults
          .into(
              StubEngine.builder()
                  .overrideConfiguration(
                      StubEngine.builder().overrideConfiguration().toBuilder()
                          .addExecutionInterceptor(log)
                          .build()),
              engine)
          .build();

  @Test
  void withoutFaultsEveryCallPasses() {
    put();
    get();
    assertThat(engine.applied()).containsExactly("PutItem", "GetItem");
    assertThat(faults.calls()).isEqualTo(2);
  }

  @Test
  void throttledCallsAreNotAppliedAndPassWhenTheSdkTriesAgain() {
    faults.fail(Call.of("PutItem"), Fault.THROTTLED, 1);
    faults.fail(Call.of("PutItem"), Fault.THROUGHPUT_EXCEEDED, 1);
    put();
    assertThat(engine.applied()).containsExactly("PutItem");
    assertThat(log.calls("PutItem").get(0).attempts()).isEqualTo(3);
  }

  @Test
  void whoIsThrottledForLongGetsTheSdksException() {
    faults.fail(Call.of("PutItem"), Fault.THROTTLED, 99);
    assertThatExceptionOfType(ThrottlingException.class).isThrownBy(this::put);
    faults.reset();
    faults.fail(Call.ANY, Fault.THROUGHPUT_EXCEEDED, 99);
    assertThatExceptionOfType(ProvisionedThroughputExceededException.class).isThrownBy(this::get);
    assertThat(engine.applied()).isEmpty();
  }

  @Test
  void aLostAnswerIsAppliedAndSentAgain() {
    faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    put();
    assertThat(engine.applied()).containsExactly("PutItem", "PutItem");
    assertThat(faults.calls()).isEqualTo(2);
  }

  @Test
  void aLostRequestIsNotAppliedAndSentAgain() {
    faults.fail(Call.of("PutItem"), Fault.REQUEST_LOST, 1);
    put();
    assertThat(engine.applied()).containsExactly("PutItem");
    assertThat(faults.calls()).isEqualTo(2);
  }

  @Test
  void anAnswerLostForGoodIsAppliedOnceAndFails() {
    faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST_FOR_GOOD, 1);
    assertThatExceptionOfType(SdkClientException.class).isThrownBy(this::put);
    assertThat(engine.applied()).containsExactly("PutItem");
    assertThat(faults.calls()).isEqualTo(1);
  }

  @Test
  void serverErrorsComeBeforeOrAfterTheCallIsApplied() {
    faults.fail(Call.of("PutItem"), Fault.SERVER_ERROR, 1);
    put();
    assertThat(engine.applied()).hasSize(1);
    faults.fail(Call.of("PutItem"), Fault.SERVER_ERROR_AFTER_APPLYING, 1);
    put();
    assertThat(engine.applied()).hasSize(3);
    faults.fail(Call.ANY, Fault.SERVER_ERROR, 99);
    assertThatExceptionOfType(InternalServerErrorException.class).isThrownBy(this::get);
  }

  @Test
  void aConflictCancelsATransactionAndRefusesASingleWrite() {
    faults.fail(Call.of("TransactWriteItems"), Fault.TRANSACTION_CONFLICT, 1);
    var cancelled = catchThrowableOfType(TransactionCanceledException.class, this::transact);
    assertThat(cancelled.cancellationReasons())
        .extracting(reason -> reason.code())
        .containsExactly("None", "TransactionConflict");
    transact();
    faults.fail(Call.of("PutItem"), Fault.TRANSACTION_CONFLICT, 99);
    assertThatExceptionOfType(TransactionConflictException.class).isThrownBy(this::put);
    assertThat(engine.applied()).containsExactly("TransactWriteItems");
  }

  @Test
  void someKeysOfABatchComeBackUnprocessed() {
    engine.answers(
        "BatchGetItem",
        "{\"Responses\":{\"t\":[{\"PK\":{\"S\":\"a\"}}]},\"UnprocessedKeys\":{\"t\":{\"Keys\":[{\"PK\":{\"S\":\"b\"}}]}}}");
    faults.fail(Call.of("BatchGetItem"), Fault.SOME_UNPROCESSED, 1);
    var answer = client.batchGetItem(r -> r.requestItems(Map.of("t", keys("a", "b", "c", "d"))));
    assertThat(engine.bodies().get(0)).contains("\"a\"", "\"b\"").doesNotContain("\"c\"");
    assertThat(answer.responses().get("t")).hasSize(1);
    assertThat(unprocessed(answer).keys()).containsExactlyInAnyOrder(key("b"), key("c"), key("d"));
    assertThat(unprocessed(answer).consistentRead()).isTrue();
  }

  @Test
  void allKeysOfABatchComeBackUnprocessed() {
    engine.answers("BatchGetItem", "{\"Responses\":{\"t\":[{\"PK\":{\"S\":\"a\"}}]}}");
    faults.fail(Call.of("BatchGetItem"), Fault.ALL_UNPROCESSED, 2);
    for (var time = 0; time < 2; time++) {
      var none = client.batchGetItem(r -> r.requestItems(Map.of("t", keys("a"))));
      assertThat(none.responses()).isEmpty();
      assertThat(unprocessed(none).keys()).containsExactly(key("a"));
    }
    var some = client.batchGetItem(r -> r.requestItems(Map.of("t", keys("a"))));
    assertThat(some.responses().get("t")).hasSize(1);
    assertThat(some.unprocessedKeys()).isEmpty();
  }

  @Test
  void someWritesOfABatchComeBackUnprocessed() {
    faults.fail(Call.of("BatchWriteItem"), Fault.SOME_UNPROCESSED, 1);
    var writes = List.of(write("a"), write("b"), write("c"));
    var answer = client.batchWriteItem(r -> r.requestItems(Map.of("t", writes)));
    assertThat(answer.unprocessedItems().get("t")).containsExactly(write("c"));
    assertThat(engine.bodies().get(0)).contains("\"b\"").doesNotContain("\"c\"");
  }

  @Test
  void nothingIsAppliedAfterTheLastCall() {
    put();
    faults.stopAfter(2);
    put();
    get();
    for (var time = 0; time < 2; time++) {
      assertThatThrownBy(this::put)
          .isInstanceOf(Stopped.class)
          .hasMessageContaining("call 3, PutItem of t");
    }
    assertThat(engine.applied()).containsExactly("PutItem", "PutItem", "GetItem");
    faults.reset();
    put();
    assertThat(faults.calls()).isEqualTo(1);
  }

  @Test
  void theLastCallIsAppliedWithoutAnAnswer() {
    faults.stopDuring(2);
    put();
    assertThatThrownBy(this::get).isInstanceOf(Stopped.class);
    assertThatThrownBy(this::put).isInstanceOf(Stopped.class);
    assertThat(engine.applied()).containsExactly("PutItem", "GetItem");
  }

  @Test
  void actionsRunOnceBetweenTheCallsOfAnOperation() {
    var seen = new ArrayList<String>();
    faults.before(
        Call.of("GetItem"),
        () -> {
          seen.add("before " + engine.applied());
          put();
        });
    faults.after(call -> call.number() > 1, () -> seen.add("after " + engine.applied()));
    get();
    get();
    assertThat(seen).containsExactly("before []", "after [PutItem]");
    assertThat(engine.applied()).containsExactly("PutItem", "GetItem", "GetItem");
  }

  @Test
  void onlyMatchingCallsGoWrong() {
    faults.fail(call -> call.table().equals("other"), Fault.ANSWER_LOST_FOR_GOOD, 1);
    put();
    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> client.getItem(r -> r.tableName("other").key(key("a"))));
  }

  @Test
  void heldAnswersMakeIndependentCallsSimultaneous() {
    faults.holdAnswers(Duration.ofMillis(250));
    get();
    Race.of(
        12,
        n ->
            () -> {
              get();
              return n;
            });
    put();
    var totals = log.totals();
    assertThat(totals.roundTrips()).isEqualTo(3);
    assertThat(totals.mostAtOnce()).isEqualTo(12);
    assertThat(totals.calls()).isEqualTo(14);
  }

  @Test
  void chainsOfCallsThatRunSideBySideAreAsLongAsTheLongest() {
    faults.holdAnswers(Duration.ofMillis(250));
    Race.of(
        4,
        n ->
            () -> {
              IntStream.rangeClosed(0, n).forEach(time -> get());
              return n;
            });
    assertThat(log.totals().roundTrips()).isEqualTo(4);
    assertThat(log.totals().calls()).isEqualTo(10);
  }

  @Test
  void otherFailuresOfTheEngineComeThrough() {
    engine.answers("PutItem", "{\"__type\":\"x#ValidationException\",\"message\":\"bad\"}");
    assertThatExceptionOfType(DynamoDbException.class).isThrownBy(this::put);
    assertThat(log.calls().get(0).failure()).isInstanceOf(DynamoDbException.class);
  }

  private void put() {
    client.putItem(r -> r.tableName("t").item(key("a")));
  }

  private void get() {
    client.getItem(r -> r.tableName("t").key(key("a")));
  }

  private void transact() {
    client.transactWriteItems(
        r ->
            r.transactItems(
                TransactWriteItem.builder().put(p -> p.tableName("t").item(key("a"))).build(),
                TransactWriteItem.builder().delete(d -> d.tableName("t").key(key("b"))).build()));
  }

  private static Map<String, AttributeValue> key(String value) {
    return Map.of("PK", AttributeValue.fromS(value));
  }

  private static KeysAndAttributes keys(String... values) {
    return KeysAndAttributes.builder()
        .consistentRead(true)
        .keys(List.of(values).stream().map(FaultyDynamoDbTest::key).toList())
        .build();
  }

  private static KeysAndAttributes unprocessed(BatchGetItemResponse answer) {
    assertThat(answer.unprocessedKeys()).containsOnlyKeys("t");
    return answer.unprocessedKeys().getOrDefault("t", KeysAndAttributes.builder().build());
  }

  private static WriteRequest write(String value) {
    return WriteRequest.builder().putRequest(p -> p.item(key(value))).build();
  }
}

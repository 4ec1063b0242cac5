package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.Delete;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes that were applied without an answer, and what others do before they are sent again. */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
class AmbiguousWriteTest {
  private static final Rig RIG = Rig.withTable();
  private static final List<Fault> APPLIED =
      List.of(Fault.ANSWER_LOST, Fault.SERVER_ERROR_AFTER_APPLYING);

  private final Namespace namespace = Rig.fresh();
  private final DynamoDbStore store = RIG.store();
  private long first;

  @BeforeEach
  void thereIsAnItemInAKnownNamespace() {
    first = store.put(namespace, "k", Map.of("n", 1));
    RIG.faults.reset();
  }

  @AfterEach
  void reset() {
    RIG.faults.reset();
  }

  private Object n() {
    return Objects.requireNonNull(store.get(namespace, "k").orElseThrow().value().get("n"));
  }

  private void loseTheAnswer(String operation, Fault fault) {
    RIG.faults.fail(Call.of(operation), fault, 1);
  }

  private void beforeItIsSentAgain(Runnable action) {
    RIG.faults.before(call -> call.number() == 2, action);
  }

  @Test
  void aPutWhoseAnswerWasLostIsAppliedOnce() {
    for (var fault : APPLIED) {
      var was = store.put(namespace, "k", Map.of("n", 1));
      for (var put :
          List.of(
              Put.of(namespace, "k", Map.of("n", 2)),
              Put.of(namespace, "k", Map.of("n", 3)).when(version(0)),
              Put.of(namespace, "k", Map.of("n", 4)).timeToLive(Put.FOREVER))) {
        if (put.condition().equals(absent())) {
          store.delete(namespace, "k");
        }
        loseTheAnswer("UpdateItem", fault);
        var version = store.put(put);
        var row = RIG.row(namespace, "k");
        assertThat(row.get("version").n()).isEqualTo("" + version);
        var replaced = put.condition().equals(absent()) ? 0 : was;
        assertThat(row.get("prev_version").n()).isEqualTo("" + replaced);
        was = version;
      }
    }
  }

  @Test
  void aVersionedPutWhoseAnswerWasLostIsNoConflict() {
    for (var fault : APPLIED) {
      loseTheAnswer("UpdateItem", fault);
      first = store.put(Put.of(namespace, "k", Map.of("n", 2)).when(version(first)));
      assertThat(store.get(namespace, "k").orElseThrow().version()).isEqualTo(first);
    }
  }

  @Test
  void aPutThatOneOtherHasOvertakenIsRecognisedAndDoesNotOverwriteTheOther() {
    for (var fault : APPLIED) {
      for (var put :
          List.of(
              Put.of(namespace, "k", Map.of("n", 2)),
              Put.of(namespace, "k", Map.of("n", 2)).when(absent()),
              Put.of(namespace, "k", Map.of("n", 2)).when(version(1)))) {
        if (put.condition().equals(absent())) {
          store.delete(namespace, "k");
        }
        var right = store.get(namespace, "k").map(item -> item.version()).orElse(0L);
        var mine = put.condition().equals(version(1)) ? put.when(version(right)) : put;
        RIG.faults.reset();
        loseTheAnswer("UpdateItem", fault);
        beforeItIsSentAgain(() -> RIG.store().put(namespace, "k", Map.of("n", 9)));
        var version = store.put(mine);
        assertThat(n()).isEqualTo(9);
        assertThat(RIG.row(namespace, "k").get("prev_version").n()).isEqualTo("" + version);
      }
    }
  }

  @Test
  void aVersionedPutThatTwoOthersHaveOvertakenIsAConflictThatSaysItMayHaveBeenApplied() {
    loseTheAnswer("UpdateItem", Fault.ANSWER_LOST);
    beforeItIsSentAgain(
        () -> {
          RIG.store().put(namespace, "k", Map.of("n", 8));
          RIG.store().put(namespace, "k", Map.of("n", 9));
        });
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> store.put(Put.of(namespace, "k", Map.of("n", 2)).when(version(first))))
        .matches(WriteConflictException::outcomeUnknown)
        .matches(e -> e.currentValue().orElseThrow().equals(Map.of("n", 9)));
  }

  @Test
  void aPutThatTheOriginalHasOvertakenIsRecognised() {
    RIG.clock.advance(Duration.ofSeconds(1));
    loseTheAnswer("UpdateItem", Fault.ANSWER_LOST);
    beforeItIsSentAgain(
        () ->
            new Original(RIG.table)
                .put(
                    Labels.partitionKey(namespace),
                    "k",
                    Map.of("text", AttributeValue.fromS("theirs")),
                    RIG.clock.instant(),
                    null));
    store.put(Put.of(namespace, "k", Map.of("n", 2)).when(version(first)));
    assertThat(store.get(namespace, "k").orElseThrow().value()).containsEntry("text", "theirs");
  }

  @Test
  void aVersionIsNotThatOfAnItemCreatedAgain() {
    store.delete(namespace, "k");
    store.put(namespace, "k", Map.of("n", 1));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> store.put(Put.of(namespace, "k", Map.of("n", 2)).when(version(first))))
        .matches(e -> !e.outcomeUnknown());
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> store.delete(Delete.of(namespace, "k").when(version(first))));
    assertThat(n()).isEqualTo(1);
  }

  @Test
  void anOperationRepeatedByAnotherProcessIsCarriedOutOnce() {
    var put = Put.of(namespace, "k", Map.of("n", 2)).when(version(first)).operationId("event-17");
    loseTheAnswer("UpdateItem", Fault.ANSWER_LOST_FOR_GOOD);
    assertThatThrownBy(() -> store.put(put)).isInstanceOf(SdkClientException.class);
    RIG.store().put(namespace, "k", Map.of("n", 9));
    var version = RIG.store().put(put);
    assertThat(n()).isEqualTo(9);
    assertThat(RIG.row(namespace, "k").get("prev_version").n()).isEqualTo("" + version);
  }

  @Test
  void aDeleteWhoseAnswerWasLostSucceeds() {
    for (var fault : APPLIED) {
      first = store.put(namespace, "k", Map.of("n", 1));
      loseTheAnswer("DeleteItem", fault);
      store.delete(Delete.of(namespace, "k").when(version(first)));
      assertThat(RIG.row(namespace, "k")).isEmpty();
    }
  }

  @Test
  void aDeleteWhoseAnswerWasLostDoesNotDeleteWhatWasCreatedSince() {
    loseTheAnswer("DeleteItem", Fault.ANSWER_LOST);
    beforeItIsSentAgain(() -> RIG.store().put(namespace, "k", Map.of("n", 9)));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> store.delete(Delete.of(namespace, "k").when(version(first))))
        .matches(WriteConflictException::outcomeUnknown);
    assertThat(n()).isEqualTo(9);
  }

  @Test
  void aTransactionWhoseAnswerWasLostIsAppliedOnce() {
    for (var fault : APPLIED) {
      var a = store.put(namespace, "a", Map.of("n", 1));
      var b = store.put(namespace, "b", Map.of("n", 1));
      loseTheAnswer("TransactWriteItems", fault);
      var versions =
          store.transact(
              List.of(
                  Put.of(namespace, "a", Map.of("n", 2)).when(version(a)),
                  Delete.of(namespace, "b").when(version(b))));
      assertThat(store.get(namespace, "a").orElseThrow().version()).isEqualTo(versions.get(0));
      assertThat(RIG.row(namespace, "b")).isEmpty();
    }
  }

  @Test
  void aLargePutWhoseAnswerWasLostLeavesOnlyItsOwnParts() {
    for (var fault : APPLIED) {
      store.put(namespace, "k", Rig.large(1));
      loseTheAnswer("UpdateItem", fault);
      store.put(namespace, "k", Rig.large(2)); // the first attempt: not over a head
      RIG.faults.reset();
      assertThat(RIG.registrations(namespace)).hasSize(1);
      loseTheSecondUpdate(fault);
      store.put(namespace, "k", Rig.large(3));
      assertThat(RIG.registrations(namespace))
          .containsExactly(new Row(RIG.row(namespace, "k")).partsId().orElseThrow());
    }
  }

  @Test
  void aSmallPutOverALargeValueWhoseAnswerWasLostLeavesNoParts() {
    for (var fault : APPLIED) {
      store.put(namespace, "k", Rig.large(1));
      loseTheSecondUpdate(fault);
      store.put(namespace, "k", Map.of("n", 2));
      assertThat(RIG.registrations(namespace)).isEmpty();
    }
  }

  @Test
  void aDeleteOfALargeValueWhoseAnswerWasLostLeavesNoParts() {
    for (var fault : APPLIED) {
      store.put(namespace, "k", Rig.large(1));
      RIG.faults.reset();
      RIG.faults.fail(call -> call.number() == 2, fault, 1);
      store.delete(namespace, "k");
      assertThat(RIG.row(namespace, "k")).isEmpty();
      assertThat(RIG.registrations(namespace)).isEmpty();
    }
  }

  @Test
  void aTransactionOverALargeValueWhoseAnswerWasLostLeavesNoParts() {
    for (var fault : APPLIED) {
      store.put(namespace, "k", Rig.large(1));
      RIG.faults.reset();
      RIG.faults.fail(call -> call.number() == 2, fault, 1);
      store.transact(List.of(Put.of(namespace, "k", Map.of("n", 2))));
      assertThat(n()).isEqualTo(2);
      assertThat(RIG.registrations(namespace)).isEmpty();
    }
  }

  private void loseTheSecondUpdate(Fault fault) {
    RIG.faults.reset();
    var isOfTheItem =
        Call.of("UpdateItem").and(call -> call.request().toString().contains("= :parts"));
    RIG.faults.fail(isOfTheItem, fault, 1);
  }
}

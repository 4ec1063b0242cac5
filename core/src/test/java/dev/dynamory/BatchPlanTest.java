package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static final Namespace A = Namespace.of("a");

  @Test
  void separatesReadsFromTheLastWriteToEachKey() {
    var get = Get.of(A, "k");
    var first = Put.of(A, "k", Map.of("n", 1));
    var last = Put.of(A, "k", Map.of("n", 2)).when(WriteCondition.version(3));
    var other = Delete.of(A, "l");
    var search = Search.in(A);
    var plan = BatchPlan.of(List.of(first, get, other, last, search));
    assertThat(plan.reads()).containsExactly(Map.entry(1, get), Map.entry(4, search));
    assertThat(plan.writes())
        .containsOnly(Map.entry(last, List.of(0, 3)), Map.entry(other, List.of(2)));
  }

  @Test
  void theSameKeyInAnotherNamespaceIsAnotherKey() {
    var writes = List.of(Put.of(A, "k", Map.of()), Put.of(A.child("b"), "k", Map.of()));
    assertThat(BatchPlan.of(writes).writes()).hasSize(2);
  }

  @Test
  void anEarlierWriteWithAConditionIsBadInput() {
    var operations =
        List.of(
            Get.of(A, "k"),
            Delete.of(A, "k").when(WriteCondition.version(1)),
            Put.of(A, "k", Map.of()));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BatchPlan.of(operations))
        .satisfies(e -> assertThat(e.path()).isEqualTo("operations[2]"));
  }

  @Test
  void searchesThatAListRefusesAreBadInput() {
    for (var search : List.of(Search.in(A).maxRead(1), Search.in(A).pageToken("x"))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> BatchPlan.of(List.of(search)));
    }
  }

  @Test
  void aTransactionHas1To100WritesAndEachKeyOnce() {
    BatchPlan.checkTransaction(puts(1));
    BatchPlan.checkTransaction(puts(100));
    for (var bad :
        List.of(puts(0), puts(101), List.of(Put.of(A, "k", Map.of()), Delete.of(A, "k")))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> BatchPlan.checkTransaction(bad))
          .satisfies(e -> assertThat(e.argument()).isEqualTo("writes"));
    }
  }

  @Test
  void theExceptionSaysWhatFailedInOrder() {
    var first = new IllegalStateException("first");
    var second = new IllegalStateException("second");
    var failures = new HashMap<Integer, RuntimeException>();
    failures.put(9, second);
    failures.put(17, first);
    failures.put(4, first);
    var exception = new BatchException(failures);
    assertThat(exception.failures().keySet()).containsExactly(4, 9, 17);
    assertThat(exception).hasCause(first).hasSuppressedException(second);
    assertThat(exception.getSuppressed()).hasSize(1);
    assertThat(exception).hasMessageContaining("[4, 9, 17]");
    assertThat(new BatchException(Collections.singletonMap(0, first)).failures()).hasSize(1);
  }

  private static List<? extends Write> puts(int count) {
    return IntStream.range(0, count).mapToObj(i -> Put.of(A, "k" + i, Map.of())).toList();
  }
}

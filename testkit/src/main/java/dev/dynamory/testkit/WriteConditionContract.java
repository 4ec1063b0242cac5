package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dynamory.Delete;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Versions, conditions, conflicts, and puts that are safe to repeat. */
public interface WriteConditionContract extends StoreFixture {

  @Test
  default void everyPutHasAnotherVersion() {
    var namespace = fresh();
    var versions = new HashSet<Long>();
    for (var n = 0; n < 10; n++) {
      assertThat(versions.add(store().put(namespace, "k", Map.of("same", true)))).isTrue();
    }
    store().delete(namespace, "k");
    assertThat(versions.add(store().put(namespace, "k", Map.of("same", true)))).isTrue();
    assertThat(versions).allMatch(version -> version > 0);
    assertThat(versions).contains(item(namespace).version());
  }

  @Test
  default void putsIfTheVersionIsTheOneAskedFor() {
    var namespace = fresh();
    var first = store().put(namespace, "k", Map.of("n", 1));
    var second = store().put(put(namespace, 2).when(version(first)));
    var third = store().put(put(namespace, 3).when(version(second)));
    assertThat(item(namespace).version()).isEqualTo(third);
    assertDocument(item(namespace).value(), Map.of("n", 3));
  }

  @Test
  default void aConflictingPutChangesNothing() {
    var clock = MovableClock.now();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    var stale = store.put(namespace, "k", Map.of("n", 1));
    store.put(namespace, "k", Map.of("n", 2));
    var before = item(namespace);
    clock.advance(Duration.ofMinutes(1));
    var conflict = conflictOf(() -> store.put(put(namespace, 3).when(version(stale))));
    assertConflictWith(before, conflict);
    assertThat(conflict.condition()).isEqualTo(version(stale));
    assertThat(item(namespace)).isEqualTo(before);
  }

  @Test
  default void aConflictCarriesWhatIsThereSoThatTheCallerCanMerge() {
    var namespace = fresh();
    var stale = store().put(namespace, "k", Map.of("n", 1));
    store().put(namespace, "k", Map.of("n", 2));
    var conflict = conflictOf(() -> store().put(put(namespace, 10).when(version(stale))));
    store()
        .put(
            Put.of(namespace, "k", Map.of("merged", conflict.currentValue().orElseThrow()))
                .when(version(conflict.currentVersion())));
    assertDocument(item(namespace).value(), Map.of("merged", Map.of("n", 2)));
  }

  @Test
  default void putsIfNothingIsThere() {
    var namespace = fresh();
    var first = store().put(put(namespace, 1).when(absent()));
    assertThat(item(namespace).version()).isEqualTo(first);
    assertConflictWith(
        item(namespace), conflictOf(() -> store().put(put(namespace, 2).when(absent()))));
    assertDocument(item(namespace).value(), Map.of("n", 1));
    store().delete(namespace, "k");
    store().put(put(namespace, 3).when(absent()));
    assertDocument(item(namespace).value(), Map.of("n", 3));
  }

  @Test
  default void versionZeroMeansAbsent() {
    var namespace = fresh();
    store().put(put(namespace, 1).when(version(0)));
    assertConflictWith(
        item(namespace), conflictOf(() -> store().put(put(namespace, 2).when(version(0)))));
  }

  @Test
  default void aVersionOfWhatIsNotThereIsAConflict() {
    var namespace = fresh();
    assertNothingThere(conflictOf(() -> store().put(put(namespace, 1).when(version(17)))));
    assertThat(store().get(namespace, "k")).isEmpty();
    assertThat(store().search(namespace)).isEmpty();
  }

  @Test
  default void refusesAStaleVersionAfterDeletionAndCreation() {
    var namespace = fresh();
    var old = store().put(namespace, "k", Map.of("n", 1));
    store().delete(namespace, "k");
    assertNothingThere(conflictOf(() -> store().put(put(namespace, 2).when(version(old)))));
    store().put(put(namespace, 1).when(absent()));
    assertConflictWith(
        item(namespace), conflictOf(() -> store().put(put(namespace, 2).when(version(old)))));
    assertDocument(item(namespace).value(), Map.of("n", 1));
  }

  @Test
  default void refusesTheVersionOfAnotherItem() {
    var namespace = fresh();
    store().put(namespace, "k", Map.of("n", 1));
    var others = store().put(namespace, "other", Map.of("n", 1));
    assertConflictWith(
        item(namespace), conflictOf(() -> store().put(put(namespace, 2).when(version(others)))));
  }

  @Test
  default void deletesIfTheVersionIsTheOneAskedFor() {
    var namespace = fresh();
    var stale = store().put(namespace, "k", Map.of("n", 1));
    var current = store().put(namespace, "k", Map.of("n", 2));
    var delete = Delete.of(namespace, "k");
    assertConflictWith(
        item(namespace), conflictOf(() -> store().delete(delete.when(version(stale)))));
    assertThat(item(namespace).version()).isEqualTo(current);
    store().delete(delete.when(version(current)));
    assertThat(store().get(namespace, "k")).isEmpty();
  }

  @Test
  default void deletingAVersionOfWhatIsNotThereIsAConflict() {
    var namespace = fresh();
    var old = store().put(namespace, "k", Map.of("n", 1));
    store().delete(namespace, "k");
    assertNothingThere(
        conflictOf(() -> store().delete(Delete.of(namespace, "k").when(version(old)))));
  }

  @Test
  default void deletingIfNothingIsThereRemovesNothing() {
    var namespace = fresh();
    var delete = Delete.of(namespace, "k").when(absent());
    store().delete(delete);
    store().put(namespace, "k", Map.of("n", 1));
    assertConflictWith(item(namespace), conflictOf(() -> store().delete(delete)));
    assertThat(store().get(namespace, "k")).isPresent();
  }

  @Test
  default void aRepeatedOperationIsNoConflict() {
    var namespace = fresh();
    var put = put(namespace, 1).when(absent()).operationId("create-1");
    var version = store().put(put);
    assertThat(store().put(put)).isEqualTo(version);
    assertThat(item(namespace).version()).isEqualTo(version);

    var next = put(namespace, 2).when(version(version)).operationId("change-2");
    var second = store().put(next);
    assertThat(store().put(next)).isEqualTo(second);
    assertThat(item(namespace).version()).isEqualTo(second);
    assertDocument(item(namespace).value(), Map.of("n", 2));
  }

  @Test
  default void aRepeatedOperationDoesNotOverwriteWhoCameAfterIt() {
    var namespace = fresh();
    var unconditional = put(namespace, 1).operationId("first");
    var version = store().put(unconditional);
    var overtaker = store().put(put(namespace, 2).operationId("second"));
    assertThat(store().put(unconditional)).isEqualTo(version);
    assertDocument(item(namespace).value(), Map.of("n", 2));
    assertThat(item(namespace).version()).isEqualTo(overtaker);
  }

  @Test
  default void aRepeatedConditionalOperationIsRecognisedAfterOneOvertaker() {
    var namespace = fresh();
    var put = put(namespace, 1).when(absent()).operationId("first");
    var version = store().put(put);
    store().put(put(namespace, 2).when(version(version)));
    assertThat(store().put(put)).isEqualTo(version);
    assertDocument(item(namespace).value(), Map.of("n", 2));
  }

  @Test
  default void operationsOfTheSameNameOnTwoItemsAreTwo() {
    var namespace = fresh();
    store().put(put(namespace, 1).operationId("same"));
    store().put(Put.of(namespace, "other", Map.of("n", 2)).operationId("same"));
    assertDocument(item(namespace).value(), Map.of("n", 1));
    assertDocument(store().get(namespace, "other").orElseThrow().value(), Map.of("n", 2));
  }

  @Test
  default void differentOperationsOnOneItemAreBothCarriedOut() {
    var namespace = fresh();
    var first = store().put(put(namespace, 1).operationId("a"));
    var second = store().put(put(namespace, 2).operationId("b"));
    assertThat(second).isNotEqualTo(first);
    assertDocument(item(namespace).value(), Map.of("n", 2));
  }

  private static Put put(Namespace namespace, int n) {
    return Put.of(namespace, "k", Map.of("n", n));
  }

  private Item item(Namespace namespace) {
    return store().get(namespace, "k").orElseThrow();
  }

  private static WriteConflictException conflictOf(ThrowingCallable write) {
    var conflict = catchThrowableOfType(WriteConflictException.class, write);
    assertThat(conflict).as("the write should be a conflict").isNotNull();
    return conflict;
  }

  private static void assertConflictWith(Item current, WriteConflictException conflict) {
    assertThat(conflict.currentVersion()).isEqualTo(current.version());
    assertDocument(conflict.currentValue().orElseThrow(), current.value());
    assertThat(conflict.outcomeUnknown()).isFalse();
  }

  private static void assertNothingThere(WriteConflictException conflict) {
    assertThat(conflict.currentVersion()).isZero();
    assertThat(conflict.currentValue()).isEmpty();
    assertThat(conflict.outcomeUnknown()).isFalse();
  }
}

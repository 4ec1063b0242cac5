package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dynamory.Delete;
import dev.dynamory.InvalidInputException;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Write;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writes that are carried out all or none. */
public interface TransactionContract extends StoreFixture {

  @Test
  default void carriesOutAllWritesAndGivesTheirVersions() {
    var root = fresh();
    var old = store().put(root, "changed", Map.of("n", 1));
    store().put(root, "gone", Map.of());
    var versions =
        store()
            .transact(
                List.of(
                    Put.of(root, "changed", Map.of("n", 2)).when(version(old)),
                    Delete.of(root, "gone"),
                    Put.of(root.child("new"), "created", Map.of("n", 3)).when(absent())));
    assertThat(versions)
        .containsExactly(
            store().get(root, "changed").orElseThrow().version(),
            0L,
            store().get(root.child("new"), "created").orElseThrow().version());
    assertThat(keys(store().search(root))).containsExactly("changed", "created");
    assertThat(store().listNamespaces(ListNamespaces.under(root.labels().get(0))))
        .containsExactly(root, root.child("new"));
  }

  @Test
  default void aConflictUndoesAll() {
    var root = fresh();
    var stale = store().put(root, "k", Map.of("n", 1));
    var current = store().put(root, "k", Map.of("n", 2));
    store().put(root, "kept", Map.of());
    var conflict =
        catchThrowableOfType(
            WriteConflictException.class,
            () ->
                store()
                    .transact(
                        List.of(
                            Put.of(root, "new", Map.of("n", 1)),
                            Delete.of(root, "kept"),
                            Put.of(root, "k", Map.of("n", 3)).when(version(stale)))));
    assertThat(conflict).isNotNull();
    assertThat(conflict.currentVersion()).isEqualTo(current);
    assertDocument(conflict.currentValue().orElseThrow(), Map.of("n", 2));
    assertThat(conflict.condition()).isEqualTo(version(stale));
    assertThat(keys(store().search(root))).containsExactly("k", "kept");
    assertDocument(store().get(root, "k").orElseThrow().value(), Map.of("n", 2));
  }

  @Test
  default void everyKindOfConditionCanUndoATransaction() {
    var root = fresh();
    store().put(root, "there", Map.of());
    var conditional =
        List.<Write>of(
            Put.of(root, "there", Map.of("n", 1)).when(absent()),
            Put.of(root, "absent", Map.of("n", 1)).when(version(5)),
            Delete.of(root, "there").when(version(5)),
            Delete.of(root, "there").when(absent()),
            Delete.of(root, "absent").when(version(5)));
    for (var write : conditional) {
      assertThatExceptionOfType(WriteConflictException.class)
          .as("%s", write)
          .isThrownBy(() -> store().transact(List.of(Put.of(root, "new", Map.of()), write)));
      assertThat(keys(store().search(root))).containsExactly("there");
    }
  }

  @Test
  default void unconditionalWritesNeverConflict() {
    var root = fresh();
    store().put(root, "a", Map.of("n", 1));
    assertThat(
            store()
                .transact(
                    List.of(
                        Put.of(root, "a", Map.of("n", 2)),
                        Put.of(root, "b", Map.of("n", 3)),
                        Delete.of(root, "never there"))))
        .hasSize(3);
    assertDocument(store().get(root, "a").orElseThrow().value(), Map.of("n", 2));
    assertDocument(store().get(root, "b").orElseThrow().value(), Map.of("n", 3));
  }

  @Test
  default void aTransactionOfOneWriteIsAWrite() {
    var root = fresh();
    var version = store().transact(List.of(Put.of(root, "k", Map.of("n", 1)))).get(0);
    assertThat(store().get(root, "k").orElseThrow().version()).isEqualTo(version);
    store().transact(List.of(Delete.of(root, "k").when(version(version))));
    assertThat(store().get(root, "k")).isEmpty();
  }

  @Test
  default void aRepeatedOperationInATransactionIsNoConflict() {
    var root = fresh();
    var writes =
        List.of(
            Put.of(root, "a", Map.of("n", 1)).when(absent()).operationId("a1"),
            Put.of(root, "b", Map.of("n", 2)).when(absent()).operationId("b1"));
    var versions = store().transact(writes);
    assertThat(store().transact(writes)).isEqualTo(versions);
    assertDocument(store().get(root, "a").orElseThrow().value(), Map.of("n", 1));
  }

  @Test
  default void takesUpTo100Writes() {
    var root = fresh();
    assertThat(store().transact(puts(root.labels().get(0), 100))).hasSize(100);
    assertThat(store().search(Search.in(root).limit(200))).hasSize(100);
  }

  @Test
  default void refusesNoWritesAndMoreThan100() {
    var root = fresh();
    assertBadInput(List.of());
    assertBadInput(puts(root.labels().get(0), 101));
    assertThat(store().search(root)).isEmpty();
  }

  @Test
  default void refusesTwoWritesToOneKey() {
    var root = fresh();
    assertBadInput(
        List.of(Put.of(root, "a", Map.of()), Put.of(root, "k", Map.of()), Delete.of(root, "k")));
    assertThat(store().search(root)).isEmpty();
    store().transact(List.of(Put.of(root, "k", Map.of()), Put.of(root.child("c"), "k", Map.of())));
    assertThat(store().search(root)).hasSize(2);
  }

  private void assertBadInput(List<? extends Write> writes) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store().transact(writes))
        .satisfies(e -> assertThat(e.argument()).isEqualTo("writes"));
  }

  private static List<Put> puts(String root, int count) {
    var puts = new ArrayList<Put>();
    for (var n = 0; n < count; n++) {
      puts.add(Put.of(Namespace.of(root), key(n), Map.of("n", n)));
    }
    return puts;
  }
}

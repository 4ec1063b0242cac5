package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NamespaceChange;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.tables.Purpose;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each operation costs, and that it calls what the table declares and nothing else. */
class RegistryCostsTest {
  private final Watched watched = new Watched();
  private final DynamoDbNamespaceRegistry registry = watched.newProcess().namespaces(watched.table);

  @BeforeEach
  void aTable() {
    registry.setup();
    watched.log.reset();
  }

  private void assertCost(Runnable operation, int calls, double reads, double writes) {
    watched.log.reset();
    operation.run();
    var totals = watched.log.totals();
    assertThat(List.of((double) totals.calls(), totals.readUnits(), totals.writeUnits()))
        .as("calls, read units, write units of%n%s", watched.log)
        .isEqualTo(List.of((double) calls, reads, writes));
  }

  @Test
  void eachOperationCostsWhatIsPromised() {
    assertCost(() -> registry.create(RegisteredNamespace.of("a", "A")), 1, 0, 2);
    assertCost(() -> registry.create(RegisteredNamespace.of("b", "B").under("a")), 2, 0.5, 4);
    assertCost(() -> registry.create(RegisteredNamespace.of("c", "C").under("a")), 2, 0.5, 6);
    assertCost(() -> registry.get("b"), 1, 0.5, 0);
    assertCost(() -> registry.withConsistentReads().get("b"), 1, 1, 0);
    assertCost(() -> registry.exists("b"), 1, 0.5, 0);
    assertCost(() -> registry.path("b"), 2, 1, 0);
    assertCost(() -> registry.list("a"), 1, 0.5, 0);
    assertCost(() -> registry.tree(), 1, 0.5, 0);
    assertCost(() -> registry.update(NamespaceChange.of("b").name("BB")), 1, 0, 2);
    assertCost(() -> registry.update(NamespaceChange.of("b").metadata(Map.of("k", 1))), 2, 1, 2);
    assertCost(() -> registry.move("c", null), 2, 1, 3);
    assertCost(() -> registry.delete("c"), 2, 0.5, 2);
  }

  @Test
  void withoutTransactionsEachPutsAFewCallsMore() {
    var bare = registry.withoutTransactions();
    bare.create(RegisteredNamespace.of("a", "A"));
    assertCalls(() -> bare.create(RegisteredNamespace.of("b", "B").under("a")), 4);
    assertCalls(() -> bare.create(RegisteredNamespace.of("c", "C").under("a")), 4);
    assertCalls(() -> bare.move("c", "b"), 9);
    assertCalls(() -> bare.move("c", null), 2);
    assertCalls(() -> bare.delete("c"), 2);
  }

  private void assertCalls(Runnable operation, int calls) {
    watched.log.reset();
    operation.run();
    assertThat(watched.log.totals().calls()).as("%s", watched.log).isEqualTo(calls);
  }

  @Test
  void aSubtreeOfFourLevelsIsFourRoundTrips() {
    registry.createPath("a/b/c");
    registry.createPath("a/b/d");
    registry.createPath("a/e/f");
    watched.faults.holdAnswers(Duration.ofMillis(250));
    watched.log.reset();
    assertThat(registry.tree("a").orElseThrow().descendants()).hasSize(5);
    assertThat(watched.log.totals().roundTrips()).isEqualTo(3);
    assertThat(watched.log.calls("Scan")).isEmpty();
  }

  @Test
  void eachPurposeCallsWhatItDeclares() {
    var fresh = new Watched();
    var unmade = fresh.newProcess().namespaces(fresh.table);
    unmade.setup();
    unmade.verify();
    assertThat(called(fresh))
        .isEqualTo(new TreeSet<>(TableDefinition.NAMESPACES.actions(Purpose.SETUP)));
    registry.createPath("a/b/c");
    registry.update(NamespaceChange.of("a").name("A"));
    registry.move("a/b/c", null);
    registry.get("a");
    registry.list("a");
    registry.tree("a");
    registry.path("a/b");
    registry.delete("a/b/c");
    assertCallsOnly(TableDefinition.NAMESPACES.actions(Purpose.RUNTIME));
    registry.tree();
    assertCallsOnly(TableDefinition.NAMESPACES.actions(Purpose.SCAN));
  }

  private void assertCallsOnly(Set<String> declared) {
    assertThat(called(watched)).isEqualTo(declared);
    watched.log.reset();
  }

  private static Set<String> called(Watched watched) {
    var called = new TreeSet<String>();
    watched.log.calls().forEach(call -> called.add(call.operation()));
    return called;
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DynamoryException;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import dev.dynamory.testkit.NamespaceRegistryConcurrencyContract;
import dev.dynamory.testkit.NamespaceRegistryContract;
import dev.dynamory.testkit.NamespaceRegistryModelContract;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The registry's promises hold by marks alone, too. */
class RegistryWithoutTransactionsTest
    implements NamespaceRegistryContract,
        NamespaceRegistryConcurrencyContract,
        NamespaceRegistryModelContract {
  private Watched watched = new Watched();
  private DynamoDbNamespaceRegistry registry = registry();

  @Override
  public Place emptyPlace() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).namespaces(table).setup();
    return clock ->
        Dynamory.builder()
            .client(Engine.client())
            .clock(clock)
            .build()
            .namespaces(table)
            .withoutTransactions();
  }

  private DynamoDbNamespaceRegistry registry() {
    return watched.newProcess().namespaces(watched.table).withoutTransactions();
  }

  /** Of a process whose calls nobody disturbs, with transactions or without. */
  private DynamoDbNamespaceRegistry elsewhere() {
    return Dynamory.builder()
        .client(Engine.client())
        .clock(watched.clock)
        .build()
        .namespaces(watched.table);
  }

  @BeforeEach
  void begin() {
    watched = new Watched();
    registry = registry();
    registry.setup();
    registry.createPath("p/q");
    registry.create(RegisteredNamespace.of("leaf", "Leaf"));
    registry.create(RegisteredNamespace.of("other", "Other"));
    watched.faults.reset();
  }

  private Map<String, String> parents() {
    watched.faults.reset();
    var forest = elsewhere().withConsistentReads().tree();
    assertThat(forest.unattached()).isEmpty();
    var parents = new TreeMap<String, String>();
    forest.roots().forEach(root -> parents.put(root.namespace().id(), ""));
    forest
        .roots()
        .forEach(
            root ->
                root.descendants()
                    .forEach(below -> parents.put(below.id(), "" + below.parentId())));
    return parents;
  }

  private static RegisteredNamespace child(String parent) {
    return RegisteredNamespace.of("c", "C").under(parent);
  }

  private static void assertRefused(Reason reason, Runnable operation) {
    assertThat(catchThrowable(operation::run))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void noOperationCallsATransaction() {
    watched.faults.fail(Call.of("TransactWriteItems"), Fault.SERVER_ERROR, Integer.MAX_VALUE);
    registry.create(child("leaf"));
    registry.move("c", "p/q");
    registry.move("p", "leaf");
    registry.move("p", null);
    registry.createPath("a/b");
    assertThat(registry.delete("c")).isTrue();
    assertThat(registry.deleteTree("a")).hasSize(2);
    assertThat(parents()).isEqualTo(Map.of("leaf", "", "other", "", "p", "", "p/q", "p"));
  }

  @Test
  void aParentDeletedWhileItsChildIsWrittenRefusesIt() {
    watched.faults.after(Call.of("PutItem"), () -> forceDelete("leaf"));
    assertRefused(Reason.PARENT_MISSING, () -> registry.create(child("leaf")));
    assertThat(parents()).doesNotContainKeys("c", "leaf");
  }

  private void forceDelete(String id) {
    Engine.client()
        .deleteItem(request -> request.tableName(watched.table).key(RegistryItems.key(id)));
  }

  @Test
  void aParentMarkedWhileItsChildIsWrittenTakesTheChildWithIt() {
    watched.faults.after(Call.of("PutItem"), () -> elsewhere().deleteTree("p"));
    assertThat(catchThrowable(() -> registry.create(child("p/q"))))
        .isInstanceOf(RefusedException.class);
    assertThat(parents()).isEqualTo(Map.of("leaf", "", "other", ""));
  }

  @Test
  void nothingIsPutUnderAChildThatIsNotCertainYet() {
    watched.faults.after(
        Call.of("PutItem"),
        () -> {
          assertRefused(
              Reason.BUSY, () -> elsewhere().create(RegisteredNamespace.of("d", "D").under("c")));
          assertRefused(Reason.BUSY, () -> elsewhere().move("other", "c"));
          forceDelete("leaf");
        });
    assertRefused(Reason.PARENT_MISSING, () -> registry.create(child("leaf")));
    assertThat(parents()).isEqualTo(Map.of("other", "", "p", "", "p/q", "p"));
  }

  @Test
  void aMoveThatMeetsTheOtherHalfOfACycleWaitsAndIsRefused() {
    watched.faults.before(
        Call.of("UpdateItem"), () -> elsewhere().withoutTransactions().move("leaf", "p/q"));
    assertRefused(Reason.CYCLE, () -> registry.move("p", "leaf"));
    assertThat(parents()).containsEntry("leaf", "p/q").containsEntry("p", "");
  }

  @Test
  void aTransactionDoesNotPassBelowANodeThatIsBeingMoved() {
    watched.faults.after(
        Call.of("GetItem").and(call -> call.number() > 2),
        () -> assertRefused(Reason.BUSY, () -> elsewhere().move("leaf", "p/q")));
    registry.move("p", "leaf");
    assertThat(parents()).containsEntry("leaf", "").containsEntry("p", "leaf");
  }

  @Test
  void aMoveUnderWhatIsDeletedMeanwhileGoesBack() {
    watched.faults.after(RegistryWithoutTransactionsTest::putsUnder, () -> forceDelete("leaf"));
    assertRefused(Reason.PARENT_MISSING, () -> registry.move("p/q", "leaf"));
    assertThat(parents()).containsEntry("p/q", "p");
    assertThat(elsewhere().verify()).isEmpty();
  }

  @Test
  void aMoveWhoseBothEndsAreDeletedEndsAtTheRoot() {
    watched.faults.after(
        RegistryWithoutTransactionsTest::putsUnder,
        () -> {
          forceDelete("leaf");
          forceDelete("p");
        });
    assertRefused(Reason.PARENT_MISSING, () -> registry.move("p/q", "leaf"));
    assertThat(parents()).containsEntry("p/q", "");
  }

  private static boolean putsUnder(Call call) {
    return call.request().toString().contains("SET #parent = :parent");
  }

  @Test
  void marksOfAMoveThatEndedAreLiftedAfterAQuarterOfAnHour() {
    watched.faults.stopAfter(2); // read and marked
    assertThat(catchThrowable(() -> registry.move("p", "leaf"))).isNotNull();
    watched.faults.reset();
    assertRefused(Reason.BUSY, () -> elsewhere().move("leaf", "p/q"));
    watched.clock.advance(Duration.ofMinutes(16));
    assertThat(elsewhere().verify()).hasSize(1);
    elsewhere().move("leaf", "p/q");
    assertThat(elsewhere().verify()).isEmpty();
  }

  private record Scenario(String name, Consumer<DynamoDbNamespaceRegistry> operation) {}

  private static Stream<Scenario> writes() {
    return Stream.of(
        new Scenario("create under a leaf", r -> r.create(child("leaf"))),
        new Scenario("create under a parent", r -> r.create(child("p"))),
        new Scenario("move", r -> r.move("p/q", "leaf")),
        new Scenario("move a tree", r -> r.move("p", "leaf")),
        new Scenario("delete a tree", r -> r.deleteTree("p")));
  }

  @TestFactory
  Stream<DynamicTest> stoppedAfterAnyCallAWriteIsDoneOrNotAndDoingItAgainCompletesIt() {
    return writes()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> stopAtEveryCall(scenario)));
  }

  private void stopAtEveryCall(Scenario scenario) {
    begin();
    scenario.operation().accept(registry);
    var done = parents();
    for (var calls = 0; ; calls++) {
      begin();
      var before = parents();
      watched.faults.stopDuring(calls + 1);
      var failure = catchThrowable(() -> scenario.operation().accept(registry));
      var state = parents();
      if (scenario.name().equals("delete a tree")) {
        assertThat(before).containsAllEntriesOf(state);
      } else {
        assertThat(List.of(before, done)).as("during call %d", calls + 1).contains(state);
      }
      watched.clock.advance(Duration.ofMinutes(16));
      elsewhere().repair();
      assertThat(elsewhere().verify()).as("during call %d", calls + 1).isEmpty();
      var again = catchThrowable(() -> scenario.operation().accept(registry()));
      if (again != null) { // refused, as done before
        assertThat(again).isInstanceOf(DynamoryException.class);
      }
      assertThat(parents()).as("again after call %d", calls + 1).isEqualTo(done);
      if (failure == null) {
        break;
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aFaultThatTheSdkRetriesIsNoticedByNobody() {
    return writes()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(),
                    () -> {
                      begin();
                      scenario.operation().accept(registry);
                      var done = parents();
                      for (var fault :
                          List.of(
                              Fault.THROTTLED,
                              Fault.SERVER_ERROR_AFTER_APPLYING,
                              Fault.REQUEST_LOST,
                              Fault.ANSWER_LOST)) {
                        begin();
                        var failed = Collections.synchronizedSet(new HashSet<String>());
                        watched.faults.fail(
                            call -> failed.add(call.request().toString()),
                            fault,
                            Integer.MAX_VALUE);
                        scenario.operation().accept(registry);
                        assertThat(failed).isNotEmpty();
                        assertThat(parents()).as("%s", fault).isEqualTo(done);
                      }
                    }));
  }

  @Test
  void anEngineWithoutTransactionsIsAConfigurationErrorThatSaysWhatToDo() {
    var registry = watched.newProcess(new NoTransactions()).namespaces(watched.table);
    assertThat(catchThrowable(() -> registry.create(child("leaf"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("withoutTransactions()");
    assertThat(catchThrowable(() -> registry.move("leaf", "p")))
        .isInstanceOf(ConfigurationException.class);
    registry.create(RegisteredNamespace.of("top", "needs none"));
    registry.withoutTransactions().create(child("leaf"));
    assertThat(parents()).containsEntry("c", "leaf");
  }
}

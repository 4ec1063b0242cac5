package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.NamespaceChange;
import dev.dynamory.RefusedException;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.testkit.Call;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, interleaved call by call, and what a process that ended leaves to others. */
class RegistryRacesTest {
  private final Watched watched = new Watched();
  private final DynamoDbNamespaceRegistry registry = watched.newProcess().namespaces(watched.table);

  @BeforeEach
  void setUp() {
    registry.setup();
    registry.createPath("p/q");
    registry.create(RegisteredNamespace.of("leaf", "Leaf"));
  }

  private DynamoDbNamespaceRegistry elsewhere() {
    return Dynamory.builder()
        .client(Engine.client())
        .clock(watched.clock)
        .build()
        .namespaces(watched.table);
  }

  private void assertWhole() {
    assertThat(elsewhere().tree().unattached()).isEmpty();
  }

  @Test
  void aChildBornAfterTheIndexWasAskedStopsTheDeletionOfALeaf() {
    watched.faults.after(
        Call.of("Query"), () -> elsewhere().create(RegisteredNamespace.of("c", "C").under("leaf")));
    assertThat(catchThrowable(() -> registry.delete("leaf"))).isInstanceOf(RefusedException.class);
    assertThat(elsewhere().path("c")).hasSize(2);
  }

  @Test
  void aParentDeletedBeforeTheChildIsWrittenRefusesIt() {
    watched.faults.before(Call.of("TransactWriteItems"), () -> elsewhere().delete("leaf"));
    assertThat(
            catchThrowable(() -> registry.create(RegisteredNamespace.of("c", "C").under("leaf"))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.PARENT_MISSING));
    assertThat(elsewhere().exists("c")).isFalse();
  }

  @Test
  void aChildBornBetweenMarkAndScanIsRefusedOrSeen() {
    elsewhere().delete("p/q");
    watched.faults.before(
        Call.of("Scan"),
        () ->
            assertThat(
                    catchThrowable(
                        () -> elsewhere().create(RegisteredNamespace.of("c", "C").under("p"))))
                .isInstanceOf(RefusedException.class));
    assertThat(registry.delete("p")).isTrue();
    assertWhole();
  }

  @Test
  void aMoveMeetingTheOtherHalfOfACycleIsRefused() {
    watched.faults.before(Call.of("TransactWriteItems"), () -> elsewhere().move("leaf", "p/q"));
    assertThat(catchThrowable(() -> registry.move("p", "leaf")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.CYCLE));
    assertThat(elsewhere().path("leaf")).hasSize(3);
    assertWhole();
  }

  @Test
  void aMoveNoticesStachesMoveOfAnAncestor() {
    watched.faults.before(
        Call.of("TransactWriteItems"),
        () ->
            Engine.client()
                .updateItem(
                    request ->
                        request
                            .tableName(watched.table)
                            .key(RegistryItems.key("p"))
                            .updateExpression("SET parent_id = :p")
                            .expressionAttributeValues(
                                Map.of(":p", AttributeValues.string("leaf")))));
    assertThat(catchThrowable(() -> registry.move("leaf", "p/q")))
        .isInstanceOf(RefusedException.class);
    assertWhole();
  }

  @Test
  void aNodeMovedOutOfATreeThatIsBeingDeletedIsKept() {
    watched.faults.after(Call.of("Scan"), () -> elsewhere().move("p/q", "leaf"));
    assertThat(registry.deleteTree("p")).containsExactly("p");
    assertThat(elsewhere().path("p/q")).hasSize(2);
  }

  @Test
  void aMarkLiftedDuringADeletionOrphansNothing() {
    watched.faults.before(
        Call.of("DeleteItem"),
        () -> {
          watched.clock.advance(Duration.ofMinutes(16));
          assertThat(elsewhere().repair()).hasSize(2);
          elsewhere().create(RegisteredNamespace.of("late", "Late").under("p/q"));
        });
    assertThat(registry.deleteTree("p")).containsExactlyInAnyOrder("late", "p/q", "p");
    assertWhole();
  }

  @Test
  void whatAnEndedDeletionMarkedCanBeUsedAfterAQuarterOfAnHour() {
    watched.faults.stopAfter(5); // marks and a scan
    assertThat(catchThrowable(() -> registry.deleteTree("p"))).isNotNull();
    watched.faults.reset();
    assertThat(catchThrowable(() -> elsewhere().update(NamespaceChange.of("p").name("P"))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.BUSY));
    watched.clock.advance(Duration.ofMinutes(16));
    assertThat(elsewhere().verify()).isNotEmpty();
    elsewhere().update(NamespaceChange.of("p").name("P"));
    elsewhere().create(RegisteredNamespace.of("c", "C").under("p/q"));
    elsewhere().move("p/q", null);
    assertThat(elsewhere().verify()).isEmpty();
  }

  @Test
  void stachesUpdateBetweenReadAndMergeIsMergedToo() {
    registry.update(NamespaceChange.of("p").metadata(Map.of("a", 1)));
    watched.faults.before(
        Call.of("UpdateItem"),
        () ->
            Engine.client()
                .updateItem(
                    request ->
                        request
                            .tableName(watched.table)
                            .key(RegistryItems.key("p"))
                            .updateExpression("SET metadata = :m")
                            .expressionAttributeValues(
                                Map.of(
                                    ":m", AttributeValues.string("{\"a\": 1, \"theirs\": 2}")))));
    registry.update(NamespaceChange.of("p").metadata(Map.of("ours", 3)));
    assertThat(registry.get("p").orElseThrow().metadata())
        .isEqualTo(Map.of("a", 1, "theirs", 2, "ours", 3));
  }
}

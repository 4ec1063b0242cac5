package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NamespaceChange;
import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RegisteredNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Many processes change one registry: it stays a tree, and nothing acknowledged is lost. */
public interface NamespaceRegistryConcurrencyContract extends NamespaceRegistryFixture {

  private static boolean done(Runnable operation) {
    try {
      operation.run();
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private static Callable<Boolean> trying(Runnable operation) {
    return () -> done(operation);
  }

  @Test
  default void oneOfTenCreatorsOfOneIdWins() {
    var place = emptyPlace();
    var won =
        Race.of(
            10, n -> trying(() -> place.registry().create(RegisteredNamespace.of("x", "by " + n))));
    assertThat(won).containsOnlyOnce(true);
    assertThat(place.registry().get("x").orElseThrow().name()).isEqualTo("by " + won.indexOf(true));
  }

  @Test
  default void concurrentUpdatesOfDifferentKeysAllSurvive() {
    var place = emptyPlace();
    place.registry().create(RegisteredNamespace.of("x", "X"));
    Race.of(
        20,
        n ->
            () -> place.registry().update(NamespaceChange.of("x").metadata(Map.of("key-" + n, n))));
    assertThat(place.registry().get("x").orElseThrow().metadata()).hasSize(20);
  }

  @Test
  default void movesThatTogetherMakeACycleNeverAllSucceed() {
    for (var round = 0; round < 10; round++) {
      var place = emptyPlace();
      for (var id : List.of("a", "b", "c")) {
        place.registry().create(RegisteredNamespace.of(id, id));
      }
      var won =
          Race.of(
              List.of(
                  trying(() -> place.registry().move("a", "b")),
                  trying(() -> place.registry().move("b", "c")),
                  trying(() -> place.registry().move("c", "a"))));
      assertThat(won).contains(false);
      assertThat(place.registry().tree().unattached()).isEmpty();
    }
  }

  @Test
  default void aCreationThatRacesADeletionLeavesNoOrphan() {
    for (var round = 0; round < 10; round++) {
      var place = emptyPlace();
      place.registry().createPath("p/q");
      if (round % 2 == 0) {
        place.registry().delete("p/q");
      }
      var parent = round % 2 == 0 ? "p" : "p/q";
      var won =
          Race.of(
              List.of(
                  trying(
                      () ->
                          place
                              .registry()
                              .create(RegisteredNamespace.of("child", "C").under(parent))),
                  trying(() -> place.registry().delete(parent))));
      assertThat(won).as("one of both").containsOnlyOnce(true);
      assertThat(place.registry().tree().unattached()).isEmpty();
      assertThat(place.registry().exists("child")).isEqualTo(won.get(0));
    }
  }

  @Test
  default void aDeletionOfATreeThatRacesCreatorsAndMoversLosesNothingAcknowledged() {
    for (var round = 0; round < 4; round++) {
      var place = emptyPlace();
      place.registry().create(RegisteredNamespace.of("safe", "Safe"));
      place.registry().createPath("t/a/b");
      place.registry().createPath("t/c");
      var tasks = new ArrayList<Callable<Boolean>>();
      tasks.add(trying(() -> place.registry().deleteTree("t")));
      tasks.add(trying(() -> moveIfThere(place, "t/a")));
      for (var n = 0; n < 3; n++) {
        var id = "new-" + n;
        tasks.add(
            trying(() -> place.registry().create(RegisteredNamespace.of(id, id).under("t/c"))));
      }
      var won = Race.of(tasks);
      place.registry().deleteTree("t");
      var forest = place.registry().tree();
      assertThat(forest.unattached()).isEmpty();
      assertThat(forest.roots()).hasSize(1);
      if (won.get(1)) {
        assertThat(place.registry().path("t/a/b")).hasSize(3);
      }
    }
  }

  private static void moveIfThere(Place place, String id) {
    try {
      place.registry().move(id, "safe");
    } catch (NotFoundException e) {
      throw new RefusedException(RefusedException.Reason.BUSY, "it is gone", e);
    }
  }

  @Test
  default void tenCreatorsOfOnePathAgree() {
    var place = emptyPlace();
    var created = Race.of(10, n -> () -> place.registry().createPath("a/b/c"));
    assertThat(created).allMatch(namespace -> namespace.id().equals("a/b/c"));
    assertThat(place.registry().listRecursively(null)).hasSize(3);
  }
}

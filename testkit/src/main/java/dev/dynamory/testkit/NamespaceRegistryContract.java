package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InvalidInputException;
import dev.dynamory.NamespaceChange;
import dev.dynamory.NamespaceForest;
import dev.dynamory.NamespaceRegistry;
import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import dev.dynamory.RegisteredNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every registry of namespaces promises. */
public interface NamespaceRegistryContract extends NamespaceRegistryFixture {

  private static void assertRefused(Reason reason, ThrowingCallable operation) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(operation)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static List<String> ids(List<RegisteredNamespace> namespaces) {
    return namespaces.stream().map(RegisteredNamespace::id).toList();
  }

  /** a over b and c, c over d; z beside a. */
  private static NamespaceRegistry filled(NamespaceRegistry registry) {
    registry.create(RegisteredNamespace.of("z", "Z"));
    registry.create(RegisteredNamespace.of("a", "A"));
    registry.create(RegisteredNamespace.of("b", "B").under("a"));
    registry.create(RegisteredNamespace.of("c", "C").under("a"));
    registry.create(RegisteredNamespace.of("d", "D").under("c"));
    return registry;
  }

  @Test
  default void aNamespaceComesBackAsItWasCreated() {
    var clock = MovableClock.now();
    var place = emptyPlace();
    var registry = place.registry(clock);
    registry.create(RegisteredNamespace.of("p", "Parent"));
    var metadata = Map.of("year", 2026, "tags", List.of("ä", 1.5, true), "m", Map.of("x", "y"));
    var created =
        registry.create(
            RegisteredNamespace.of("p/😀", "Zoë")
                .under("p")
                .description("what it is for")
                .metadata(metadata)
                .filterKeys("year", "tags"));
    assertThat(place.registry().get("p/😀")).contains(created);
    assertThat(created.parentId()).isEqualTo("p");
    assertThat(created.metadata()).isEqualTo(metadata);
    assertThat(created.filterKeys()).containsExactly("year", "tags");
    assertThat(created.createdAt()).isEqualTo(created.updatedAt()).isNotNull();
    assertThat(registry.exists("p/😀")).isTrue();
  }

  @Test
  default void whatIsNotThereIsEmptyAndNotFound() {
    var registry = emptyPlace().registry();
    assertThat(registry.get("none")).isEmpty();
    assertThat(registry.exists("none")).isFalse();
    assertThat(registry.list(null)).isEmpty();
    assertThat(registry.list("none")).isEmpty();
    assertThat(registry.tree()).isEqualTo(new NamespaceForest(List.of(), List.of()));
    assertThat(registry.tree("none")).isEmpty();
    assertThat(registry.path("none")).isEmpty();
    assertThat(registry.delete("none")).isFalse();
    assertThat(registry.deleteTree("none")).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> registry.update(NamespaceChange.of("none").name("N")));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> registry.update(NamespaceChange.of("none").metadata(Map.of("a", 1))));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> registry.move("none", null));
    assertThat(registry.exists("none")).as("no stub").isFalse();
  }

  @Test
  default void createNeverOverwrites() {
    var registry = filled(emptyPlace().registry());
    assertRefused(
        Reason.ALREADY_EXISTS, () -> registry.create(RegisteredNamespace.of("a", "other")));
    assertRefused(
        Reason.ALREADY_EXISTS,
        () -> registry.create(RegisteredNamespace.of("d", "other").under("a")));
    assertThat(registry.get("a").orElseThrow().name()).isEqualTo("A");
    assertThat(registry.get("d").orElseThrow().parentId()).isEqualTo("c");
  }

  @Test
  default void aNamespaceWhoseParentIsMissingIsRefused() {
    var registry = filled(emptyPlace().registry());
    assertRefused(
        Reason.PARENT_MISSING,
        () -> registry.create(RegisteredNamespace.of("x", "X").under("none")));
    assertThat(registry.exists("x")).isFalse();
    assertRefused(Reason.PARENT_MISSING, () -> registry.move("b", "none"));
    assertThat(registry.get("b").orElseThrow().parentId()).isEqualTo("a");
  }

  @Test
  default void whatCannotBeKeptIsBadInput() {
    var registry = emptyPlace().registry();
    for (var id : List.of("", "__ROOT__", "\ud800", "x".repeat(2049))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> RegisteredNamespace.of(id, "N"));
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> registry.get(id));
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> registry.list(id));
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> registry.delete(id));
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RegisteredNamespace.of("x", ""));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RegisteredNamespace.of("x", "X").metadata(Map.of("b", new byte[1])))
        .withMessageContaining("metadata.b");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> registry.createPath("a//b"));
  }

  @Test
  default void updateChangesWhatItNamesAndNothingElse() {
    var clock = MovableClock.now();
    var registry = emptyPlace().registry(clock);
    registry.create(
        RegisteredNamespace.of("a", "A")
            .description("D")
            .metadata(Map.of("k", 1, "l", 2))
            .filterKeys("k", "l"));
    clock.advance(Duration.ofMinutes(1));
    var updated = registry.update(NamespaceChange.of("a").metadata(Map.of("l", 3, "m", 4)));
    assertThat(registry.get("a")).contains(updated);
    assertThat(updated.metadata()).isEqualTo(Map.of("k", 1, "l", 3, "m", 4));
    assertThat(List.of(updated.name(), String.valueOf(updated.description())))
        .isEqualTo(List.of("A", "D"));
    assertThat(updated.filterKeys()).containsExactly("k", "l");
    assertThat(updated.updatedAt()).isAfter(updated.createdAt());
    registry.update(NamespaceChange.of("a").filterKeys("m"));
    registry.update(NamespaceChange.of("a").name("B").description(""));
    updated = registry.get("a").orElseThrow();
    assertThat(updated.filterKeys()).containsExactly("m");
    assertThat(updated.name()).isEqualTo("B");
    assertThat(updated.description()).isNull();
    assertThat(updated.metadata()).hasSize(3);
  }

  @Test
  default void listGivesChildrenByName() {
    var registry = emptyPlace().registry();
    registry.create(RegisteredNamespace.of("p", "P"));
    for (var name : List.of("b", "ä", "😀", "\uffff", "B", "a")) {
      registry.create(RegisteredNamespace.of("id-" + name, name).under("p"));
    }
    registry.create(RegisteredNamespace.of("id-2", "a").under("p"));
    assertThat(registry.list("p").stream().map(RegisteredNamespace::name))
        .containsExactly("B", "a", "a", "b", "ä", "\uffff", "😀");
    assertThat(ids(registry.list("p")).subList(1, 3)).containsExactly("id-2", "id-a");
    assertThat(ids(registry.list(null))).containsExactly("p");
  }

  @Test
  default void listGivesAllPages() {
    var registry = emptyPlace().registry();
    var large = "x".repeat(150_000);
    for (var n = 10; n < 22; n++) {
      registry.create(RegisteredNamespace.of("n" + n, "N" + n).description(large));
    }
    assertThat(registry.list(null)).hasSize(12).isSortedAccordingTo(RegisteredNamespace.byName());
    assertThat(registry.tree().roots()).hasSize(12);
  }

  @Test
  default void treePathAndRecursiveListing() {
    var registry = filled(emptyPlace().registry());
    var forest = registry.tree();
    assertThat(forest.unattached()).isEmpty();
    assertThat(forest.roots()).hasSize(2);
    assertThat(forest.roots().get(0)).isEqualTo(registry.tree("a").orElseThrow());
    assertThat(ids(registry.tree("a").orElseThrow().descendants())).containsExactly("b", "c", "d");
    assertThat(ids(registry.listRecursively("a"))).containsExactly("b", "c", "d");
    assertThat(ids(registry.listRecursively(null))).containsExactly("a", "b", "c", "d", "z");
    assertThat(registry.listRecursively("d")).isEmpty();
    assertThat(ids(registry.path("d"))).containsExactly("a", "c", "d");
    assertThat(ids(registry.path("z"))).containsExactly("z");
  }

  @Test
  default void moveTakesTheWholeSubtree() {
    var registry = filled(emptyPlace().registry());
    registry.move("c", "z");
    assertThat(ids(registry.path("d"))).containsExactly("z", "c", "d");
    registry.move("c", null);
    assertThat(ids(registry.list(null))).containsExactly("a", "c", "z");
    registry.move("c", null);
    registry.move("z", "d");
    registry.move("z", "d");
    assertThat(ids(registry.listRecursively("c"))).containsExactly("d", "z");
  }

  @Test
  default void aMoveThatMakesACycleIsRefused() {
    var registry = filled(emptyPlace().registry());
    assertRefused(Reason.CYCLE, () -> registry.move("a", "a"));
    assertRefused(Reason.CYCLE, () -> registry.move("a", "d"));
    assertRefused(Reason.CYCLE, () -> registry.move("c", "d"));
    assertThat(ids(registry.path("d"))).containsExactly("a", "c", "d");
  }

  @Test
  default void deleteIsRefusedWhileThereAreChildren() {
    var registry = filled(emptyPlace().registry());
    assertRefused(Reason.HAS_CHILDREN, () -> registry.delete("a"));
    assertThat(registry.delete("d")).isTrue();
    assertThat(registry.delete("d")).isFalse();
    assertThat(registry.delete("c")).as("had a child once").isTrue();
    registry.move("b", "z");
    assertThat(registry.delete("a")).isTrue();
    assertThat(ids(registry.listRecursively(null))).containsExactly("z", "b");
    registry.create(RegisteredNamespace.of("a", "new"));
  }

  @Test
  default void aRefusedDeletionLeavesEverythingUsable() {
    var registry = filled(emptyPlace().registry());
    assertRefused(Reason.HAS_CHILDREN, () -> registry.delete("c"));
    registry.create(RegisteredNamespace.of("e", "E").under("c"));
    registry.update(NamespaceChange.of("c").name("CC"));
    registry.move("c", "z");
    assertThat(registry.delete("e")).isTrue();
  }

  @Test
  default void deleteTreeDeletesTheDeepestFirstAndReportsEach() {
    var registry = filled(emptyPlace().registry());
    var told = new ArrayList<String>();
    var deleted = registry.deleteTree("a", told::add);
    assertThat(deleted).containsExactlyInAnyOrder("a", "b", "c", "d").isEqualTo(told);
    assertThat(deleted.indexOf("d")).isLessThan(deleted.indexOf("c"));
    assertThat(deleted).endsWith("a");
    assertThat(ids(registry.listRecursively(null))).containsExactly("z");
    assertThat(registry.deleteTree("a")).isEmpty();
  }

  @Test
  default void aDisplayPathCreatesAndResolves() {
    var registry = emptyPlace().registry();
    var created = registry.createPath("research/papers/2026");
    assertThat(created.id()).isEqualTo("research/papers/2026");
    assertThat(created.name()).isEqualTo("2026");
    assertThat(ids(registry.path(created.id())))
        .containsExactly("research", "research/papers", "research/papers/2026");
    assertThat(registry.createPath("research.papers.2026")).isEqualTo(created);
    assertThat(registry.createPath("research/v1.2").id()).isEqualTo("research/v1.2");
    assertThat(registry.resolve("research.papers")).isEqualTo(registry.get("research/papers"));
    registry.create(RegisteredNamespace.of("id-7", "drafts").under("research/papers"));
    assertThat(registry.resolve("research/papers/drafts")).isEqualTo(registry.get("id-7"));
    assertThat(registry.resolve("research/none")).isEmpty();
    registry.create(RegisteredNamespace.of("id-8", "drafts").under("research/papers"));
    assertRefused(Reason.AMBIGUOUS, () -> registry.resolve("research/papers/drafts"));
    registry.move("research/papers/2026", null);
    assertRefused(Reason.ALREADY_EXISTS, () -> registry.createPath("research/papers/2026/q1"));
    assertThat(registry.exists("research/papers/2026/q1")).isFalse();
  }
}

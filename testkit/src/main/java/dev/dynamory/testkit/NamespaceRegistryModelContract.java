package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.DynamoryException;
import dev.dynamory.InMemory;
import dev.dynamory.NamespaceChange;
import dev.dynamory.NamespaceRegistry;
import dev.dynamory.RefusedException;
import dev.dynamory.RegisteredNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Any sequence of operations shows what the registry in memory shows. */
public interface NamespaceRegistryModelContract extends NamespaceRegistryFixture {
  /** How many ids there are: few, so that operations meet. */
  int IDS = 7;

  @Test
  default void anySequenceOfOperationsEqualsTheModel() {
    var seed = RandomDocuments.seed();
    for (var round = 0; round < 6; round++) {
      var random = new Random(seed + round);
      var clock = MovableClock.now();
      var place = emptyPlace();
      var processes = List.of(place.registry(clock), place.registry(clock));
      var model = InMemory.namespaces().withClock(clock);
      var done = new ArrayList<String>();
      for (var step = 0; step < 40; step++) {
        clock.advance(Duration.ofSeconds(1));
        var operation = operation(random, step);
        done.add(operation.name);
        var as = "seed %d round %d after %s".formatted(seed, round, done);
        assertThat(outcome(processes.get(random.nextInt(2)), operation))
            .as(as)
            .isEqualTo(outcome(model, operation));
        var registry = processes.get(random.nextInt(2));
        assertThat(registry.tree()).as(as).isEqualTo(model.tree());
        var id = id(random);
        assertThat(registry.tree(id)).as(as).isEqualTo(model.tree(id));
        assertThat(registry.path(id)).as(as).isEqualTo(model.path(id));
        assertThat(registry.list(id)).as(as).isEqualTo(model.list(id));
      }
    }
  }

  /** An operation, and what it is called in a message. */
  record Step(String name, Function<NamespaceRegistry, Object> operation) {}

  private static String id(Random random) {
    return "n" + random.nextInt(IDS);
  }

  private static Object outcome(NamespaceRegistry registry, Step step) {
    try {
      return step.operation.apply(registry);
    } catch (RefusedException e) {
      return e.reason();
    } catch (DynamoryException e) {
      return e.getClass();
    }
  }

  private static Step operation(Random random, int number) {
    var id = id(random);
    var other = id(random);
    return switch (random.nextInt(9)) {
      case 0 ->
          new Step("create " + id, r -> r.create(RegisteredNamespace.of(id, "name " + number)));
      case 1, 2, 3 ->
          new Step(
              "create " + id + " under " + other,
              r -> r.create(RegisteredNamespace.of(id, "name " + number).under(other)));
      case 4 ->
          new Step(
              "update " + id,
              r ->
                  r.update(
                      NamespaceChange.of(id)
                          .metadata(Map.of("k" + number % 3, number))
                          .filterKeys("f" + number)));
      case 5, 6 ->
          new Step(
              "move " + id + " to " + other,
              r -> {
                r.move(id, other);
                return true;
              });
      case 7 -> new Step("delete " + id, r -> r.delete(id));
      default -> {
        if (random.nextInt(3) > 0) {
          yield new Step("delete " + id, r -> r.delete(id));
        }
        yield new Step(
            "delete tree " + id,
            r -> {
              var deleted = new ArrayList<>(r.deleteTree(id));
              deleted.sort(null);
              return List.copyOf(deleted);
            });
      }
    };
  }
}

package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.DynamoryException;
import dev.dynamory.InMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any sequence of operations shows what the database in memory shows. Revisions are compared as
 * identities: each of the model goes with one of the database under test, and back.
 */
public interface DocumentDatabaseModelContract {
  /** How many ids there are: few, so that operations meet. */
  int IDS = 4;

  /** A database whose writes make the collections they need, as another process has it. */
  DocumentDatabase database();

  @Test
  default void anySequenceOfOperationsEqualsTheModel() {
    var seed = RandomDocuments.seed();
    for (var round = 0; round < 4; round++) {
      var random = new Random(seed + round);
      var collection = "c-" + UUID.randomUUID();
      var model = InMemory.documents();
      var revisions = new RevisionComparison();
      var done = new ArrayList<String>();
      var database = database();
      model.save(collection, "first", Map.of());
      database.save(collection, "first", Map.of());
      for (var step = 0; step < 50; step++) {
        var operation = operation(random, collection, revisions.known());
        done.add(operation.name);
        var as = "seed %d round %d after %s".formatted(seed, round, done);
        var expected = outcome(() -> operation.action.apply(model, revision -> revision));
        var actual = outcome(() -> operation.action.apply(database, revisions::inDatabase));
        revisions.compare(as, expected, actual);
        for (var n = 0; n < IDS; n++) {
          var id = "d" + n;
          revisions.compare(as, model.get(collection, id), database.get(collection, id));
        }
      }
      assertThat(database.listAll(collection).map(Document::id))
          .containsExactlyInAnyOrderElementsOf(
              model.listAll(collection).map(Document::id).toList());
    }
  }

  /** Something to do with a database; the operator translates a revision of the model. */
  record Step(
      String name, BiFunction<DocumentDatabase, UnaryOperator<String>, @Nullable Object> action) {}

  private static @Nullable Object outcome(Supplier<@Nullable Object> action) {
    try {
      return action.get();
    } catch (DynamoryException e) {
      return e;
    }
  }

  private static Step operation(Random random, String collection, List<String> known) {
    var id = "d" + random.nextInt(IDS);
    var revision = known.isEmpty() ? "9-none" : known.get(random.nextInt(known.size()));
    var recent = known.isEmpty() ? "9-none" : known.get(known.size() - 1);
    var document = new RandomDocuments(random).document();
    document.remove("");
    @SuppressWarnings("NullAway") // a document's map may hold null
    Map<String, Object> value = new HashMap<>(document);
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Step("save " + id, (d, r) -> d.save(collection, id, value));
      case 2 ->
          new Step(
              "save " + id + " at " + revision,
              (d, r) -> d.save(collection, id, value, r.apply(revision)));
      case 3 ->
          new Step(
              "save " + id + " with " + recent,
              (d, r) -> {
                var own = new HashMap<>(value);
                own.put("_rev", r.apply(recent));
                return d.save(collection, id, own);
              });
      case 4 -> new Step("create " + id, (d, r) -> d.create(collection, id, value));
      case 5 ->
          new Step(
              "delete " + id,
              (d, r) -> {
                d.delete(collection, id);
                return null;
              });
      case 6 ->
          new Step(
              "delete " + id + " at " + recent,
              (d, r) -> {
                d.delete(collection, id, r.apply(recent));
                return null;
              });
      case 7 ->
          new Step(
              "update " + id,
              (d, r) ->
                  d.update(
                      collection,
                      id,
                      fields -> {
                        fields.putAll(value);
                        return fields;
                      }));
      case 8 -> {
        var brought = new HashMap<>(value);
        brought.put("_rev", "7-" + random.nextInt(1_000_000));
        yield new Step("restore " + id, (d, r) -> d.restore(collection, id, brought, null));
      }
      case 9 ->
          new Step(
              "restore " + id + " at " + recent,
              (d, r) -> d.restore(collection, id, value, r.apply(recent)));
      case 10 ->
          new Step(
              "delete all but last",
              (d, r) -> d.deleteAll(collection, List.of("d0", "d1", "none")));
      default -> {
        var first = new HashMap<>(value);
        first.put("_id", id);
        first.put("_rev", recent);
        yield new Step(
            "save all",
            (d, r) -> {
              first.computeIfPresent("_rev", (field, rev) -> r.apply(recent));
              return d.saveAll(collection, List.of(first, Map.of("_id", "d0", "n", 1)));
            });
      }
    };
  }
}

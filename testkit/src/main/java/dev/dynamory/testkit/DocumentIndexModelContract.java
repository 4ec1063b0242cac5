package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentIndex;
import dev.dynamory.DynamoryException;
import dev.dynamory.Filter;
import dev.dynamory.InMemory;
import dev.dynamory.IndexedDocument;
import dev.dynamory.RefusedException;
import dev.dynamory.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any sequence of operations shows what the index in memory shows, whichever process asks. */
public interface DocumentIndexModelContract extends DocumentIndexFixture {
  /** Few, so that operations meet. */
  List<String> SPACES = List.of("one", "two");

  /** Few, too; as names, paths and hashes of files. */
  List<String> NAMES = List.of("x", "y#%", "z");

  @Test
  default void anySequenceOfOperationsEqualsTheModel() {
    var seed = RandomDocuments.seed();
    for (var round = 0; round < 4; round++) {
      var random = new Random(seed + round);
      var clock = MovableClock.now();
      var place = emptyPlace();
      var processes = List.of(place.index(clock), place.index(clock));
      var model = InMemory.documentIndex().withClock(clock);
      var done = new ArrayList<String>();
      for (var step = 0; step < 30; step++) {
        clock.advance(
            random.nextInt(12) == 0
                ? Duration.ofDays(random.nextInt(25))
                : Duration.ofMinutes(random.nextInt(6)).plusSeconds(1));
        var operation = operation(random, step);
        done.add(operation.name);
        var as = "seed %d round %d after %s".formatted(seed, round, done);
        assertThat(outcome(processes.get(random.nextInt(2)), operation))
            .as(as)
            .isEqualTo(outcome(model, operation));
        var index = processes.get(random.nextInt(2));
        var name = name(random);
        for (var space : SPACES) {
          assertThat(all(index, space, null)).as(as).isEqualTo(all(model, space, null));
          assertThat(index.count(space)).as(as).isEqualTo(model.count(space));
        }
        var space = SPACES.get(random.nextInt(2));
        var id = id(random);
        assertThat(index.get(space, id)).as(as).isEqualTo(model.get(space, id));
        assertThat(index.findByFilename(space, name))
            .as(as)
            .isEqualTo(model.findByFilename(space, name));
        assertThat(index.findBySourcePath(space, name))
            .as(as)
            .isEqualTo(model.findBySourcePath(space, name));
      }
    }
  }

  @Test
  default void anyFilterListsWhatTheModelLists() {
    var seed = RandomDocuments.seed();
    var random = new Random(seed);
    var clock = MovableClock.now();
    var index = emptyPlace().index(clock);
    var model = InMemory.documentIndex().withClock(clock);
    var documents = new RandomDocuments(random);
    for (var n = 0; n < 40; n++) {
      clock.advance(Duration.ofSeconds(1));
      var document =
          IndexedDocument.of("one", "d" + n, name(random)).metadata(documents.document());
      document = random.nextBoolean() ? document.title(name(random)) : document;
      index.create(document);
      model.create(document);
    }
    var filters = new RandomFilters(random, documents, "metadata.");
    for (var n = 0; n < 60; n++) {
      var filter = filters.filter();
      filter =
          switch (random.nextInt(4)) {
            case 0 -> filter.and(Filter.eq("title", name(random)));
            case 1 -> filter.or(Filter.missing("title"));
            case 2 -> filter.and(Filter.eq("filename", name(random)));
            default -> filter;
          };
      assertThat(ids(all(index, "one", filter)))
          .as("seed %d, %s", seed, filter)
          .isEqualTo(ids(all(model, "one", filter)));
    }
  }

  private static List<String> ids(List<IndexedDocument> documents) {
    return documents.stream().map(IndexedDocument::id).toList();
  }

  private static List<IndexedDocument> all(
      DocumentIndex index, String space, @Nullable Filter filter) {
    var all = new ArrayList<IndexedDocument>();
    @Nullable String token = null;
    do {
      var page = index.list(space, filter, 3, token);
      all.addAll(page.items());
      token = page.nextToken();
      assertThat(page.items().size() == 3 || token == null).as("a page is full").isTrue();
    } while (token != null);
    return all;
  }

  /** An operation, and what it is called in a message. */
  record Step(String name, Function<DocumentIndex, Object> operation) {}

  private static String id(Random random) {
    return "d" + random.nextInt(4);
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static Object outcome(DocumentIndex index, Step step) {
    try {
      return step.operation.apply(index);
    } catch (RefusedException e) {
      return e.reason();
    } catch (DynamoryException e) {
      return e.getClass();
    }
  }

  private static Step silent(String name, Consumer<DocumentIndex> operation) {
    return new Step(
        name,
        index -> {
          operation.accept(index);
          return true;
        });
  }

  private static IndexedDocument document(Random random, String space, String id) {
    var document =
        IndexedDocument.of(space, id, name(random))
            .contentHash(name(random))
            .chunkIds(List.of("c" + random.nextInt(), "c"));
    return random.nextBoolean() ? document : document.sourcePath(name(random));
  }

  private static Step operation(Random random, int number) {
    var space = SPACES.get(random.nextInt(2));
    var id = id(random);
    var at = " " + space + "/" + id;
    var name = name(random);
    var document = document(random, space, id);
    var reservation = Reservation.of(document);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> new Step("create" + at, i -> i.create(document));
      case 3, 4 ->
          new Step(
              "reserve and create" + at,
              i -> {
                var answer = i.reserve(reservation);
                return answer.state() == Reservation.State.RESERVED
                    ? i.create(document, reservation)
                    : answer;
              });
      case 5 -> new Step("reserve" + at, i -> i.reserve(reservation));
      case 6 -> silent("release" + at, i -> i.release(reservation));
      case 7 ->
          new Step(
              "update" + at,
              i ->
                  i.update(
                      DocumentChange.of(space, id)
                          .title("t" + number)
                          .metadata(Map.of("k" + number % 3, number))));
      case 8 -> new Step("rename" + at + " " + name, i -> i.rename(space, id, name));
      case 9 -> {
        var to = SPACES.get(random.nextInt(2));
        yield new Step("move" + at + " to " + to, i -> i.move(space, id, to));
      }
      case 10 -> new Step("delete" + at, i -> i.delete(space, id));
      case 11, 12 -> silent("trash" + at, i -> i.trash(space, id));
      case 13 -> silent("restore" + at, i -> i.restore(space, id));
      case 14 ->
          random.nextBoolean()
              ? new Step("purge" + at, i -> i.purge(space, id))
              : silent("complete the purge of" + at, i -> i.completePurge(space, id));
      default -> new Step("purge expired", DocumentIndex::purgeExpired);
    };
  }
}

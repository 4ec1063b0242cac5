package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dynamory.Delete;
import dev.dynamory.Distance;
import dev.dynamory.Filter;
import dev.dynamory.InMemory;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Records;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import dev.dynamory.Write;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is written through one store of each kind, they answer alike: the exact one as the one
 * in memory, the index as if each vector were worked out from the turns that were there when it was
 * put.
 */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class RecallModelTest {
  private static final int STEPS = 250;
  private static final int KEYS = 8;
  private static final Namespace ROOT = Namespace.of("model");
  private static final List<Namespace> NAMESPACES = List.of(ROOT.child("a"), ROOT.child("b"));
  private static final List<String> WORDS =
      List.of("violin", "pasta", "river", "lighthouse", "cello", "tea", "cat", "sister", "Lisbon");
  private static final double[] BEFORE = {0.3, 0.15, 0.075};

  private final Watched watched = new Watched();
  private final Watched watchedExact = new Watched();
  private final WordEmbedder model = new WordEmbedder();
  private final DynamoDbStore indexed =
      watched.newStore().withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
  private final DynamoDbStore exact =
      Dynamory.builder()
          .client(Engine.client())
          .clock(watched.clock)
          .build()
          .store(watchedExact.table)
          .withEmbedder(model, WordEmbedder.DIMENSIONS, "text")
          .withExactRanking();
  private final Store memory =
      InMemory.store()
          .withClock(watched.clock)
          .withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
  private final List<Store> all = List.of(memory, exact, indexed);

  /** What is in the index, worked out here: where, and the vector by itself and as it was put. */
  private final Map<Place, Known> known = new HashMap<>();

  private record Place(Namespace namespace, String key) {}

  private record Known(Vector plain, Vector turned) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void allAnswerAlikeWhateverWasWritten(long seed) {
    var random = new Random(seed);
    exact.setup();
    indexed.setup();
    for (var step = 0; step < STEPS; step++) {
      write(random);
      if (step % 12 == 0) {
        compare(random, "seed " + seed + ", step " + step);
      }
    }
  }

  private void write(Random random) {
    switch (random.nextInt(12)) {
      case 0, 1 -> delete(random);
      case 2 -> putIfAbsent(put(random));
      case 3 -> update(random);
      case 4 -> {
        var writes = writes(random);
        all.forEach(store -> store.transact(writes));
        written(writes);
      }
      case 5 -> {
        var writes = writes(random);
        all.forEach(store -> store.batch(writes));
        written(writes);
      }
      case 6 -> watched.clock.advance(Duration.ofSeconds(random.nextInt(90)));
      case 7 -> deleteNamespaceSometimes(random);
      default -> {
        var put = put(random);
        all.forEach(store -> store.put(put));
        written(List.of(put));
      }
    }
  }

  private void delete(Random random) {
    var at = put(random);
    all.forEach(store -> store.delete(at.namespace(), at.key()));
    written(List.of(Delete.of(at.namespace(), at.key())));
  }

  private void putIfAbsent(Put put) {
    var conflicts = 0;
    for (var store : all) {
      try {
        store.put(put.when(WriteCondition.absent()));
      } catch (WriteConflictException e) {
        conflicts++;
      }
    }
    assertThat(conflicts).isIn(0, all.size());
    if (conflicts == 0) {
      written(List.of(put));
    }
  }

  private void update(Random random) {
    var put = put(random);
    Consumer<Map<String, Object>> change = document -> document.putAll(put.value());
    all.forEach(store -> store.update(put.namespace(), put.key(), change));
    var value = memory.get(put.namespace(), put.key()).orElseThrow().value();
    written(List.of(Put.of(put.namespace(), put.key(), value)));
  }

  private void deleteNamespaceSometimes(Random random) {
    if (random.nextInt(3) == 0) {
      var namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
      all.forEach(store -> store.deleteNamespace(namespace));
      known.keySet().removeIf(place -> place.namespace().equals(namespace));
    }
  }

  private static List<Write> writes(Random random) {
    var writes = new LinkedHashMap<Place, Write>();
    for (var n = 0; n < 5; n++) {
      var put = put(random);
      writes.put(
          new Place(put.namespace(), put.key()),
          random.nextInt(4) == 0 ? Delete.of(put.namespace(), put.key()) : put);
    }
    return List.copyOf(writes.values());
  }

  private static Put put(Random random) {
    var namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
    var text = new StringBuilder();
    for (var words = random.nextInt(5); words > 0; words--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    var key = "k" + random.nextInt(KEYS);
    var value = new HashMap<String, Object>();
    if (random.nextInt(3) > 0) {
      var speaker = random.nextBoolean() ? "Ana" : "Ben";
      var turn = new Turn("s", random.nextInt(KEYS), Instant.EPOCH, speaker, text.toString());
      key = turn.key();
      value.putAll(Records.toDocument(turn));
    } else {
      value.put("text", text.toString());
    }
    value.put("kind", random.nextInt(2));
    var put = Put.of(namespace, key, value);
    put =
        random.nextInt(5) == 0 ? put.timeToLive(Duration.ofSeconds(30 + random.nextInt(90))) : put;
    return random.nextInt(6) == 0 ? put.notEmbedded() : put;
  }

  /** What is in the index after writes that were done, and were sent together. */
  private void written(List<? extends Write> writes) {
    var puts = new LinkedHashMap<Place, Put>();
    var plain = new HashMap<Place, Vector>();
    known
        .keySet()
        .removeIf(
            place ->
                memory.get(place.namespace(), place.key()).isEmpty()
                    && writes.stream().noneMatch(write -> isOf(write, place)));
    var before = new HashMap<>(known);
    for (var write : writes) {
      var place = new Place(write.namespace(), write.key());
      known.remove(place);
      before.remove(place);
      if (write instanceof Put put) {
        puts.put(place, put);
        var text = model.embedding("text").text(put);
        if (!text.isBlank()) {
          plain.put(place, model.embedding("text").vectors(List.of(text)).get(0));
        }
      }
    }
    plain.forEach(
        (place, vector) -> {
          var turn = Turn.of(puts.get(place).value());
          var turned = vector;
          if (turn.isPresent() && turn.get().key().equals(place.key())) {
            turned = turned(place, turn.get(), vector, plain, before);
          }
          known.put(place, new Known(vector, turned));
        });
  }

  private static boolean isOf(Write write, Place place) {
    return write.namespace().equals(place.namespace()) && write.key().equals(place.key());
  }

  private static Vector turned(
      Place place, Turn turn, Vector own, Map<Place, Vector> plain, Map<Place, Known> before) {
    var sum = new float[own.dimensions()];
    own.addTo(sum, 1 / own.length());
    for (var k = 1; k <= Math.min(3, turn.position()); k++) {
      var earlier = new Turn("s", turn.position() - k, Instant.EPOCH, "", "");
      var at = new Place(place.namespace(), earlier.key());
      var vector = plain.get(at);
      if (vector == null && before.containsKey(at)) {
        vector = before.get(at).plain();
      }
      if (vector != null) {
        vector.addTo(sum, BEFORE[k - 1] / vector.length());
      }
    }
    return Vector.of(sum);
  }

  private void compare(Random random, String when) {
    var query = WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(9));
    for (var prefix : List.of(ROOT, NAMESPACES.get(0), NAMESPACES.get(1))) {
      for (var filter : List.of(Filter.NONE, Filter.eq("kind", 1))) {
        for (var ranking : Ranking.values()) {
          var search = Search.in(prefix).query(query).ranking(ranking).filter(filter).limit(200);
          var as = when + ", " + search + " by " + ranking;
          var expected = memory.search(search);
          assertAlike(exact.search(search), expected, as);
          assertAlike(exact.search(search.limit(3)), memory.search(search.limit(3)), as);
          if (ranking == Ranking.LEXICAL) {
            assertAlike(indexed.search(search), expected, as);
          }
        }
        var semantic = Search.in(prefix).query(query).ranking(Ranking.SEMANTIC).limit(200);
        assertOfIndex(indexed.search(semantic.filter(filter)), query, prefix, filter, when);
      }
    }
  }

  private static void assertAlike(List<Item> found, List<Item> expected, String as) {
    assertThat(places(found)).as(as).isEqualTo(places(expected));
    for (var i = 0; i < found.size(); i++) {
      assertThat(found.get(i).score()).as(as).isCloseTo(expected.get(i).score(), within(1e-6));
      assertThat(found.get(i).value()).as(as).isEqualTo(expected.get(i).value());
    }
  }

  private static List<Place> places(List<Item> items) {
    return items.stream().map(item -> new Place(item.namespace(), item.key())).toList();
  }

  private void assertOfIndex(
      List<Item> found, String query, Namespace prefix, Filter filter, String when) {
    var asked = model.embedding("text").queryVector(query);
    var expected = new TreeMap<String, Double>();
    known.forEach(
        (place, vectors) -> {
          var item = memory.get(place.namespace(), place.key());
          if (place.namespace().startsWith(prefix)
              && item.isPresent()
              && filter.predicate().test(item.get().value())) {
            expected.put(place.toString(), vectors.turned().score(asked, Distance.COSINE));
          }
        });
    var scores = new TreeMap<String, Double>();
    found.forEach(
        item -> scores.put(new Place(item.namespace(), item.key()).toString(), item.score()));
    assertThat(scores.keySet()).as(when).isEqualTo(expected.keySet());
    scores.forEach(
        (place, score) ->
            assertThat(score)
                .as("%s, %s", when, place)
                .isCloseTo(expected.get(place), within(1e-4)));
    assertThat(new ArrayList<>(found))
        .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
  }
}

package dev.dynamory.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Analyzer;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A ranker that has seen much answers as one that has seen nothing. */
class RankerCachesTest {
  private static final List<String> WORDS =
      List.of("music", "food", "violin", "yesterday", "Ana", "when", "sea?", "and", "1999");

  private static final Embedder TWO =
      texts ->
          texts.stream()
              .map(text -> new float[] {1 + text.length() % 7, text.hashCode() % 5})
              .toList();

  private static Ranker fresh() {
    Analyzer words = text -> List.of(text.split("[^A-Za-z0-9]+", -1));
    return Ranker.of(Embedding.of(TWO, 2), () -> Optional.of(words));
  }

  @Test
  void oneThatLivesLongEqualsAFreshOneOverAnyChanges() {
    for (var seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      var memories = new TreeMap<String, Memory>();
      var longLived = fresh();
      for (var step = 0; step < 40; step++) {
        change(memories, random);
        var shuffled = new ArrayList<>(memories.values());
        Collections.shuffle(shuffled, random);
        var search = search(random);
        assertThat(longLived.answer(search, shuffled).items())
            .as("seed %d, step %d", seed, step)
            .isEqualTo(fresh().answer(search, shuffled).items());
      }
    }
  }

  @Test
  void manyThreadsShareOne() {
    var shared = fresh();
    var threads = new ArrayList<CompletableFuture<Void>>();
    for (var thread : IntStream.range(0, 4).toArray()) {
      threads.add(CompletableFuture.runAsync(() -> searchAndChange(shared, thread)));
    }
    threads.forEach(CompletableFuture::join);
  }

  /** All threads have the same keys and scopes, with other texts. */
  private static void searchAndChange(Ranker shared, int seed) {
    var random = new Random(seed);
    var memories = new TreeMap<String, Memory>();
    for (var step = 0; step < 50; step++) {
      change(memories, random);
      var search = search(random);
      var given = List.copyOf(memories.values());
      assertThat(shared.answer(search, given).items())
          .as("thread %d, step %d", seed, step)
          .isEqualTo(fresh().answer(search, given).items());
    }
  }

  @Test
  void whatWasDeletedIsGoneAndWhatIsPutAgainIsNew() {
    var ranker = fresh();
    var search = Search.in(Namespace.of("n")).query("violin").ranking(Ranking.LEXICAL);
    var other = memory("other", 1, Map.of("text", "violin"));
    var found = ranker.answer(search, List.of(other, memory("k", 1, Map.of("text", "violin"))));
    assertThat(found.items()).hasSize(2);
    assertThat(ranker.answer(search, List.of(other)).items()).hasSize(1);
    var again = List.of(other, memory("k", 1, Map.of("text", "food")));
    assertThat(ranker.answer(search, again).items()).extracting(Item::key).containsExactly("other");
    assertThat(ranker.answer(search.query("food"), again).items())
        .extracting(Item::key)
        .containsExactly("k");
  }

  private static void change(Map<String, Memory> memories, Random random) {
    for (var n = random.nextInt(3); n >= 0; n--) {
      var key = "k" + random.nextInt(12);
      if (random.nextInt(4) == 0) {
        memories.remove(key);
      } else {
        // Few versions: the same one comes back with another document.
        memories.put(key, memory(key, 1 + random.nextInt(2), value(random)));
      }
    }
  }

  private static Map<String, Object> value(Random random) {
    var text = new StringBuilder();
    for (var n = random.nextInt(6); n >= 0; n--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    if (random.nextBoolean()) {
      return Map.of("text", text.toString(), "bytes", new byte[] {1}, "tags", List.of("sea", 1));
    }
    var speaker = List.of("Ana", "Ben", "user").get(random.nextInt(3));
    var at = Instant.ofEpochSecond(random.nextInt(2) * 1_000_000_000L);
    var turn = new Turn("s" + random.nextInt(2), random.nextInt(9), at, speaker, text.toString());
    return Put.of(Namespace.of("n"), turn.key(), turn).value();
  }

  private static Search search(Random random) {
    var search = Search.in(Namespace.of("n"));
    var question = WORDS.get(random.nextInt(9)) + " " + WORDS.get(random.nextInt(9));
    return List.of(search, search.exact(), Search.everywhere())
        .get(random.nextInt(3))
        .query(question)
        .ranking(List.of(Ranking.values()).get(random.nextInt(Ranking.values().length)))
        .surroundingTurns(random.nextInt(3))
        .limit(1 + random.nextInt(12));
  }

  private static Memory memory(String key, long version, Map<String, Object> value) {
    var now = Instant.EPOCH;
    var namespace = Namespace.of("n");
    var item = new Item(namespace, key, value, version, now, now, null, null, null);
    var vector = TWO.embed(List.of(String.valueOf(value.get("text")))).get(0);
    return new Memory(item, Vector.of(vector), key.endsWith("1"));
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Embedder;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What vectors of 384 numbers cost, in calls and capacity units, by DynamoDB's own count. What a
 * search of the index is billed for is bytes, not units.
 */
class VectorCostsTest {
  private static final Namespace USER = Namespace.of("users", "1");
  private static final int DIMENSIONS = 384;
  private static final Embedder MODEL =
      texts -> texts.stream().map(VectorCostsTest::unitVector).toList();

  private final Watched watched = new Watched();
  private final DynamoDbStore plain = watched.newStore();
  private final DynamoDbStore store = plain.withEmbedder(MODEL, DIMENSIONS, "text");
  private final DynamoDbStore exact = store.withExactRanking();

  private static float[] unitVector(String text) {
    var random = new Random(text.hashCode());
    var vector = new float[DIMENSIONS];
    var squares = 0.0;
    for (var i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (var i = 0; i < DIMENSIONS; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  @BeforeEach
  void aTableAndAProcessThatKnowsIt() {
    store.setup();
    plain.put(USER, "known", Map.of("n", 0));
    plain.search(USER);
    watched.log.reset();
  }

  /** Exactly so many calls, and at most these units: how long decimals are is the model's. */
  private void assertCost(String what, Runnable operation, int calls, double reads, double writes) {
    watched.log.reset();
    operation.run();
    var totals = watched.log.totals();
    assertThat(totals.calls()).as("calls of %s%n%s", what, watched.log).isEqualTo(calls);
    assertThat(totals.readUnits()).as("%s", watched.log).isBetween(0.6 * reads, reads);
    assertThat(totals.writeUnits()).as("%s", watched.log).isBetween(0.6 * writes, writes);
  }

  private static Put put(int n) {
    return Put.of(USER, "k%03d".formatted(n), Map.of("text", "memory number " + n));
  }

  @Test
  void aPutIsOneCallWhateverItKeeps() {
    assertCost("put without a vector", () -> plain.put(put(1)), 1, 0, 1);
    assertCost("put with a vector in the index", () -> store.put(put(1)), 1, 0, 4);
    assertCost("put with a packed vector", () -> exact.put(put(2)), 1, 0, 2);
  }

  @Test
  void aQueryOfOneNamespaceIsOneCallToTheIndexOrReadsIt() {
    for (Store filled : List.of(store, exact)) {
      var puts = new ArrayList<Put>();
      IntStream.range(0, 100).forEach(n -> puts.add(put(n)));
      filled.batch(puts);
      for (var ranking : Ranking.values()) {
        var search = Search.in(USER).query("memory number 7").ranking(ranking).exact();
        var packed = filled == exact;
        if (!packed && ranking != Ranking.LEXICAL) {
          assertCost("query, index, " + ranking, () -> filled.search(search), 1, 0, 0);
        } else {
          assertCost(
              "query of 100, " + (packed ? "packed, " : "indexed, ") + ranking,
              () -> filled.search(search),
              1,
              packed ? 23 : 37.5,
              0);
        }
      }
    }
    var search = Search.in(USER).query("memory number 7");
    assertCost("query under a prefix, exact", () -> exact.search(search), 2, 23.5, 0);
  }
}

package dev.dynamory.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Distance;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.InMemory;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Vector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MiniLmEmbedderTest {
  private static final Embedder EMBEDDER =
      ServiceLoader.load(Embedder.class).findFirst().orElseThrow();
  private static final String CAT = "A cat sleeps on the sofa.";
  private static final String KITTEN = "The kitten naps on a couch.";
  private static final String MARKET = "Shares fell after the central bank raised rates.";

  private static List<Vector> vectors(String... texts) {
    return Embedding.of(EMBEDDER, MiniLmEmbedder.DIMENSIONS).vectors(List.of(texts));
  }

  @Test
  void whatMeansTheSameIsNearerThanWhatDoesNot() {
    var vectors = vectors(CAT, KITTEN, MARKET);
    var near = vectors.get(0).score(vectors.get(1), Distance.COSINE);
    assertThat(near).isGreaterThan(0.6);
    assertThat(vectors.get(0).score(vectors.get(2), Distance.COSINE)).isLessThan(near - 0.4);
  }

  @Test
  void aBatchKeepsItsOrderAndAnEmptyOneIsEmpty() {
    assertThat(vectors(CAT, MARKET)).containsExactly(vectors(CAT).get(0), vectors(MARKET).get(0));
    assertThat(EMBEDDER.embed(List.of())).isEmpty();
  }

  @Test
  void aTextOfAnyLengthHasAVector() {
    assertThat(vectors("…", "x", "word ".repeat(3_000))).hasSize(3);
  }

  @Test
  void manyThreadsGetTheSameVectors() {
    var alone = vectors(KITTEN).get(0);
    assertThat(IntStream.range(0, 32).parallel().mapToObj(n -> vectors(KITTEN).get(0)))
        .isEqualTo(Collections.nCopies(32, alone));
  }

  @Test
  void aStoreFindsWhatHasNoWordOfTheQuestion() {
    var store = InMemory.store().withEmbedder(EMBEDDER, MiniLmEmbedder.DIMENSIONS, "text");
    var ana = Namespace.of("users", "ana");
    store.put(ana, "pet", Map.of("text", KITTEN));
    store.put(ana, "news", Map.of("text", MARKET));
    var question = Search.in(ana).query("Does she have animals?").ranking(Ranking.SEMANTIC);
    assertThat(store.search(question.limit(1))).extracting("key").containsExactly("pet");
  }
}

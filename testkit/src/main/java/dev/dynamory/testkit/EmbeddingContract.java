package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.testkit.Questions.ask;
import static dev.dynamory.testkit.Questions.by;
import static dev.dynamory.testkit.Questions.scores;
import static dev.dynamory.testkit.Questions.text;
import static dev.dynamory.testkit.Questions.within;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.BatchException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Delete;
import dev.dynamory.DynamoryException;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Turn;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What stores with an {@link WordEmbedder} promise of the vectors of what is put. */
public interface EmbeddingContract extends RecallFixture {

  @Test
  default void aPutSaysWhichFieldsAreEmbedded() {
    var namespace = fresh();
    var store = embedded("text");
    Map<String, Object> value = Map.of("title", "violin", "text", "pasta");
    store.put(Put.of(namespace, "title", value).embeddedFields("title"));
    store.put(Put.of(namespace, "none", value).notEmbedded());
    store.put(Put.of(namespace, "store's", value));
    settle();
    var byMeaning = by(Ranking.SEMANTIC, namespace, "violin");
    assertThat(keys(store.search(byMeaning))).containsExactly("title", "store's");
    assertThat(keys(store.search(by(Ranking.LEXICAL, namespace, "pasta"))))
        .containsExactlyInAnyOrder("none", "store's", "title");
  }

  @Test
  default void noVectorOutlivesItsText() {
    var namespace = fresh();
    var store = embedded("text");
    for (var key : List.of("other", "none", "plain", "deleted", "elsewhere")) {
      store.put(namespace, key, text("violin"));
    }
    store.put(namespace, "other", text("pasta"));
    store.put(namespace, "none", Map.of("n", 1));
    storeWithoutEmbedder().put(namespace, "plain", text("violin"));
    store.delete(namespace, "deleted");
    store.transact(List.of(Delete.of(namespace, "elsewhere")));
    settle();
    var found = store.search(by(Ranking.SEMANTIC, namespace, "violin"));
    assertThat(keys(found)).containsExactly("other");
    assertThat(Objects.requireNonNull(found.get(0).score())).isLessThan(0.9);
  }

  @Test
  default void anEmbedderThatFailsLeavesTheOldItemWhole() {
    var namespace = fresh();
    var words = new WordEmbedder();
    var store = embedded(words, "text");
    store.put(namespace, "k", text("violin"));
    settle();
    words.failWith(new IllegalStateException("no model today"));
    assertThatThrownBy(() -> store.put(namespace, "k", text("pasta")))
        .hasMessageContaining("no model today");
    assertThatThrownBy(() -> store.transact(List.of(Put.of(namespace, "k", text("pasta")))))
        .hasMessageContaining("no model today");
    assertThatThrownBy(() -> store.batch(List.of(Put.of(namespace, "k", text("pasta")))))
        .hasStackTraceContaining("no model today");
    assertThatThrownBy(() -> store.search(ask(namespace, "violin")))
        .hasMessageContaining("no model today");
    words.failWith(null);
    assertThat(store.search(by(Ranking.SEMANTIC, namespace, "violin")))
        .singleElement()
        .satisfies(item -> assertThat(item.value()).isEqualTo(text("violin")));
  }

  @Test
  default void anEmbedderThatFailsFailsOnlyThePutsOfABatchThatNeedIt() {
    var namespace = fresh();
    var words = new WordEmbedder();
    var store = embedded(words, "text");
    store.put(namespace, "deleted", text("violin"));
    words.failWith(new IllegalStateException("no model today"));
    assertThatThrownBy(
            () ->
                store.batch(
                    List.of(
                        Put.of(namespace, "text", text("pasta")),
                        Put.of(namespace, "none", Map.of("n", 1)),
                        Put.of(namespace, "not embedded", text("pasta")).notEmbedded(),
                        Delete.of(namespace, "deleted"))))
        .isInstanceOfSatisfying(
            BatchException.class, e -> assertThat(e.failures()).containsOnlyKeys(0));
    assertThat(keys(store.search(Search.in(namespace)))).containsExactly("none", "not embedded");
  }

  @Test
  @SuppressWarnings("NullAway") // an embedder may give null, whatever it promises
  default void vectorsThatAreWrongAreErrorsOfConfiguration() {
    var namespace = fresh();
    embedded("text").put(namespace, "k", text("violin"));
    settle();
    var notFinite = new float[WordEmbedder.DIMENSIONS];
    notFinite[3] = Float.NaN;
    var infinite = new float[WordEmbedder.DIMENSIONS];
    infinite[3] = Float.NEGATIVE_INFINITY;
    for (Embedder wrong :
        List.<Embedder>of(
            texts -> texts.stream().map(text -> new float[] {1, 2}).toList(),
            texts -> texts.stream().map(text -> notFinite).toList(),
            texts -> texts.stream().map(text -> infinite).toList(),
            texts -> Collections.nCopies(texts.size(), null),
            texts -> List.of(),
            texts -> Collections.nCopies(texts.size() + 1, new float[WordEmbedder.DIMENSIONS]),
            texts -> null)) {
      var store = store(Embedding.of(wrong, WordEmbedder.DIMENSIONS, "text"));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> store.put(namespace, "k", text("pasta")))
          .withMessageContaining("the embedder made");
      for (var time = 0; time < 2; time++) {
        assertThatExceptionOfType(ConfigurationException.class)
            .isThrownBy(() -> store.search(ask(namespace, "pasta")))
            .withMessageContaining("the embedder made");
      }
    }
    assertThat(embedded().get(namespace, "k").orElseThrow().value()).isEqualTo(text("violin"));
  }

  @Test
  default void manyPutsAreOneCallOfTheEmbedder() {
    var namespace = fresh();
    var words = new WordEmbedder();
    var store = embedded(words, "text");
    var puts = List.of(Put.of(namespace, "a", text("a")), Put.of(namespace, "b", text("b")));
    store.transact(puts);
    assertThat(words.calls()).isEqualTo(1);
    store.batch(puts);
    assertThat(words.calls()).isEqualTo(2);
    store.put(namespace, "none", Map.of("n", 1));
    store.delete(namespace, "a");
    assertThat(words.calls()).isEqualTo(2);
  }

  @Test
  default void anUpdateEmbedsTheFieldsOfTheStoreWhateverWasEmbeddedBefore() {
    var namespace = fresh();
    var store = embedded("text");
    Map<String, Object> value = Map.of("title", "violin", "text", "pasta");
    store.put(Put.of(namespace, "none", value).notEmbedded());
    store.put(Put.of(namespace, "title", value).embeddedFields("title"));
    for (var key : List.of("none", "title")) {
      store.update(namespace, key, document -> document.put("n", 1));
    }
    settle();
    var found = store.search(by(Ranking.SEMANTIC, namespace, "pasta"));
    assertThat(keys(found)).containsExactly("none", "title");
    assertThat(scores(found)).allSatisfy(score -> assertThat(score).isCloseTo(1.0, within()));
  }

  @Test
  default void whatSaysNothingHasNoVector() {
    var namespace = fresh();
    var store = embedded();
    for (var text : List.of("", " ", "\n")) {
      var turn = new Turn("s" + text.length() + text.isEmpty(), 0, Instant.EPOCH, "Ana", text);
      store.put(namespace, turn.key(), turn);
      store.put(namespace, "k" + text.hashCode(), text(text));
    }
    settle();
    assertThat(store.search(by(Ranking.SEMANTIC, namespace, "Ana text"))).isEmpty();
  }

  @Test
  default void aTurnThatIsNotThereLeavesNoTraceInTheNext() {
    var clock = MovableClock.now();
    var store = store(new WordEmbedder().embedding("text"), clock);
    var first = turn(0, "violin");
    var alone = nextAfter(store, namespace -> {});
    var others =
        List.<Consumer<Namespace>>of(
            namespace -> {
              store.put(Put.of(namespace, first.key(), first));
              store.delete(namespace, first.key());
            },
            namespace -> {
              store.put(Put.of(namespace, first.key(), first));
              store.transact(List.of(Delete.of(namespace, first.key())));
            },
            namespace -> {
              store.put(Put.of(namespace, first.key(), first));
              store.batch(List.of(Delete.of(namespace, first.key())));
            },
            namespace -> {
              store.put(Put.of(namespace, first.key(), first));
              store.deleteNamespace(namespace);
            },
            namespace -> {
              var expiring =
                  Put.of(namespace, first.key(), first).timeToLive(Duration.ofMinutes(1));
              store.put(expiring);
              clock.advance(Duration.ofMinutes(2));
            },
            namespace -> store.put(Put.of(namespace, first.key(), first).notEmbedded()));
    for (var other : others) {
      assertThat(nextAfter(store, other)).isCloseTo(alone, within());
    }
  }

  @Test
  default void aTurnThatCouldNotBePutLeavesNoTraceInTheNext() {
    var store = embedded("text");
    var there = turn(0, "pasta");
    var other = turn(0, "violin");
    var expected = nextAfter(store, namespace -> store.put(namespace, there.key(), there));
    for (var refused :
        List.<Function<Put, Runnable>>of(
            put -> () -> store.put(put),
            put -> () -> store.transact(List.of(put)),
            put -> () -> store.batch(List.of(put)))) {
      var found =
          nextAfter(
              store,
              namespace -> {
                store.put(namespace, there.key(), there);
                var put = Put.of(namespace, other.key(), other).when(absent());
                assertThatThrownBy(() -> refused.apply(put).run())
                    .isInstanceOf(DynamoryException.class);
              });
      assertThat(found).isCloseTo(expected, within());
    }
  }

  /** How near a violin the second turn of a conversation is, after what was done to the first. */
  private double nextAfter(Store store, Consumer<Namespace> first) {
    var namespace = fresh();
    first.accept(namespace);
    var next = turn(1, "How are you");
    store.put(namespace, next.key(), next);
    settle();
    return store.search(by(Ranking.SEMANTIC, namespace, "violin")).stream()
        .filter(item -> item.key().equals(next.key()))
        .mapToDouble(item -> Objects.requireNonNull(item.score()))
        .sum();
  }

  private static Turn turn(int position, String text) {
    return new Turn("s", position, Instant.EPOCH, "Ana", text);
  }

  @Test
  default void aConflictIsAConflictWithAnEmbedderToo() {
    var namespace = fresh();
    var store = embedded("text");
    store.put(namespace, "k", text("violin"));
    assertThatThrownBy(() -> store.put(Put.of(namespace, "k", text("pasta")).when(absent())))
        .isInstanceOf(WriteConflictException.class);
    store.update(namespace, "k", document -> document.put("text", "cello"));
    settle();
    var score = store.search(by(Ranking.SEMANTIC, namespace, "cello")).get(0).score();
    assertThat(Objects.requireNonNull(score)).isCloseTo(1.0, within());
  }

  private Store embedded(String... fields) {
    return embedded(new WordEmbedder(), fields);
  }

  private Store embedded(WordEmbedder words, String... fields) {
    return store(words.embedding(fields));
  }

  private Store store(Embedding embedding) {
    return store(embedding, InstantSource.system());
  }
}

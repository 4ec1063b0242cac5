package dev.dynamory.testkit;

import static dev.dynamory.testkit.Questions.ask;
import static dev.dynamory.testkit.Questions.by;
import static dev.dynamory.testkit.Questions.scores;
import static dev.dynamory.testkit.Questions.text;
import static dev.dynamory.testkit.Questions.within;
import static dev.dynamory.testkit.Samples.allPages;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static dev.dynamory.testkit.Samples.numberedKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.Filter;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What stores that answer queries promise, with an {@link WordEmbedder} or without any. */
public interface RecallContract extends RecallFixture {

  @Test
  default void theBestAnswerIsFirstWhateverItIsRankedBy() {
    var namespace = fresh();
    var store = embedded("text");
    store.put(namespace, "music", text("She plays the violin in an orchestra"));
    store.put(namespace, "food", text("He likes pasta with tomatoes"));
    store.put(namespace, "sport", text("They run along the river"));
    settle();
    for (var ranking : Ranking.values()) {
      var found = store.search(ask(namespace, "the violin in an orchestra").ranking(ranking));
      assertThat(found.get(0).key()).as("by %s", ranking).isEqualTo("music");
      assertThat(scores(found)).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
  }

  @Test
  default void answersAreWholeItems() {
    var namespace = fresh();
    var store = embedded();
    store.put(namespace, "k", Map.of("text", "violin", "bytes", new byte[] {1}, "n", 2.5));
    settle();
    var found = store.search(ask(namespace, "violin")).get(0);
    var got = store.get(namespace, "k").orElseThrow();
    Samples.assertDocument(found.value(), got.value());
    assertThat(found).usingRecursiveComparison().ignoringFields("value", "score").isEqualTo(got);
  }

  @Test
  default void byMeaningTheScoreIsTheVectors() {
    var namespace = fresh();
    var words = new WordEmbedder();
    embedded(words, "text").put(namespace, "k", text("violin and cello"));
    settle();
    var score =
        embedded(words, "text").search(by(Ranking.SEMANTIC, namespace, "cello")).get(0).score();
    var expected =
        words
            .embedding()
            .vectors(List.of("violin and cello"))
            .get(0)
            .score(words.embedding().queryVector("cello"), words.embedding().distance());
    assertThat(Objects.requireNonNull(score)).isCloseTo(expected, within());
  }

  @Test
  default void withoutAnEmbedderWordsAnswer() {
    var namespace = fresh();
    var store = storeWithoutEmbedder();
    store.put(namespace, "music", text("She plays the violin"));
    store.put(namespace, "food", text("He likes pasta"));
    for (var ranking : List.of(Ranking.LEXICAL, Ranking.HYBRID)) {
      assertThat(keys(store.search(by(ranking, namespace, "Who played violins?"))))
          .containsExactly("music");
    }
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> store.search(by(Ranking.SEMANTIC, namespace, "violin")))
        .withMessageContaining("embedder");
  }

  @Test
  default void whatHasNoneOfTheWordsIsNoAnswerByWords() {
    var namespace = fresh();
    var store = embedded();
    store.put(namespace, "k", text("violin"));
    settle();
    assertThat(store.search(by(Ranking.LEXICAL, namespace, "the kitchen"))).isEmpty();
    assertThat(store.search(by(Ranking.LEXICAL, namespace, "who and what?"))).isEmpty();
    assertThat(store.search(ask(fresh(), "violin"))).isEmpty();
  }

  @Test
  default void wordsAreFoundWhateverTheVectors() {
    var namespace = fresh();
    embedded("text").put(namespace, "k", text("violin"));
    settle();
    Embedder other = texts -> texts.stream().map(text -> new float[] {1, 2, 3}).toList();
    var store = store(Embedding.of(other, 3, "text"));
    assertThat(keys(store.search(by(Ranking.LEXICAL, namespace, "violin")))).containsExactly("k");
  }

  @Test
  default void textWithoutWordsIsKeptAndIsNoAnswerByWords() {
    var namespace = fresh();
    var store = embedded("text");
    for (var text : List.of("", " ", "\u2026", "\ud83d\ude00")) {
      store.put(namespace, "k" + text.length() + text.hashCode(), text(text));
    }
    settle();
    assertThat(store.search(Search.in(namespace))).hasSize(4);
    assertThat(store.search(by(Ranking.LEXICAL, namespace, "violin"))).isEmpty();
  }

  @Test
  default void aFilterDecidesWhatIsReturned() {
    var namespace = fresh();
    var store = embedded("text");
    for (var n = 0; n < 30; n++) {
      store.put(namespace, key(n), Map.of("text", "violin", "n", n));
    }
    settle();
    for (var ranking : Ranking.values()) {
      var search = by(ranking, namespace, "violin").filter(Filter.gte("n", 27));
      assertThat(keys(store.search(search.limit(2)))).containsExactly(key(27), key(28));
      assertThat(keys(store.search(search))).containsExactly(key(27), key(28), key(29));
    }
  }

  @Test
  default void equalAnswersAreInTheOrderOfNamespacesAndKeys() {
    var root = fresh();
    var store = embedded("text");
    for (var label : List.of("b", "a", "a-")) {
      store.put(root.child(label), "2", text("violin"));
      store.put(root.child(label), "1", text("violin"));
    }
    settle();
    var found = store.search(ask(root, "violin"));
    assertThat(found.stream().map(item -> item.namespace().labels().get(1) + item.key()))
        .containsExactly("a1", "a2", "a-1", "a-2", "b1", "b2");
  }

  @Test
  default void aPrefixIsAllItsNamespacesRankedTogether() {
    var root = fresh();
    var store = embedded("text");
    store.put(root, "own", text("pasta"));
    store.put(root.child("a"), "music", text("violin and cello"));
    store.put(root.child("b"), "more music", text("violin"));
    store.put(fresh(), "other", text("violin"));
    settle();
    for (var ranking : Ranking.values()) {
      var found = store.search(by(ranking, root, "violin").limit(2));
      assertThat(keys(found)).containsExactly("more music", "music");
    }
    assertThat(keys(store.search(ask(root, "pasta").exact()))).containsExactly("own");
    assertThat(store.search(by(Ranking.LEXICAL, root, "violin").exact())).isEmpty();
  }

  @Test
  default void offsetAndLimitCutTheRanking() {
    var namespace = fresh();
    var store = tied(namespace, 25);
    for (var ranking : Ranking.values()) {
      var search = by(ranking, namespace, "violin");
      assertThat(keys(store.search(search))).isEqualTo(numberedKeys(0, 10));
      assertThat(keys(store.search(search.offset(20)))).isEqualTo(numberedKeys(20, 25));
      assertThat(keys(store.search(search.offset(3).limit(2)))).isEqualTo(numberedKeys(3, 5));
      assertThat(store.search(search.offset(25))).isEmpty();
      assertThat(store.search(search.offset(Integer.MAX_VALUE))).isEmpty();
      assertThat(store.search(search.limit(Integer.MAX_VALUE))).hasSize(25);
      assertThat(store.search(search.limit(0))).isEmpty();
    }
  }

  @Test
  default void pagesTogetherAreTheRanking() {
    var namespace = fresh();
    var store = tied(namespace, 25);
    for (var limit : List.of(1, 7, 24, 25, 26)) {
      var search = ask(namespace, "violin").limit(limit);
      assertThat(keys(allPages(store, search))).isEqualTo(numberedKeys(0, 25));
      assertThat(keys(allPages(store, search.offset(3)))).isEqualTo(numberedKeys(3, 25));
    }
    assertThat(store.searchPage(ask(namespace, "violin").limit(25)).nextToken()).isNull();
    assertThat(store.searchPage(ask(namespace, "violin")).isTruncated()).isFalse();
  }

  @Test
  default void aTokenBelongsToItsQuestion() {
    var namespace = fresh();
    var store = tied(namespace, 25);
    var token = store.searchPage(ask(namespace, "violin")).nextToken();
    assertThat(keys(store.search(ask(namespace, "violin").pageToken(token))))
        .isEqualTo(numberedKeys(10, 20));
    for (var other :
        List.of(
            ask(namespace, "cello"),
            by(Ranking.LEXICAL, namespace, "violin"),
            ask(fresh(), "violin"),
            Search.in(namespace))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> store.searchPage(other.pageToken(token)))
          .withMessageContaining("pageToken");
    }
  }

  @Test
  default void aQueryHasNoMaxRead() {
    var search = ask(fresh(), "violin").maxRead(10);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> embedded().searchPage(search))
        .withMessageContaining("maxRead");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> embedded().search(search));
  }

  @Test
  default void aBatchAnswersQueries() {
    var namespace = fresh();
    var store = tied(namespace, 3);
    var results =
        store.batch(List.of(ask(namespace, "violin").limit(2), ask(namespace, "violin").limit(1)));
    assertThat(results.stream().map(Samples::keys))
        .containsExactly(numberedKeys(0, 2), numberedKeys(0, 1));
  }

  @Test
  default void expiredItemsAreNoAnswers() {
    var namespace = fresh();
    var clock = MovableClock.now();
    var store = store(new WordEmbedder().embedding("text"), clock);
    store.put(Put.of(namespace, "short", text("violin")).timeToLive(Duration.ofMinutes(1)));
    store.put(Put.of(namespace, "long", text("violin")).timeToLive(Duration.ofMinutes(9)));
    settle();
    clock.advance(Duration.ofMinutes(2));
    for (var ranking : Ranking.values()) {
      assertThat(keys(store.search(by(ranking, namespace, "violin")))).containsExactly("long");
    }
  }

  @Test
  default void largeValuesAreAnswers() {
    var namespace = fresh();
    var store = embedded("title");
    var text = "pasta with tomatoes ".repeat(40_000);
    store.put(namespace, "large", Map.of("title", "violin", "text", text));
    store.put(namespace, "small", Map.of("title", "cello"));
    settle();
    for (var ranking : Ranking.values()) {
      var found = store.search(by(ranking, namespace, "violin").limit(1));
      assertThat(keys(found)).containsExactly("large");
      assertThat(found.get(0).value()).containsEntry("text", text);
    }
  }

  @Test
  default void turnsAreReturnedWithThoseAroundThem() {
    var namespace = fresh();
    var store = embedded("text");
    conversation(store, namespace);
    settle();
    var search = by(Ranking.LEXICAL, namespace, "violin").filter(Filter.eq("position", 3)).limit(1);
    var found = store.search(search.surroundingTurns(1));
    assertThat(found.stream().map(item -> item.as(Turn.class).position()))
        .containsExactly(2L, 3L, 4L);
    assertThat(found.stream().map(item -> item.score() != null))
        .containsExactly(false, true, false);
    assertThat(store.search(search.surroundingTurns(100))).hasSize(6);
    assertThat(store.search(search)).hasSize(1);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> search.surroundingTurns(101))
        .withMessageContaining("surroundingTurns");
  }

  @Test
  default void aTurnIsReturnedOnce() {
    var namespace = fresh();
    var store = embedded("text");
    conversation(store, namespace);
    settle();
    var search = by(Ranking.LEXICAL, namespace, "violin").limit(3).surroundingTurns(2);
    var found = store.search(search);
    assertThat(found).doesNotHaveDuplicates();
    assertThat(keys(found)).doesNotHaveDuplicates();
    assertThat(found.stream().filter(item -> item.score() != null)).hasSize(3);
  }

  /** Six turns of which the fourth is of a violin, and a turn of another session. */
  private static void conversation(Store store, Namespace namespace) {
    var said =
        List.of("Hello", "How are you", "Fine", "I bought a violin", "Which one", "An old one");
    for (var n = 0; n < said.size(); n++) {
      var turn = new Turn("s", n, Instant.EPOCH, n % 2 == 0 ? "Ana" : "Ben", said.get(n));
      store.put(namespace, turn.key(), turn);
    }
    var other = new Turn("t", 4, Instant.EPOCH, "Ben", "Something else");
    store.put(namespace, other.key(), other);
  }

  private Store tied(Namespace namespace, int items) {
    var store = embedded("text");
    for (var n = 0; n < items; n++) {
      store.put(namespace, key(n), text("violin"));
    }
    settle();
    return store;
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

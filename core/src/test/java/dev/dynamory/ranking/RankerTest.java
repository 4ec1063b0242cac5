package dev.dynamory.ranking;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.dynamory.Analyzer;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Distance;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.InvalidInputException;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final Namespace NOTES = Namespace.of("notes");

  private static Optional<Analyzer> words() {
    return Optional.of(text -> List.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
  }

  /** Two dimensions: how much of "music" and of "food" there is. */
  private static final Embedder TWO = texts -> texts.stream().map(RankerTest::two).toList();

  private static float[] two(String text) {
    return new float[] {text.split("music", -1).length - 1, text.split("food", -1).length - 1};
  }

  @Test
  void byMeaningItEqualsBruteForce() {
    for (var seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var dimensions = 1 + random.nextInt(40);
      var asked = vector(random, dimensions);
      Embedder fixed = texts -> List.of(asked);
      var distance = List.of(Distance.values()).get(random.nextInt(3));
      var ranker = Ranker.of(Embedding.of(fixed, dimensions).distance(distance));
      var memories = new ArrayList<Memory>();
      for (var n = random.nextInt(200); n > 0; n--) {
        var vector = random.nextInt(9) == 0 ? null : Vector.of(vector(random, dimensions));
        var namespace = Namespace.of("n" + random.nextInt(3));
        memories.add(new Memory(item(namespace, "k" + n, Map.of("n", n)), vector));
      }
      Collections.shuffle(memories, random);
      var search =
          Search.everywhere()
              .query("?!")
              .ranking(Ranking.SEMANTIC)
              .offset(random.nextInt(20))
              .limit(1 + random.nextInt(150));
      assertThat(ranker.answer(search, memories).items())
          .as("seed %d, %s", seed, distance)
          .isEqualTo(bruteForce(search, memories, Vector.of(asked), distance));
    }
  }

  private static List<Item> bruteForce(
      Search search, List<Memory> memories, Vector asked, Distance distance) {
    return memories.stream()
        .flatMap(
            memory ->
                Optional.ofNullable(memory.vector()).stream()
                    .map(vector -> memory.item().withScore(vector.score(asked, distance))))
        .sorted(
            comparing((Item item) -> -Objects.requireNonNull(item.score()))
                .thenComparing(Item::namespace)
                .thenComparing(Item::key))
        .skip(search.offset())
        .limit(search.limit())
        .toList();
  }

  /** Of few different numbers, so that some scores are equal. */
  private static float[] vector(Random random, int dimensions) {
    var vector = new float[dimensions];
    for (var i = 0; i < dimensions; i++) {
      vector[i] = random.nextInt(5) - 2;
    }
    return vector;
  }

  @Test
  void saysWhatIsMissing() {
    var search = Search.in(NOTES).query("music");
    Supplier<Optional<Analyzer>> none = Optional::empty;
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Ranker.of(null, none).answer(search, List.of()))
        .withMessageContaining("dynamory-lucene");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Ranker.of(null, none).answer(search.ranking(Ranking.LEXICAL), List.of()))
        .withMessageContaining("dynamory-lucene");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Ranker.of(null, RankerTest::words)
                    .answer(search.ranking(Ranking.SEMANTIC), List.of()))
        .withMessageContaining("embedder");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Ranker.of(null, RankerTest::words).answer(Search.in(NOTES), List.of()));
  }

  @Test
  void meaningsAloneAnswerWithoutAnAnalyzer() {
    var ranker = Ranker.of(Embedding.of(TWO, 2), Optional::empty);
    var memories = List.of(note("a", "food"), note("b", "music"), note("c", "music and food"));
    assertThat(keys(ranker.answer(Search.in(NOTES).query("music"), memories).items()))
        .containsExactly("b", "c", "a");
  }

  @Test
  void aVectorOfOtherDimensionsIsAnError() {
    var memory = new Memory(item(NOTES, "k", Map.of()), Vector.of(1, 2, 3));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Ranker.of(Embedding.of(TWO, 2), RankerTest::words)
                    .answer(Search.in(NOTES).query("music"), List.of(memory)))
        .withMessageContaining("'k'");
  }

  @Test
  void aTurnIsFoundByTheWordsBeforeIt() {
    var memories = conversation("Do you play an instrument?", "Yes, the old one", "Nice", "Bye");
    var search = Search.in(NOTES).query("instrument").ranking(Ranking.LEXICAL);
    assertThat(
            keys(
                Ranker.of(null, RankerTest::words)
                    .withoutPriors()
                    .answer(search, memories)
                    .items()))
        .isEqualTo(memories.stream().map(memory -> memory.item().key()).toList());
  }

  @Test
  void anAnswerIsBetterThanItsQuestion() {
    var memories =
        conversation("An instrument, you?", "Yes, I do play the old instrument of my father");
    var search = Search.in(NOTES).query("instrument").ranking(Ranking.LEXICAL).limit(1);
    assertThat(keys(Ranker.of(null, RankerTest::words).answer(search, memories).items()))
        .containsExactly(memories.get(1).item().key());
  }

  @Test
  void sessionsAndNamespacesAreNoContextOfOneAnother() {
    var said = new Turn("s", 0, Instant.EPOCH, "Ana", "instrument");
    var other = new Turn("t", 1, Instant.EPOCH, "Ana", "else");
    var memories =
        List.of(
            memory(NOTES, "1", said),
            memory(NOTES, "2", other),
            memory(
                Namespace.of("notes", "x"), "3", new Turn("s", 1, Instant.EPOCH, "Ben", "else")));
    var search = Search.in(NOTES).query("instrument").ranking(Ranking.LEXICAL);
    assertThat(keys(Ranker.of(null, RankerTest::words).answer(search, memories).items()))
        .containsExactly("1");
  }

  @Test
  void aTurnIsFoundByTheDateItSpeaksOf() {
    var at = Instant.parse("2023-05-10T12:00:00Z");
    var memories =
        List.of(
            memory(NOTES, "1", new Turn("a", 0, at, "Ana", "I like it")),
            memory(NOTES, "2", new Turn("b", 0, at, "Ana", "I went last Friday")));
    var search = Search.in(NOTES).query("Where was she on 5 May 2023?").limit(1);
    assertThat(keys(Ranker.of(null, RankerTest::words).answer(search, memories).items()))
        .containsExactly("2");
  }

  @Test
  void participantsNamesAreNotEmbeddedInAQuestion() {
    var asked = new AtomicReference<String>();
    Embedder embedder =
        new Embedder() {
          @Override
          public List<float[]> embed(List<String> documents) {
            return TWO.embed(documents);
          }

          @Override
          public float[] embedQuery(String query) {
            asked.set(query);
            return two(query);
          }
        };
    var ranker = Ranker.of(Embedding.of(embedder, 2), RankerTest::words);
    var memories = conversation("music", "food");
    ranker.answer(Search.in(NOTES).query("What is Ana's music, BEN? Not Anabel's"), memories);
    assertThat(asked).hasValue("What is music, ? Not Anabel's");
    ranker.answer(Search.in(NOTES).query("Ana?"), memories);
    assertThat(asked).hasValue("Ana?");
  }

  @Test
  void turnsAreTurnedTowardsTheirNeighboursAndOtherItemsAreNot() {
    var ranker = Ranker.of(Embedding.of(TWO, 2), RankerTest::words);
    var memories = new ArrayList<>(conversation("music", "food", "food"));
    memories.add(note("note", "food"));
    var search = Search.in(NOTES).query("music").ranking(Ranking.SEMANTIC);
    var scores = new ArrayList<@Nullable Double>();
    ranker.answer(search, memories).items().forEach(item -> scores.add(item.score()));
    assertThat(scores).hasSize(4);
    assertThat(scores.get(3)).isZero();
    // The second: food of 1 + 0.2 at right angles to 0.3 of music.
    assertThat(Objects.requireNonNull(scores.get(1)))
        .isEqualTo(0.3 / Math.hypot(0.3, 1.2), within(1e-6));
  }

  @Test
  void priorsDoNotMakeTurnsBetterThanOtherItems() {
    var memories = new ArrayList<Memory>();
    for (var n = 0; n < 5; n++) {
      var turn = new Turn("s" + n, 0, Instant.EPOCH, "music", "x y z");
      memories.add(memory(NOTES, "turn" + n, turn));
    }
    memories.add(note("note", "music"));
    var search = Search.in(NOTES).query("music").limit(1).ranking(Ranking.LEXICAL);
    assertThat(keys(Ranker.of(null, RankerTest::words).answer(search, memories).items()))
        .containsExactly("note");
  }

  @Test
  void aPutIsAnalysedAloneAndOnce() {
    var analysed = new AtomicInteger();
    Supplier<Optional<Analyzer>> counting =
        () ->
            Optional.of(
                text -> {
                  analysed.incrementAndGet();
                  return words().orElseThrow().terms(text);
                });
    var ranker = Ranker.of(null, counting);
    var memories = new ArrayList<Memory>();
    for (var n = 0; n < 100; n++) {
      memories.add(note("k" + n, "music " + n));
    }
    var search = Search.in(NOTES).query("music");
    ranker.answer(search, memories);
    assertThat(analysed).hasValue(101);
    memories.set(7, new Memory(version(8, "k7", "food"), null));
    ranker.answer(search, memories);
    assertThat(analysed).hasValue(103);
    assertThat(ranker.answer(search.limit(200), memories).items()).hasSize(99);
  }

  @Test
  void whatIndexesGiveIsRankedByTheirScores() {
    var ranker = Ranker.of(Embedding.of(TWO, 2), RankerTest::words);
    var memories =
        List.of(
            new Memory(item(NOTES, "far", Map.of("text", "x")).withScore(0.1), null),
            new Memory(item(NOTES, "near", Map.of("text", "x")).withScore(0.9), null),
            note("between", "music food"));
    var search = Search.in(NOTES).query("music").ranking(Ranking.SEMANTIC);
    var page = ranker.answerFrom(search, memories, true);
    assertThat(keys(page.items())).containsExactly("near", "between", "far");
    assertThat(page.isTruncated()).isTrue();
    assertThat(ranker.answerFrom(search, memories, false).isTruncated()).isFalse();
    assertThat(keys(ranker.answerFrom(search.ranking(Ranking.HYBRID), memories, true).items()))
        .containsExactly("between", "near", "far");
  }

  @Test
  void longVectorsDoNotDrownWords() {
    var embedding = Embedding.of(TWO, 2).distance(Distance.DOT_PRODUCT);
    var memories =
        List.of(
            new Memory(version(1, "long", "x music"), Vector.of(1_000, 0)),
            new Memory(version(1, "words", "violin music"), Vector.of(999, 0)),
            new Memory(version(1, "neither", "x"), Vector.of(0, 1)));
    var search = Search.in(NOTES).query("violin music");
    var ranker = Ranker.of(embedding, RankerTest::words);
    for (var page :
        List.of(ranker.answer(search, memories), ranker.answerFrom(search, memories, true))) {
      assertThat(keys(page.items())).containsExactly("words", "long", "neither");
    }
  }

  @Test
  void equalsItselfInAnyOrderOfMemories() {
    var memories = new ArrayList<>(conversation("music", "food or music?", "both", "music"));
    memories.add(note("note", "music"));
    var search = Search.in(NOTES).query("When was there music?");
    var ranker = Ranker.of(Embedding.of(TWO, 2), RankerTest::words);
    var expected = ranker.answer(search, memories);
    for (var seed = 0; seed < 20; seed++) {
      Collections.shuffle(memories, new Random(seed));
      assertThat(keys(ranker.answer(search, memories).items())).isEqualTo(keys(expected.items()));
    }
  }

  @Test
  void turnsOutsideOfTheCalendarAreFound() {
    for (var at : List.of(Instant.MIN, Instant.MAX, Instant.parse("-0001-01-01T00:00:00Z"))) {
      var memories =
          List.of(
              memory(NOTES, "1", new Turn("a", 0, at, "Ana", "I went yesterday")),
              memory(NOTES, "2", new Turn("b", 0, Instant.EPOCH, "Ana", "I went home")));
      var search = Search.in(NOTES).query("When did Ana say she went?");
      assertThat(keys(Ranker.of(null, RankerTest::words).answer(search, memories).items()))
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void aDocumentThatOthersChangedIsReadAnewThoughItsVersionIsTheSame() {
    var ranker = Ranker.of(null, RankerTest::words);
    var search = Search.in(NOTES).query("violin");
    var list = List.of("a", "violin");
    var old = new Memory(item(NOTES, "k", Map.of("text", Map.of("in", list))), null);
    assertThat(ranker.answer(search, List.of(old)).items()).hasSize(1);
    var now =
        new Memory(item(NOTES, "k", Map.of("text", Map.of("in", List.of("a", "piano")))), null);
    assertThat(ranker.answer(search, List.of(now)).items()).isEmpty();
    assertThat(ranker.answer(search.query("piano"), List.of(now)).items()).hasSize(1);
  }

  private static List<Memory> conversation(String... texts) {
    var memories = new ArrayList<Memory>();
    for (var n = 0; n < texts.length; n++) {
      var turn = new Turn("s", n, Instant.EPOCH, n % 2 == 0 ? "Ana" : "Ben", texts[n]);
      memories.add(memory(NOTES, turn.key(), turn));
    }
    return memories;
  }

  private static Memory memory(Namespace namespace, String key, Turn turn) {
    var value = Put.of(namespace, key, turn).value();
    return new Memory(item(namespace, key, value), Vector.of(two(turn.text())));
  }

  private static Memory note(String key, String text) {
    return new Memory(version(1, key, text), Vector.of(two(text)));
  }

  private static Item version(long version, String key, String text) {
    var item = item(NOTES, key, Map.of("text", text));
    return new Item(
        NOTES, key, item.value(), version, Instant.EPOCH, Instant.EPOCH, null, null, null);
  }

  private static Item item(Namespace namespace, String key, Map<String, Object> value) {
    return new Item(namespace, key, value, 1, Instant.EPOCH, Instant.EPOCH, null, null, null);
  }

  private static List<String> keys(List<Item> items) {
    return items.stream().map(Item::key).toList();
  }
}

package dev.dynamory.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dynamory.Analyzer;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which turns have a part in one another. */
class NeighboursTest {
  private static final Namespace NOTES = Namespace.of("notes");

  /** Two dimensions: how much of "music" and of "food" there is. */
  private static final Embedder TWO = texts -> texts.stream().map(NeighboursTest::two).toList();

  private static float[] two(String text) {
    return new float[] {text.split("music", -1).length - 1, text.split("food", -1).length - 1};
  }

  private static Optional<Analyzer> words() {
    return Optional.of(text -> List.of(text.split("[^a-z]+", -1)));
  }

  @Test
  void turnsFarApartAreNoNeighbours() {
    var memories =
        List.of(
            memory("a", new Turn("s", 3, Instant.EPOCH, "Ana", "music?")),
            memory("b", new Turn("s", 97, Instant.EPOCH, "Ben", "else")));
    var ranker = Ranker.of(Embedding.of(TWO, 2), NeighboursTest::words);
    var search = Search.in(NOTES).query("music");
    var byWords = ranker.answer(search.ranking(Ranking.LEXICAL), memories).items();
    assertThat(keys(byWords)).containsExactly("a");
    var byMeaning = ranker.answer(search.ranking(Ranking.SEMANTIC), memories).items();
    assertThat(byMeaning.stream().map(Item::score)).containsExactly(1.0, 0.0);
    var around = ranker.answer(search.limit(1).surroundingTurns(50), memories).items();
    assertThat(keys(around)).containsExactly("a");
    around = ranker.answer(search.limit(1).surroundingTurns(94), memories).items();
    assertThat(keys(around)).containsExactly("a", "b");
  }

  @Test
  void whatIsMissingBetweenTurnsKeepsThemApart() {
    var texts = List.of("music", "x", "y", "z", "w", "v");
    var all = conversation(texts.toArray(String[]::new));
    var some = new ArrayList<>(all);
    some.remove(1);
    some.remove(3);
    var search = Search.in(NOTES).query("music").ranking(Ranking.LEXICAL);
    var ranker = Ranker.of(null, NeighboursTest::words).withoutPriors();
    // The fifth is four after the first, the sixth five.
    assertThat(keys(ranker.answer(search, all).items()))
        .doesNotContain(all.get(5).item().key())
        .hasSize(5);
    assertThat(keys(ranker.answer(search, some).items()))
        .doesNotContain(all.get(5).item().key())
        .hasSize(3);
  }

  @Test
  void whatIsTurnedAlreadyIsNotTurnedTwice() {
    var ranker = Ranker.of(Embedding.of(TWO, 2), NeighboursTest::words);
    var plain = conversation("music", "food");
    var turned =
        List.of(
            new Memory(plain.get(0).item(), Vector.of(1, 0), true),
            new Memory(plain.get(1).item(), Vector.of(0.3f, 1), true));
    var search = Search.in(NOTES).query("music").ranking(Ranking.SEMANTIC);
    for (var round = 0; round < 2; round++) {
      assertThat(score(ranker.answer(search, plain), 1))
          .isEqualTo(0.3 / Math.hypot(0.3, 1), within(1e-6));
      assertThat(score(ranker.answer(search, turned), 1))
          .isEqualTo(0.3 / Math.hypot(0.3, 1), within(1e-6));
    }
  }

  private static double score(Page<Item> page, int at) {
    return Objects.requireNonNull(page.items().get(at).score());
  }

  private static List<Memory> conversation(String... texts) {
    var memories = new ArrayList<Memory>();
    for (var text : texts) {
      var turn = new Turn("s", memories.size(), Instant.EPOCH, "Ana", text);
      memories.add(memory(turn.key(), turn));
    }
    return memories;
  }

  private static Memory memory(String key, Turn turn) {
    var value = Put.of(NOTES, key, turn).value();
    var now = Instant.EPOCH;
    return new Memory(
        new Item(NOTES, key, value, 1, now, now, null, null, null), Vector.of(two(turn.text())));
  }

  private static List<String> keys(List<Item> items) {
    return items.stream().map(Item::key).toList();
  }
}

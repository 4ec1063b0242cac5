package dev.dynamory.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The numbers are computed by hand: k1 is 1.2, b is 0.4. */
class WordsTest {
  private static final Namespace NOTES = Namespace.of("notes");
  private static final Offset<Double> EXACTLY = within(1e-12);

  @Test
  void aRareWordSaysMoreThanACommonOne() {
    // Three texts of 1, 3 and 2 words, 2 on average.
    var words = notes("violin", "violin violin piano", "cello cello");
    var violin = words.scores(List.of("violin"));
    // ln(1 + 1.5/2.5) · 1 · 2.2 / (1 + 1.2 · 0.8), and · 2 · 2.2 / (2 + 1.2 · 1.2)
    assertThat(violin[0]).isCloseTo(Math.log(1.6) * 2.2 / 1.96, EXACTLY);
    assertThat(violin[1]).isCloseTo(Math.log(1.6) * 4.4 / 3.44, EXACTLY);
    assertThat(violin[2]).isZero();
    // ln(1 + 2.5/1.5) · 2 · 2.2 / (2 + 1.2 · 1)
    assertThat(words.scores(List.of("cello"))[2]).isCloseTo(1.348640222, within(1e-8));
    // ln(1 + 2.5/1.5) · 1 · 2.2 / (1 + 1.2 · 1.2)
    assertThat(words.scores(List.of("piano"))[1]).isCloseTo(0.884354246, within(1e-8));
    assertThat(words.scores(List.of("none"))).containsOnly(0);
    assertThat(words.scores(List.of())).containsOnly(0);
  }

  @Test
  void theScoresOfWordsAreAddedUp() {
    var words = notes("violin", "violin violin piano", "cello cello");
    var violin = words.scores(List.of("violin"))[1];
    var piano = words.scores(List.of("piano"))[1];
    assertThat(words.scores(List.of("violin", "piano"))[1]).isCloseTo(violin + piano, EXACTLY);
  }

  @Test
  void aWordSaysLessEachTimeItIsRepeated() {
    var scores = notes("a x x x", "a a x x", "a a a x", "a a a a", "x x x x").scores(List.of("a"));
    // ln(1 + 1.5/4.5) · n · 2.2 / (n + 1.2)
    var rarity = Math.log(1 + 1.5 / 4.5);
    for (var n = 1; n <= 4; n++) {
      assertThat(scores[n - 1]).isCloseTo(rarity * n * 2.2 / (n + 1.2), EXACTLY);
    }
    assertThat(scores[1] - scores[0]).isGreaterThan(scores[2] - scores[1]);
    assertThat(scores[3]).isLessThan(rarity * 2.2);
  }

  @Test
  void aLongTextHasToSayMore() {
    // Texts of 1, 4, 9 and 2 words, 4 on average.
    var scores = notes("a", "a x x x", "a x x x x x x x x", "x x").scores(List.of("a"));
    var rarity = Math.log(1 + 1.5 / 3.5);
    // 0.6 + 0.4 · length / 4
    assertThat(scores[0]).isCloseTo(rarity * 2.2 / (1 + 1.2 * 0.7), EXACTLY);
    assertThat(scores[1]).isCloseTo(rarity * 2.2 / (1 + 1.2), EXACTLY);
    assertThat(scores[2]).isCloseTo(rarity * 2.2 / (1 + 1.2 * 1.5), EXACTLY);
  }

  @Test
  void aTurnHasAPartInTheWordsAroundIt() {
    // The first has 2 + 0.4 · 1 words, the second 1 + 0.7 · 2.
    var scores = turns("violin x", "y").scores(List.of("violin"));
    var rarity = Math.log(1 + 0.5 / 2.5);
    assertThat(scores[0]).isCloseTo(rarity * 2.2 / (1 + 1.2), EXACTLY);
    assertThat(scores[1]).isCloseTo(rarity * 0.7 * 2.2 / (0.7 + 1.2), EXACTLY);
    // 0.7 · 0.6 · 0.6 · 0.6 of a word four turns before, nothing of five.
    scores = turns("violin", "a", "b", "c", "d", "e").scores(List.of("violin"));
    assertThat(scores[4]).isPositive().isLessThan(scores[3]);
    assertThat(scores[5]).isZero();
  }

  private static Words notes(String... texts) {
    var memories = new ArrayList<Memory>();
    for (var text : texts) {
      memories.add(memory("k" + memories.size(), Map.of("text", text)));
    }
    return words(memories, texts, false);
  }

  private static Words turns(String... texts) {
    var memories = new ArrayList<Memory>();
    for (var text : texts) {
      var turn = new Turn("s", memories.size(), Instant.EPOCH, "Ana", text);
      memories.add(memory(turn.key(), Put.of(NOTES, turn.key(), turn).value()));
    }
    return words(memories, texts, true);
  }

  private static Words words(List<Memory> memories, String[] texts, boolean areTurns) {
    var made = new Text[texts.length];
    for (var i = 0; i < made.length; i++) {
      var saying = areTurns ? new Text.Saying("s", i, "Ana", 1, false, false) : null;
      made[i] = new Text(memories.get(i).item(), Arrays.asList(texts[i].split(" ", -1)), saying);
    }
    return Arrangement.of(memories, made).words();
  }

  private static Memory memory(String key, Map<String, Object> value) {
    var now = Instant.EPOCH;
    return new Memory(new Item(NOTES, key, value, 1, now, now, null, null, null), null);
  }
}

package dev.dynamory.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Analyzer;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnglishAnalyzerTest {
  private final EnglishAnalyzer analyzer = new EnglishAnalyzer();

  @Test
  void isFoundAsTheAnalyzer() {
    assertThat(ServiceLoader.load(Analyzer.class)).hasOnlyElementsOfType(EnglishAnalyzer.class);
  }

  @Test
  void formsOfAWordAreOneTerm() {
    assertThat(analyzer.terms("Caroline's running; she ran, RUNS and paints paintings"))
        .containsExactly("carolin", "run", "ran", "run", "paint", "paint");
  }

  @Test
  void whatIsAskedIsNotHowItIsAsked() {
    assertThat(analyzer.terms("When did you and he go to which of those places?"))
        .containsExactly("go", "place");
    assertThat(analyzer.terms("Don't you think I'm what they’re? It wouldn't"))
        .containsExactly("think");
  }

  @Test
  void mayIsAMonth() {
    assertThat(analyzer.terms("7 May 2023")).containsExactly("7", "mai", "2023");
  }

  @Test
  void otherScriptsAreWords() {
    assertThat(analyzer.terms("Ärger über Καλημέρα 東京"))
        .containsExactly("ärger", "über", "καλημέρα", "東", "京");
  }

  @Test
  void textWithoutWordsHasNoTerms() {
    assertThat(analyzer.terms("")).isEmpty();
    assertThat(analyzer.terms(" ?! … ")).isEmpty();
  }

  @Test
  void manyThreadsShareIt() {
    var terms =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(n -> analyzer.terms("walks " + n))
            .map(List::size)
            .distinct();
    assertThat(terms).containsExactly(2);
  }

  @Test
  void halvesOfCharactersEndNoText() {
    assertThat(analyzer.terms("violin \ud83d")).containsExactly("violin");
    assertThat(analyzer.terms("\ude00 violin\ud83d piano")).containsExactly("violin", "piano");
    assertThat(analyzer.terms("violin \ud83d\ude00 piano \ud83d"))
        .startsWith("violin")
        .endsWith("piano");
    assertThat(analyzer.terms("\ud83d")).isEmpty();
  }
}

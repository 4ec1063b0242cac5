package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BenchmarkRecallTest {

  /** A conversation of our own, 42 turns and 12 questions. */
  private static String ours() {
    try {
      var resource = BenchmarkRecallTest.class.getResource("conversations.json");
      return Path.of(Objects.requireNonNull(resource).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Test
  void findsTheEvidenceInAConversationOfOurOwn() {
    var result =
        LetterModel.isNotThere(() -> Terminal.on("--json").run("benchmark", "recall", ours()));
    assertThat(result.code()).as(result.err()).isZero();
    var plain = ranking(result.json(), "lexical without priors");
    var prior = ranking(result.json(), "lexical");
    assertThat(number(plain, "recall@5")).isGreaterThan(0.85);
    assertThat(number(prior, "recall@5")).isGreaterThan(0.9);
    assertThat(number(prior, "recall@10")).isGreaterThan(0.9);
    assertThat(number(prior, "recall@25")).isGreaterThan(0.95);
    assertThat(number(prior, "recall@50")).isEqualTo(1);
    assertThat(number(prior, "milliseconds")).isPositive();
    assertThat(number(prior, "read_units")).isPositive();
    assertThat(number(prior, "searched_bytes")).isZero();
    assertThat(plain.get("read_units")).isNull();
    assertThat(number(prior, "questions")).isEqualTo(12);
    assertThat((List<?>) prior.get("categories")).hasSize(4);
    assertThat(result.json()).hasSize(2);
  }

  @Test
  void withAModelItAsksByMeaningAndByBothExactlyAndByTheIndex() {
    var result =
        LetterModel.isThere(() -> Terminal.on("--json").run("benchmark", "recall", ours()));
    assertThat(result.code()).as(result.err()).isZero();
    var rankings = result.json();
    assertThat(rankings)
        .map(ranking -> ((Map<?, ?>) Objects.requireNonNull(ranking)).get("ranking"))
        .isEqualTo(
            List.of(
                "lexical",
                "lexical without priors",
                "vector",
                "hybrid",
                "hybrid without priors",
                "vector by the index",
                "hybrid by the index"));
    // all 42 turns are among the 100 that an index gives
    assertThat(number(ranking(rankings, "hybrid by the index"), "recall@50")).isEqualTo(1);
    assertThat(number(ranking(rankings, "hybrid"), "recall@50")).isEqualTo(1);
    assertThat(number(ranking(rankings, "hybrid"), "read_units"))
        .isGreaterThan(number(ranking(rankings, "lexical"), "read_units"));
    assertThat(number(ranking(rankings, "vector by the index"), "read_units")).isZero();
    assertThat(number(ranking(rankings, "vector by the index"), "searched_bytes"))
        .isGreaterThan(1024);
  }

  @Test
  void runsOnAnEngineOfItsOwnOnly() {
    var result = Terminal.on("--endpoint", "http://localhost:1").run("benchmark", "recall", ours());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("the benchmark runs on the embedded engine only");
  }

  @Test
  void printsATableForPeople() {
    var result = LetterModel.isNotThere(() -> Terminal.on().run("benchmark", "recall", ours()));
    assertThat(result.code()).isZero();
    assertThat(result.lines().get(0))
        .startsWith("recall at")
        .contains("ms/query", "R/query", "KB/query");
    assertThat(result.lines()).anyMatch(line -> line.matches("lexical( +\\d+\\.\\d+){7}"));
    assertThat(result.lines()).anyMatch(line -> line.startsWith("  category 2 (2) "));
    assertThat(result.err()).contains("1 conversations, 42 turns; no vectors");
  }

  @Test
  void namesWhatIsWrongInAFile() {
    assertFails("{}", "FILE: must be a list");
    assertFails("[{\"qa\": []}]", "FILE[0].conversation: must be an object");
    assertFails(
        "[{\"conversation\": {\"session_1_date_time\": \"now\", \"session_1\": []}, \"qa\": []}]",
        "session_1_date_time: must be like");
    assertFails("[{\"conversation\": {}, \"qa\": [{}]}]", "FILE[0].qa[0].evidence: must be a list");
  }

  private static void assertFails(String json, String message) {
    var result = Terminal.on().typing(json).run("benchmark", "recall", "-");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(result.out()).isEmpty();
  }

  private static Map<?, ?> ranking(List<@Nullable Object> results, String name) {
    return results.stream()
        .map(result -> (Map<?, ?>) Objects.requireNonNull(result))
        .filter(result -> name.equals(result.get("ranking")))
        .findFirst()
        .orElseThrow();
  }

  private static double number(Map<?, ?> result, String name) {
    return ((Number) Objects.requireNonNull(result.get(name))).doubleValue();
  }
}

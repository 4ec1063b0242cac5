package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.local.LocalDynamoDb;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code dynamory local} refuses; what it serves is in {@link ProcessTest}. */
class LocalCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--index-lag, soon, 'no duration such as 90s'",
    "--index-lag, 2, 'no duration such as 90s'",
    "--index-lag, PT-1S, '--index-lag: must be from 0s to 1d, but is PT-1S'",
    "--index-lag, 999999999999d, '--index-lag: must be from 0s to 1d'",
    "--index-allocating, 25h, '--index-allocating: must be from 0s to 1d, but is PT25H'",
    "--index-backfilling, PT-0.5S, '--index-backfilling: must be from 0s to 1d, but is PT-0.5S'"
  })
  void refusesATimingThatIsNone(String option, String time, String message) {
    var result =
        Terminal.on("--local", folder.toString()).run("local", "--port", "0", option, time);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEngineThatRunsOnTheFolderKeepsItsOwnTimingAndIsNotJoined() {
    try (var engine = LocalDynamoDb.serve(folder, 0)) {
      var result =
          Terminal.on("--local", folder.toString())
              .run("local", "--port", "0", "--index-lag", "2s");

      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains("already served at " + engine.endpoint())
          .contains("vector indexes keep the timing it was started with");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--aws", "--endpoint=http://localhost:8000"})
  void servesNoOtherEngine(String option) {
    var result = Terminal.on().run("local", "--port", "0", "--index-lag", "2s", option);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("local runs on the embedded engine only");
  }
}

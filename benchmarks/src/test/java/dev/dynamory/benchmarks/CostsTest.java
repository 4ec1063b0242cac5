package dev.dynamory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("exhaustive")
class CostsTest {
  private static final Duration ON_A_BUSY_MACHINE = Duration.ofMillis(600);

  @ParameterizedTest
  @EnumSource
  void thePageSaysWhatIsMeasuredAndEveryContractHolds(Costs.Section section) throws IOException {
    var page = Files.readString(Path.of("..", "docs", "costs.md"));
    var costs = section.measure(Costs.QUIET);
    if (!section.table(costs).equals(section.tableIn(page))) {
      costs = section.measure(ON_A_BUSY_MACHINE);
    }

    assertThat(section.table(costs))
        .as("docs/costs.md is stale; benchmarks/README.md says how to write it anew")
        .isEqualTo(section.tableIn(page));
    assertThat(costs).allMatch(Cost::isKept, "costs no more than it may");
  }
}

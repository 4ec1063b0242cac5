package dev.dynamory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CostsTest {
  private static final Duration ON_A_BUSY_MACHINE = Duration.ofMillis(600);

  @Test
  void thePageSaysWhatIsMeasuredAndEveryContractHolds() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "costs.md"));
    var costs = StoreCosts.measure(Costs.QUIET);
    if (!Costs.table(costs).equals(Costs.tableIn(page))) {
      costs = StoreCosts.measure(ON_A_BUSY_MACHINE);
    }

    assertThat(Costs.table(costs))
        .as("docs/costs.md is stale; benchmarks/README.md says how to write it anew")
        .isEqualTo(Costs.tableIn(page));
    assertThat(costs).allMatch(Cost::isKept, "costs no more than it may");
  }
}

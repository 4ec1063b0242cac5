package dev.dynamory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.testkit.GrowingState;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateGrowthTest {
  @Test
  void aStateThatGrowsCostsAboutWhatEachStepChanged() {
    var result = StateGrowth.measure(GrowingState.NEWEST_FIRST);
    assertThat(result).matches(StateGrowth.Result::isKept, "costs no more than it may");
    assertThat(StateGrowth.table(List.of(result))).contains("| newest first | 105.6 MB |");
  }
}

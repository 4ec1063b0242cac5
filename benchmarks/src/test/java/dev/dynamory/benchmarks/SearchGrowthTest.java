package dev.dynamory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchGrowthTest {
  @Test
  void everyPathFindsMemoriesAndSaysWhatThatTook() {
    var results = SearchGrowth.measure(100);
    assertThat(results).hasSize(6).allMatch(result -> result.milliseconds() > 0);
    assertThat(results)
        .filteredOn(result -> result.way().endsWith("index"))
        .allMatch(result -> result.spent().calls() == 1 && result.spent().readUnits() == 0)
        .allMatch(result -> result.spent().searchedBytes() >= 1024);
    assertThat(results)
        .filteredOn(result -> result.way().endsWith("exact"))
        .allMatch(result -> result.spent().readUnits() > 10 && result.spent().readUnits() < 30);
    assertThat(results.get(0).line()).startsWith("| 100 | lexical | ");
  }

  @Test
  void aPutWithAVectorIsOneCallToo() {
    assertThat(SearchGrowth.measureOverheads())
        .hasSize(3)
        .allMatch(overhead -> overhead.spent().calls() == 1 && overhead.timesAsLong() > 0);
  }
}

package dev.dynamory;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property on many seeds; a failure names the seed that shows it again. */
final class Seeds {
  private Seeds() {}

  static void each(int runs, Consumer<Random> property) {
    var seeds = new Random();
    for (var i = 0; i < runs; i++) {
      with(seeds.nextLong(), property);
    }
  }

  static void with(long seed, Consumer<Random> property) {
    try {
      property.accept(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("fails with the seed " + seed, e);
    }
  }
}

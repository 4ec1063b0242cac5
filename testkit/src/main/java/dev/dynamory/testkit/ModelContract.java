package dev.dynamory.testkit;

import dev.dynamory.InMemory;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any sequence of operations gives the same answers as on the in-memory store; {@code
 * -Ddynamory.test.seed=…} tries other ones. {@code dynamory.model.sequences} (3) and {@code
 * dynamory.model.operations} (200) say how much is tried. Values above 400 KB are among them.
 */
public interface ModelContract extends StoreFixture {

  @Test
  default void anySequenceOfOperationsGivesWhatTheInMemoryStoreGives() {
    var seed = RandomDocuments.seed();
    for (var n = 0; n < Integer.getInteger("dynamory.model.sequences", 3); n++) {
      run(seed + n, Integer.getInteger("dynamory.model.operations", 200));
    }
  }

  private void run(long seed, int operations) {
    var random = new Random(seed);
    var clock = MovableClock.now();
    clock.advance(Duration.ofHours(1));
    var options = StoreOptions.at(clock);
    options = random.nextBoolean() ? options.withTimeToLive(Duration.ofMinutes(5)) : options;
    options = random.nextBoolean() ? options.withRefreshOnRead() : options;
    var model = InMemory.store().withClock(clock);
    model = options.timeToLive() == null ? model : model.withTimeToLive(options.timeToLive());
    model = options.refreshOnRead() ? model.withRefreshOnRead() : model;
    var comparison = new ModelComparison(model, emptyStore(options), options.refreshOnRead());
    var steps = new RandomSteps(random, clock);
    for (var n = 0; n < operations; n++) {
      var step = steps.next(comparison.versions());
      try {
        comparison.compare(step);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed %d, %s, operation %d: %s%n%s%n%s"
                .formatted(seed, options, n, step, e, comparison.differences()),
            e);
      }
    }
  }
}

package dev.dynamory.cli;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/**
 * Names the lines of an import that are left out of it: the first of them, and that there are more.
 */
final class BadLines implements ObjLongConsumer<RuntimeException> {
  private static final int MOST_NAMED = 100;

  private final Cli cli;
  private final AtomicLong count = new AtomicLong();

  BadLines(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void accept(RuntimeException why, long number) {
    var before = count.getAndIncrement();
    if (before < MOST_NAMED) {
      cli.note("line " + number + ": " + Failures.message(why));
    } else if (before == MOST_NAMED) {
      cli.note("more bad lines follow; they are only counted");
    }
  }
}

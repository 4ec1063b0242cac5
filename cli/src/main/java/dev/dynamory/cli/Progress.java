package dev.dynamory.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error for what takes more than a second and a person watches. */
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int WIDTH = 100;

  private final Console console;
  private final boolean watched;
  private final String task;
  private final long total;
  private final String unit;
  private final long unitSize;
  private final long started = System.nanoTime();
  private @Nullable ProgressBar bar;

  private Progress(
      Console console, boolean watched, String task, long total, String unit, long unitSize) {
    this.console = console;
    this.watched = watched;
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.unitSize = unitSize;
  }

  /** Of so many bytes; -1 if nobody knows how many. */
  static Progress ofBytes(Console console, String task, long total) {
    return new Progress(console, console.errIsTerminal(), task, total, " MB", 1_000_000);
  }

  /** Of so many items. */
  static Progress ofItems(Console console, String task, long total) {
    return new Progress(console, console.errIsTerminal(), task, total, " items", 1);
  }

  /**
   * Of nobody knows how many items, which go to standard output: silent if a person watches them.
   */
  static Progress ofItemsWritten(Console console, String task) {
    var watched = console.errIsTerminal() && !console.outIsTerminal();
    return new Progress(console, watched, task, -1, " items", 1);
  }

  void at(long position, String message) {
    if (!watched) {
      return;
    }
    if (bar == null && System.nanoTime() - started > PATIENCE.toNanos()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setUnit(unit, unitSize)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
              .build();
    }
    if (bar != null) {
      bar.stepTo(position).setExtraMessage(message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

package dev.dynamory.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** What every command does that takes a file line by line: the way in, and what is said of it. */
final class LineImport {
  private static final int LONGEST_LINE = 256 << 20;
  private static final Duration WHEN_BUSY = Duration.ofMinutes(5);
  private static final Duration WHEN_SILENT = Duration.ofSeconds(30);

  private final Cli cli;
  private final String file;

  LineImport(Cli cli, String file) {
    this.cli = cli;
    this.file = file;
  }

  /**
   * How long to go on, whom to tell of lines that are left out, and where to show how far it is.
   */
  record Manner(Patience patience, ObjLongConsumer<RuntimeException> badLine, Progress progress) {}

  /** Takes the lines, in this manner. */
  interface Taker {
    Outcome take(Lines lines, Manner manner) throws IOException;
  }

  /**
   * How many lines were imported, passed over for the importer's own reason, and bad input; and why
   * it ended early, if it did.
   */
  record Outcome(long imported, long passed, long bad, @Nullable RuntimeException failure) {}

  Outcome run(Taker taker) throws IOException {
    var console = cli.console();
    try (var in = Inputs.open(console, file, "FILE");
        var progress = Progress.ofBytes(console, "import", Inputs.size(file))) {
      var patience = new Patience(WHEN_BUSY, WHEN_SILENT);
      return taker.take(
          new Lines(in, (int) Math.min(LONGEST_LINE, Runtime.getRuntime().maxMemory() / 8)),
          new Manner(patience, new BadLines(cli), progress));
    }
  }

  /** Prints what became of the lines, and gives the exit code. */
  int report(Map<String, @Nullable Object> record, String text, Outcome outcome) {
    cli.print(record, text);
    var failure = outcome.failure();
    if (failure != null) {
      cli.note("the import ended early; run it again to complete it");
      throw failure;
    }
    return outcome.bad() > 0 ? Failures.BAD_INPUT : 0;
  }
}

package dev.dynamory.cli;

import dev.dynamory.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamory store import}. */
@Command(
    name = "import",
    description = "Keep the item of each line of FILE, as export writes them.",
    footer = {
      "",
      "A line is {\"namespace\": [...], \"key\": ..., \"value\": {...}}, with \"expires_at\" if the item expires:",
      "that moment is kept, and lines whose moment has passed are skipped and counted. created_at and version",
      "start anew. Bad lines are named on standard error and left out, and the exit code is then 2. Of two lines",
      "with the same key the later wins. An interrupted import can be run again and ends in the same state.",
      "",
      "Example:",
      "  dynamory store import items.jsonl"
    })
final class ImportCommand implements Callable<Integer> {
  private static final Duration WHEN_BUSY = Duration.ofMinutes(5);
  private static final Duration WHEN_SILENT = Duration.ofSeconds(30);

  private final StoreCommand group;

  @Parameters(paramLabel = "FILE", description = "JSON lines; '-' is standard input.")
  private String file = "-";

  ImportCommand(StoreCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() throws IOException {
    try (var connection = group.cli().connect()) {
      return report(imported(connection.store(group.table())));
    }
  }

  private Importer.Outcome imported(Store store) throws IOException {
    var console = group.cli().console();
    try (var in = Inputs.open(console, file, "FILE");
        var progress = Progress.ofBytes(console, "import", Inputs.size(file))) {
      var patience = new Patience(WHEN_BUSY, WHEN_SILENT);
      return new Importer(store, patience, new BadLines(group.cli()), progress)
          .run(new Lines(in, Importer.longestLine()));
    }
  }

  private int report(Importer.Outcome outcome) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("imported", outcome.imported());
    record.put("expired", outcome.expired());
    record.put("bad", outcome.bad());
    var text =
        "imported %,d items, skipped %,d expired, left out %,d bad lines"
            .formatted(outcome.imported(), outcome.expired(), outcome.bad());
    group.cli().print(record, text);
    var failure = outcome.failure();
    if (failure != null) {
      group.cli().note("the import ended early; run it again to complete it");
      throw failure;
    }
    return outcome.bad() > 0 ? Failures.BAD_INPUT : 0;
  }
}

package dev.dynamory.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dynamory store import}. */
@Command(
    name = "import",
    description = "Keep the item of each line of FILE, as export writes them.",
    footer = {
      "",
      "A line is {\"namespace\": [...], \"key\": ..., \"value\": {...}}, with \"expires_at\" if the"
          + " item expires:",
      "that moment is kept, and lines whose moment has passed are skipped and counted. created_at"
          + " and version",
      "start anew. Bad lines are named on standard error and left out, and the exit code is then 2."
          + " Of two lines",
      "with the same key the later wins. An interrupted import can be run again and ends in the"
          + " same state.",
      "",
      "Example:",
      "  dynamory store import items.jsonl"
    })
final class ImportCommand implements Callable<Integer> {
  private final StoreCommand group;

  @Parameters(paramLabel = "FILE", description = "JSON lines; '-' is standard input.")
  private String file = "-";

  @Mixin private final EmbedOptions embedding = new EmbedOptions();

  ImportCommand(StoreCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() throws IOException {
    var lines = new LineImport(group.cli(), file);
    var view = embedding.view();
    try (var connection = group.cli().connect()) {
      var store = connection.store(group.table(), view);
      var outcome = lines.run((each, manner) -> new Importer(store, manner).run(each));
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("imported", outcome.imported());
      record.put("expired", outcome.passed());
      record.put("bad", outcome.bad());
      var text =
          "imported %,d items, skipped %,d expired, left out %,d bad lines"
              .formatted(outcome.imported(), outcome.passed(), outcome.bad());
      return lines.report(record, text, outcome);
    }
  }
}

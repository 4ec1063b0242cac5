package dev.dynamory.cli;

import dev.dynamory.SessionRules;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dynamory session import}. */
@Command(
    name = "import",
    description = "Add the item of each line of FILE to a session, in their order.",
    footer = {
      "",
      "A line is one message, such as {\"role\": \"user\", \"content\": \"Hello\"}, or any other JSON object. What the",
      "session already has of the file, in its order, is not added again: an interrupted import can be run again",
      "and goes on. Bad lines are named on standard error and left out, and the exit code is then 2.",
      "",
      "Example:",
      "  dynamory session import user-123 messages.jsonl"
    })
final class SessionImportCommand implements Callable<Integer> {
  private static final Duration WHEN_BUSY = Duration.ofMinutes(5);
  private static final Duration WHEN_SILENT = Duration.ofSeconds(30);

  private final SessionCommand group;

  @Parameters(index = "0", paramLabel = "ID", description = "The session's id.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "JSON lines; '-' is standard input.")
  private String file = "-";

  @Mixin private final Lifetime lifetime = new Lifetime();

  SessionImportCommand(SessionCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() throws IOException {
    SessionRules.checkId("ID", id);
    lifetime.check();
    try (var connection = group.cli().connect()) {
      var sessions = group.sessions(connection, lifetime.timeToLive());
      var console = group.cli().console();
      try (var in = Inputs.open(console, file, "FILE");
          var progress = Progress.ofBytes(console, "import", Inputs.size(file))) {
        var importer =
            new SessionImporter(
                SessionCommand.consistent(sessions).session(id),
                group.layout(),
                new Patience(WHEN_BUSY, WHEN_SILENT),
                new BadLines(group.cli()),
                progress);
        return report(importer.run(new Lines(in, Importer.longestLine())));
      }
    }
  }

  private int report(SessionImporter.Outcome outcome) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("session_id", id);
    record.put("imported", outcome.imported());
    record.put("present", outcome.present());
    record.put("bad", outcome.bad());
    var text =
        "imported %,d items, %,d were there already, left out %,d bad lines"
            .formatted(outcome.imported(), outcome.present(), outcome.bad());
    group.cli().print(record, text);
    var failure = outcome.failure();
    if (failure != null) {
      group.cli().note("the import ended early; run it again to complete it");
      throw failure;
    }
    return outcome.bad() > 0 ? Failures.BAD_INPUT : 0;
  }
}

package dev.dynamory.cli;

import dev.dynamory.SessionRules;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dynamory session import}. */
@Command(
    name = "import",
    description = "Add the item of each line of FILE to a session, in their order.",
    footer = {
      "",
      "A line is one message, such as {\"role\": \"user\", \"content\": \"Hello\"}, or any other"
          + " JSON object. What the",
      "session already has of the file, in its order, is not added again: an interrupted import can"
          + " be run again",
      "and goes on. Bad lines are named on standard error and left out, and the exit code is then"
          + " 2.",
      "",
      "Example:",
      "  dynamory session import user-123 messages.jsonl"
    })
final class SessionImportCommand implements Callable<Integer> {
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
    var lines = new LineImport(group.cli(), file);
    try (var connection = group.cli().connect()) {
      var session =
          SessionCommand.consistent(group.sessions(connection, lifetime.timeToLive())).session(id);
      var outcome =
          lines.run(
              (each, manner) -> new SessionImporter(session, group.layout(), manner).run(each));
      var record = SessionCommand.record(id);
      record.put("imported", outcome.imported());
      record.put("present", outcome.passed());
      record.put("bad", outcome.bad());
      var text =
          "imported %,d items, %,d were there already, left out %,d bad lines"
              .formatted(outcome.imported(), outcome.passed(), outcome.bad());
      return lines.report(record, text, outcome);
    }
  }
}

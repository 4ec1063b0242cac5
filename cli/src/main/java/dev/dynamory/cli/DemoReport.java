package dev.dynamory.cli;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the demo says: for people as it happens, or one JSON line a step. */
final class DemoReport {
  private final Cli cli;
  private final Costs costs;
  private final long started = System.nanoTime();
  private final List<String> said = new ArrayList<>();
  private int steps;

  DemoReport(Cli cli, Costs costs) {
    this.cli = cli;
    this.costs = costs;
  }

  /** A step may fail in any way. */
  interface Step {
    void run() throws Exception;
  }

  void begin(String text) {
    people(text);
  }

  void step(String title, Step step) throws Exception {
    steps++;
    said.clear();
    people("\n" + cli.console().bold(steps + ". " + title));
    var before = costs.spent();
    step.run();
    var spent = costs.spent().since(before);
    people("   cost: " + spent);
    if (cli.json()) {
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("step", steps);
      record.put("title", title);
      record.put("did", List.copyOf(said));
      record.put("calls", spent.calls());
      record.put("read_units", spent.readUnits());
      record.put("write_units", spent.writeUnits());
      cli.print(record, "");
    }
    cli.console().out().flush();
  }

  /** A line of the step that runs. */
  void say(String text) {
    sayAsItIs(Console.printable(text));
  }

  /** The same of a line that is fit to print, and may be bold. */
  void sayAsItIs(String line) {
    said.add(line);
    people("   " + line);
  }

  void end(Path folder) {
    var command = System.getProperty("dynamory.command", "dynamory") + " --local " + folder;
    var look =
        Stream.of(
                "store namespaces --prefix sources --max-depth 3 --table " + Demo.TABLE,
                "store search docs --limit 3 --table " + Demo.TABLE,
                "store get users/ana prefs --json --table " + Demo.TABLE,
                "store search "
                    + DemoMemories.MEMORIES
                    + " --query '"
                    + DemoMemories.QUESTION
                    + "' --table "
                    + Demo.TABLE,
                "session get " + DemoAgent.THREAD + " --table " + Demo.SESSIONS,
                "session list --table " + Demo.SESSIONS,
                "checkpoint history " + DemoAgent.THREAD + " --table " + Demo.CHECKPOINTS,
                "checkpoint load " + DemoAgent.THREAD + " --table " + Demo.CHECKPOINTS,
                "db get " + Demo.AGENTS + " planner",
                "namespace tree --table " + Demo.NAMESPACES,
                "document list docs --limit 5 --table " + Demo.DOCUMENTS)
            .map(arguments -> "\n  " + command + " " + arguments)
            .collect(joining());
    people(
        "\nDone in %.0f s: %s in all. To look further:"
                .formatted((System.nanoTime() - started) / 1e9, costs.spent())
            + look);
  }

  private void people(String text) {
    if (!cli.json()) {
      cli.console().out().println(text);
      cli.console().out().flush();
    }
  }
}

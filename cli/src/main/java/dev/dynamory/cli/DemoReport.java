package dev.dynamory.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    var line = Console.printable(text);
    said.add(line);
    people("   " + line);
  }

  void end(Path folder) {
    var store =
        System.getProperty("dynamory.command", "dynamory") + " --local " + folder + " store ";
    var table = " --table " + Demo.TABLE;
    people(
        """

        Done in %.0f s: %s in all. To look further:
          %s
          %s
          %s
          %s"""
            .formatted(
                (System.nanoTime() - started) / 1e9,
                costs.spent(),
                store + "namespaces --prefix sources --max-depth 3" + table,
                store + "search docs --limit 3" + table,
                store + "search sources --filter '{\"text\": {\"$contains\": \"TODO\"}}'" + table,
                store + "get users/ana prefs --json" + table));
  }

  private void people(String text) {
    if (!cli.json()) {
      cli.console().out().println(text);
      cli.console().out().flush();
    }
  }
}

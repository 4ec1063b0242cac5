package dev.dynamory.cli;

import dev.dynamory.cli.DemoModel.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The process of the demo's agent: begins the thread, or goes on from its last checkpoint, and
 * prints what it does and what that cost, a JSON object a line.
 */
@Command(name = "demo-agent", hidden = true, description = "Run the agent of the demo.")
final class DemoAgentCommand implements Callable<Integer> {
  static final String DID = "did";
  static final String RUNS = "runs";
  static final String HANGS = "hangs";
  private static final String QUESTION = "Three days in Lisbon for 900 euros, please.";
  private static final int BUDGET = 900;

  private final Cli cli;
  private final Costs costs = new Costs();

  @Option(names = "--hanging-tool", description = "A tool that never answers.")
  private @Nullable String hanging;

  DemoAgentCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (var connection = cli.connect(costs)) {
      var agent = new DemoAgent(connection, costs, this::print, this::mayHang);
      if (!agent.resume()) {
        agent.begin(QUESTION, BUDGET);
      }
      while (agent.step()) {
        // each step says what it did
      }
    }
    return 0;
  }

  private Call mayHang(Call call) {
    if (call.tool().equals(hanging)) {
      print(Map.of(HANGS, call.tool()));
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    print(Map.of(RUNS, call.tool()));
    return call;
  }

  private void print(String what, Costs.Spent spent) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put(DID, what);
    record.put("calls", spent.calls());
    record.put("read_units", spent.readUnits());
    record.put("write_units", spent.writeUnits());
    print(record);
  }

  private void print(Map<String, ?> record) {
    cli.console().out().println(Json.line(record));
    cli.console().out().flush();
  }
}

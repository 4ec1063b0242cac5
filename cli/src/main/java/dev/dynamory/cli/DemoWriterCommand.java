package dev.dynamory.cli;

import dev.dynamory.Namespace;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * The process that the demo kills: writes, and prints the key of each write once it is
 * acknowledged.
 */
@Command(name = "demo-writer", hidden = true, description = "Write until killed; for the demo.")
final class DemoWriterCommand implements Callable<Integer> {
  static final Namespace NAMESPACE = Namespace.of("demo", "killed-process");
  private static final int MOST = 100_000;

  private final Cli cli;

  DemoWriterCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (var connection = cli.connect()) {
      var store = connection.store(Demo.TABLE);
      for (var i = 1; i <= MOST; i++) {
        var key = "write-%06d".formatted(i);
        store.put(NAMESPACE, key, Map.of("number", i));
        cli.console().out().println(key);
        if (cli.console().out().checkError()) {
          break; // nobody reads any more
        }
      }
    }
    return 0;
  }
}

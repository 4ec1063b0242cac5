package dev.dynamory.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dynamory demo}. */
@Command(
    name = "demo",
    description =
        "Show the store at work on the embedded engine, step by step, with what each costs.",
    footer = {
      "",
      "Loads the documents and sources of this repository (else of the current folder), reads, searches, lists,",
      "overwrites, lets an item expire, and kills a process that writes. Its folder is .dynamory/demo, or that",
      "of --local; in it, it only ever replaces the table 'demo'.",
      "",
      "Example:",
      "  dynamory demo"
    })
final class DemoCommand implements Callable<Integer> {
  private static final Path FOLDER = Path.of(".dynamory", "demo");

  private final Cli cli;

  DemoCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    cli.requireEmbedded("the demo");
    var home = System.getProperty("dynamory.home");
    new Demo(cli, cli.folderOr(FOLDER), home == null ? Path.of("") : Path.of(home)).run();
    return 0;
  }
}

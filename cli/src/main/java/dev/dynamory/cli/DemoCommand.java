package dev.dynamory.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dynamory demo}. */
@Command(
    name = "demo",
    description =
        "Show all of it at work on the embedded engine, step by step, with what each costs.",
    footer = {
      "",
      "Loads the documents and sources of this repository (else of the current folder), reads,"
          + " searches, lists,",
      "overwrites, lets an item expire, and kills a process that writes. Then an agent, whose model"
          + " is a script,",
      "converses and calls tools, is killed in mid-step, is resumed by another process, and"
          + " branches. Then a small",
      "knowledge base of the same files: namespaces, documents indexed, found, moved and deleted."
          + " At the end it",
      "remembers two conversations, and is asked about them in words. The folder is",
      ".dynamory/demo, or that of --local; in it, only the tables demo and demo-… are ever"
          + " replaced.",
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

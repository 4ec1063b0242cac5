package dev.dynamory.cli;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Search;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamory store export}. */
@Command(
    name = "export",
    description = "Print every item as a line of JSON that import reads.",
    footer = {
      "",
      "With PREFIX the items are sorted. Without it they come in no order, by one Scan. Either way the export",
      "runs beside other writers and is no snapshot. An item that cannot be read is named on standard error,",
      "and the exit code is then 3.",
      "",
      "Example:",
      "  dynamory store export users > users.jsonl"
    })
final class ExportCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  private final StoreCommand group;
  private long printed;
  private long corrupt;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      description = "Which, such as users; everything if not said.")
  private @Nullable Namespace prefix;

  ExportCommand(StoreCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() {
    var console = group.cli().console();
    try (var connection = group.cli().connect();
        var progress = Progress.ofItemsWritten(console, "export")) {
      var store = connection.store(group.table());
      if (prefix == null) {
        store.scan(item -> print(item, progress), this::leaveOut);
      } else {
        sorted(store, prefix, progress);
      }
    }
    if (printed == 0 && corrupt == 0) {
      group
          .cli()
          .note(
              "there are no items"
                  + (prefix == null ? "" : " under " + Console.printable(prefix + "")));
    }
    return corrupt == 0 ? 0 : Failures.SERVICE_FAILED;
  }

  private void sorted(DynamoDbStore store, Namespace prefix, Progress progress) {
    var search = Search.in(prefix).limit(PAGE);
    try (var items = Page.stream(token -> store.searchPage(search.pageToken(token)))) {
      items.forEach(item -> print(item, progress));
    }
  }

  private synchronized void print(Item item, Progress progress) {
    var out = group.cli().console().out();
    out.println(Json.line(ItemJson.of(item)));
    progress.at(++printed, "");
    if (printed % PAGE == 0 && out.checkError()) {
      throw new OutputClosedException();
    }
  }

  private synchronized void leaveOut(CorruptDataException e) {
    corrupt++;
    group.cli().note("left out: " + Failures.message(e));
  }
}

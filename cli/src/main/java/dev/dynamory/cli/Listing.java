package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that bounds what a command lists, and how it is listed. */
final class Listing {
  private static final int LARGEST_PAGE = 1000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many; ${DEFAULT-VALUE} if not said.")
  private int limit;

  /** Fetches a page of at most so many. */
  interface Fetch<T> {
    Page<T> page(int limit, @Nullable String token);
  }

  /** Refuses what is no limit, before there is a connection. */
  void check() {
    if (limit < 1) {
      throw new InvalidInputException("limit", "must be at least 1, but is " + limit);
    }
  }

  /** Prints as many as are wanted, each once, and says so if there may be more; how many. */
  <T> int print(
      Cli cli, Fetch<T> fetch, Function<T, @Nullable Object> record, Function<T, String> text) {
    List<T> listed;
    try (var all = Page.stream(token -> fetch.page(Math.min(limit, LARGEST_PAGE), token))) {
      listed = all.distinct().limit(limit).toList();
    }
    listed.forEach(each -> cli.print(record.apply(each), text.apply(each)));
    if (!cli.json() && listed.size() == limit) {
      cli.note("there may be more: --limit " + limit * 2L);
    }
    return listed.size();
  }
}

package dev.dynamory.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Measures what each operation costs and prints the table; with a file's name, puts it there, in
 * place of the one that stands between its two marks.
 */
public final class Costs {
  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";
  static final Duration QUIET = Duration.ofMillis(150);

  private Costs() {}

  /** Ends with 1 if an operation costs more than it may. */
  public static void main(String[] files) throws IOException {
    var costs = StoreCosts.measure(QUIET);
    var table = table(costs);
    System.out.print(table);
    for (var file : files) {
      var path = Path.of(file);
      Files.writeString(path, withTable(Files.readString(path), table));
    }
    var broken = costs.stream().filter(cost -> !cost.isKept()).toList();
    broken.forEach(cost -> System.err.println("more than it may: " + cost.line()));
    if (!broken.isEmpty()) {
      System.exit(1);
    }
  }

  static String table(List<Cost> costs) {
    return """
           | operation | calls | round trips | R | W | at most | LangGraph's store, 1.2.2 |
           | --- | --: | --: | --: | --: | --- | --- |
           """
        + costs.stream().map(cost -> cost.line() + "\n").collect(Collectors.joining());
  }

  /** The table in a page, which has both marks. */
  static String tableIn(String page) {
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  private static String withTable(String page, String table) {
    return page.substring(0, page.indexOf(BEGIN))
        + BEGIN
        + table
        + page.substring(page.indexOf(END));
  }
}

package dev.dynamory.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Measures what each operation costs and prints the tables; with a file's name, puts them there,
 * each in place of the one that stands between its two marks.
 */
public final class Costs {
  static final Duration QUIET = Duration.ofMillis(150);

  private Costs() {}

  /** A table of the page: between which marks, and beside which original. */
  enum Section {
    STORE("measured", "LangGraph's store, 1.2.2"),
    SEARCHING("searching", "LangGraph's store, 1.2.2"),
    SESSIONS("sessions", "openai-agents-session, 0.1.0"),
    CHECKPOINTS("checkpoints", "LangGraph's DynamoDBSaver; rust-deep-agents-sdk"),
    DOCUMENTS("documents", "gofannon's DynamoDBService"),
    NAMESPACES("namespaces", "stache"),
    DOCUMENT_INDEX("document-index", "stache");

    private final String mark;
    private final String original;

    Section(String mark, String original) {
      this.mark = mark;
      this.original = original;
    }

    List<Cost> measure(Duration quiet) {
      return switch (this) {
        case STORE -> StoreCosts.measure(quiet);
        case SEARCHING -> SearchCosts.measure(quiet);
        case SESSIONS -> SessionCosts.measure(quiet);
        case CHECKPOINTS -> CheckpointCosts.measure(quiet);
        case DOCUMENTS -> DatabaseCosts.measure(quiet);
        case NAMESPACES -> NamespaceCosts.measure(quiet);
        case DOCUMENT_INDEX -> IndexCosts.measure(quiet);
      };
    }

    String table(List<Cost> costs) {
      return """
      | operation | calls | round trips | R | W | at most | %s |
      | --- | --: | --: | --: | --: | --- | --- |
      """
              .formatted(original)
          + costs.stream().map(cost -> cost.line() + "\n").collect(Collectors.joining());
    }

    /** The table in a page, which has both marks. */
    String tableIn(String page) {
      return page.substring(page.indexOf(begin()) + begin().length(), page.indexOf(end()));
    }

    private String withTable(String page, String table) {
      return page.substring(0, page.indexOf(begin()))
          + begin()
          + table
          + page.substring(page.indexOf(end()));
    }

    private String begin() {
      return "<!-- " + mark + ": begin -->\n";
    }

    private String end() {
      return "<!-- " + mark + ": end -->\n";
    }
  }

  /** Ends with 1 if an operation costs more than it may. */
  public static void main(String[] files) throws IOException {
    var broken = new ArrayList<Cost>();
    for (var section : Section.values()) {
      var costs = section.measure(QUIET);
      var table = section.table(costs);
      System.out.print(table);
      for (var file : files) {
        var path = Path.of(file);
        Files.writeString(path, section.withTable(Files.readString(path), table));
      }
      costs.stream().filter(cost -> !cost.isKept()).forEach(broken::add);
    }
    broken.forEach(cost -> System.err.println("more than it may: " + cost.line()));
    if (!broken.isEmpty()) {
      System.exit(1);
    }
  }
}

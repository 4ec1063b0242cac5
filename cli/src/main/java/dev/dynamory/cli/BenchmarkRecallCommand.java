package dev.dynamory.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dynamory benchmark recall}. */
@Command(
    name = "recall",
    description =
        "Remember the conversations of FILE, ask its questions, and print how much of the evidence"
            + " is found.",
    footer = {
      "",
      "FILE is JSON in the form of LoCoMo: a list of objects with sample_id, conversation"
          + " (session_1, session_2, … with",
      "turns of speaker, dia_id and text, and session_1_date_time, …) and qa (question, category,"
          + " evidence). Recall at",
      "k is the mean over the questions of evidence turns among the first k answers / evidence"
          + " turns; a question",
      "without evidence counts 1. Ranked by words (lexical), and if an embedder is on the class"
          + " path also by meaning",
      "(vector) and by both (hybrid), exactly and by the table's index; without priors: by what"
          + " is said alone, in this",
      "process. Time, read units (R) and the KB that an index bills a search by are those of the"
          + " first 10 questions of",
      "each conversation, asked of tables of an embedded engine that keeps nothing.",
      "",
      "Example:",
      "  dynamory benchmark recall conversations.json"
    })
final class BenchmarkRecallCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "The conversations; '-' is standard input.")
  private String file = "-";

  BenchmarkRecallCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.requireEmbedded("the benchmark");
    var conversations = RecallFile.read(text());
    var turns = conversations.stream().mapToInt(each -> each.turns().size()).sum();
    var embedding = ProcessModel.embedding().orElse(null);
    cli.note(
        "%,d conversations, %,d turns%s"
            .formatted(
                conversations.size(),
                turns,
                embedding == null ? "; no vectors, as there is no embedder" : ""));
    if (!cli.json()) {
      cli.console().out().println(header());
    }
    var costs = new Costs();
    try (var connection = Connection.inMemory(costs)) {
      new RecallBenchmark(conversations, embedding, connection, costs).run(this::print);
    }
    return 0;
  }

  private String text() {
    try (var in = Inputs.open(cli.console(), file, "FILE")) {
      return Inputs.decode(in.readAllBytes(), 0, "FILE");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header() {
    return "%-32s %5s %5s %5s %5s %9s %9s %9s"
        .formatted("recall at", 5, 10, 25, 50, "ms/query", "R/query", "KB/query");
  }

  private void print(RecallBenchmark.Result result) {
    if (cli.json()) {
      cli.print(json(result), "");
      return;
    }
    var out = cli.console().out();
    out.println(line(result.ranking(), result.overall()) + price(result.price()));
    result
        .byCategory()
        .forEach(
            (category, score) ->
                out.println(
                    line("  category %s (%,d)".formatted(category, score.questions()), score)));
  }

  private static String price(RecallBenchmark.Price price) {
    var bytes = price.searchedBytes();
    return " %9.2f %9s %9s"
        .formatted(
            price.milliseconds(),
            number(price.readUnits()),
            number(bytes == null ? null : bytes / 1000));
  }

  private static String number(@Nullable Double number) {
    return number == null ? "-" : "%.1f".formatted(number);
  }

  private static String line(String name, RecallBenchmark.Score score) {
    return IntStream.range(0, RecallBenchmark.DEPTHS.size())
        .mapToObj(i -> " %5.1f".formatted(100 * score.recall().get(i)))
        .collect(Collectors.joining("", "%-32s".formatted(name), ""));
  }

  private static Map<String, @Nullable Object> json(RecallBenchmark.Result result) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("ranking", result.ranking());
    record.putAll(json(result.overall()));
    record.put("milliseconds", result.price().milliseconds());
    record.put("read_units", result.price().readUnits());
    record.put("searched_bytes", result.price().searchedBytes());
    record.put(
        "categories",
        result.byCategory().entrySet().stream()
            .map(
                entry -> {
                  var category = new LinkedHashMap<String, @Nullable Object>();
                  category.put("category", entry.getKey());
                  category.putAll(json(entry.getValue()));
                  return category;
                })
            .toList());
    return record;
  }

  private static Map<String, @Nullable Object> json(RecallBenchmark.Score score) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("questions", score.questions());
    List<Integer> depths = RecallBenchmark.DEPTHS;
    for (var i = 0; i < depths.size(); i++) {
      record.put("recall@" + depths.get(i), score.recall().get(i));
    }
    return record;
  }
}

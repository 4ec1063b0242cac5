package dev.dynamory.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link Overhead} several times, so that what disturbs the machine disturbs all of it, and
 * prints each operation beside its request by hand: of all iterations the one that took the least
 * CPU time, and the average allocation.
 */
public final class Overheads {
  private static final int ROUNDS = 3;
  private static final List<String> OPERATIONS = List.of("put", "get", "search", "batch");
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final Map<String, List<Double>> cpuMicros = new TreeMap<>();
  private final Map<String, List<Double>> bytes = new TreeMap<>();

  private Overheads() {}

  /** Takes how many rounds, 3 if nothing is said; a round takes five minutes. */
  public static void main(String[] rounds) throws RunnerException {
    var overheads = new Overheads();
    for (var i = 0; i < (rounds.length == 0 ? ROUNDS : Integer.parseInt(rounds[0])); i++) {
      overheads.add(
          new Runner(
                  new OptionsBuilder()
                      .include("\\b" + Overhead.class.getSimpleName() + "\\b")
                      .addProfiler(GCProfiler.class)
                      .addProfiler(CpuTime.class)
                      .build())
              .run());
    }
    System.out.println(overheads.table());
  }

  private void add(Collection<RunResult> results) {
    for (var result : results) {
      var benchmark = result.getParams().getBenchmark();
      var name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
      for (var fork : result.getBenchmarkResults()) {
        for (var iteration : fork.getIterationResults()) {
          add(cpuMicros, name, iteration, CpuTime.LABEL);
          add(bytes, name, iteration, ALLOCATION);
        }
      }
    }
  }

  private static void add(
      Map<String, List<Double>> scores, String name, IterationResult iteration, String label) {
    var result = iteration.getSecondaryResults().get(label);
    if (result != null) {
      scores.computeIfAbsent(name, n -> new ArrayList<>()).add(result.getScore());
    }
  }

  private String table() {
    var table =
        new StringBuilder(
            """
            | operation | CPU by hand | CPU by the store | | bytes by hand | bytes by the store | |
            | --- | --: | --: | --: | --: | --: | --: |
            """);
    for (var operation : OPERATIONS) {
      var cpuByHand = least(cpuMicros, operation + "ByHand");
      var cpuByStore = least(cpuMicros, operation + "ByStore");
      var bytesByHand = average(bytes, operation + "ByHand");
      var bytesByStore = average(bytes, operation + "ByStore");
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f µs | %.1f µs | %+.0f %% | %,.0f | %,.0f | %+.0f %% |%n",
              operation,
              cpuByHand,
              cpuByStore,
              100 * (cpuByStore / cpuByHand - 1),
              bytesByHand,
              bytesByStore,
              100 * (bytesByStore / bytesByHand - 1)));
    }
    return table.toString();
  }

  private static double least(Map<String, List<Double>> scores, String name) {
    return scores.getOrDefault(name, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(Double.NaN);
  }

  private static double average(Map<String, List<Double>> scores, String name) {
    return scores.getOrDefault(name, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }
}

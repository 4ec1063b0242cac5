package dev.dynamory.benchmarks;

import dev.dynamory.InMemory;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.testkit.CallLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fills a namespace with more and more memories, and measures what a query takes on each path and
 * what a put takes beside it: times on this machine, calls, units and bytes as the engine counts.
 */
public final class SearchGrowth {
  private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 100_000);
  private static final Namespace USER = Namespace.of("users", "ana");
  private static final int BATCH = 100;
  private static final int MOST_QUERIES = 21;
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
  private static final int PUTS = 200;
  private static final int VOCABULARY = 20_000;
  private static final int WORDS = 20;

  private SearchGrowth() {}

  /** A way to find memories: a store, and the ranking that is asked of it. */
  private record Way(String name, Store store, Ranking ranking) {}

  /** What a query came to; the time is the median. */
  record Result(int memories, String way, double milliseconds, CallLog.Totals spent) {
    String line() {
      return "| %,d | %s | %.1f | %d | %s | %s |"
          .formatted(
              memories,
              way,
              milliseconds,
              spent.calls(),
              Cost.number(spent.readUnits()),
              spent.searchedBytes() == 0 ? "" : "%.1f".formatted(spent.searchedBytes() / 1000));
    }
  }

  /** How long a put takes, beside one of the same document without a vector. */
  record Overhead(String kind, double timesAsLong, CallLog.Totals spent) {
    String line() {
      return "| %s | %.2f | %s |"
          .formatted(kind, timesAsLong, Cost.number(spent.writeUnits() / spent.calls()));
    }
  }

  /** Prints both tables; the sizes of the namespace may be given. */
  public static void main(String[] sizes) {
    Locale.setDefault(Locale.ROOT);
    var steps =
        sizes.length == 0 ? SIZES : Arrays.stream(sizes).map(Integer::valueOf).sorted().toList();
    System.out.println("| memories | path | ms a query | calls | R | KB searched |");
    System.out.println("| --: | --- | --: | --: | --: | --: |");
    try (var meter = new Meter(Duration.ZERO)) {
      var stores = new Stores(meter);
      for (var size : steps) {
        stores.fillUpTo(size);
        for (var way : stores.ways()) {
          System.out.println(measure(size, way, meter).line());
        }
      }
      System.out.println();
      System.out.println("| put | times as long | W |");
      System.out.println("| --- | --: | --: |");
      stores.overheads().forEach(overhead -> System.out.println(overhead.line()));
    }
  }

  static List<Result> measure(int size) {
    try (var meter = new Meter(Duration.ZERO)) {
      var stores = new Stores(meter);
      stores.fillUpTo(size);
      return stores.ways().stream().map(way -> measure(size, way, meter)).toList();
    }
  }

  static List<Overhead> measureOverheads() {
    try (var meter = new Meter(Duration.ZERO)) {
      return new Stores(meter).overheads();
    }
  }

  private static Result measure(int size, Way way, Meter meter) {
    var spent = meter.measureQuickly(() -> ask(way, 0));
    var times = new ArrayList<Double>();
    var end = System.nanoTime() + LONG_ENOUGH.toNanos();
    for (var i = 1; i <= MOST_QUERIES && (times.isEmpty() || System.nanoTime() < end); i++) {
      times.add(ask(way, i));
    }
    times.sort(null);
    return new Result(size, way.name(), times.get(times.size() / 2), spent);
  }

  /** Gives the milliseconds. */
  private static double ask(Way way, int query) {
    var search =
        Search.in(USER).exact().query(sentence(-1 - query)).ranking(way.ranking()).limit(10);
    var start = System.nanoTime();
    var found = way.store().search(search);
    var nanos = System.nanoTime() - start;
    if (found.size() != search.limit()) {
      throw new IllegalStateException("found " + found.size() + " memories");
    }
    return nanos / 1e6;
  }

  /** Words of which few are frequent and many are rare, as in any language. */
  private static String sentence(int number) {
    var random = new SplittableRandom(number);
    return IntStream.range(0, WORDS)
        .mapToObj(i -> "word" + (int) Math.pow(VOCABULARY, random.nextDouble()))
        .collect(Collectors.joining(" "));
  }

  private static Put memory(int number) {
    return Put.of(USER, "%07d".formatted(number), Map.of("text", sentence(number)));
  }

  /** The same memories, kept in each way. */
  private static final class Stores {
    private final Meter meter;
    private final Map<String, Store> stores = new LinkedHashMap<>();
    private int filled;

    Stores(Meter meter) {
      this.meter = meter;
      var words = meter.newProcess("words");
      var packed =
          meter
              .newProcess("packed")
              .withEmbedder(new RandomModel(), RandomModel.DIMENSIONS, "text")
              .withExactRanking();
      var indexed =
          meter
              .newProcess("indexed")
              .withEmbedder(new RandomModel(), RandomModel.DIMENSIONS, "text");
      List.of(words, packed, indexed).forEach(store -> store.setup());
      stores.put("without a vector", words);
      stores.put("with a packed vector", packed);
      stores.put("with a vector in the index", indexed);
      stores.put(
          "in memory",
          InMemory.store().withEmbedder(new RandomModel(), RandomModel.DIMENSIONS, "text"));
    }

    void fillUpTo(int size) {
      for (; filled < size; filled += BATCH) {
        var from = filled;
        var puts =
            IntStream.range(from, Math.min(size, from + BATCH))
                .mapToObj(SearchGrowth::memory)
                .toList();
        stores.values().forEach(store -> store.batch(puts));
      }
    }

    List<Way> ways() {
      return List.of(
          way("lexical", "without a vector", Ranking.LEXICAL),
          way("vector, exact", "with a packed vector", Ranking.SEMANTIC),
          way("hybrid, exact", "with a packed vector", Ranking.HYBRID),
          way("vector, index", "with a vector in the index", Ranking.SEMANTIC),
          way("hybrid, index", "with a vector in the index", Ranking.HYBRID),
          way("hybrid, in memory: ranking alone", "in memory", Ranking.HYBRID));
    }

    private Way way(String name, String store, Ranking ranking) {
      return new Way(name, store(store), ranking);
    }

    private Store store(String name) {
      var store = stores.get(name);
      if (store == null) {
        throw new IllegalArgumentException("there is no store " + name);
      }
      return store;
    }

    /** Puts go round the tables, so that whatever else the machine does slows all of them. */
    List<Overhead> overheads() {
      var kinds = List.copyOf(stores.keySet()).subList(0, 3);
      var nanos = new long[kinds.size()];
      for (var i = -PUTS / 4; i < PUTS; i++) {
        var put = memory(i);
        for (var kind = 0; kind < nanos.length; kind++) {
          var start = System.nanoTime();
          store(kinds.get(kind)).put(put);
          nanos[kind] += i < 0 ? 0 : System.nanoTime() - start;
        }
      }
      Function<Integer, Overhead> overhead =
          kind ->
              new Overhead(
                  kinds.get(kind),
                  (double) nanos[kind] / nanos[0],
                  meter.measureQuickly(() -> store(kinds.get(kind)).put(memory(kind))));
      return IntStream.range(0, nanos.length).boxed().map(overhead).toList();
    }
  }
}

package dev.dynamory.benchmarks;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.testkit.CallLog;
import dev.dynamory.testkit.GrowingState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Saves each kind of {@link GrowingState} step by step, and loads the latest state and one from the
 * middle: what is stored, what it costs, beside full copies and gzip'd full copies. Of copies the
 * sizes are counted, in items of at most 380 KB, without any overhead.
 */
public final class StateGrowth {
  private static final int ITEM_BYTES = 380 * 1024;
  private static final int UNIT_BYTES = 1024;
  private static final Duration QUIET = Duration.ofMillis(150);
  private static final int LOADS = 20;
  private static final double MIN_TIMES_LESS = 80;
  private static final double MAX_WRITE_UNITS = 1_500;
  private static final double MAX_READ_UNITS = 65;
  private static final int MIDDLE = GrowingState.STEPS / 2;

  private StateGrowth() {}

  /** What full copies come to. */
  record Copies(long bytes, long writeUnits) {
    static Copies of(List<Payload> payloads, boolean zipped) {
      var bytes = 0L;
      var units = 0L;
      for (var payload : payloads) {
        var length = zipped ? zipped(payload.bytes()) : payload.bytes().length;
        bytes += length;
        for (var left = length; left > 0; left -= ITEM_BYTES) {
          units += (Math.min(left, ITEM_BYTES) + UNIT_BYTES - 1) / UNIT_BYTES;
        }
      }
      return new Copies(bytes, units);
    }

    private static int zipped(byte[] bytes) {
      var out = new ByteArrayOutputStream();
      try (var zip = new GZIPOutputStream(out)) {
        zip.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.size();
    }
  }

  /** What the checkpointer came to with the states of a kind. */
  record Result(
      GrowingState kind,
      Copies full,
      Copies zipped,
      long bytes,
      CallLog.Totals saves,
      CallLog.Totals latest,
      double latestMillis,
      CallLog.Totals middle,
      double middleMillis) {

    double timesLess() {
      return (double) full.bytes() / bytes;
    }

    /** What the library promises. */
    boolean isKept() {
      return timesLess() >= MIN_TIMES_LESS
          && saves.writeUnits() <= MAX_WRITE_UNITS
          && latest.readUnits() <= MAX_READ_UNITS
          && latest.roundTrips() <= 2;
    }
  }

  /** Prints the table, and ends with 1 if something costs more than it may. */
  public static void main(String[] none) {
    var results = Arrays.stream(GrowingState.values()).map(StateGrowth::measure).toList();
    System.out.print(table(results));
    if (!results.stream().allMatch(Result::isKept)) {
      System.exit(1);
    }
  }

  static Result measure(GrowingState kind) {
    try (var meter = new Meter(QUIET)) {
      return measure(kind, meter);
    }
  }

  private static Result measure(GrowingState kind, Meter meter) {
    var payloads = kind.payloads();
    var checkpointer = meter.checkpointer("checkpoints");
    checkpointer.setup();
    var ids = new ArrayList<String>();
    var saves =
        meter.measureQuickly(
            () -> {
              for (var payload : payloads) {
                ids.add(checkpointer.save(NewCheckpoint.of("thread", payload)).id());
              }
            });
    var bytes =
        meter.client().describeTable(r -> r.tableName("checkpoints")).table().tableSizeBytes();
    var last = payloads.get(GrowingState.STEPS - 1);
    var middle = payloads.get(MIDDLE);
    return new Result(
        kind,
        Copies.of(payloads, false),
        Copies.of(payloads, true),
        bytes,
        saves,
        meter.measure(() -> load(meter, null, last)),
        millis(() -> load(meter, null, last)),
        meter.measure(() -> load(meter, ids.get(MIDDLE), middle)),
        millis(() -> load(meter, ids.get(MIDDLE), middle)));
  }

  private static void load(Meter meter, @Nullable String id, Payload saved) {
    var checkpointer = meter.checkpointer("checkpoints");
    var loaded = id == null ? checkpointer.load("thread") : checkpointer.load("thread", id);
    if (!loaded.orElseThrow().payload().equals(saved)) {
      throw new IllegalStateException("what was loaded is not what was saved");
    }
  }

  /** The median of several. */
  private static double millis(Runnable load) {
    var nanos = new ArrayList<Long>();
    for (var n = 0; n < LOADS; n++) {
      var begin = System.nanoTime();
      load.run();
      nanos.add(System.nanoTime() - begin);
    }
    return nanos.stream().sorted().toList().get(LOADS / 2) / 1e6;
  }

  static String table(List<Result> results) {
    return """
           | state | stored: full copies | gzip'd | deltas | times less | W: full copies | gzip'd | deltas | calls | load latest | load the 101st |
           | --- | --: | --: | --: | --: | --: | --: | --: | --: | --- | --- |
           """
        + results.stream().map(StateGrowth::line).collect(Collectors.joining());
  }

  private static String line(Result result) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f MB | %.1f MB | %.2f MB | %.0f | %,d | %,d | %,.0f | %d | %s | %s |%n",
        result.kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        result.full.bytes() / 1e6,
        result.zipped.bytes() / 1e6,
        result.bytes / 1e6,
        result.timesLess(),
        result.full.writeUnits(),
        result.zipped.writeUnits(),
        result.saves.writeUnits(),
        result.saves.calls(),
        load(result.latest, result.latestMillis),
        load(result.middle, result.middleMillis));
  }

  private static String load(CallLog.Totals totals, double millis) {
    return String.format(
        Locale.ROOT,
        "%s R, %d round trips, %.0f ms",
        Cost.number(totals.readUnits()),
        totals.roundTrips(),
        millis);
  }
}

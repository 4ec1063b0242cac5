package dev.dynamory.dynamodb;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one process knows of a table's logs: their newest rows, for five minutes, and the bytes of
 * the states it saved or loaded last, 64 MB of them, for an hour. Both are shorter than a dead row
 * keeps its number.
 */
final class CheckpointCache {
  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final int MAX_LOGS = 10_000;
  private static final long MAX_AGE_NANOS = 5L * 60 * 1_000_000_000;
  private static final long MAX_BASE_AGE_NANOS = 60L * 60 * 1_000_000_000;
  private static final int LOCKS = 256;

  private final Map<CheckpointKey, Known> newest = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<BaseKey, CheckpointBase> bases = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Boolean> runs = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock[] locks =
      IntStream.range(0, LOCKS).mapToObj(n -> new ReentrantLock()).toArray(ReentrantLock[]::new);
  private long bytes;

  private record BaseKey(CheckpointKey log, String id) {}

  private record Known(CheckpointState state, long nanos) {}

  /** Writers of one process to one log go one after the other. */
  ReentrantLock lock(CheckpointKey log) {
    return locks[Math.floorMod(log.hashCode(), LOCKS)];
  }

  synchronized @Nullable CheckpointState state(CheckpointKey log) {
    var known = newest.get(log);
    return known == null || System.nanoTime() - known.nanos() > MAX_AGE_NANOS
        ? null
        : known.state();
  }

  /** The highest row that this process has seen; reads that show less are too old. */
  synchronized long seen(CheckpointKey log) {
    var state = state(log);
    return state == null ? 0 : state.seq();
  }

  synchronized void remember(CheckpointKey log, CheckpointState state) {
    var known = newest.get(log);
    if (known == null
        || state.seq() >= known.state().seq()
        || System.nanoTime() - known.nanos() > MAX_AGE_NANOS) {
      newest.put(log, new Known(state, System.nanoTime()));
    }
    shrink(newest, MAX_LOGS);
  }

  synchronized void forget(CheckpointKey log) {
    newest.remove(log);
  }

  synchronized @Nullable CheckpointBase base(CheckpointKey log, String id) {
    var base = bases.get(new BaseKey(log, id));
    return base == null || System.nanoTime() - base.nanos() > MAX_BASE_AGE_NANOS ? null : base;
  }

  synchronized void remember(CheckpointKey log, String id, CheckpointBase base) {
    var former = bases.put(new BaseKey(log, id), base);
    bytes += base.bytes().length - (former == null ? 0 : former.bytes().length);
    for (Iterator<CheckpointBase> eldest = bases.values().iterator();
        bytes > MAX_BYTES && eldest.hasNext(); ) {
      bytes -= eldest.next().bytes().length;
      eldest.remove();
    }
  }

  /** Whether the run is not known to be registered for the log. */
  synchronized boolean isNewRun(String run, CheckpointKey log) {
    return !runs.containsKey(run + "\n" + log);
  }

  synchronized void rememberRun(String run, CheckpointKey log) {
    runs.put(run + "\n" + log, true);
    shrink(runs, MAX_LOGS);
  }

  private static void shrink(Map<?, ?> map, int size) {
    for (var eldest = map.keySet().iterator(); map.size() > size && eldest.hasNext(); ) {
      eldest.next();
      eldest.remove();
    }
  }
}

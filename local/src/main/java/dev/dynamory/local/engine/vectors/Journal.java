package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What was there before the latest writes, for as long as indexes lag behind their tables. Guarded
 * by the tables' locks.
 */
final class Journal {
  private final long lag;
  private final LongSupplier nanoTime;
  private final Map<String, Deque<Entry>> tables = new ConcurrentHashMap<>();

  private record Entry(long time, ObjectNode key, Optional<Row> before) {}

  Journal(Duration lag, LongSupplier nanoTime) {
    this.lag = lag.toNanos();
    this.nanoTime = nanoTime;
  }

  boolean isOff() {
    return lag == 0;
  }

  void wrote(String table, ObjectNode key, Optional<Row> before) {
    if (!isOff()) {
      entries(table).addLast(new Entry(nanoTime.getAsLong(), key, before));
    }
  }

  /** Rows as an index still sees them, by their keys; none is a row it does not see yet. */
  Map<ObjectNode, Optional<Row>> unseen(String table) {
    var unseen = new LinkedHashMap<ObjectNode, Optional<Row>>();
    entries(table).forEach(entry -> unseen.putIfAbsent(entry.key(), entry.before()));
    return unseen;
  }

  void forget(String table) {
    tables.remove(table);
  }

  private Deque<Entry> entries(String table) {
    var entries = tables.computeIfAbsent(table, t -> new ArrayDeque<>());
    long now = nanoTime.getAsLong();
    while (!entries.isEmpty() && now - entries.getFirst().time() >= lag) {
      entries.removeFirst();
    }
    return entries;
  }
}

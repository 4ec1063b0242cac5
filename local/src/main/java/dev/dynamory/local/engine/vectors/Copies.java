package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The copies of the tables that are searched. */
final class Copies {
  private final Clock clock;
  private final Map<String, TableCopy> tables = new ConcurrentHashMap<>();

  Copies(Clock clock) {
    this.clock = clock;
  }

  /** Reads the table if it was not read yet, which takes as long as it is large. */
  TableCopy of(Database database, VectorTable table) {
    var copy = tables.get(table.name());
    if (copy == null) {
      copy = TableCopy.read(database, table, clock);
      tables.put(table.name(), copy);
    }
    return copy;
  }

  /** Does to a copy what was done to its table. */
  void apply(Change change, VectorTable table) {
    var copy = Optional.ofNullable(tables.get(table.name()));
    var key = change.key(table);
    if (copy.isPresent() && key.isPresent()) {
      apply(change, copy.get(), key.get());
    }
  }

  /** When it is not known what was done. */
  void readAgain(Change change, VectorTable table) {
    var copy = Optional.ofNullable(tables.get(table.name()));
    copy.ifPresent(c -> change.key(table).ifPresent(c::change));
  }

  void forget(String table) {
    tables.remove(table);
  }

  private static void apply(Change change, TableCopy copy, ObjectNode key) {
    switch (change.kind()) {
      case PUT -> copy.put(change.body().path("Item"));
      case DELETE -> copy.remove(key);
      case UPDATE -> copy.change(key);
      case CHECK -> {}
    }
  }
}

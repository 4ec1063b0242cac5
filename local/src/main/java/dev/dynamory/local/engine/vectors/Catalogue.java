package dev.dynamory.local.engine.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables that have vector indexes, kept in a file beside the database, which is replaced as a
 * whole; in memory alone when there is no folder.
 */
final class Catalogue {
  private static final String FILE = "vector-indexes.json";

  private final @Nullable Path folder;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final ReadWriteLock membership = new ReentrantReadWriteLock();
  private volatile Map<String, VectorTable> tables;

  Catalogue(@Nullable Path folder) {
    this.folder = folder;
    tables = read(folder);
  }

  boolean isEmpty() {
    return tables.isEmpty();
  }

  /** Too many by chance, but never too few: a table's name has nothing to escape. */
  Set<String> mentionedIn(String body) {
    return tables.keySet().stream().filter(body::contains).collect(Collectors.toSet());
  }

  boolean isIndex(String table, String index, Instant now) {
    return table(table).flatMap(t -> t.at(now).index(index)).isPresent();
  }

  Optional<VectorTable> table(String nameOrArn) {
    return Optional.ofNullable(tables.get(nameOf(nameOrArn)));
  }

  static String nameOf(String nameOrArn) {
    int table = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf(":table/") : -1;
    return table < 0 ? nameOrArn : nameOrArn.substring(table + ":table/".length());
  }

  /**
   * Acts while nobody else writes to these tables. They are locked in the order of their names, so
   * that nobody waits for another in a circle.
   */
  <T> T alone(Collection<String> names, Supplier<T> action) {
    var held =
        new TreeSet<>(names)
            .stream().map(name -> locks.computeIfAbsent(name, n -> new ReentrantLock())).toList();
    held.forEach(ReentrantLock::lock);
    try {
      return action.get();
    } finally {
      held.forEach(ReentrantLock::unlock);
    }
  }

  /**
   * Acts, unless the condition is true, while no table gets its first index: until then nobody is
   * {@link #alone} in writing to it. Must not wait for that within the action.
   */
  <T> Optional<T> unless(BooleanSupplier condition, Supplier<T> action) {
    membership.readLock().lock();
    try {
      return condition.getAsBoolean() ? Optional.empty() : Optional.of(action.get());
    } finally {
      membership.readLock().unlock();
    }
  }

  /** Kept when this returns. */
  synchronized void put(VectorTable table) {
    if (table.indexes().isEmpty()) {
      remove(table.name());
      return;
    }
    var changed = new TreeMap<>(tables);
    changed.put(table.name(), table);
    membership.writeLock().lock();
    try {
      replace(changed);
    } finally {
      membership.writeLock().unlock();
    }
  }

  synchronized void remove(String name) {
    var changed = new TreeMap<>(tables);
    if (changed.remove(name) != null) {
      replace(changed);
    }
  }

  private static Map<String, VectorTable> read(@Nullable Path folder) {
    if (folder == null || !Files.exists(folder.resolve(FILE))) {
      return Map.of();
    }
    try {
      var json =
          Json.object(Files.readAllBytes(folder.resolve(FILE)))
              .orElseThrow(() -> new IOException(folder.resolve(FILE) + " is not JSON"));
      return Json.elements(json.path("Tables")).stream()
          .map(VectorTable::of)
          .collect(Collectors.toUnmodifiableMap(VectorTable::name, table -> table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(Map<String, VectorTable> changed) {
    if (folder != null) {
      write(folder, changed.values());
    }
    tables = Map.copyOf(changed);
  }

  private static void write(Path folder, Collection<VectorTable> tables) {
    var json = Json.object();
    var listed = json.putArray("Tables");
    tables.forEach(table -> listed.add(table.toJson()));
    var unfinished = folder.resolve(FILE + ".new");
    try {
      try (var channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(Json.bytes(json));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          unfinished,
          folder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

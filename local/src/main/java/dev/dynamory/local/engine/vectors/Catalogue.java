package dev.dynamory.local.engine.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
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
  private volatile Map<String, VectorTable> tables;

  /** Locks of tables; whoever holds them is alone in writing there. */
  record Held(List<ReentrantLock> locks) implements AutoCloseable {
    @Override
    public void close() {
      locks.forEach(ReentrantLock::unlock);
    }
  }

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

  boolean isIndex(String table, String index) {
    return table(table).flatMap(t -> t.index(index)).isPresent();
  }

  Optional<VectorTable> table(String nameOrArn) {
    return Optional.ofNullable(tables.get(nameOf(nameOrArn)));
  }

  static String nameOf(String nameOrArn) {
    int table = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf(":table/") : -1;
    return table < 0 ? nameOrArn : nameOrArn.substring(table + ":table/".length());
  }

  /** Always in the order of names, so that nobody waits for another in a circle. */
  Held lock(Collection<String> names) {
    var held =
        new TreeSet<>(names)
            .stream().map(name -> locks.computeIfAbsent(name, n -> new ReentrantLock())).toList();
    held.forEach(ReentrantLock::lock);
    return new Held(held);
  }

  /** Kept when this returns. */
  synchronized void put(VectorTable table) {
    if (table.indexes().isEmpty()) {
      remove(table.name());
      return;
    }
    var changed = new TreeMap<>(tables);
    changed.put(table.name(), table);
    replace(changed);
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

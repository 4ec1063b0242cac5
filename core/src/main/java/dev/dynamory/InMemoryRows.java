package dev.dynamory;

import dev.dynamory.ranking.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an in-memory store, expired ones among them, by namespace and then key. Whoever uses
 * it holds its monitor.
 */
final class InMemoryRows {
  /** How long an expired row is kept; a put that is repeated can still be recognised by it. */
  private static final Duration KEPT_EXPIRED = Duration.ofDays(1);

  private final NavigableMap<Namespace, NavigableMap<String, Row>> namespaces = new TreeMap<>();
  private int size;
  private int putsSinceTidied;

  /** What is kept under a key; a previous version of 0 is none. */
  record Row(
      Map<String, Object> value,
      long version,
      long previousVersion,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant expiresAt,
      @Nullable Duration timeToLive,
      @Nullable Vector vector) {

    boolean isLive(Instant now) {
      return Expiry.isLive(expiresAt, now);
    }

    Row expiring(Instant at) {
      return new Row(value, version, previousVersion, createdAt, updatedAt, at, timeToLive, vector);
    }
  }

  /** A row and where it is. */
  record Placed(Namespace namespace, String key, Row row) {
    Search.Position position() {
      return new Search.Position(namespace, key);
    }

    /** The item, with a value of its own: bytes are not shared with the store. */
    Item item() {
      return item(Documents.copyOf(row.value, "value"));
    }

    /** What a ranker reads; its value is the store's own. */
    Memory memory() {
      return new Memory(item(row.value), row.vector);
    }

    private Item item(Map<String, Object> value) {
      return new Item(
          namespace,
          key,
          value,
          row.version,
          row.createdAt,
          row.updatedAt,
          row.expiresAt,
          row.timeToLive,
          null);
    }
  }

  @Nullable Row find(Namespace namespace, String key) {
    var keys = namespaces.get(namespace);
    return keys == null ? null : keys.get(key);
  }

  void put(Namespace namespace, String key, Row row, Instant now) {
    var keys = namespaces.computeIfAbsent(namespace, n -> new TreeMap<>(CodePoints::compare));
    if (keys.put(key, row) == null) {
      size++;
    }
    if (++putsSinceTidied > size + 1_000) {
      putsSinceTidied = 0;
      forgetExpired(now.minus(KEPT_EXPIRED));
    }
  }

  void remove(Namespace namespace, String key) {
    var keys = namespaces.get(namespace);
    if (keys != null && keys.remove(key) != null) {
      size--;
      if (keys.isEmpty()) {
        namespaces.remove(namespace);
      }
    }
  }

  /** Removes all rows of a namespace and of those under it; gives how many of them were live. */
  long removeAll(Namespace prefix, Instant now) {
    var removed = 0L;
    var under = namespaces.tailMap(prefix, true).entrySet().iterator();
    while (under.hasNext()) {
      var entry = under.next();
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      removed += entry.getValue().values().stream().filter(row -> row.isLive(now)).count();
      size -= entry.getValue().size();
      under.remove();
    }
    return removed;
  }

  private void forgetExpired(Instant before) {
    namespaces.values().forEach(keys -> keys.values().removeIf(row -> !row.isLive(before)));
    namespaces.values().removeIf(Map::isEmpty);
    size = namespaces.values().stream().mapToInt(Map::size).sum();
  }

  /** The namespaces under a prefix, in order, and their rows. */
  Iterator<Map.Entry<Namespace, NavigableMap<String, Row>>> under(Namespace from) {
    return namespaces.tailMap(from, true).entrySet().iterator();
  }

  /** The live rows that a search finds when nothing is filtered, in order. */
  Iterator<Placed> live(Search search, Instant now) {
    return new Live(search, now);
  }

  private final class Live implements Iterator<Placed> {
    private final Search search;
    private final Search.@Nullable Position after;
    private final Instant now;
    private final Iterator<Map.Entry<Namespace, NavigableMap<String, Row>>> outer;
    private Namespace namespace = Namespace.ROOT;
    private Iterator<Map.Entry<String, Row>> inner = Collections.emptyIterator();
    private @Nullable Placed next;

    Live(Search search, Instant now) {
      this.search = search;
      this.after = search.startAfter().orElse(null);
      this.now = now;
      this.outer = under(after == null ? search.prefix() : after.namespace());
      this.next = advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Placed next() {
      var result = next;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return result;
    }

    private @Nullable Placed advance() {
      do {
        while (inner.hasNext()) {
          var entry = inner.next();
          if (entry.getValue().isLive(now)) {
            return new Placed(namespace, entry.getKey(), entry.getValue());
          }
        }
      } while (nextNamespace());
      return null;
    }

    private boolean nextNamespace() {
      if (!outer.hasNext()) {
        return false;
      }
      var entry = outer.next();
      namespace = entry.getKey();
      var keys = entry.getValue();
      if (after != null && namespace.equals(after.namespace())) {
        keys = keys.tailMap(after.key(), false);
      }
      inner = keys.entrySet().iterator();
      return search.isExact()
          ? namespace.equals(search.prefix())
          : namespace.startsWith(search.prefix());
    }
  }
}

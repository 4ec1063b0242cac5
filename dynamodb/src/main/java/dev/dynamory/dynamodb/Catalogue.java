package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Sees to it that a namespace is listed before an item is put into it, and that a table's catalogue
 * is complete before it is believed.
 */
final class Catalogue {
  /**
   * How long a namespace is known to be listed without looking again; {@link Sweeper} waits longer
   * than this before it removes a row.
   */
  static final Duration REMEMBERED = Duration.ofMinutes(10);

  /**
   * After a longer pause between looking and the item's acknowledgement, the row is written again.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private static final int MAX_REMEMBERED = 10_000;

  private final Connection connection;
  private final TableCalls calls;
  private final CatalogueItems items;
  private final Knowledge known;

  Catalogue(Connection connection, TableCalls calls, CatalogueItems items, Knowledge known) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.known = known;
  }

  /** What one process knows of one table's catalogue, for all its views. */
  static final class Knowledge {
    private final Map<Namespace, Instant> listed =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<Namespace, Instant> eldest) {
                return size() > MAX_REMEMBERED;
              }
            });
    private volatile boolean complete;

    void forget() {
      listed.clear();
      complete = false;
    }
  }

  /** Lists a namespace unless it is known to be. Gives the moment from which that holds. */
  Instant list(Namespace namespace) {
    var now = connection.now();
    var since = known.listed.get(namespace);
    if (since != null && !since.isAfter(now) && since.plus(REMEMBERED).isAfter(now)) {
      return since;
    }
    look(namespace, now);
    known.listed.put(namespace, now);
    return now;
  }

  /** Lists several side by side. Gives the moment from which all are. */
  Instant listAll(Collection<Namespace> namespaces) {
    return connection
        .fanOut()
        .<Namespace, Instant>map(new LinkedHashSet<>(namespaces), this::list)
        .stream()
        .min(Comparator.naturalOrder())
        .orElseGet(connection::now);
  }

  /**
   * To be called when the item is acknowledged: a process that was suspended in between may have
   * been overtaken by a sweep.
   */
  void confirm(Namespace namespace, Instant listedSince) {
    var now = connection.now();
    if (Duration.between(listedSince, now).compareTo(LONGEST_PAUSE) > 0) {
      write(namespace, true, now);
      known.listed.put(namespace, now);
    }
  }

  private void look(Namespace namespace, Instant now) {
    var rows = calls.query(items.nearest(namespace)).items();
    if (rows.isEmpty() || rows.get(0).containsKey(CatalogueItems.RETIRING)) {
      write(namespace, true, now);
    } else if (!CatalogueItems.key(rows.get(0)).equals(Labels.catalogueKey(namespace))) {
      write(namespace, false, now);
    }
  }

  /** The root's row first: a namespace's row without it would not be found. */
  private void write(Namespace namespace, boolean withRoot, Instant now) {
    if (withRoot) {
      calls.update(items.listRoot(namespace.labels().get(0), now));
    }
    calls.update(items.list(namespace, now));
  }

  void writeMarker() {
    calls.update(items.listMarker(connection.now()));
    known.complete = true;
  }

  /** Writes rows whatever is known. */
  void listAgain(Namespace namespace, boolean withRoot) {
    write(namespace, withRoot, connection.now());
  }

  boolean isComplete() {
    if (!known.complete) {
      known.complete =
          calls.get(items.marker(false)).exists() || calls.get(items.marker(true)).exists();
    }
    return known.complete;
  }

  /** Refuses rather than answer short. */
  void requireComplete() {
    if (!isComplete()) {
      throw new ConfigurationException(
          ("table %1$s has items that no catalogue lists; run adopt() or 'dynamory store adopt --table %1$s' once (one Scan, resumable; setup() is enough for an"
                  + " empty table), or use withScannedNamespaces(). An exact() search of one namespace needs neither")
              .formatted(items.table()));
    }
  }

  void forget() {
    known.forget();
  }
}

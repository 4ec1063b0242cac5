package dev.dynamory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that shows what the one on DynamoDB shows. Each operation is atomic, a
 * transaction too. Views made by the {@code with} methods share the items.
 */
public final class InMemoryStore implements Store {
  private static final int MAX_READ = 10_000;

  private final InMemoryRows rows;
  private final @Nullable Duration timeToLive;
  private final boolean refreshesOnRead;
  private final InstantSource clock;

  InMemoryStore(
      InMemoryRows rows,
      @Nullable Duration timeToLive,
      boolean refreshesOnRead,
      InstantSource clock) {
    this.rows = rows;
    this.timeToLive = timeToLive;
    this.refreshesOnRead = refreshesOnRead;
    this.clock = clock;
  }

  /** A view whose puts expire after this time unless they say otherwise. */
  public InMemoryStore withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return new InMemoryStore(rows, timeToLive, refreshesOnRead, clock);
  }

  /** A view in which a get or search that finds an item restarts the item's own time to live. */
  public InMemoryStore withRefreshOnRead() {
    return new InMemoryStore(rows, timeToLive, true, clock);
  }

  /** A view with another clock. */
  public InMemoryStore withClock(InstantSource clock) {
    return new InMemoryStore(rows, timeToLive, refreshesOnRead, clock);
  }

  @Override
  public long put(Put put) {
    return write(List.of(put)).get(0);
  }

  @Override
  public void delete(Delete delete) {
    write(List.of(delete));
  }

  @Override
  public List<Long> transact(List<? extends Write> writes) {
    BatchPlan.checkTransaction(writes);
    return write(writes);
  }

  private List<Long> write(List<? extends Write> writes) {
    synchronized (rows) {
      return new InMemoryWrites(rows, timeToLive, clock.instant()).apply(writes);
    }
  }

  @Override
  public Optional<Item> get(Get get) {
    synchronized (rows) {
      var now = clock.instant();
      var row = rows.find(get.namespace(), get.key());
      return row == null || !row.isLive(now)
          ? Optional.empty()
          : Optional.of(read(new InMemoryRows.Placed(get.namespace(), get.key(), row), now));
    }
  }

  @Override
  public List<Item> search(Search search) {
    search.checkList();
    return search.limit() == 0 ? List.of() : page(search, Integer.MAX_VALUE).items();
  }

  @Override
  public Page<Item> searchPage(Search search) {
    search.checkPage();
    return page(search, search.maxRead().orElse(MAX_READ));
  }

  private Page<Item> page(Search search, int maxRead) {
    synchronized (rows) {
      var now = clock.instant();
      var page = new InMemorySearch(rows, now).page(search, maxRead);
      return new Page<>(
          page.items().stream().map(placed -> read(placed, now)).toList(), page.nextToken());
    }
  }

  private Item read(InMemoryRows.Placed found, Instant now) {
    var row = found.row();
    var later =
        refreshesOnRead
            ? Expiry.renewed(row.expiresAt(), row.timeToLive(), now)
            : Optional.<Instant>empty();
    if (later.isEmpty()) {
      return found.item();
    }
    var renewed = row.expiring(later.get());
    rows.put(found.namespace(), found.key(), renewed, now);
    return new InMemoryRows.Placed(found.namespace(), found.key(), renewed).item();
  }

  @Override
  public List<Namespace> listNamespaces(ListNamespaces which) {
    synchronized (rows) {
      return new InMemorySearch(rows, clock.instant()).namespaces(which);
    }
  }

  @Override
  public long deleteNamespace(Namespace prefix) {
    if (prefix.labels().isEmpty()) {
      throw new InvalidInputException("prefix", "names no namespace; name at least one label");
    }
    prefix.checkedPrefix("prefix");
    synchronized (rows) {
      return rows.removeAll(prefix, clock.instant());
    }
  }

  @Override
  public <R> List<R> batch(List<? extends Operation<? extends R>> operations) {
    var plan = BatchPlan.of(operations);
    var results = new Object[operations.size()];
    var failures = new TreeMap<Integer, RuntimeException>();
    plan.reads().forEach((index, read) -> carryOut(read, List.of(index), results, failures));
    plan.writes().forEach((write, indices) -> carryOut(write, indices, results, failures));
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
    @SuppressWarnings("unchecked") // each operation's type says what its result is
    var typed = (List<R>) List.of(results);
    return typed;
  }

  private void carryOut(
      Operation<?> operation,
      List<Integer> indices,
      Object[] results,
      Map<Integer, RuntimeException> failures) {
    try {
      var result = result(operation);
      indices.forEach(index -> results[index] = result);
    } catch (WriteConflictException e) {
      indices.forEach(index -> failures.put(index, e));
    }
  }

  private Object result(Operation<?> operation) {
    if (operation instanceof Get get) {
      return get(get);
    } else if (operation instanceof Search search) {
      return search(search);
    } else if (operation instanceof ListNamespaces which) {
      return listNamespaces(which);
    }
    return write(List.of((Write) operation)).get(0);
  }
}

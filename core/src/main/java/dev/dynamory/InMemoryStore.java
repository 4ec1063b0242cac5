package dev.dynamory;

import dev.dynamory.ranking.Memory;
import dev.dynamory.ranking.Ranker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
  private final @Nullable Embedding embedding;
  private final Ranker ranker;

  InMemoryStore(
      InMemoryRows rows,
      @Nullable Duration timeToLive,
      boolean refreshesOnRead,
      InstantSource clock,
      @Nullable Embedding embedding,
      Ranker ranker) {
    this.rows = rows;
    this.timeToLive = timeToLive;
    this.refreshesOnRead = refreshesOnRead;
    this.clock = clock;
    this.embedding = embedding;
    this.ranker = ranker;
  }

  /** A view whose puts expire after this time unless they say otherwise. */
  public InMemoryStore withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return new InMemoryStore(rows, timeToLive, refreshesOnRead, clock, embedding, ranker);
  }

  /** A view in which a get or search that finds an item restarts the item's own time to live. */
  public InMemoryStore withRefreshOnRead() {
    return new InMemoryStore(rows, timeToLive, true, clock, embedding, ranker);
  }

  /** A view with another clock. */
  public InMemoryStore withClock(InstantSource clock) {
    return new InMemoryStore(rows, timeToLive, refreshesOnRead, clock, embedding, ranker);
  }

  /**
   * A view that makes vectors of what it puts, and ranks by them: of these fields, see {@link
   * FieldPath}, or the whole document, by cosine. What other views put has no vector.
   */
  public InMemoryStore withEmbedder(Embedder embedder, int dimensions, String... fields) {
    return withEmbedding(Embedding.of(embedder, dimensions, fields));
  }

  /** A view with another distance than cosine; after {@link #withEmbedder}. */
  public InMemoryStore withDistance(Distance distance) {
    if (embedding == null) {
      throw new InvalidInputException("distance", "is of vectors; say withEmbedder(…) first");
    }
    return withEmbedding(embedding.distance(distance));
  }

  /** A view that makes vectors so. */
  public InMemoryStore withEmbedding(Embedding embedding) {
    return new InMemoryStore(
        rows, timeToLive, refreshesOnRead, clock, embedding, Ranker.of(embedding));
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
    return write(writes, PutVectors.of(writes, embedding));
  }

  private List<Long> write(List<? extends Write> writes, PutVectors vectors) {
    synchronized (rows) {
      return new InMemoryWrites(rows, timeToLive, clock.instant(), vectors).apply(writes);
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
    if (search.question().isPresent()) {
      return answers(search);
    }
    synchronized (rows) {
      var now = clock.instant();
      var page = new InMemorySearch(rows, now).page(search, maxRead);
      return new Page<>(
          page.items().stream().map(placed -> read(placed, now)).toList(), page.nextToken());
    }
  }

  /** Ranks what it saw at one moment, without keeping anybody waiting. */
  private Page<Item> answers(Search search) {
    search.question().map(Question::ranking).ifPresent(ranker::check);
    var memories = new ArrayList<Memory>();
    var now = clock.instant();
    synchronized (rows) {
      var live = rows.live(search, now);
      live.forEachRemaining(placed -> memories.add(placed.memory()));
    }
    var page = ranker.answer(search, memories);
    return new Page<>(
        page.items().stream().map(item -> answer(item, now)).toList(),
        page.nextToken(),
        page.isTruncated());
  }

  /** The item with a value of its own, renewed if this view renews and it is still there. */
  private Item answer(Item found, Instant now) {
    synchronized (rows) {
      var row = rows.find(found.namespace(), found.key());
      if (row != null && row.version() == found.version()) {
        var placed = new InMemoryRows.Placed(found.namespace(), found.key(), row);
        return read(placed, now).withScore(found.score());
      }
    }
    return found.withValue(Documents.copyOf(found.value(), "value"));
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
    plan.reads()
        .forEach(
            (index, read) -> carryOut(read, PutVectors.NONE, List.of(index), results, failures));
    var vectors = vectors(plan.writes(), failures);
    plan.writes().forEach((write, indices) -> carryOut(write, vectors, indices, results, failures));
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
    @SuppressWarnings("unchecked") // each operation's type says what its result is
    var typed = (List<R>) List.of(results);
    return typed;
  }

  /** Of all puts, by one call; if that fails, the puts that need one have failed. */
  private PutVectors vectors(
      Map<Write, List<Integer>> writes, Map<Integer, RuntimeException> failures) {
    try {
      return PutVectors.of(writes.keySet(), embedding);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) { // the embedder is the caller's and may throw any
      PutVectors.embedded(writes.keySet(), embedding)
          .forEach(put -> writes.getOrDefault(put, List.of()).forEach(i -> failures.put(i, e)));
      return PutVectors.NONE;
    }
  }

  private void carryOut(
      Operation<?> operation,
      PutVectors vectors,
      List<Integer> indices,
      Object[] results,
      Map<Integer, RuntimeException> failures) {
    if (failures.containsKey(indices.get(0))) {
      return;
    }
    try {
      var result = result(operation, vectors);
      indices.forEach(index -> results[index] = result);
    } catch (WriteConflictException e) {
      indices.forEach(index -> failures.put(index, e));
    }
  }

  private Object result(Operation<?> operation, PutVectors vectors) {
    if (operation instanceof Get get) {
      return get(get);
    } else if (operation instanceof Search search) {
      return search(search);
    } else if (operation instanceof ListNamespaces which) {
      return listNamespaces(which);
    }
    return write(List.of((Write) operation), vectors).get(0);
  }
}

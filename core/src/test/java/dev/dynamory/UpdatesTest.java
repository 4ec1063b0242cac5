package dev.dynamory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpdatesTest {
  private static final Namespace DOCS = Namespace.of("docs");

  private final InMemoryStore store = InMemory.store();

  private static void increment(Map<String, Object> document) {
    document.merge("n", 1, (old, one) -> (Integer) old + (Integer) one);
  }

  @Test
  void anAbsentDocumentIsEmpty() {
    var version = store.update(DOCS, "k", UpdatesTest::increment);
    var item = store.get(DOCS, "k").orElseThrow();
    assertThat(item.value()).isEqualTo(Map.of("n", 1));
    assertThat(item.version()).isEqualTo(version);
  }

  @Test
  void theWholeDocumentCanBeChanged() {
    store.put(
        DOCS, "k", Map.of("list", List.of(Map.of("a", 1)), "map", Map.of(), "set", Set.of(1)));
    store.update(
        DOCS,
        "k",
        document -> {
          var list = UpdatesTest.<List<Map<String, Object>>>field(document, "list");
          list.get(0).put("b", 2);
          UpdatesTest.<Map<String, Object>>field(document, "map").put("c", 3);
          UpdatesTest.<Set<Object>>field(document, "set").add(4);
        });
    assertThat(store.get(DOCS, "k").orElseThrow().value())
        .isEqualTo(
            Map.of(
                "list",
                List.of(Map.of("a", 1, "b", 2)),
                "map",
                Map.of("c", 3),
                "set",
                Set.of(1, 4)));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T field(Map<String, Object> document, String field) {
    return (T) requireNonNull(document.get(field));
  }

  @Test
  void losesNothingOfTwentyConcurrentWriters() {
    var futures =
        IntStream.range(0, 20)
            .mapToObj(
                thread ->
                    store
                        .async()
                        .run(
                            s -> {
                              for (var i = 0; i < 10; i++) {
                                s.update(DOCS, "k", UpdatesTest::increment);
                              }
                            }))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(futures).join();
    assertThat(store.get(DOCS, "k").orElseThrow().value()).isEqualTo(Map.of("n", 200));
  }

  @Test
  void keepsTheItemsOwnTimeToLiveWhichStartsAnew() {
    var noon = Instant.parse("2026-11-21T12:00:00Z");
    var later = noon.plusSeconds(60);
    var hour = Duration.ofHours(1);
    store.withClock(() -> noon).put(Put.of(DOCS, "k", Map.of()).timeToLive(hour));
    store
        .withClock(() -> later)
        .withTimeToLive(Duration.ofDays(1))
        .update(DOCS, "k", UpdatesTest::increment);
    var item = store.withClock(() -> later).get(DOCS, "k").orElseThrow();
    assertThat(item.timeToLive()).isEqualTo(hour);
    assertThat(item.expiresAt()).isEqualTo(later.plus(hour));
    store.put(DOCS, "permanent", Map.of());
    store.withTimeToLive(hour).update(DOCS, "permanent", UpdatesTest::increment);
    assertThat(store.get(DOCS, "permanent").orElseThrow().expiresAt()).isNull();
    store.withTimeToLive(hour).update(DOCS, "new", UpdatesTest::increment);
    assertThat(store.get(DOCS, "new").orElseThrow().timeToLive()).isEqualTo(hour);
  }

  @Test
  void whatTheChangeThrowsIsThrownAndNothingIsWritten() {
    assertThatThrownBy(
            () ->
                store.update(
                    DOCS,
                    "k",
                    document -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");
    assertThat(store.get(DOCS, "k")).isEmpty();
  }

  @Test
  void triesAgainAfterAConflict() {
    var interrupting = new Conflicting(3, false);
    interrupting.update(DOCS, "k", UpdatesTest::increment);
    assertThat(interrupting.puts).hasValue(4);
    assertThat(store.get(DOCS, "k").orElseThrow().value()).isEqualTo(Map.of("n", 1));
  }

  @Test
  void doesNotApplyTheChangeAgainWhenItMayHaveBeenApplied() {
    var ambiguous = new Conflicting(1, true);
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> ambiguous.update(DOCS, "k", UpdatesTest::increment))
        .satisfies(e -> assertThat(e.outcomeUnknown()).isTrue());
    assertThat(ambiguous.puts).hasValue(1);
  }

  /** The store, whose first puts fail with a conflict. */
  private final class Conflicting implements Store {
    private final int conflicts;
    private final boolean outcomeUnknown;
    private final AtomicInteger puts = new AtomicInteger();

    Conflicting(int conflicts, boolean outcomeUnknown) {
      this.conflicts = conflicts;
      this.outcomeUnknown = outcomeUnknown;
    }

    @Override
    public long put(Put put) {
      if (puts.incrementAndGet() <= conflicts) {
        throw new WriteConflictException(
            put.key(), put.condition(), 7, Map.of(), outcomeUnknown, null);
      }
      return store.put(put);
    }

    @Override
    public Optional<Item> get(Get get) {
      return store.get(get);
    }

    @Override
    public void delete(Delete delete) {
      store.delete(delete);
    }

    @Override
    public List<Item> search(Search search) {
      return store.search(search);
    }

    @Override
    public Page<Item> searchPage(Search search) {
      return store.searchPage(search);
    }

    @Override
    public List<Namespace> listNamespaces(ListNamespaces which) {
      return store.listNamespaces(which);
    }

    @Override
    public <R> List<R> batch(List<? extends Operation<? extends R>> operations) {
      return store.batch(operations);
    }

    @Override
    public List<Long> transact(List<? extends Write> writes) {
      return store.transact(writes);
    }

    @Override
    public long deleteNamespace(Namespace prefix) {
      return store.deleteNamespace(prefix);
    }
  }
}

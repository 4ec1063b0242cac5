package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Vector;
import dev.dynamory.Write;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the vectors of puts, in one call of the embedder for all of them. */
final class Vectors {
  private final StoreOptions options;
  private final TurnContexts contexts;

  Vectors(Connection connection, TableCalls calls, StoreOptions options) {
    this.options = options;
    this.contexts = new TurnContexts(calls, connection, options);
  }

  /** Whether the model is asked for a vector of it. */
  boolean needs(Put put) {
    var embedding = options.embedding();
    return embedding != null && !embedding.text(put).isBlank();
  }

  VectorItems.@Nullable Stored of(Put put) {
    return of(List.of(put)).get(0);
  }

  /** In the order of the writes; null for deletes and for puts without a text. */
  List<VectorItems.@Nullable Stored> of(List<? extends Write> writes) {
    var stored = new ArrayList<VectorItems.@Nullable Stored>(writes.size());
    var embedding = options.embedding();
    var vectors = new IdentityHashMap<Write, VectorItems.Stored>();
    if (embedding != null) {
      var asked =
          writes.stream()
              .filter(Put.class::isInstance)
              .map(Put.class::cast)
              .filter(this::needs)
              .toList();
      var made =
          options.exactRanking()
              ? plain(embedding, asked).stream().map(VectorItems.Stored::packed).toList()
              : inContext(embedding, asked, writes);
      for (var i = 0; i < made.size(); i++) {
        vectors.put(asked.get(i), made.get(i));
      }
    }
    writes.forEach(write -> stored.add(vectors.get(write)));
    return stored;
  }

  private List<VectorItems.Stored> inContext(
      Embedding embedding, List<Put> asked, List<? extends Write> writes) {
    var replaced = TurnContexts.places(writes);
    var all = new ArrayList<>(asked);
    var earlier = contexts.before(embedding, asked, replaced);
    earlier.forEach(one -> all.add(one.put()));
    var plain = plain(embedding, all);
    contexts.found(embedding, earlier, plain.subList(asked.size(), all.size()));
    var turned = contexts.turned(embedding, all, plain, asked.size(), replaced);
    return IntStream.range(0, asked.size())
        .mapToObj(i -> VectorItems.Stored.indexed(turned.get(i), plain.get(i)))
        .toList();
  }

  private static List<Vector> plain(Embedding embedding, List<Put> puts) {
    return puts.isEmpty()
        ? List.of()
        : embedding.vectors(puts.stream().map(embedding::text).toList());
  }

  /** What was put is there now. */
  void written(Put put, VectorItems.@Nullable Stored vector) {
    var embedding = options.embedding();
    if (embedding == null || vector == null || options.exactRanking()) {
      forget(put);
    } else {
      contexts.written(embedding, put, vector.plain());
    }
  }

  /** What is there now is not known: it was deleted, or a write failed. */
  void forget(Write write) {
    options.recentTurns().forget(new RecentTurns.Place(write.namespace(), write.key()));
  }

  /** Nothing is there any more, or some of it. */
  void forgetUnder(Namespace prefix) {
    options.recentTurns().forgetUnder(prefix);
  }
}

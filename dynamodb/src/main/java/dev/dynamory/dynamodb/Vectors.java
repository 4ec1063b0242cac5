package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Put;
import dev.dynamory.Vector;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the vectors of puts, in one call of the embedder for all of them. */
final class Vectors {
  private final StoreOptions options;
  private final TurnContexts contexts;

  Vectors(Connection connection, TableCalls calls, StoreOptions options) {
    this.options = options;
    this.contexts = new TurnContexts(calls, connection, options.recentTurns());
  }

  VectorItems.@Nullable Stored of(Put put) {
    return of(List.of(put)).get(0);
  }

  /** In the order of the puts; null for those without a text. */
  List<VectorItems.@Nullable Stored> of(List<Put> puts) {
    var stored = new ArrayList<VectorItems.@Nullable Stored>(puts.size());
    var embedding = options.embedding();
    var vectors = new IdentityHashMap<Put, VectorItems.Stored>();
    if (embedding != null) {
      var asked = puts.stream().filter(put -> !embedding.text(put).isBlank()).toList();
      var made = options.exactRanking() ? plain(embedding, asked) : inContext(embedding, asked);
      for (var i = 0; i < made.size(); i++) {
        vectors.put(asked.get(i), stored(made.get(i)));
      }
    }
    puts.forEach(put -> stored.add(vectors.get(put)));
    return stored;
  }

  private VectorItems.Stored stored(Vector vector) {
    return options.exactRanking()
        ? VectorItems.Stored.packed(vector)
        : VectorItems.Stored.indexed(vector);
  }

  private List<Vector> inContext(Embedding embedding, List<Put> asked) {
    var all = new ArrayList<>(asked);
    all.addAll(contexts.before(asked));
    all.removeIf(put -> embedding.text(put).isBlank());
    return contexts.turned(all, plain(embedding, all), asked.size());
  }

  private static List<Vector> plain(Embedding embedding, List<Put> puts) {
    return puts.isEmpty()
        ? List.of()
        : embedding.vectors(puts.stream().map(embedding::text).toList());
  }
}

package dev.dynamory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vectors of puts, made by one call of the embedder; a put without text has none. */
final class PutVectors {
  static final PutVectors NONE = new PutVectors();

  private final IdentityHashMap<Put, Vector> vectors = new IdentityHashMap<>();

  private PutVectors() {}

  /** Documents that cannot be kept are bad input before the embedder is asked. */
  static PutVectors of(Collection<? extends Write> writes, @Nullable Embedding embedding) {
    var puts = embedded(writes, embedding);
    if (embedding == null || puts.isEmpty()) {
      return NONE;
    }
    puts.forEach(put -> Documents.copyOf(put.value(), "value"));
    var made = embedding.vectors(puts.stream().map(embedding::text).toList());
    var result = new PutVectors();
    for (var i = 0; i < made.size(); i++) {
      result.vectors.put(puts.get(i), made.get(i));
    }
    return result;
  }

  /** The puts that need a vector. */
  static List<Put> embedded(Collection<? extends Write> writes, @Nullable Embedding embedding) {
    var puts = new ArrayList<Put>();
    if (embedding != null) {
      for (var write : writes) {
        if (write instanceof Put put && !embedding.text(put).isBlank()) {
          puts.add(put);
        }
      }
    }
    return puts;
  }

  @Nullable Vector of(Put put) {
    return vectors.get(put);
  }
}

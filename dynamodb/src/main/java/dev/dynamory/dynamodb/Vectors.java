package dev.dynamory.dynamodb;

import dev.dynamory.Put;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the vectors of puts, in one call of the embedder for all of them. */
final class Vectors {
  private final StoreOptions options;

  Vectors(StoreOptions options) {
    this.options = options;
  }

  VectorItems.@Nullable Stored of(Put put) {
    return of(List.of(put)).get(0);
  }

  /** In the order of the puts; null for those without a text. */
  List<VectorItems.@Nullable Stored> of(List<Put> puts) {
    var stored = new ArrayList<VectorItems.@Nullable Stored>(Collections.nCopies(puts.size(), null));
    var embedding = options.embedding();
    if (embedding == null) {
      return stored;
    }
    var texts = new ArrayList<String>();
    var places = new ArrayList<Integer>();
    for (var i = 0; i < puts.size(); i++) {
      var text = embedding.text(puts.get(i));
      if (!text.isBlank()) {
        texts.add(text);
        places.add(i);
      }
    }
    if (!texts.isEmpty()) {
      var vectors = embedding.vectors(texts);
      for (var i = 0; i < vectors.size(); i++) {
        var vector = vectors.get(i);
        stored.set(
            places.get(i),
            options.exactRanking()
                ? VectorItems.Stored.packed(vector)
                : VectorItems.Stored.indexed(vector));
      }
    }
    return stored;
  }
}

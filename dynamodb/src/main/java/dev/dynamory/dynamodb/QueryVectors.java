package dev.dynamory.dynamodb;

import dev.dynamory.Embedder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An embedder that remembers the last queries: a page after another asks the model once. */
final class QueryVectors implements Embedder {
  private static final int MOST = 256;

  private final Embedder embedder;
  private final Map<String, float[]> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > MOST;
        }
      };

  QueryVectors(Embedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public List<float[]> embed(List<String> documents) {
    return embedder.embed(documents);
  }

  @Override
  public float[] embedQuery(String query) {
    var remembered = find(query);
    if (remembered != null) {
      return remembered;
    }
    var vector = Objects.requireNonNull(embedder.embedQuery(query), "the embedder's vector");
    synchronized (known) {
      known.put(query, vector);
    }
    return vector;
  }

  private float @Nullable [] find(String query) {
    synchronized (known) {
      return known.get(query);
    }
  }
}

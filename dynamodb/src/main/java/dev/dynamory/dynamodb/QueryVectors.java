package dev.dynamory.dynamodb;

import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An embedder that remembers the last queries: a page after another asks the model once. */
final class QueryVectors implements Embedder {
  private static final int MOST = 256;

  private final Embedding model;
  private final Map<String, float[]> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > MOST;
        }
      };

  QueryVectors(Embedding model) {
    this.model = model;
  }

  @Override
  public List<float[]> embed(List<String> documents) {
    return model.embedder().embed(documents);
  }

  @Override
  public float[] embedQuery(String query) {
    var remembered = find(query);
    if (remembered != null) {
      return remembered;
    }
    var vector = model.queryVector(query).numbers();
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

package dev.dynamory.cli;

import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Embeds each document once, and every question anew. */
final class KnownTexts implements Embedder {
  private final Embedding embedding;
  private final Map<String, float[]> known = new HashMap<>();

  KnownTexts(Embedding embedding) {
    this.embedding = embedding;
  }

  @Override
  public synchronized List<float[]> embed(List<String> documents) {
    var missing = documents.stream().distinct().filter(text -> !known.containsKey(text)).toList();
    if (!missing.isEmpty()) {
      var made = embedding.vectors(missing);
      for (var i = 0; i < made.size(); i++) {
        known.put(missing.get(i), made.get(i).numbers());
      }
    }
    return documents.stream().map(text -> known.getOrDefault(text, new float[0])).toList();
  }

  @Override
  public float[] embedQuery(String query) {
    return embedding.embedder().embedQuery(query);
  }
}

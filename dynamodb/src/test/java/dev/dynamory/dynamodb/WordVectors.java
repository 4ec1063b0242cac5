package dev.dynamory.dynamodb;

import dev.dynamory.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts that share words are near each other; the same text has the same vector everywhere. */
final class WordVectors implements Embedder {
  static final int DIMENSIONS = 64;

  final List<List<String>> asked = new ArrayList<>();
  volatile boolean fails;

  @Override
  public synchronized List<float[]> embed(List<String> documents) {
    if (fails) {
      throw new IllegalStateException("the model is away");
    }
    asked.add(List.copyOf(documents));
    return documents.stream().map(WordVectors::vector).toList();
  }

  static float[] vector(String text) {
    var vector = new float[DIMENSIONS];
    for (var word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
      if (!word.isEmpty()) {
        vector[Math.floorMod(word.hashCode() * 0x9E3779B9, DIMENSIONS)] += 1;
      }
    }
    return vector;
  }
}

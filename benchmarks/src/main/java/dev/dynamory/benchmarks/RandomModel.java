package dev.dynamory.benchmarks;

import dev.dynamory.Embedder;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stands for a model whose vectors have 384 numbers: each word has a direction, the same in every
 * process, and a text is the sum of its words.
 */
final class RandomModel implements Embedder {
  static final int DIMENSIONS = 384;

  @Override
  public List<float[]> embed(List<String> documents) {
    return documents.stream().map(RandomModel::vector).toList();
  }

  private static float[] vector(String text) {
    var sum = new double[DIMENSIONS];
    for (var word : text.split(" ", -1)) {
      var numbers = new SplittableRandom(word.hashCode());
      for (var i = 0; i < DIMENSIONS; i++) {
        sum[i] += numbers.nextDouble() - 0.5;
      }
    }
    var squares = 0.0;
    for (var number : sum) {
      squares += number * number;
    }
    var vector = new float[DIMENSIONS];
    for (var i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return vector;
  }
}

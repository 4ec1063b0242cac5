package dev.dynamory.testkit;

import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An embedder without a model: each word has a direction of its own, the same in every process, and
 * a text is the sum of its words. It counts its calls, and fails when told to.
 */
public final class WordEmbedder implements Embedder {
  /** How many numbers its vectors have. */
  public static final int DIMENSIONS = 64;

  private final AtomicInteger calls = new AtomicInteger();
  private volatile @Nullable RuntimeException failure;

  /** Works until told to fail. */
  public WordEmbedder() {}

  /** By cosine, of these fields or of the whole document. */
  public Embedding embedding(String... fields) {
    return Embedding.of(this, DIMENSIONS, fields);
  }

  /** Every call throws this from now on; null heals it. */
  public void failWith(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  /** How often documents or a query were embedded. */
  public int calls() {
    return calls.get();
  }

  @Override
  public List<float[]> embed(List<String> documents) {
    calls.incrementAndGet();
    var toThrow = failure;
    if (toThrow != null) {
      throw toThrow;
    }
    var vectors = new ArrayList<float[]>();
    documents.forEach(document -> vectors.add(vector(document)));
    return vectors;
  }

  private static float[] vector(String text) {
    var sum = new float[DIMENSIONS];
    for (var word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        var direction = new SplittableRandom(word.hashCode());
        for (var i = 0; i < DIMENSIONS; i++) {
          sum[i] += (float) direction.nextGaussian();
        }
      }
    }
    return sum;
  }
}

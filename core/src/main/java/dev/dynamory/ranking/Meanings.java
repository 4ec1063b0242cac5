package dev.dynamory.ranking;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Embedding;
import dev.dynamory.Vector;
import java.util.Arrays;

/**
 * Ranks by vectors. A turn's is turned towards those of the turns around it, and keeps its length;
 * any other item's score is that of its vector.
 */
final class Meanings {
  private static final int REACH = 3;
  private static final double BEFORE = 0.3;
  private static final double AFTER = 0.2;
  private static final double FADING = 0.5;

  private final Lineup lineup;
  private final Embedding embedding;

  Meanings(Lineup lineup, Embedding embedding) {
    this.lineup = lineup;
    this.embedding = embedding;
  }

  /** The scores; NaN for what has none. */
  double[] scores(Vector asked, boolean inContext) {
    var scores = new double[lineup.size()];
    for (var i = 0; i < scores.length; i++) {
      scores[i] = score(i, asked, inContext);
    }
    return scores;
  }

  private double score(int at, Vector asked, boolean inContext) {
    var memory = lineup.memory(at);
    var own = memory.vector();
    if (own == null) {
      var known = memory.item().score();
      return known == null ? Double.NaN : known;
    }
    check(memory, own);
    var vector = inContext && lineup.end(at) - lineup.first(at) > 1 ? inContext(at, own) : own;
    return vector.score(asked, embedding.distance());
  }

  private void check(Memory memory, Vector vector) {
    if (vector.dimensions() != embedding.dimensions()) {
      throw new ConfigurationException(
          "the vector of '%s' in %s has %d dimensions, the store's embedder makes %d"
              .formatted(
                  memory.item().key(),
                  memory.item().namespace(),
                  vector.dimensions(),
                  embedding.dimensions()));
    }
  }

  private Vector inContext(int at, Vector own) {
    var sum = new float[own.dimensions()];
    addDirection(at, 1, sum);
    var part = 1.0;
    for (var away = 1; away <= REACH; away++) {
      if (at - away >= lineup.first(at)) {
        addDirection(at - away, BEFORE * part, sum);
      }
      if (at + away < lineup.end(at)) {
        addDirection(at + away, AFTER * part, sum);
      }
      part *= FADING;
    }
    return Vector.of(sum);
  }

  private void addDirection(int at, double weight, float[] sum) {
    var vector = lineup.memory(at).vector();
    if (vector != null && vector.length() > 0) {
      check(lineup.memory(at), vector);
      vector.addTo(sum, weight / vector.length());
    }
  }
}

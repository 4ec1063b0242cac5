package dev.dynamory.ranking;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Distance;
import dev.dynamory.Embedding;
import dev.dynamory.Vector;

/**
 * Ranks by vectors. That of a turn is turned towards those of the turns around it, and keeps its
 * length, see {@link Contexts}; any other item's score is that of its vector.
 */
final class Meanings {
  private final Lineup lineup;
  private final Embedding embedding;
  private final Vector asked;

  Meanings(Lineup lineup, Embedding embedding, Vector asked) {
    this.lineup = lineup;
    this.embedding = embedding;
    this.asked = asked;
    for (var i = 0; i < lineup.size(); i++) {
      check(lineup.memory(i));
    }
  }

  /** NaN for what has no vector; where an index gave the score of an item, it is that. */
  double[] scores() {
    var scores = new double[lineup.size()];
    for (var i = 0; i < scores.length; i++) {
      scores[i] = score(i, embedding.distance());
    }
    return scores;
  }

  private double score(int at, Distance distance) {
    var vector = lineup.vector(at);
    if (vector == null) {
      var known = lineup.memory(at).item().score();
      return known == null ? Double.NaN : known;
    }
    return vector.score(asked, distance);
  }

  /** The same, each turn in its context. */
  double[] scoresInContext() {
    var cosines = new double[lineup.size()];
    for (var i = 0; i < cosines.length; i++) {
      cosines[i] = score(i, Distance.COSINE);
    }
    var contexts = lineup.arrangement().contexts(lineup);
    var scores = new double[cosines.length];
    for (var i = 0; i < scores.length; i++) {
      var vector = lineup.vector(i);
      scores[i] =
          vector == null || Contexts.isAlone(lineup, i)
              ? score(i, embedding.distance())
              : score(vector, contexts.cosine(lineup, i, cosines));
    }
    return scores;
  }

  private double score(Vector vector, double cosine) {
    var product = vector.length() * asked.length() * cosine;
    return switch (embedding.distance()) {
      case COSINE -> cosine;
      case DOT_PRODUCT -> product;
      case EUCLIDEAN -> {
        var squares = vector.length() * vector.length() + asked.length() * asked.length();
        yield 1 / (1 + Math.sqrt(Math.max(0, squares - 2 * product)));
      }
    };
  }

  private void check(Memory memory) {
    var vector = memory.vector();
    if (vector != null && vector.dimensions() != embedding.dimensions()) {
      throw new ConfigurationException(
          "the vector of '%s' in %s has %d dimensions, the store's embedder makes %d"
              .formatted(
                  memory.item().key(),
                  memory.item().namespace(),
                  vector.dimensions(),
                  embedding.dimensions()));
    }
  }
}

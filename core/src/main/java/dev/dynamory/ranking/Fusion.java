package dev.dynamory.ranking;

import java.util.Arrays;

/** Adds up what words, vectors and priors say; NaN where neither words nor vectors say anything. */
final class Fusion {
  private static final double WORDS = 0.4;
  private static final double MEANINGS = 0.6;
  private static final double COSINE = 1.2;

  /** What words weigh against priors where there are no vectors. */
  private static final double WORDS_ALONE = 0.8;

  private final double[] scores;
  private double words = WORDS_ALONE;

  Fusion(int size) {
    scores = new double[size];
    Arrays.fill(scores, Double.NaN);
  }

  /** Relative to the best; 0 is none. */
  void addWords(double[] found) {
    var most = Arrays.stream(found).max().orElse(0);
    for (var i = 0; i < found.length; i++) {
      if (found[i] > 0) {
        add(i, words * found[i] / most);
      }
    }
  }

  /**
   * Before the words. Relative to the nearest and the farthest, unless they are cosines of which
   * the farthest are not known; NaN is none.
   */
  void addMeanings(double[] found, boolean areRelative) {
    var known = Arrays.stream(found).filter(score -> !Double.isNaN(score)).summaryStatistics();
    words = known.getCount() == 0 ? WORDS_ALONE : WORDS;
    var range = known.getMax() - known.getMin();
    for (var i = 0; i < found.length; i++) {
      if (!Double.isNaN(found[i])) {
        var share = range > 0 ? (found[i] - known.getMin()) / range : 0;
        add(i, areRelative ? MEANINGS * share : COSINE * found[i]);
      }
    }
  }

  /** Less their mean, so that turns as such are neither better nor worse than other items. */
  void add(Priors priors) {
    var added = new double[scores.length];
    var sum = 0.0;
    var turns = 0;
    for (var i = 0; i < scores.length; i++) {
      if (!Double.isNaN(scores[i]) && priors.concern(i)) {
        added[i] = priors.of(i);
        sum += added[i];
        turns++;
      }
    }
    for (var i = 0; i < scores.length; i++) {
      if (!Double.isNaN(scores[i]) && priors.concern(i)) {
        scores[i] += added[i] - sum / turns;
      }
    }
  }

  private void add(int at, double score) {
    scores[at] = Double.isNaN(scores[at]) ? score : scores[at] + score;
  }

  double[] scores() {
    return scores;
  }
}

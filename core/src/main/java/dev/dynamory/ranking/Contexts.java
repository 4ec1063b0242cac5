package dev.dynamory.ranking;

import dev.dynamory.Vector;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of turns, turned towards those of the turns around them: {@code v(i) + Σ
 * 0.3·0.5^(k-1) v(i-k) + 0.2·0.5^(k-1) v(i+k)} for k from 1 to 3, of unit length. Only the sums'
 * lengths are kept, as their cosines follow from those of the single vectors. Of a vector that was
 * turned towards the turns before when it was made, these are left out.
 */
final class Contexts {
  private static final int REACH = 3;
  private static final double[] BEFORE = {0, 0.3, 0.15, 0.075};
  private static final double[] AFTER = {0, 0.2, 0.1, 0.05};

  private final @Nullable Vector[] vectors;
  private final boolean[] areTurned;
  private final double[] lengths;

  Contexts(Lineup lineup) {
    vectors = new Vector[lineup.size()];
    areTurned = new boolean[vectors.length];
    for (var i = 0; i < vectors.length; i++) {
      vectors[i] = lineup.vector(i);
      areTurned[i] = lineup.isTurned(i);
    }
    lengths = new double[vectors.length];
    for (var i = 0; i < vectors.length; i++) {
      lengths[i] = vectors[i] == null || isAlone(lineup, i) ? 0 : length(lineup, i);
    }
  }

  boolean areOf(Lineup lineup) {
    for (var i = 0; i < vectors.length; i++) {
      if (areTurned[i] != lineup.isTurned(i) || !Objects.equals(vectors[i], lineup.vector(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isAlone(Lineup lineup, int at) {
    return (at == lineup.first(at) || lineup.distance(at - 1, at) > REACH)
        && (at == lineup.end(at) - 1 || lineup.distance(at, at + 1) > REACH);
  }

  private double length(Lineup lineup, int at) {
    var own = vectors[at];
    var sum = new float[own == null ? 0 : own.dimensions()];
    for (var i = from(lineup, at); i <= to(lineup, at); i++) {
      var vector = vectors[i];
      if (vector != null && vector.length() > 0 && vector.dimensions() == sum.length) {
        vector.addTo(sum, weight(lineup, at, i) / vector.length());
      }
    }
    return Vector.of(sum).length();
  }

  /** The cosine of a turn in its context, from all single cosines; those that are NaN are none. */
  double cosine(Lineup lineup, int at, double[] cosines) {
    var sum = 0.0;
    for (var i = from(lineup, at); i <= to(lineup, at); i++) {
      if (!Double.isNaN(cosines[i])) {
        sum += weight(lineup, at, i) * cosines[i];
      }
    }
    return lengths[at] == 0 ? 0 : Math.max(-1, Math.min(1, sum / lengths[at]));
  }

  private static int from(Lineup lineup, int at) {
    return Math.max(at - REACH, lineup.first(at));
  }

  private static int to(Lineup lineup, int at) {
    return Math.min(at + REACH, lineup.end(at) - 1);
  }

  /** Of another in the context of one. */
  private static double weight(Lineup lineup, int at, int other) {
    var distance = lineup.distance(at, other);
    if (distance > REACH || (other < at && lineup.isTurned(at))) {
      return 0;
    }
    return other == at ? 1 : other > at ? AFTER[(int) distance] : BEFORE[(int) distance];
  }
}

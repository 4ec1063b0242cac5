package dev.dynamory.ranking;

import java.util.Arrays;
import java.util.List;

/**
 * Ranks by words, as BM25 does, but a turn has a part in the words of the turns around it, more in
 * those before than in those after it.
 */
final class Words {
  private static final double K1 = 1.2;
  private static final double B = 0.4;
  private static final int REACH = 4;
  private static final double BEFORE = 0.7;
  private static final double AFTER = 0.4;
  private static final double FADING = 0.6;

  private final Arrangement texts;
  private final long[] signatures;
  private final double[] lengths;
  private final double averageLength;

  Words(Arrangement texts) {
    this.texts = texts;
    this.signatures = new long[texts.size()];
    this.lengths = new double[texts.size()];
    var total = 0.0;
    for (var i = 0; i < lengths.length; i++) {
      signatures[i] = texts.text(i).signature();
      spread(texts.text(i).length(), i, lengths);
    }
    for (var length : lengths) {
      total += length;
    }
    this.averageLength = Math.max(total / Math.max(lengths.length, 1), 1e-9);
  }

  /** The scores of a question's terms; 0 for what has none of them. */
  double[] scores(List<String> terms) {
    var scores = new double[texts.size()];
    var counts = new double[texts.size()];
    for (var term : terms) {
      Arrays.fill(counts, 0);
      count(Text.hash(term), counts);
      add(counts, scores);
    }
    return scores;
  }

  private void count(long term, double[] counts) {
    var bit = Text.bit(term);
    for (var i = 0; i < counts.length; i++) {
      var count = (signatures[i] & bit) == 0 ? 0 : texts.text(i).count(term);
      if (count > 0) {
        spread(count, i, counts);
      }
    }
  }

  /** Gives a number to one, and to those around it their part of it. */
  private void spread(double number, int at, double[] sums) {
    sums[at] += number;
    var last = Math.min(at + REACH, texts.end(at) - 1);
    for (var i = at + 1; i <= last && texts.distance(at, i) <= REACH; i++) {
      sums[i] += BEFORE * faded(number, texts.distance(at, i));
    }
    var earliest = Math.max(at - REACH, texts.first(at));
    for (var i = at - 1; i >= earliest && texts.distance(at, i) <= REACH; i--) {
      sums[i] += AFTER * faded(number, texts.distance(at, i));
    }
  }

  private static double faded(double number, long distance) {
    var part = number;
    for (var i = 1; i < distance; i++) {
      part *= FADING;
    }
    return part;
  }

  private void add(double[] counts, double[] scores) {
    var having = 0;
    for (var count : counts) {
      having += count > 0 ? 1 : 0;
    }
    if (having == 0) {
      return;
    }
    var rarity = Math.log(1 + (counts.length - having + 0.5) / (having + 0.5));
    for (var i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        var length = 1 - B + B * lengths[i] / averageLength;
        scores[i] += rarity * counts[i] * (K1 + 1) / (counts[i] + K1 * length);
      }
    }
  }
}

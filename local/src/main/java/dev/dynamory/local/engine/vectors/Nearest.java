package dev.dynamory.local.engine.vectors;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The rows nearest to a vector, of all that are offered; the keys decide between equals. */
final class Nearest {
  private final Distance distance;
  private final float[] vector;
  private final int count;
  private final Comparator<Hit> order;
  private final PriorityQueue<Hit> hits;

  record Hit(Row row, double score) {}

  Nearest(Distance distance, float[] vector, int count, Key key) {
    this.distance = distance;
    this.vector = vector;
    this.count = count;
    Comparator<Hit> nearer = Comparator.comparingDouble(Hit::score);
    this.order =
        (distance.isHigherNearer() ? nearer.reversed() : nearer)
            .thenComparing(hit -> hit.row().item(), key);
    this.hits = new PriorityQueue<>(order.reversed());
  }

  void offer(Row row, float[] itsVector) {
    hits.add(new Hit(row, distance.score(vector, itsVector)));
    if (hits.size() > count) {
      hits.remove();
    }
  }

  /** Nearest first. */
  List<Hit> best() {
    return hits.stream().sorted(order).toList();
  }
}

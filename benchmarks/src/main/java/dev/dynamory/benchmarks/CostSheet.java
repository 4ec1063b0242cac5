package dev.dynamory.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The lines of a table of costs, as they are measured. */
final class CostSheet {
  static final String NOTHING = "–";
  static final String SAME = "the same";

  private final Meter meter;
  private final List<Cost> costs = new ArrayList<>();

  CostSheet(Meter meter) {
    this.meter = meter;
  }

  /** Carries the operation out, once. */
  void add(String operation, Cost.Limit limit, String original, Runnable measured) {
    costs.add(new Cost(operation, meter.measure(measured), limit, original));
  }

  List<Cost> costs() {
    return List.copyOf(costs);
  }
}

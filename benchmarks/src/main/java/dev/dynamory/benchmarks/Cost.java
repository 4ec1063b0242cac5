package dev.dynamory.benchmarks;

import dev.dynamory.testkit.CallLog;
import java.math.BigDecimal;
import java.util.ArrayList;

/** What one operation was measured to cost, what it may cost, and what the original's costs. */
record Cost(String operation, CallLog.Totals measured, Limit limit, String original) {

  /** What an operation may cost at most; what is not said is not limited. */
  record Limit(double calls, double roundTrips, double reads, double writes) {
    static final Limit NONE =
        new Limit(
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY);

    static Limit of(int calls, double reads, double writes) {
      return new Limit(calls, Double.POSITIVE_INFINITY, reads, writes);
    }

    static Limit inRoundTrips(int roundTrips, double reads, double writes) {
      return new Limit(Double.POSITIVE_INFINITY, roundTrips, reads, writes);
    }

    Limit roundTrips(int roundTrips) {
      return new Limit(calls, roundTrips, reads, writes);
    }

    boolean isKept(CallLog.Totals measured) {
      return measured.calls() <= calls
          && measured.roundTrips() <= roundTrips
          && measured.readUnits() <= reads
          && measured.writeUnits() <= writes;
    }

    @Override
    public String toString() {
      var parts = new ArrayList<String>();
      add(parts, calls, calls == 1 ? " call" : " calls");
      add(parts, roundTrips, roundTrips == 1 ? " round trip" : " round trips");
      if (reads > 0) {
        add(parts, reads, " R");
      }
      if (writes > 0) {
        add(parts, writes, " W");
      }
      return parts.isEmpty() ? "–" : String.join(", ", parts);
    }

    private static void add(ArrayList<String> parts, double limit, String unit) {
      if (Double.isFinite(limit)) {
        parts.add(number(limit) + unit);
      }
    }
  }

  boolean isKept() {
    return limit.isKept(measured);
  }

  /** A line of the table. */
  String line() {
    return String.join(
        " | ",
        "| " + operation,
        Integer.toString(measured.calls()),
        Integer.toString(measured.roundTrips()),
        number(measured.readUnits()),
        number(measured.writeUnits()),
        limit.toString(),
        original + " |");
  }

  static String number(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}

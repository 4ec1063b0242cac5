package dev.dynamory.dynamodb;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Removes a session's rows that are due, where DynamoDB does not do that itself; erases rows that
 * nobody sees and whose eraser was stopped; and removes parts that no such row names and whose
 * writer has long been stopped.
 */
final class SessionVacuum {
  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;

  SessionVacuum(Connection connection, TableCalls calls, SessionEntries entries) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
  }

  /** Entries come first, then parts; what is due is seen by nobody, see {@link SessionExpiry}. */
  void run(String id, SessionState newest) {
    var pinned = new HashSet<Long>();
    newest.pins().forEach(pin -> pinned.add(pin.seq()));
    pinned.add(newest.listed()); // seen or not, the listing has no other
    var now = connection.now();
    var abandoned = now.minus(SessionOptions.GRACE).getEpochSecond();
    var named = new HashSet<BigDecimal>();
    var seen = new long[] {newest.seq()}; // the next row down that is seen
    calls.queryAll(
        entries.outlines(id),
        response -> {
          var removed = new ArrayList<WriteRequest>();
          for (var row : response.items()) {
            var seq = seq(row);
            var isDue =
                SessionRow.number(row, SessionEntries.REMOVED, SessionExpiry.FOREVER)
                    < now.getEpochSecond();
            var isDead =
                isErasable(row, seq, newest)
                    && (seq.longValue() < newest.first() || seq.longValue() > seen[0])
                    && !pinned.contains(seq.longValue());
            if (seq.signum() > 0 && seq.longValue() == seen[0]) {
              seen[0] = SessionRow.number(row, SessionRow.PREVIOUS, seen[0] - 1);
            }
            var parts = row.get(SessionEntries.PARTS);
            if (parts != null && !isDue && !isDead) {
              Parts.parse(parts.m())
                  .ifPresent(of -> entries.partKeys(id, of).forEach(key -> named.add(seq(key))));
            }
            var isOrphan =
                seq.signum() < 0
                    && !named.contains(seq)
                    && SessionRow.number(row, SessionEntries.WRITTEN, SessionExpiry.FOREVER)
                        < abandoned;
            if (isDue || isOrphan) {
              removed.add(SessionEntries.deletion(key(id, row)));
            } else if (isDead) {
              removed.add(tombstone(id, row, seq.longValue(), newest, now));
            }
          }
          calls.batchWrite(removed);
          return true;
        });
  }

  private static boolean isErasable(
      Map<String, AttributeValue> row, BigDecimal seq, SessionState newest) {
    return seq.signum() > 0
        && seq.longValue() < newest.seq()
        && AttributeValues.required(row, SessionEntries.KIND).s().charAt(0)
            != SessionEntries.TOMBSTONE;
  }

  private static WriteRequest tombstone(
      String id, Map<String, AttributeValue> row, long seq, SessionState newest, Instant now) {
    var operation = row.get(SessionEntries.OPERATION);
    var isForgotten = seq <= newest.seq() - SessionMemory.OfSession.OPERATIONS;
    return SessionEntries.tombstone(
        id, seq, operation == null || isForgotten ? null : operation.s(), now);
  }

  private static BigDecimal seq(Map<String, AttributeValue> row) {
    return new BigDecimal(AttributeValues.required(row, SessionEntries.SEQ).n());
  }

  private static Map<String, AttributeValue> key(String id, Map<String, AttributeValue> row) {
    return SessionEntries.key(id, AttributeValues.required(row, SessionEntries.SEQ));
  }
}

package dev.dynamory.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Removes a session's rows that are due, where DynamoDB does not do that itself, and parts that no
 * entry names and whose writer has long been stopped.
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
  void run(String id) {
    var now = connection.now();
    var abandoned = now.minus(SessionOptions.GRACE).getEpochSecond();
    var named = new HashSet<BigDecimal>();
    calls.queryAll(
        entries.outlines(id),
        response -> {
          var removed = new ArrayList<WriteRequest>();
          for (var row : response.items()) {
            var seq = seq(row);
            var isDue =
                SessionRow.number(row, SessionEntries.REMOVED, SessionExpiry.FOREVER)
                    < now.getEpochSecond();
            var parts = row.get(SessionEntries.PARTS);
            if (parts != null && !isDue) {
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
            }
          }
          calls.batchWrite(removed);
          return true;
        });
  }

  private static BigDecimal seq(Map<String, AttributeValue> row) {
    return new BigDecimal(AttributeValues.required(row, SessionEntries.SEQ).n());
  }

  private static Map<String, AttributeValue> key(String id, Map<String, AttributeValue> row) {
    return SessionEntries.key(id, AttributeValues.required(row, SessionEntries.SEQ));
  }
}

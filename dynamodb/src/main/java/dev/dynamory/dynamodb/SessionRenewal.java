package dev.dynamory.dynamodb;

import dev.dynamory.dynamodb.SessionState.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Puts off the removal of the rows that a session still shows, and of their parts. */
final class SessionRenewal {
  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;
  private final String id;

  SessionRenewal(Connection connection, TableCalls calls, SessionEntries entries, String id) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
    this.id = id;
  }

  /** Rows from the first one to the newest, pinned ones and row 0: those removed too early. */
  void run(SessionState newest, long first, List<Place> pins, SessionExpiry expiry) {
    var due = new ArrayList<Map<String, AttributeValue>>();
    due.add(SessionEntries.key(id, 0));
    collect(Math.min(first, newest.seq()), newest.seq(), expiry, due);
    pins.stream().map(Place::seq).distinct().forEach(seq -> collect(seq, seq, expiry, due));
    connection
        .fanOut()
        .run(due.stream().<Runnable>map(key -> () -> renew(key, expiry.removal())).toList());
  }

  private void collect(
      long from, long to, SessionExpiry expiry, List<Map<String, AttributeValue>> due) {
    calls.queryAll(
        entries.outlines(id, from, to),
        response -> {
          for (var row : response.items()) {
            if (SessionRow.number(row, SessionEntries.REMOVED, SessionExpiry.FOREVER)
                < expiry.renewedBelow()) {
              due.add(SessionEntries.key(id, SessionRow.number(row, SessionEntries.SEQ, 0)));
              var parts = row.get(SessionEntries.PARTS);
              if (parts != null) {
                Parts.parse(parts.m()).ifPresent(p -> due.addAll(entries.partKeys(id, p)));
              }
            }
          }
          return true;
        });
  }

  private void renew(Map<String, AttributeValue> key, long removed) {
    try {
      calls.update(entries.renew(key, removed));
    } catch (ConditionalCheckFailedException e) {
      // gone meanwhile, or renewed by another
    }
  }
}

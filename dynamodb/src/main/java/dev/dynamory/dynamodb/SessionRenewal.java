package dev.dynamory.dynamodb;

import dev.dynamory.dynamodb.SessionState.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Moves the removal of a session's rows, and of their parts, by DynamoDB. */
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

  /** Puts off: rows from the first one to the newest, pinned ones and row 0. */
  void run(SessionState newest, long first, List<Place> pins, SessionExpiry expiry) {
    var due = new ArrayList<Map<String, AttributeValue>>();
    LongPredicate early = removed -> removed < expiry.renewedBelow();
    due.add(SessionEntries.key(id, 0));
    collect(Math.min(first, newest.seq()), newest.seq(), early, due);
    pins.stream().map(Place::seq).distinct().forEach(seq -> collect(seq, seq, early, due));
    update(due, key -> entries.renew(key, expiry.removal()));
  }

  /** Brings forward: rows from one to another, pinned ones and row 0. */
  void shorten(long from, long to, List<Place> pins, SessionExpiry expiry) {
    var due = new ArrayList<Map<String, AttributeValue>>();
    LongPredicate late = removed -> removed > expiry.removal();
    due.add(SessionEntries.key(id, 0));
    collect(from, to, late, due);
    pins.stream().map(Place::seq).distinct().forEach(seq -> collect(seq, seq, late, due));
    update(due, key -> entries.shorten(key, expiry.removal()));
  }

  private void collect(
      long from, long to, LongPredicate which, List<Map<String, AttributeValue>> due) {
    calls.queryAll(
        entries.outlines(id, from, to),
        response -> {
          for (var row : response.items()) {
            if (which.test(SessionRow.number(row, SessionEntries.REMOVED, SessionExpiry.FOREVER))) {
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

  private void update(
      List<Map<String, AttributeValue>> keys,
      Function<Map<String, AttributeValue>, UpdateItemRequest> request) {
    connection
        .fanOut()
        .run(keys.stream().<Runnable>map(key -> () -> update(request.apply(key))).toList());
  }

  private void update(UpdateItemRequest request) {
    try {
      calls.update(request);
    } catch (ConditionalCheckFailedException e) {
      // gone meanwhile, or moved by another
    }
  }
}

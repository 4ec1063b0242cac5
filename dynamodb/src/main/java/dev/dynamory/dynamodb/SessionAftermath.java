package dev.dynamory.dynamodb;

import dev.dynamory.dynamodb.SessionState.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What follows a change: the listing forgets the row before, and after the answer rows that nobody
 * sees become tombstones, and rows are renewed early. None of it is needed for correct answers;
 * what is left undone here a later clear or delete does.
 */
final class SessionAftermath {
  private static final Logger LOG = LoggerFactory.getLogger(SessionAftermath.class);
  private static final int CHUNK = 2_500;

  /** Far shorter than a dead row keeps its number, in which another row may come to live. */
  private static final Duration LATEST = Duration.ofHours(1);

  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;
  private final SessionDetails details;
  private final SessionOptions options;
  private final String id;
  private final SessionMemory.OfSession known;

  SessionAftermath(
      Connection connection,
      TableCalls calls,
      SessionEntries entries,
      SessionDetails details,
      SessionOptions options,
      String id,
      SessionMemory.OfSession known) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
    this.details = details;
    this.options = options;
    this.id = id;
    this.known = known;
  }

  /** Rows from one number to another. */
  record Range(long from, long to) {}

  void follow(SessionState old, SessionState now, boolean mayBeDescribed) {
    var dead = dead(old, now);
    var relisted = now.listed() == now.seq() && (old.seq() > 0 || mayBeDescribed);
    var early = isRenewedEarly(now);
    if (relisted && old.listed() > 0 && isKept(old.listed(), now, dead)) {
      attempt(() -> unlist(old.listed())); // before the answer: a listing shows a session once
    }
    if (dead.isEmpty() && !relisted && !early) {
      return;
    }
    var operations = known.operations();
    later(
        () -> {
          if (relisted) {
            details.touch(id);
          }
          if (!dead.isEmpty()) {
            erase(now, dead, old.big() || now.big(), operations);
          }
          if (early) {
            var expiry = options.expiry(connection.now());
            new SessionRenewal(connection, calls, entries, id)
                .run(now, now.first(), now.pins(), expiry);
            known.renewed(now.seq(), expiry.renewedBelow());
          }
        });
  }

  private boolean isRenewedEarly(SessionState now) {
    var expiry = options.expiry(connection.now());
    return !expiry.isNever()
        && now.kind() != SessionEntries.DELETE
        && now.first() < now.seq()
        && now.safe() < expiry.renewedEarlyBelow();
  }

  private static boolean isKept(long seq, SessionState now, List<Range> dead) {
    return dead.stream().noneMatch(range -> range.from() <= seq && seq <= range.to())
        || now.pins().stream().anyMatch(pin -> pin.seq() == seq);
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (SdkException | IllegalStateException e) {
      LOG.warn("work after a session's change failed; a later change repeats it", e);
    }
  }

  private void later(Runnable work) {
    var latest = connection.now().plus(LATEST);
    try {
      connection.later(
          () -> {
            if (connection.now().isAfter(latest)) {
              LOG.warn("work after a session's change came too late; a later change repeats it");
            } else {
              attempt(work);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.warn("work after a session's change was refused; a later change repeats it", e);
    }
  }

  /** The rows that are seen no more and whose content is to go now. */
  private static List<Range> dead(SessionState old, SessionState now) {
    var dead = new ArrayList<Range>();
    var below = new Range(now.base(), now.first() - 1);
    switch (now.kind()) {
      case SessionEntries.CLEAR, SessionEntries.DELETE -> dead.add(below);
      case SessionEntries.TRIM, SessionEntries.REPLACE -> {
        if (now.erases()) {
          dead.add(below);
          dropped(old, now).forEach(seq -> dead.add(new Range(seq, seq)));
        }
      }
      case SessionEntries.POP -> {
        if (now.first() == now.seq()) {
          dead.add(below);
          dropped(old, now).forEach(seq -> dead.add(new Range(seq, seq)));
        } else if (old.kind() == SessionEntries.POP) {
          dead.add(new Range(now.previous() + 1, old.previous()));
          dead.add(new Range(old.seq(), old.seq()));
        } else {
          dead.add(new Range(now.previous() + 1, old.seq()));
        }
      }
      default -> {
        if (now.base() < now.first() && old.kind() == SessionEntries.DELETE) {
          dead.add(below); // its eraser was stopped
        }
      }
    }
    if (now.kind() == SessionEntries.CLEAR || now.kind() == SessionEntries.DELETE) {
      dropped(old, now).forEach(seq -> dead.add(new Range(seq, seq)));
    }
    dead.removeIf(range -> range.from() > range.to());
    return dead;
  }

  private static Set<Long> dropped(SessionState old, SessionState now) {
    var dropped = new HashSet<Long>();
    old.pins().forEach(pin -> dropped.add(pin.seq()));
    now.pins().forEach(pin -> dropped.remove(pin.seq()));
    dropped.removeIf(seq -> seq >= now.first());
    return dropped;
  }

  /**
   * Erases, and then lets a deleted session's last row go: not before, or the rest would be back.
   */
  private void erase(
      SessionState now, List<Range> dead, boolean big, Map<Long, String> knownOperations) {
    var pinned = new HashSet<Long>();
    now.pins().stream().map(Place::seq).forEach(pinned::add);
    for (var range : dead) {
      if (big) {
        removeParts(range, pinned);
      }
      var operations = operations(range, now, knownOperations);
      for (var from = range.from(); from <= range.to(); from += CHUNK) {
        var tombstones = new ArrayList<WriteRequest>();
        for (var seq = from; seq <= Math.min(range.to(), from + CHUNK - 1); seq++) {
          if (!pinned.contains(seq)) {
            tombstones.add(
                SessionEntries.tombstone(id, seq, operations.get(seq), connection.now()));
          }
        }
        calls.batchWrite(tombstones);
      }
      if (range.from() == now.base() && range.to() == now.first() - 1) {
        known.erased(now.first());
      }
    }
    if (now.kind() == SessionEntries.DELETE) {
      try {
        calls.update(entries.release(id, now.seq(), connection.now()));
      } catch (ConditionalCheckFailedException e) {
        // a new session has taken its place and erased it
      }
    }
  }

  /** Those that may be repeated: an operation is harmless again although its row is erased. */
  private Map<Long, String> operations(
      Range range, SessionState now, Map<Long, String> knownOperations) {
    var from = Math.max(range.from(), now.seq() - SessionMemory.OfSession.OPERATIONS + 1);
    if (now.kind() == SessionEntries.DELETE
        || LongStream.rangeClosed(from, range.to()).allMatch(knownOperations::containsKey)) {
      return now.kind() == SessionEntries.DELETE ? Map.of() : knownOperations;
    }
    var operations = new HashMap<Long, String>();
    calls.queryAll(
        entries.outlines(id, from, range.to()),
        response -> {
          for (var row : response.items()) {
            var operation = row.get(SessionEntries.OPERATION);
            if (operation != null) {
              operations.put(SessionRow.number(row, SessionEntries.SEQ, 0), operation.s());
            }
          }
          return true;
        });
    return operations;
  }

  private void removeParts(Range range, Set<Long> pinned) {
    calls.queryAll(
        entries.outlines(id, range.from(), range.to()),
        response -> {
          var deletions = new ArrayList<WriteRequest>();
          for (var row : response.items()) {
            var parts = row.get(SessionEntries.PARTS);
            if (parts != null && !pinned.contains(SessionRow.number(row, SessionEntries.SEQ, 0))) {
              Parts.parse(parts.m())
                  .ifPresent(
                      of ->
                          entries.partKeys(id, of).stream()
                              .map(SessionEntries::deletion)
                              .forEach(deletions::add));
            }
          }
          calls.batchWrite(deletions);
          return true;
        });
  }

  void eraseLater(SessionState deleted) {
    later(() -> eraseAll(deleted));
  }

  /** Completes the work of a delete that was stopped. */
  void eraseAll(SessionState deleted) {
    var below = new Range(deleted.base(), deleted.first() - 1);
    erase(deleted, below.from() > below.to() ? List.of() : List.of(below), true, Map.of());
  }

  private void unlist(long seq) {
    try {
      calls.update(entries.unlist(id, seq));
    } catch (ConditionalCheckFailedException e) {
      // it is not in the listing any more
    }
  }
}

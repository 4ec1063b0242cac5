package dev.dynamory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Makes memories of what was said. */
public final class Memories {
  private static final int BATCH = 100;

  /** Each time somebody else was first. */
  private static final int ATTEMPTS = 10;

  private Memories() {}

  /**
   * Keeps what a session says as {@link Turn}s, under their own keys, and gives how many were
   * written. Items without text are left out. The speaker is an item's {@code name} or {@code
   * speaker}, else its {@code role}; the time its {@code timestamp}, {@code created_at} or {@code
   * at}, else the present; its {@code id} is kept as a field of that name.
   *
   * <p>Nothing is written over. Of a session that grew, was trimmed, or is as it was, only what is
   * new is written, and what was deleted from the memories; what was said after it was cleared
   * follows the old. Where it goes on is found by what its turns say, and by the times and ids that
   * its items have. Without these one case cannot be told: a session that was trimmed or cleared,
   * and then says once more exactly what is remembered, is taken for one that says nothing new.
   */
  public static long rememberSession(Session session, Store store, Namespace namespace) {
    return rememberSession(session, store, namespace, InstantSource.system());
  }

  /** The same with another clock. */
  public static long rememberSession(
      Session session, Store store, Namespace namespace, InstantSource clock) {
    var id = session.sessionId();
    Turn.checkKey(id);
    var said = said(session, clock.instant());
    var written = 0L;
    for (var attempt = 1; !said.isEmpty(); attempt++) {
      var puts = new ArrayList<Put>();
      for (var turn : RememberedTurns.read(id, store, namespace).missing(said)) {
        var put = Put.of(namespace, turn.turn().key(), turn.document());
        puts.add(put.when(WriteCondition.absent()));
      }
      var now = write(store, puts, attempt == ATTEMPTS);
      written += now;
      if (now == puts.size()) {
        break;
      }
    }
    return written;
  }

  /** How many were written; the others are there by now. */
  private static long write(Store store, List<Put> puts, boolean isLastAttempt) {
    var written = 0L;
    for (var i = 0; i < puts.size(); i += BATCH) {
      var batch = puts.subList(i, Math.min(puts.size(), i + BATCH));
      try {
        store.batch(batch);
        written += batch.size();
      } catch (BatchException e) {
        var areThere =
            e.failures().values().stream().allMatch(WriteConflictException.class::isInstance);
        if (isLastAttempt || !areThere) {
          throw e;
        }
        return written + batch.size() - e.failures().size();
      }
    }
    return written;
  }

  /** What the session's items say. */
  private static List<SaidTurn> said(Session session, Instant now) {
    var said = new ArrayList<SaidTurn>();
    for (var item : session.read(Integer.MAX_VALUE).items()) {
      SaidItems.turn(item, session.sessionId(), said.size(), now).ifPresent(said::add);
    }
    return said;
  }
}

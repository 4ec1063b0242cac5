package dev.dynamory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes memories of what was said. */
public final class Memories {
  private static final int BATCH = 100;

  private Memories() {}

  /**
   * Keeps what a session says as {@link Turn}s, under their own keys, and gives how many were
   * written: those that are there already are not written again, also if the session was trimmed or
   * cleared in between. Items without text are left out. The speaker is an item's {@code name} or
   * {@code speaker}, else its {@code role}; the time its {@code timestamp}, {@code created_at} or
   * {@code at}, else the present.
   */
  public static long rememberSession(Session session, Store store, Namespace namespace) {
    return rememberSession(session, store, namespace, InstantSource.system());
  }

  /** The same with another clock. */
  public static long rememberSession(
      Session session, Store store, Namespace namespace, InstantSource clock) {
    var said = said(session, clock.instant());
    var remembered = remembered(session.sessionId(), store, namespace);
    var start = start(said, remembered);
    var puts = new ArrayList<Put>();
    said.forEach(
        (index, turn) -> {
          var placed =
              new Turn(turn.session(), start + index, turn.at(), turn.speaker(), turn.text());
          if (!isSame(placed, remembered.get(placed.position()))) {
            puts.add(Put.of(namespace, placed.key(), placed));
          }
        });
    for (var i = 0; i < puts.size(); i += BATCH) {
      store.batch(puts.subList(i, Math.min(puts.size(), i + BATCH)));
    }
    return puts.size();
  }

  /** The session's turns by their index in it. */
  private static Map<Long, Turn> said(Session session, Instant now) {
    var turns = new LinkedHashMap<Long, Turn>();
    var items = session.read(Integer.MAX_VALUE).items();
    for (var index = 0; index < items.size(); index++) {
      var position = (long) index;
      SaidItems.turn(items.get(index), session.sessionId(), position, now)
          .ifPresent(turn -> turns.put(position, turn));
    }
    return turns;
  }

  private static Map<Long, Turn> remembered(String session, Store store, Namespace namespace) {
    var search =
        Search.in(namespace)
            .exact()
            .consistent()
            .filter(Filter.eq("session", session))
            .limit(Integer.MAX_VALUE);
    var turns = new HashMap<Long, Turn>();
    for (var item : store.search(search)) {
      Turn.of(item.value()).ifPresent(turn -> turns.put(turn.position(), turn));
    }
    return turns;
  }

  /**
   * The position of the session's first item among the remembered turns: where most of what both
   * have agrees, else after the last.
   */
  private static long start(Map<Long, Turn> said, Map<Long, Turn> remembered) {
    var end = remembered.keySet().stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
    var best = end;
    var most = 0L;
    for (var start = 0L; start < end; start++) {
      var common = 0L;
      var same = 0L;
      for (var entry : said.entrySet()) {
        var there = remembered.get(start + entry.getKey());
        common += there == null ? 0 : 1;
        same += isSame(entry.getValue(), there) ? 1 : 0;
      }
      if (same > most && 2 * same > common) {
        best = start;
        most = same;
      }
    }
    return best;
  }

  private static boolean isSame(Turn turn, @Nullable Turn other) {
    return other != null
        && turn.speaker().equals(other.speaker())
        && turn.text().equals(other.text());
  }
}

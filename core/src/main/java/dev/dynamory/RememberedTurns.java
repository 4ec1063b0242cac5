package dev.dynamory;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a store remembers of a session: its turns, by position. */
final class RememberedTurns {
  private final long[] positions;
  private final List<SaidTurn> turns;

  private record Saying(String speaker, String text) {
    static Saying of(SaidTurn said) {
      return new Saying(said.turn().speaker(), said.turn().text());
    }
  }

  /** A position, and how many of the session's turns are remembered from there on. */
  private record Start(long position, int common) {}

  private RememberedTurns(SortedMap<Long, SaidTurn> byPosition) {
    positions = byPosition.keySet().stream().mapToLong(Long::longValue).toArray();
    turns = List.copyOf(byPosition.values());
  }

  static RememberedTurns read(String session, Store store, Namespace namespace) {
    var search =
        Search.in(namespace)
            .exact()
            .consistent()
            .filter(Filter.eq("session", session))
            .limit(Integer.MAX_VALUE);
    var turns = new TreeMap<Long, SaidTurn>();
    for (var item : store.search(search)) {
      var turn = SaidTurn.of(item.value());
      if (turn != null) {
        turns.put(turn.turn().position(), turn);
      }
    }
    return new RememberedTurns(turns);
  }

  /** Those of a session's turns that are not there, each in its place. */
  List<SaidTurn> missing(List<SaidTurn> said) {
    var start = start(said);
    var missing = new ArrayList<SaidTurn>();
    for (var i = 0; i < said.size(); i++) {
      if (Arrays.binarySearch(positions, start + i) < 0) {
        missing.add(said.get(i).at(start + i));
      }
    }
    return missing;
  }

  /**
   * Where the session begins: where all that both have is the same, and that is most; else after
   * the end.
   */
  private long start(List<SaidTurn> said) {
    return starts(said).stream()
        .map(start -> new Start(start, index(start + said.size() - 1, 1) - index(start, 0)))
        .sorted(
            comparingInt((Start start) -> -start.common())
                .thenComparing(Start::position, (a, b) -> Long.compare(b, a)))
        .filter(start -> isSame(said, start))
        .findFirst()
        .map(Start::position)
        .orElseGet(() -> end(said.size()));
  }

  /**
   * Every start at which the last that both have says the same: it is the session's last, or has
   * none after it here.
   */
  private Set<Long> starts(List<SaidTurn> said) {
    var places = new HashMap<Saying, List<Integer>>();
    for (var i = 0; i < said.size(); i++) {
      places.computeIfAbsent(Saying.of(said.get(i)), s -> new ArrayList<>()).add(i);
    }
    var starts = new HashSet<Long>();
    var last = said.size() - 1;
    var end = Saying.of(said.get(last));
    for (var at = 0; at < positions.length; at++) {
      var saying = Saying.of(turns.get(at));
      var same = isLastOfRun(at) ? places.get(saying) : saying.equals(end) ? List.of(last) : null;
      for (var i : same == null ? List.<Integer>of() : same) {
        var start = positions[at] - i;
        if (start >= 0 && start <= Long.MAX_VALUE - last) {
          starts.add(start);
        }
      }
    }
    return starts;
  }

  private boolean isLastOfRun(int at) {
    return at == positions.length - 1 || positions[at + 1] > positions[at] + 1;
  }

  private boolean isSame(List<SaidTurn> said, Start start) {
    var from = index(start.position(), 0);
    for (var at = from; at < from + start.common(); at++) {
      if (!said.get((int) (positions[at] - start.position())).isLike(turns.get(at))) {
        return false;
      }
    }
    return true;
  }

  /** The first that is at this position or later; with 1, that is later. */
  private int index(long position, int after) {
    var found = Arrays.binarySearch(positions, position);
    return found < 0 ? -found - 1 : found + after;
  }

  private long end(int size) {
    if (positions.length == 0) {
      return 0;
    }
    var last = positions[positions.length - 1];
    if (last > Long.MAX_VALUE - size) {
      throw new InvalidInputException(
          "session", "has a turn at position " + last + ", and there is no room after it");
    }
    return last + 1;
  }
}

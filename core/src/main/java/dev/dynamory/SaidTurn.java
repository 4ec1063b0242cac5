package dev.dynamory;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A turn that a session's item is, with the item's own id if it has one, and whether its time is
 * its own.
 */
record SaidTurn(Turn turn, boolean isTimed, @Nullable String id) {
  /** Beside a turn's own fields. */
  private static final String ID = "id";

  /** What was remembered as this document; null if that is no turn. */
  static @Nullable SaidTurn of(Map<String, ?> document) {
    var id = document.get(ID) instanceof String text ? text : null;
    return Turn.of(document).map(turn -> new SaidTurn(turn, true, id)).orElse(null);
  }

  /** As it is remembered. */
  Map<String, Object> document() {
    var document = new LinkedHashMap<>(Records.toDocument(turn));
    if (id != null) {
      document.put(ID, id);
    }
    return document;
  }

  SaidTurn at(long position) {
    var placed = new Turn(turn.session(), position, turn.at(), turn.speaker(), turn.text());
    return new SaidTurn(placed, isTimed, id);
  }

  /** Whether nothing that both know tells them apart. */
  boolean isLike(SaidTurn other) {
    return turn.speaker().equals(other.turn.speaker())
        && turn.text().equals(other.turn.text())
        && (!isTimed || !other.isTimed || turn.at().equals(other.turn.at()))
        && (id == null || other.id == null || id.equals(other.id));
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.dynamodb.SessionState.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one operation makes of a session: the visible part of the old rows, and new items. Pure.
 *
 * @param first the lowest visible row; 0 is the new row itself
 * @param previous the visible row below the new one; 0 is the one before it
 * @param outline where all items then are, if it is known; the new ones not among them
 */
record SessionChange(
    char kind,
    long first,
    int skip,
    int size,
    List<Place> pins,
    long previous,
    int keep,
    List<Map<String, Object>> items,
    @Nullable List<SessionOutline.Item> outline) {
  private static final int MAX_PINS = 16;

  static SessionChange append(
      SessionState now,
      boolean live,
      List<Map<String, Object>> items,
      @Nullable List<SessionOutline.Item> outline) {
    return live
        ? new SessionChange(
            SessionEntries.APPEND,
            now.first(),
            now.skip(),
            now.size() + items.size(),
            now.pins(),
            0,
            -1,
            items,
            outline)
        : fresh(SessionEntries.APPEND, items);
  }

  /** All stays as it is, but a new row says how long. */
  static SessionChange again(
      char kind, SessionState now, @Nullable List<SessionOutline.Item> outline) {
    return new SessionChange(
        kind, now.first(), now.skip(), now.size(), now.pins(), 0, -1, List.of(), outline);
  }

  /** Nothing of the old rows stays. */
  static SessionChange fresh(char kind, List<Map<String, Object>> items) {
    return new SessionChange(kind, 0, 0, items.size(), List.of(), 0, -1, items, List.of());
  }

  /** Of all items, given from this one on, these stay. */
  static SessionChange trim(
      SessionState now, Place oldest, int size, @Nullable List<SessionOutline.Item> outline) {
    var pin = now.pins().indexOf(oldest);
    return pin < 0
        ? new SessionChange(
            SessionEntries.TRIM,
            oldest.seq(),
            oldest.index(),
            size,
            List.of(),
            0,
            -1,
            List.of(),
            outline)
        : new SessionChange(
            SessionEntries.TRIM,
            now.first(),
            now.skip(),
            size,
            List.copyOf(now.pins().subList(pin, now.pins().size())),
            0,
            -1,
            List.of(),
            outline);
  }

  /** All items but the newest, which is this one. */
  static SessionChange pop(
      SessionState now, SessionReader.Placed newest, @Nullable List<SessionOutline.Item> outline) {
    var place = newest.place();
    var pins = now.pins();
    var first = 0L;
    var skip = 0;
    var previous = 0L;
    var keep = -1;
    if (pins.contains(place)) {
      pins = pins.subList(0, pins.size() - 1);
    } else if (place.index() > (place.seq() == now.first() ? now.skip() : 0)) {
      first = now.first();
      skip = now.skip();
      previous = place.seq();
      keep = place.index();
    } else if (place.seq() > now.first()) {
      first = now.first();
      skip = now.skip();
      previous = newest.row().previous();
      keep = newest.row().keep();
    }
    return new SessionChange(
        SessionEntries.POP,
        first,
        skip,
        now.size() - 1,
        List.copyOf(pins),
        previous,
        keep,
        List.of(),
        outline);
  }

  /** Exactly these items; as many of the old as possible are not written again. */
  static SessionChange replace(
      SessionState now, List<SessionOutline.Item> old, List<Map<String, Object>> items) {
    var fresh = SessionOutline.items(0, items);
    var match = SessionOutline.match(old, fresh);
    var window = old.subList(old.size() - match.window(), old.size());
    var pins = new ArrayList<Place>();
    old.subList(0, match.pins()).forEach(item -> pins.add(item.place()));
    var first = 0L;
    var skip = 0;
    var unpinned = 0;
    while (unpinned < window.size() && now.pins().contains(window.get(unpinned).place())) {
      pins.add(window.get(unpinned++).place());
    }
    if (pins.size() > MAX_PINS) {
      return new SessionChange(
          SessionEntries.REPLACE, 0, 0, items.size(), List.of(), 0, -1, items, List.of());
    } else if (unpinned > 0) {
      first = unpinned < window.size() ? now.first() : 0;
      skip = unpinned < window.size() ? now.skip() : 0;
    } else if (!window.isEmpty()) {
      first = window.get(0).place().seq();
      skip = window.get(0).place().index();
    }
    var kept = new ArrayList<>(old.subList(0, match.pins()));
    kept.addAll(window);
    return new SessionChange(
        SessionEntries.REPLACE,
        first,
        skip,
        items.size(),
        List.copyOf(pins),
        0,
        -1,
        items.subList(match.length(), items.size()),
        kept);
  }
}

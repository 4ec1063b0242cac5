package dev.dynamory.adk;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.adk.events.Event;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was read of a session: its newest items, at least from the newest that has a state on. */
record StoredSession(String id, List<Item> items, long version) {

  /** An item; the one that opens the session has no event. */
  record Item(int position, int base, @Nullable JsonNode event, Map<String, Object> fields) {
    static Item of(String id, Map<String, Object> fields) {
      var position = EventItems.number(id, fields, EventItems.POSITION);
      return new Item(
          position,
          EventItems.number(id, fields, EventItems.BASE),
          position == 0 ? null : EventItems.parse(id, fields.get(EventItems.EVENT)),
          fields);
    }
  }

  /** The newest events, and what else the state needs; empty if there is no such session. */
  static Optional<StoredSession> read(Session session, int events) {
    var read = session.read(Math.max(1, events));
    if (read.items().isEmpty()) {
      return Optional.empty();
    }
    var id = session.sessionId();
    var items = read.items().stream().map(fields -> Item.of(id, fields)).toList();
    var newest = items.get(items.size() - 1);
    var needed = newest.position() - newest.base() + 1;
    if (needed > items.size() && items.get(0).position() > 0) {
      return read(session, needed);
    } else if (needed < 1 || needed > items.size()) {
      throw new CorruptDataException("sessions", id, "the item with its state is missing", null);
    }
    return Optional.of(new StoredSession(id, items, read.version()));
  }

  private Item newest() {
    return items.get(items.size() - 1);
  }

  /** How many events the session has. */
  int position() {
    return newest().position();
  }

  Optional<String> pending() {
    return EventItems.pending(newest().fields());
  }

  /** The newest so many events. */
  List<Event> events(int limit) {
    return items.stream()
        .skip(Math.max(0, items.size() - (long) limit))
        .flatMap(item -> Optional.ofNullable(item.event()).stream())
        .map(event -> EventItems.event(id, event))
        .toList();
  }

  /** The id of the event at a position, if that was read and has one. */
  Optional<String> eventIdAt(int position) {
    return items.stream()
        .filter(item -> item.position() == position)
        .flatMap(item -> Optional.ofNullable(item.event()).stream())
        .flatMap(event -> EventItems.id(event).stream())
        .findFirst();
  }

  Map<String, JsonNode> state() {
    Map<String, JsonNode> state = new HashMap<>();
    for (var item : fromBase()) {
      if (item.event() == null || item.fields().containsKey(EventItems.STATE)) {
        state = EventItems.state(id, item.fields());
      } else {
        state = EventItems.after(state, EventItems.delta(item.event()));
      }
    }
    return state;
  }

  private List<Item> fromBase() {
    return items.subList(items.size() - 1 - (newest().position() - newest().base()), items.size());
  }

  Known known() {
    var weight = 0L;
    for (var item : fromBase()) {
      weight += item.position() > item.base() ? EventItems.weight(item.fields()) : 0;
    }
    var seen = new HashSet<String>();
    for (var item : items) {
      Optional.ofNullable(item.event()).flatMap(EventItems::id).ifPresent(seen::add);
    }
    return new Known(version, position(), newest().base(), weight, state(), seen, null);
  }

  /** When its newest event was, or else when it was created. */
  Instant lastUpdate() {
    var event = newest().event();
    return Instant.ofEpochMilli(
        event == null ? EventItems.created(newest().fields()) : event.path("timestamp").asLong());
  }
}

package dev.dynamory.spring.ai.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.SessionEvent;

/**
 * The newest items of a session, and the log that they tell. What they tell of themselves is
 * complete whatever lies before them: a compaction stands after all that it speaks of.
 */
final class Replay {
  private static final int NOWHERE = -1;

  private final String sessionId;
  private final String life;
  private final List<Map<String, Object>> items;

  Replay(String sessionId, String life, List<Map<String, Object>> items) {
    this.sessionId = sessionId;
    this.life = life;
    this.items = items;
  }

  /** An event of the log; its place among the items, if it lies there and not in a compaction. */
  record Entry(Map<String, Object> item, int place, boolean archived) {
    String id() {
      return EventItems.id(item);
    }

    Entry asArchived() {
      return new Entry(item, place, true);
    }

    SessionEvent event(String sessionId) {
      return EventItems.event(sessionId, item, archived);
    }
  }

  boolean isEmpty() {
    return items.stream().noneMatch(this::isOurs);
  }

  String sessionId() {
    return sessionId;
  }

  /** The end of the log, archived events among it. */
  List<Entry> all() {
    return from(0, new ArrayList<>());
  }

  /** What is active; empty if what lies before the items may be active too. */
  Optional<List<Entry>> active(boolean isWholeLog) {
    var last = lastCompaction();
    if (last < 0) {
      return isWholeLog ? Optional.of(onlyActive(all())) : Optional.empty();
    }
    var tail = EventItems.tail(items.get(last));
    if (tail > last) {
      return Optional.empty();
    }
    var entries = new ArrayList<Entry>();
    EventItems.carried(items.get(last))
        .forEach(item -> entries.add(new Entry(item, NOWHERE, false)));
    for (var place = last - tail; place < last; place++) {
      if (isOurs(items.get(place)) && !EventItems.isCompaction(items.get(place))) {
        entries.add(entry(place));
      }
    }
    return Optional.of(onlyActive(from(last + 1, entries)));
  }

  /** How many items it takes to see what is active, as far as these tell. */
  int neededForActive() {
    var last = lastCompaction();
    return last < 0 ? 0 : items.size() - last + EventItems.tail(items.get(last));
  }

  /** The item that makes this log of an equal one to which nothing was added since. */
  Map<String, Object> compaction(List<Entry> entries, EventItems.Change change) {
    var active = onlyActive(apply(change, new ArrayList<>(entries)));
    var place = items.size() - 1;
    var carried = active.size();
    while (place >= 0 && (isPassedOver(place) || isAt(active, carried - 1, place))) {
      carried -= isPassedOver(place) ? 0 : 1;
      place--;
    }
    return EventItems.compaction(
        life,
        change,
        active.subList(0, carried).stream().map(entry -> EventItems.active(entry.item())).toList(),
        items.size() - 1 - place);
  }

  private boolean isPassedOver(int place) {
    return !isOurs(items.get(place)) || EventItems.isCompaction(items.get(place));
  }

  private static boolean isAt(List<Entry> entries, int index, int place) {
    return index >= 0 && entries.get(index).place() == place;
  }

  private int lastCompaction() {
    for (var place = items.size() - 1; place >= 0; place--) {
      if (isOurs(items.get(place)) && EventItems.isCompaction(items.get(place))) {
        return place;
      }
    }
    return NOWHERE;
  }

  private boolean isOurs(Map<String, Object> item) {
    return EventItems.isOf(item, life);
  }

  private Entry entry(int place) {
    return new Entry(items.get(place), place, EventItems.isArchived(items.get(place)));
  }

  private List<Entry> from(int first, List<Entry> entries) {
    for (var place = first; place < items.size(); place++) {
      var item = items.get(place);
      if (isOurs(item) && EventItems.isCompaction(item)) {
        apply(EventItems.change(item), entries);
      } else if (isOurs(item)) {
        entries.add(entry(place));
      }
    }
    return entries;
  }

  /** An anchor that is not there lies before these items, and what is inserted there as well. */
  private static List<Entry> apply(EventItems.Change change, List<Entry> entries) {
    var archive = Set.copyOf(change.archive());
    entries.replaceAll(entry -> archive.contains(entry.id()) ? entry.asArchived() : entry);
    var moved = new ArrayList<EventItems.Insert>(change.inserts());
    var drop = new HashSet<>(change.drop());
    entries.removeIf(entry -> !entry.archived() && drop.contains(entry.id()));
    for (var insert : moved) {
      var index = index(entries, insert.before());
      if (index >= 0) {
        entries.addAll(
            index, insert.events().stream().map(item -> new Entry(item, NOWHERE, false)).toList());
      }
    }
    return entries;
  }

  private static int index(List<Entry> entries, @Nullable String before) {
    if (before == null) {
      return entries.size();
    }
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i).id().equals(before)) {
        return i;
      }
    }
    return NOWHERE;
  }

  private static List<Entry> onlyActive(List<Entry> entries) {
    return entries.stream().filter(entry -> !entry.archived()).toList();
  }

  static boolean hasAll(List<Entry> entries, Collection<String> ids) {
    var there = new HashSet<String>();
    entries.forEach(entry -> there.add(entry.id()));
    return there.containsAll(ids);
  }
}

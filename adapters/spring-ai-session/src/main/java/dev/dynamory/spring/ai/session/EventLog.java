package dev.dynamory.spring.ai.session;

import dev.dynamory.Session;
import dev.dynamory.SessionItems;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.SessionEvent;

/** One life of a session's events. Reads back from the newest, and no further than it takes. */
final class EventLog {
  private static final int FIRST = 64;
  private static final int GROWTH = 8;

  private final Session session;
  private final String life;

  EventLog(Session session, String life) {
    this.session = session;
    this.life = life;
  }

  /** Entries, what they were told by, and the version of that. */
  record Reading(List<Replay.Entry> entries, Replay replay, long version) {}

  void append(SessionEvent event) {
    session.addItems(List.of(EventItems.of(event, life)), life + "/" + event.getId());
  }

  /** 0 if there are no events. */
  long version() {
    var newest = session.read(1);
    if (newest.items().isEmpty() || EventItems.isOf(newest.items().get(0), life)) {
      return newest.version();
    }
    var all = session.read(Integer.MAX_VALUE);
    return version(replay(all), all);
  }

  private static long version(Replay replay, SessionItems items) {
    return replay.isEmpty() ? 0 : items.version();
  }

  Reading all() {
    var items = session.read(Integer.MAX_VALUE);
    var replay = replay(items);
    return new Reading(replay.all(), replay, items.version());
  }

  Reading active() {
    for (var limit = FIRST; ; ) {
      var items = session.read(limit);
      var replay = replay(items);
      var active = replay.active(items.items().size() < limit);
      if (active.isPresent()) {
        return new Reading(active.get(), replay, items.version());
      }
      limit = Math.max(larger(limit), replay.neededForActive());
    }
  }

  /** Whether the event was ever written, also if a compaction removed it. */
  boolean contains(String eventId) {
    for (var limit = FIRST; ; limit = larger(limit)) {
      var items = session.read(limit);
      if (ids(items).contains(eventId)) {
        return true;
      } else if (items.items().size() < limit) {
        return false;
      }
    }
  }

  List<SessionEvent> find(EventFilter filter) {
    var lastN = filter.lastN();
    if (lastN != null) {
      return newest(filter, lastN);
    }
    var read = filter.excludeArchived() ? active() : all();
    return matching(read.entries(), filter).toList();
  }

  private List<SessionEvent> newest(EventFilter filter, int lastN) {
    for (var limit = lastN < FIRST ? lastN + 2 : larger(lastN / GROWTH + 1);
        ;
        limit = larger(limit)) {
      var items = session.read(limit);
      var isWholeLog = items.items().size() < limit;
      var replay = replay(items);
      var active =
          filter.excludeArchived()
              ? replay.active(isWholeLog)
              : Optional.<List<Replay.Entry>>empty();
      var found = matching(active.orElseGet(replay::all), filter).toList();
      if (found.size() >= lastN || active.isPresent() || isWholeLog) {
        return found.subList(Math.max(0, found.size() - lastN), found.size());
      }
    }
  }

  private Stream<SessionEvent> matching(List<Replay.Entry> entries, EventFilter filter) {
    return entries.stream()
        .filter(entry -> !(filter.excludeArchived() && entry.archived()))
        .map(entry -> entry.event(session.sessionId()))
        .filter(filter::matches);
  }

  /** Whether the log still had this version; if so, it has changed. */
  boolean compact(Reading reading, EventItems.Change change, long expectedVersion) {
    var compaction = reading.replay().compaction(reading.entries(), change);
    var version = expectedVersion == 0 ? reading.version() : expectedVersion;
    try {
      session.addItems(List.of(compaction), WriteCondition.version(version));
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }

  boolean is(Reading reading, long version) {
    return version == (reading.replay().isEmpty() ? 0 : reading.version());
  }

  private Replay replay(SessionItems items) {
    return new Replay(session.sessionId(), life, items.items());
  }

  /** The ids of every event that was ever in the log. */
  List<String> ids() {
    return ids(session.read(Integer.MAX_VALUE));
  }

  private List<String> ids(SessionItems items) {
    var ids = new ArrayList<String>();
    for (var item : items.items()) {
      if (EventItems.isOf(item, life)) {
        if (EventItems.isCompaction(item)) {
          EventItems.change(item).inserts().stream()
              .map(EventItems.Insert::events)
              .<Map<String, Object>>flatMap(List::stream)
              .map(EventItems::id)
              .forEach(ids::add);
        } else {
          ids.add(EventItems.id(item));
        }
      }
    }
    return ids;
  }

  private static int larger(int limit) {
    return limit > Integer.MAX_VALUE / GROWTH ? Integer.MAX_VALUE : limit * GROWTH;
  }
}

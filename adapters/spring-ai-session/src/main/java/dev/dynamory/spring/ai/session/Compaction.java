package dev.dynamory.spring.ai.session;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.SessionEvent;

/**
 * What a compaction does to a log: archives events where they are, and inserts new ones. It moves
 * and removes nothing.
 */
public record Compaction(Set<String> archiveIds, List<Insert> inserts) {
  /** Both are copied. */
  public Compaction {
    archiveIds = Set.copyOf(archiveIds);
    inserts = List.copyOf(inserts);
  }

  /** New events, immediately before an event that is there; null is the log's end. */
  public record Insert(@Nullable String beforeEventId, List<SessionEvent> events) {
    /** The events are copied. */
    public Insert {
      events = List.copyOf(events);
    }

    /** Immediately before this event. */
    public static Insert before(String eventId, List<SessionEvent> events) {
      return new Insert(eventId, events);
    }

    /** At the log's end. */
    public static Insert atEnd(List<SessionEvent> events) {
      return new Insert(null, events);
    }
  }
}

package dev.dynamory.spring.ai.session;

import dev.dynamory.SessionDirectory;
import dev.dynamory.Store;
import dev.dynamory.spring.ai.session.Descriptions.Described;
import dev.dynamory.spring.ai.session.EventIds.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.SessionRepository;

/**
 * Spring AI Session's sessions: the directory has a session's description and its events, the store
 * has whose an event id is and which sessions expire when. An expired session is there until it is
 * deleted, as everywhere in Spring AI Session. Beside the framework's own operations there are
 * those that its later versions ask for. Safe for any number of threads and processes.
 */
public final class DynamorySessionRepository implements SessionRepository {
  private final SessionDirectory directory;
  private final Descriptions descriptions;
  private final EventIds eventIds;
  private final Expiries expiries;

  private DynamorySessionRepository(SessionDirectory directory, Store store) {
    this.directory = directory;
    descriptions = new Descriptions(directory);
    eventIds = new EventIds(store, descriptions);
    expiries = new Expiries(store);
  }

  /**
   * Over these, which also say how long what nobody touches is kept: the sessions, and how long the
   * id of an event is known to be taken.
   */
  public static DynamorySessionRepository of(SessionDirectory sessions, Store store) {
    return new DynamorySessionRepository(sessions, store);
  }

  /**
   * Keeps a session; one that exists keeps its events and when it was created. Gives what is kept.
   */
  @Override
  public Session save(Session session) {
    while (true) {
      var there = live(session.id());
      if (there.isEmpty()) {
        if (saveIfAbsent(session)) {
          return session;
        }
      } else {
        var expiry = there.get().expiresAt();
        var moves = !Objects.equals(expiry, session.expiresAt());
        if (moves) {
          expiries.add(session.id(), session.expiresAt());
        }
        var changed = descriptions.change(there.get(), session);
        if (changed.isPresent()) {
          if (moves) {
            expiries.remove(session.id(), expiry);
          }
          return changed.get().session();
        }
      }
    }
  }

  /** Keeps a session unless there is one with its id. Of many at the same time, one is kept. */
  public boolean saveIfAbsent(Session session) {
    var there = descriptions.find(session.id());
    if (there.filter(Described::isLive).isPresent()) {
      return false;
    }
    there.ifPresent(this::clear);
    expiries.add(session.id(), session.expiresAt());
    return descriptions.begin(session);
  }

  @Override
  public @Nullable Session findById(String sessionId) {
    return live(sessionId).map(Described::session).orElse(null);
  }

  /** Those first that were active last, exact to an hour. */
  @Override
  public List<Session> findByUserId(String userId) {
    return descriptions.ofUser(userId).filter(Described::isLive).map(Described::session).toList();
  }

  @Override
  public List<String> findExpiredSessionIds(Instant before) {
    return expired(before).stream().map(expired -> expired.info().sessionId()).toList();
  }

  /**
   * Deletes the sessions that expired before a moment, and gives how many; one whose life is
   * prolonged meanwhile stays. Run again after a failure, it goes on.
   */
  public int deleteExpiredSessions(Instant before) {
    var deleted = 0;
    for (var expired : expired(before)) {
      var over = descriptions.end(expired);
      over.ifPresent(this::clear);
      deleted += over.isPresent() ? 1 : 0;
    }
    return deleted;
  }

  @Override
  public void delete(String sessionId) {
    for (var there = descriptions.find(sessionId); there.isPresent(); ) {
      var over = there.get().isLive() ? descriptions.end(there.get()) : there;
      if (over.isPresent()) {
        clear(over.get());
        return;
      }
      there = descriptions.find(sessionId);
    }
  }

  /**
   * Adds an event once, however often and however late it is added again. {@link
   * IllegalArgumentException} if there is no such session, {@link IllegalStateException} if another
   * session has an event with its id.
   */
  @Override
  public void appendEvent(SessionEvent event) {
    var session = existing(event.getSessionId());
    var log = log(session);
    var known = eventIds.take(event.getId(), event.getSessionId(), session.life());
    if (known == Known.TAKEN && log.contains(event.getId())) {
      eventIds.written(event.getId(), event.getSessionId(), session.life());
    } else if (known != Known.WRITTEN) {
      log.append(event);
    }
  }

  /**
   * Makes the retained events, in their order, what is active, if the log has this version.
   * Archived events stay where they are; what was active and is in neither list is removed.
   */
  @Override
  public boolean compactEvents(
      String sessionId,
      List<SessionEvent> archivedEvents,
      List<SessionEvent> retainedEvents,
      long expectedVersion) {
    var session = existing(sessionId);
    var log = log(session);
    var active = log.active();
    if (!log.is(active, expectedVersion)) {
      return false;
    }
    var archived = archivedEvents.stream().map(SessionEvent::getId).toList();
    var reading = withAll(log, active, archived);
    var change =
        Replacement.of(active.entries(), Set.copyOf(archived), retainedEvents, session.life());
    return compact(session, reading, change, expectedVersion);
  }

  /**
   * Carries out a compaction if the log has this version. {@link IllegalArgumentException}, and
   * nothing is changed, if there is no such session, if an event is not in its log that is to be
   * archived or inserted before, or if one that is to be inserted is there or belongs elsewhere.
   */
  public boolean applyCompaction(String sessionId, Compaction compaction, long expectedVersion) {
    var session = existing(sessionId);
    var log = log(session);
    var active = log.active();
    if (!log.is(active, expectedVersion)) {
      return false;
    }
    var named = new ArrayList<>(compaction.archiveIds());
    var inserts = new ArrayList<EventItems.Insert>();
    for (var insert : compaction.inserts()) {
      Optional.ofNullable(insert.beforeEventId()).ifPresent(named::add);
      inserts.add(
          new EventItems.Insert(
              insert.beforeEventId(),
              insert.events().stream()
                  .map(event -> inserted(sessionId, event, session.life()))
                  .toList()));
    }
    var reading = withAll(log, active, named);
    var change =
        new EventItems.Change(
            compaction.archiveIds().stream().sorted().toList(), List.of(), List.copyOf(inserts));
    return compact(session, reading, change, expectedVersion);
  }

  /** 0 if there are no events; grows with every event and every compaction. */
  @Override
  public long getEventVersion(String sessionId) {
    return live(sessionId).map(session -> log(session).version()).orElse(0L);
  }

  /**
   * The events that match, oldest first; none if there is no such session. The newest, and those
   * that are not archived, are read without the rest of the log.
   */
  @Override
  public List<SessionEvent> findEvents(String sessionId, EventFilter filter) {
    return live(sessionId)
        .map(session -> Windows.of(log(session).find(filter), filter))
        .orElse(List.of());
  }

  /**
   * The events of all of a user's sessions that match, by their time; a page is one of them all.
   */
  public List<SessionEvent> findEventsByUserId(String userId, EventFilter filter) {
    var ofEach = Windows.without(filter);
    return Windows.of(
        descriptions
            .ofUser(userId)
            .filter(Described::isLive)
            .flatMap(session -> log(session).find(ofEach).stream())
            .sorted(
                Comparator.comparing(SessionEvent::getTimestamp).thenComparing(SessionEvent::getId))
            .toList(),
        filter);
  }

  private static Map<String, Object> inserted(String sessionId, SessionEvent event, String life) {
    if (!event.getSessionId().equals(sessionId)) {
      throw new IllegalArgumentException(
          "event '" + event.getId() + "' is one of session '" + event.getSessionId() + "'");
    }
    return EventItems.active(EventItems.of(event, life));
  }

  /** A reading that has these events: of what is active, or else of the whole log. */
  private static EventLog.Reading withAll(
      EventLog log, EventLog.Reading active, List<String> eventIds) {
    var reading = Replay.hasAll(active.entries(), eventIds) ? active : log.all();
    if (!Replay.hasAll(reading.entries(), eventIds)) {
      throw new IllegalArgumentException("the log does not have all of the events " + eventIds);
    }
    return reading;
  }

  private boolean compact(
      Described session, EventLog.Reading reading, EventItems.Change change, long version) {
    var dropped = new HashSet<>(change.drop());
    for (var insert : change.inserts()) {
      for (var item : insert.events()) {
        var id = EventItems.id(item);
        var known = eventIds.take(id, session.info().sessionId(), session.life());
        if (known != Known.NEW && !dropped.contains(id) && log(session).contains(id)) {
          throw new IllegalArgumentException("event '" + id + "' is in the log already");
        }
      }
    }
    return log(session).compact(reading, change, version);
  }

  private Optional<Described> live(String sessionId) {
    return descriptions.find(sessionId).filter(Described::isLive);
  }

  private Described existing(String sessionId) {
    return live(sessionId)
        .orElseThrow(() -> new IllegalArgumentException("there is no session '" + sessionId + "'"));
  }

  private EventLog log(Described session) {
    return new EventLog(directory.session(session.info().sessionId()), session.life());
  }

  /** Sessions that are there and expired; what others left is removed by the way. */
  private List<Described> expired(Instant before) {
    var expired = new ArrayList<Described>();
    for (var expiry : expiries.before(before).toList()) {
      var there = descriptions.find(expiry.sessionId());
      if (there.isEmpty()) {
        expiries.removeOld(expiry, before);
      } else if (!there.get().isLive()) {
        clear(there.get());
      } else if (there.get().isExpired(before)) {
        expired.add(there.get());
      }
    }
    return expired;
  }

  /** Removes what a life that is over has left; last what says that something is left. */
  private void clear(Described over) {
    var id = over.info().sessionId();
    eventIds.release(log(over).ids(), id, over.life());
    descriptions.remove(over);
    expiries.remove(id, over.expiresAt());
  }
}

package dev.dynamory.adk;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.adk.events.Event;
import com.google.adk.sessions.BaseSessionService;
import com.google.adk.sessions.GetSessionConfig;
import com.google.adk.sessions.ListEventsResponse;
import com.google.adk.sessions.ListSessionsResponse;
import com.google.adk.sessions.Session;
import com.google.adk.sessions.SessionException;
import com.google.adk.sessions.SessionKey;
import com.google.adk.sessions.SessionNotFoundException;
import com.google.adk.sessions.State;
import dev.dynamory.Page;
import dev.dynamory.SessionDirectory;
import dev.dynamory.SessionInfo;
import dev.dynamory.SessionRules;
import dev.dynamory.Store;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The ADK's sessions as sessions, an item an event; the state of apps and users as items of a
 * store. Nothing happens before a subscription, and then on its thread. An event is appended if the
 * session object is what is stored, else {@link StaleSessionException}; appending one that the
 * object has already does nothing. A failed append leaves the object as it is, and may be repeated.
 * Safe for any number of threads.
 */
public final class DynamorySessionService implements BaseSessionService {
  private static final int PAGE = 100;

  private final SessionDirectory sessions;
  private final SharedState shared;

  /** By the very object: the ADK's session has nowhere to put a version. */
  private final Map<Session, Known> seen = Collections.synchronizedMap(new WeakHashMap<>());

  private DynamorySessionService(SessionDirectory sessions, Store store) {
    this.sessions = sessions;
    this.shared = new SharedState(store);
  }

  /**
   * Over these sessions, which also say how long they live, and a store for the state of apps and
   * users. Both should read consistently: what is read too early cannot be appended to.
   */
  public static DynamorySessionService of(SessionDirectory sessions, Store store) {
    return new DynamorySessionService(sessions, store);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the framework's deprecation, not ours
  public Single<Session> createSession(
      String appName,
      String userId,
      @Nullable ConcurrentMap<String, Object> state,
      @Nullable String sessionId) {
    return createSession(appName, userId, (Map<String, Object>) state, sessionId);
  }

  /** A session that exists already is a {@link SessionException}; a blank id is a random one. */
  @Override
  public Single<Session> createSession(
      String appName,
      String userId,
      @Nullable Map<String, Object> state,
      @Nullable String sessionId) {
    var id = sessionId == null || sessionId.isBlank() ? newId() : sessionId.trim();
    return Single.fromCallable(
        () -> create(key(appName, userId, id), state == null ? Map.of() : state));
  }

  private Session create(SessionKey key, Map<String, Object> state) {
    var given = EventItems.delta(state, "state");
    var deltas = EventItems.part(given, true);
    var pending = deltas.isEmpty() ? null : newId();
    var log = log(key);
    var first =
        EventItems.first(EventItems.after(Map.of(), given), Instant.now().toEpochMilli(), pending);
    if (pending != null) {
      shared.await(key, pending, deltas);
    }
    var owner = SessionNames.owner(key.appName(), key.userId());
    sessions.describe(SessionInfo.of(log.sessionId()).userId(owner), WriteCondition.any());
    try {
      var version = log.addItems(List.of(first.item()), WriteCondition.absent());
      if (pending != null) {
        shared.complete(key, pending);
      }
      var session =
          session(key, first.state(), shared.read(key.appName(), key.userId()), List.of());
      session.lastUpdateTime(Instant.ofEpochMilli(EventItems.created(first.item())));
      seen.put(session, Known.of(version, first, new HashSet<>()));
      return session;
    } catch (WriteConflictException e) {
      if (pending != null) {
        shared.forget(key, pending);
      }
      throw new SessionException("session '" + key.id() + "' exists already", e);
    }
  }

  @Override
  public Maybe<Session> getSession(
      String appName, String userId, String sessionId, Optional<GetSessionConfig> config) {
    return Maybe.defer(
        () -> Maybe.fromOptional(get(key(appName, userId, sessionId), config.orElse(null))));
  }

  private Optional<Session> get(SessionKey key, @Nullable GetSessionConfig config) {
    var newest = config == null ? Optional.<Integer>empty() : config.numRecentEvents();
    var limit = newest.orElse(Integer.MAX_VALUE);
    SessionRules.checkLimit("numRecentEvents", limit);
    var found = StoredSession.read(log(key), limit);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var stored = found.get();
    completePending(key, stored);
    var after = config == null ? Optional.<Instant>empty() : config.afterTimestamp();
    var events =
        stored.events(limit).stream()
            .filter(e -> after.isEmpty() || !time(e).isBefore(after.get()))
            .toList();
    return Optional.of(session(key, stored, shared.read(key.appName(), key.userId()), events));
  }

  /** Copies without events, those first that were active last; each is read for its state. */
  @Override
  public Single<ListSessionsResponse> listSessions(String appName, String userId) {
    return Single.fromCallable(
        () -> {
          var owner = SessionNames.owner(appName, userId);
          var found =
              Page.stream(token -> sessions.listOf(owner, PAGE, token))
                  .map(info -> key(appName, userId, SessionNames.id(info.sessionId())))
                  .distinct()
                  .toList();
          var reads =
              found.stream()
                  .map(key -> log(key).async().call(log -> StoredSession.read(log, 1)))
                  .toList();
          var state = shared.read(appName, userId);
          var listed = new ArrayList<Session>();
          for (var n = 0; n < found.size(); n++) {
            var key = found.get(n);
            awaited(reads.get(n)).ifPresent(s -> listed.add(session(key, s, state, List.of())));
          }
          return ListSessionsResponse.builder().sessions(listed).build();
        });
  }

  private static <R> R awaited(CompletableFuture<R> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Deleting what is not there succeeds. */
  @Override
  public Completable deleteSession(String appName, String userId, String sessionId) {
    return Completable.fromAction(() -> log(key(appName, userId, sessionId)).delete());
  }

  /** All events, none for an unknown session. */
  @Override
  public Single<ListEventsResponse> listEvents(String appName, String userId, String sessionId) {
    return Single.fromCallable(
        () ->
            ListEventsResponse.builder()
                .events(
                    StoredSession.read(log(key(appName, userId, sessionId)), Integer.MAX_VALUE)
                        .map(stored -> stored.events(Integer.MAX_VALUE))
                        .orElse(List.of()))
                .build());
  }

  @Override
  public Single<Event> appendEvent(Session session, Event event) {
    Objects.requireNonNull(session, "session cannot be null");
    Objects.requireNonNull(event, "event cannot be null");
    return event.partial().orElse(false)
        ? Single.just(event)
        : Single.fromCallable(() -> append(session, event));
  }

  private Event append(Session session, Event event) {
    synchronized (session) {
      var key = key(session.appName(), session.userId(), session.id());
      var known = known(key, session);
      if (event.id() != null && known.events().contains(event.id())) {
        return event;
      }
      try {
        seen.put(session, written(key, known, event));
      } catch (SessionException e) {
        throw e;
      } catch (RuntimeException e) {
        seen.put(session, known.unanswered(event.id()));
        throw e;
      }
      BaseSessionService.super.appendEvent(session, event);
      event.actions().stateDelta().forEach((name, value) -> keepTemporary(session, name, value));
      session.lastUpdateTime(time(event));
      return event;
    }
  }

  /** Agents of one invocation share it; it is not stored. */
  private static void keepTemporary(Session session, String name, Object value) {
    if (name.startsWith(State.TEMP_PREFIX)) {
      if (value == State.REMOVED) {
        session.state().remove(name);
      } else {
        session.state().put(name, value);
      }
    }
  }

  /** What is known of a session object that is not from here, if it is what is stored. */
  private Known known(SessionKey key, Session session) {
    var known = seen.get(session);
    if (known != null) {
      return known;
    }
    var stored = StoredSession.read(log(key), 1).orElseThrow(() -> notFound(key));
    var events = session.events();
    var last = events.isEmpty() ? null : events.get(events.size() - 1).id();
    if (!Objects.equals(last, stored.eventIdAt(stored.position()).orElse(null))) {
      throw new StaleSessionException(key, null);
    }
    completePending(key, stored);
    return stored.known();
  }

  private Known written(SessionKey key, Known known, Event event) {
    var kept = EventItems.kept(event);
    var deltas = EventItems.part(EventItems.delta(kept), true);
    var pending = deltas.isEmpty() ? null : event.id() == null ? newId() : event.id();
    var next = EventItems.next(known, kept, pending);
    if (event.id() != null && event.id().equals(known.unanswered())) {
      var applied = applied(key, known, next, event.id());
      if (applied.isPresent()) {
        return applied.get();
      }
    }
    if (pending != null) {
      shared.await(key, pending, deltas);
    }
    try {
      var version =
          log(key).addItems(List.of(next.item()), WriteCondition.version(known.version()));
      if (pending != null) {
        shared.complete(key, pending);
      }
      return known.after(next, version, event.id());
    } catch (WriteConflictException e) {
      var applied = applied(key, known, next, event.id());
      if (applied.isEmpty() && pending != null) {
        shared.forget(key, pending);
      }
      return applied.orElseThrow(() -> new StaleSessionException(key, e));
    }
  }

  /** Whether the event follows what is known: an earlier try was applied and not answered. */
  private Optional<Known> applied(
      SessionKey key, Known known, EventItems.Next next, @Nullable String event) {
    var log = log(key);
    var stored = StoredSession.read(log, 1).orElseThrow(() -> notFound(key));
    var since = stored.position() - known.position();
    if (since > 1) {
      stored = StoredSession.read(log, since).orElseThrow(() -> notFound(key));
    }
    if (event == null || !stored.eventIdAt(next.position()).equals(Optional.of(event))) {
      return Optional.empty();
    }
    completePending(key, stored);
    return Optional.of(known.after(next, since == 1 ? stored.version() : known.version(), event));
  }

  private void completePending(SessionKey key, StoredSession stored) {
    stored.pending().ifPresent(pending -> shared.complete(key, pending));
  }

  private Session session(
      SessionKey key, StoredSession stored, Map<String, JsonNode> state, List<Event> events) {
    var known = stored.known();
    var session = session(key, known.state(), state, events);
    session.lastUpdateTime(stored.lastUpdate());
    seen.put(session, known);
    return session;
  }

  private static Session session(
      SessionKey key, Map<String, JsonNode> own, Map<String, JsonNode> shared, List<Event> events) {
    var state = new ConcurrentHashMap<String, Object>();
    own.forEach((name, value) -> state.put(name, EventItems.value(value)));
    shared.forEach((name, value) -> state.put(name, EventItems.value(value)));
    return Session.builder(key).state((Map<String, Object>) state).events(events).build();
  }

  private dev.dynamory.Session log(SessionKey key) {
    return sessions.session(SessionNames.session(key));
  }

  private static SessionKey key(String appName, String userId, String sessionId) {
    return new SessionKey(appName, userId, sessionId);
  }

  private static Instant time(Event event) {
    return Instant.ofEpochMilli(event.timestamp());
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static SessionNotFoundException notFound(SessionKey key) {
    return new SessionNotFoundException(
        "session '" + key.id() + "' of user '" + key.userId() + "' was deleted or has expired");
  }
}

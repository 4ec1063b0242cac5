package dev.dynamory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in memory that show what those on DynamoDB show. Views made by the {@code with} methods
 * share the sessions.
 */
public final class InMemorySessions implements SessionDirectory {
  private final Kept kept;
  private final @Nullable Duration timeToLive;
  private final int defaultLimit;
  private final InstantSource clock;

  InMemorySessions() {
    this(new Kept(), null, Integer.MAX_VALUE, InstantSource.system());
  }

  private InMemorySessions(
      Kept kept, @Nullable Duration timeToLive, int defaultLimit, InstantSource clock) {
    this.kept = kept;
    this.timeToLive = timeToLive;
    this.defaultLimit = defaultLimit;
    this.clock = clock;
  }

  /** A view in which each change lets its session live this long from then on. */
  public InMemorySessions withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return new InMemorySessions(
        kept, timeToLive.equals(Put.FOREVER) ? null : timeToLive, defaultLimit, clock);
  }

  /** A view in which {@link Session#getItems()} gives the newest so many items. */
  public InMemorySessions withDefaultLimit(int items) {
    SessionRules.checkLimit("items", items);
    return new InMemorySessions(kept, timeToLive, items, clock);
  }

  /** A view with another clock. */
  public InMemorySessions withClock(InstantSource clock) {
    return new InMemorySessions(kept, timeToLive, defaultLimit, clock);
  }

  @Override
  public Session session(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    return new InMemorySession(this, sessionId, defaultLimit);
  }

  @Override
  public Page<String> list(int limit, @Nullable String pageToken) {
    SessionRules.checkPage(limit);
    return page(limit, pageToken, entry -> true, Map.Entry::getKey);
  }

  @Override
  public Optional<SessionInfo> find(String sessionId) {
    SessionRules.checkId("sessionId", sessionId);
    synchronized (kept) {
      return Optional.ofNullable(state(sessionId)).map(state -> state.shown(sessionId));
    }
  }

  @Override
  public long describe(SessionInfo info, WriteCondition condition) {
    synchronized (kept) {
      var state = state(info.sessionId());
      var version = state == null || state.info == null ? 0 : state.info.version();
      check(info.sessionId(), condition, version);
      var created = state == null || state.info == null ? clock.instant() : state.info.createdAt();
      var described =
          new SessionInfo(
              info.sessionId(),
              info.userId(),
              info.title(),
              info.data(),
              created,
              null,
              ++kept.lastVersion);
      put(
          info.sessionId(),
          new State(
              state == null ? List.of() : state.items,
              state == null ? 0 : state.version,
              state == null ? new ArrayDeque<>() : state.operations,
              described,
              clock.instant(),
              expiry()));
      return described.version();
    }
  }

  @Override
  public void delete(String sessionId, WriteCondition condition) {
    SessionRules.checkId("sessionId", sessionId);
    synchronized (kept) {
      var state = state(sessionId);
      check(sessionId, condition, state == null || state.info == null ? 0 : state.info.version());
      kept.states.remove(sessionId);
    }
  }

  @Override
  public Page<SessionInfo> listOf(String userId, int limit, @Nullable String pageToken) {
    SessionRules.checkId("userId", userId);
    SessionRules.checkPage(limit);
    return page(
        limit,
        pageToken,
        entry -> {
          var info = entry.getValue().info;
          return info != null && userId.equals(info.userId());
        },
        entry -> entry.getValue().shown(entry.getKey()));
  }

  private <T> Page<T> page(
      int limit,
      @Nullable String token,
      Predicate<Map.Entry<String, State>> which,
      Function<Map.Entry<String, State>, T> shown) {
    synchronized (kept) {
      var after = token == null ? Long.MAX_VALUE : Kept.parse(token);
      var found =
          kept.states.entrySet().stream()
              .filter(entry -> isLive(entry.getValue()) && entry.getValue().order < after)
              .filter(which)
              .sorted(
                  Comparator.comparing((Map.Entry<String, State> entry) -> -entry.getValue().order))
              .limit(limit + 1L)
              .toList();
      var page = found.subList(0, Math.min(limit, found.size()));
      return new Page<>(
          page.stream().map(shown).toList(),
          found.size() <= limit ? null : Long.toString(page.get(page.size() - 1).getValue().order));
    }
  }

  /** What a change makes of a session's items. */
  interface Change {
    Stream<Map<String, Object>> of(List<Map<String, Object>> items);
  }

  /** The items and the version; none and 0 if there is no such session. */
  SessionItems items(String sessionId) {
    synchronized (kept) {
      var state = state(sessionId);
      return state == null || state.version == 0
          ? new SessionItems(List.of(), 0)
          : new SessionItems(state.items, state.version);
    }
  }

  /** Carries out a change and gives the version; one that leaves everything as it is has none. */
  long change(
      String sessionId, WriteCondition condition, @Nullable String operationId, Change change) {
    synchronized (kept) {
      var state = state(sessionId);
      var now = items(sessionId);
      if (operationId != null && state != null) {
        for (var operation : state.operations) {
          if (operation.id.equals(operationId)) {
            return operation.version;
          }
        }
      }
      check(sessionId, condition, now.version());
      var changed = change.of(now.items()).toList();
      if (Documents.equal(changed, now.items())) {
        return now.version();
      }
      var version = ++kept.lastVersion;
      var operations = state == null ? new ArrayDeque<Applied>() : state.operations;
      operations.addLast(new Applied(operationId == null ? "" : operationId, version));
      if (operations.size() > Kept.OPERATIONS) {
        operations.removeFirst();
      }
      put(
          sessionId,
          new State(
              changed,
              version,
              operations,
              state == null ? null : state.info,
              clock.instant(),
              expiry()));
      return version;
    }
  }

  void delete(String sessionId) {
    synchronized (kept) {
      kept.states.remove(sessionId);
    }
  }

  private void check(String sessionId, WriteCondition condition, long version) {
    var holds =
        condition instanceof WriteCondition.Version expected
            ? expected.version() == version
            : condition instanceof WriteCondition.Any || version == 0;
    if (!holds) {
      throw new WriteConflictException(
          "session '" + sessionId + "'", condition, version, null, false, null);
    }
  }

  private void put(String sessionId, State state) {
    state.order = ++kept.lastOrder;
    kept.states.put(sessionId, state);
  }

  private @Nullable State state(String sessionId) {
    var state = kept.states.get(sessionId);
    return state == null || !isLive(state) ? null : state;
  }

  private boolean isLive(State state) {
    return Expiry.isLive(state.expiresAt, clock.instant());
  }

  private @Nullable Instant expiry() {
    return timeToLive == null ? null : Expiry.after(clock.instant(), timeToLive);
  }

  private record Applied(String id, long version) {}

  /** All sessions, expired ones among them. Whoever uses it holds its monitor. */
  private static final class Kept {
    private static final int OPERATIONS = 25;
    private final Map<String, State> states = new HashMap<>();
    private long lastVersion;
    private long lastOrder;

    private static long parse(String token) {
      try {
        return Long.parseLong(token);
      } catch (NumberFormatException e) {
        throw new InvalidInputException("pageToken", "is not one of this listing's");
      }
    }
  }

  private static final class State {
    private final List<Map<String, Object>> items;
    private final long version;
    private final Deque<Applied> operations;
    private final @Nullable SessionInfo info;
    private final Instant lastActive;
    private final @Nullable Instant expiresAt;
    private long order;

    State(
        List<Map<String, Object>> items,
        long version,
        Deque<Applied> operations,
        @Nullable SessionInfo info,
        Instant lastActive,
        @Nullable Instant expiresAt) {
      this.items = items;
      this.version = version;
      this.operations = operations;
      this.info = info;
      this.lastActive = lastActive;
      this.expiresAt = expiresAt;
    }

    SessionInfo shown(String sessionId) {
      var known = info == null ? SessionInfo.of(sessionId) : info;
      return new SessionInfo(
          sessionId,
          known.userId(),
          known.title(),
          known.data(),
          known.createdAt(),
          lastActive,
          known.version());
    }
  }
}

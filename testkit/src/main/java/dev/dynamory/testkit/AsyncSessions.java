package dev.dynamory.testkit;

import dev.dynamory.Async;
import dev.dynamory.Page;
import dev.dynamory.Session;
import dev.dynamory.SessionDirectory;
import dev.dynamory.SessionInfo;
import dev.dynamory.SessionItems;
import dev.dynamory.Sessions;
import dev.dynamory.WriteCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends every operation through the async views, so that the contracts run through them. */
public final class AsyncSessions implements SessionDirectory {
  private final Sessions sessions;
  private final Async<? extends Sessions> view;

  private AsyncSessions(Sessions sessions) {
    this.sessions = sessions;
    this.view = sessions.async();
  }

  /** The same sessions, through {@link Sessions#async}. */
  public static AsyncSessions over(Sessions sessions) {
    return new AsyncSessions(sessions);
  }

  private static SessionDirectory directory(Sessions sessions) {
    return (SessionDirectory) sessions;
  }

  @Override
  public Session session(String sessionId) {
    return new OfOne(sessions.session(sessionId));
  }

  @Override
  public Page<String> list(int limit, @Nullable String pageToken) {
    return AsyncStore.await(view.call(s -> s.list(limit, pageToken)));
  }

  @Override
  public Optional<SessionInfo> find(String sessionId) {
    return AsyncStore.await(view.call(s -> directory(s).find(sessionId)));
  }

  @Override
  public long describe(SessionInfo info, WriteCondition condition) {
    return AsyncStore.await(view.call(s -> directory(s).describe(info, condition)));
  }

  @Override
  public void delete(String sessionId, WriteCondition condition) {
    AsyncStore.await(view.run(s -> directory(s).delete(sessionId, condition)));
  }

  @Override
  public Page<SessionInfo> listOf(String userId, int limit, @Nullable String pageToken) {
    return AsyncStore.await(view.call(s -> directory(s).listOf(userId, limit, pageToken)));
  }

  private static final class OfOne implements Session {
    private final Session session;
    private final Async<? extends Session> view;

    OfOne(Session session) {
      this.session = session;
      this.view = session.async();
    }

    @Override
    public String sessionId() {
      return session.sessionId();
    }

    @Override
    public List<Map<String, Object>> getItems() {
      return AsyncStore.await(view.call(s -> s.getItems()));
    }

    @Override
    public List<Map<String, Object>> getItems(int limit) {
      return AsyncStore.await(view.call(s -> s.getItems(limit)));
    }

    @Override
    public SessionItems read(int limit) {
      return AsyncStore.await(view.call(s -> s.read(limit)));
    }

    @Override
    public long addItems(List<? extends Map<String, ?>> items) {
      return AsyncStore.await(view.call(s -> s.addItems(items)));
    }

    @Override
    public long addItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
      return AsyncStore.await(view.call(s -> s.addItems(items, condition)));
    }

    @Override
    public long addItems(List<? extends Map<String, ?>> items, String operationId) {
      return AsyncStore.await(view.call(s -> s.addItems(items, operationId)));
    }

    @Override
    public Optional<Map<String, Object>> popItem() {
      return AsyncStore.await(view.call(s -> s.popItem()));
    }

    @Override
    public void clearSession() {
      AsyncStore.await(view.run(s -> s.clearSession()));
    }

    @Override
    public long trim(int newest) {
      return AsyncStore.await(view.call(s -> s.trim(newest)));
    }

    @Override
    public long replaceItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
      return AsyncStore.await(view.call(s -> s.replaceItems(items, condition)));
    }

    @Override
    public void delete() {
      AsyncStore.await(view.run(s -> s.delete()));
    }
  }
}

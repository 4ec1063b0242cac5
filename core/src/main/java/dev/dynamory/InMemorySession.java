package dev.dynamory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One of the {@link InMemorySessions}; what it gives and takes is copied. */
final class InMemorySession implements Session {
  private final InMemorySessions sessions;
  private final String sessionId;
  private final int defaultLimit;

  InMemorySession(InMemorySessions sessions, String sessionId, int defaultLimit) {
    this.sessions = sessions;
    this.sessionId = sessionId;
    this.defaultLimit = defaultLimit;
  }

  @Override
  public String sessionId() {
    return sessionId;
  }

  @Override
  public List<Map<String, Object>> getItems() {
    return read(defaultLimit).items();
  }

  @Override
  public SessionItems read(int limit) {
    SessionRules.checkLimit("limit", limit);
    var all = sessions.items(sessionId);
    return new SessionItems(SessionRules.copyOf(newest(all.items(), limit)), all.version());
  }

  private static List<Map<String, Object>> newest(List<Map<String, Object>> items, int limit) {
    return items.subList(Math.max(0, items.size() - limit), items.size());
  }

  @Override
  public long addItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
    var added = SessionRules.copyOf(items);
    return added.isEmpty()
        ? 0
        : sessions.change(
            sessionId, condition, null, old -> Stream.concat(old.stream(), added.stream()));
  }

  @Override
  public long addItems(List<? extends Map<String, ?>> items, String operationId) {
    SessionRules.checkOperationId(operationId);
    var added = SessionRules.copyOf(items);
    return added.isEmpty()
        ? 0
        : sessions.change(
            sessionId,
            WriteCondition.any(),
            operationId,
            old -> Stream.concat(old.stream(), added.stream()));
  }

  @Override
  public Optional<Map<String, Object>> popItem() {
    var popped = new ArrayList<Map<String, Object>>();
    sessions.change(
        sessionId,
        WriteCondition.any(),
        null,
        items -> {
          popped.addAll(newest(items, 1));
          return items.stream().limit(Math.max(0, items.size() - 1));
        });
    return SessionRules.copyOf(popped).stream().findFirst();
  }

  @Override
  public void clearSession() {
    sessions.change(sessionId, WriteCondition.any(), null, items -> Stream.empty());
  }

  @Override
  public long trim(int newest) {
    SessionRules.checkLimit("newest", newest);
    return sessions.change(
        sessionId, WriteCondition.any(), null, items -> newest(items, newest).stream());
  }

  @Override
  public long replaceItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
    var replacement = SessionRules.copyOf(items);
    return sessions.change(sessionId, condition, null, old -> replacement.stream());
  }

  @Override
  public void delete() {
    sessions.delete(sessionId);
  }
}

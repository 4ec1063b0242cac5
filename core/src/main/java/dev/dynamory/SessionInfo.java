package dev.dynamory;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a session beside its items. The version is the description's own, 0 if there is
 * none; the last activity is exact to an hour.
 */
public record SessionInfo(
    String sessionId,
    @Nullable String userId,
    @Nullable String title,
    Map<String, Object> data,
    @Nullable Instant createdAt,
    @Nullable Instant lastActive,
    long version) {

  /** Checks the ids and copies the data, see {@link Documents}. */
  public SessionInfo {
    SessionRules.checkId("sessionId", sessionId);
    if (userId != null) {
      SessionRules.checkId("userId", userId);
    }
    data = Documents.copyOf(data, "data");
  }

  /** A session of which nothing is said. */
  public static SessionInfo of(String sessionId) {
    return new SessionInfo(sessionId, null, null, Map.of(), null, null, 0);
  }

  /** Whose it is. */
  public SessionInfo userId(String userId) {
    return new SessionInfo(sessionId, userId, title, data, createdAt, lastActive, version);
  }

  /** What it is called. */
  public SessionInfo title(String title) {
    return new SessionInfo(sessionId, userId, title, data, createdAt, lastActive, version);
  }

  /** Whatever else the caller keeps with it. */
  public SessionInfo data(Map<String, ?> data) {
    return new SessionInfo(
        sessionId, userId, title, Documents.copyOf(data, "data"), createdAt, lastActive, version);
  }
}

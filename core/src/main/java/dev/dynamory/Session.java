package dev.dynamory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One conversation: a log of items (messages, tool calls, tool results), each a document that is
 * kept exactly. Making one makes no call. Every operation is atomic; the operations of all
 * processes are in one order. The version is 0 while nothing is there; every change gives another.
 */
public interface Session {

  /** The session's id. */
  String sessionId();

  /** The newest items up to the default limit, all if there is none; oldest first. */
  List<Map<String, Object>> getItems();

  /** The newest items, oldest first; 0 gives none. */
  default List<Map<String, Object>> getItems(int limit) {
    SessionRules.checkLimit("limit", limit);
    return limit == 0 ? List.of() : read(limit).items();
  }

  /** The newest items, oldest first, and the version they are of. */
  SessionItems read(int limit);

  /** Adds items at the end, all or none. Gives the version; adding none makes no call, gives 0. */
  default long addItems(List<? extends Map<String, ?>> items) {
    return addItems(items, WriteCondition.any());
  }

  /** Adds items if the session has this version, else {@link WriteConflictException}. */
  long addItems(List<? extends Map<String, ?>> items, WriteCondition condition);

  /**
   * Adds items once: the same again, after a failure that left open whether they were added, adds
   * nothing and gives the version they have. Found among the session's last 24 changes.
   */
  long addItems(List<? extends Map<String, ?>> items, String operationId);

  /** Takes the newest item; empty if there is none. No two callers get the same one. */
  Optional<Map<String, Object>> popItem();

  /** Leaves an empty session. An append that loses the race against it lands after it. */
  void clearSession();

  /** Drops the oldest items so that at most so many remain. Gives the version. */
  long trim(int newest);

  /**
   * Makes these the session's items if it has this version, else {@link WriteConflictException};
   * where they begin with what is there, or with its end, that is not written again. Gives the
   * version.
   */
  long replaceItems(List<? extends Map<String, ?>> items, WriteCondition condition);

  /** Removes the session: its items, and what was said of it. */
  void delete();

  /** This session, asynchronously. */
  default Async<? extends Session> async() {
    return Async.of(this);
  }
}

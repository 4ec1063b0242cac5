package dev.dynamory;

import org.jspecify.annotations.Nullable;

/**
 * Conversations by id. Safe for any number of threads. An expired session is empty in every
 * operation. Bad input is an {@link InvalidInputException} before any call; no failure ever looks
 * like an empty session.
 */
public interface Sessions {

  /** The session with this id, whether it exists or not. Makes no call. */
  Session session(String sessionId);

  /**
   * The ids of the sessions that exist, those first that were active last, exact to an hour. A
   * session exists from its first items until it is deleted or expires. Null is the first page; a
   * session that becomes active meanwhile may be on two pages. A layout that another system owns
   * may have no order.
   */
  Page<String> list(int limit, @Nullable String pageToken);

  /** These sessions, asynchronously. */
  default Async<? extends Sessions> async() {
    return Async.of(this);
  }
}

package dev.dynamory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions that also know whose they are and what they are called. */
public interface SessionDirectory extends Sessions {

  /** What is known of a session; empty if it neither has been written to nor described. */
  Optional<SessionInfo> find(String sessionId);

  /**
   * Says whose a session is, its title and data, in place of what was said before; creation and
   * activity are not the caller's to say. The condition is on the description's own version, else
   * {@link WriteConflictException}. Gives that version.
   */
  long describe(SessionInfo info, WriteCondition condition);

  /**
   * Removes a session if its description has this version, else {@link WriteConflictException}: one
   * that is described anew meanwhile keeps what it then has. Run again after a failure, it goes on.
   */
  void delete(String sessionId, WriteCondition condition);

  /**
   * The sessions described as this user's, those first that were active last, exact to an hour.
   * Null is the first page.
   */
  Page<SessionInfo> listOf(String userId, int limit, @Nullable String pageToken);
}

package dev.dynamory.testkit;

import dev.dynamory.Session;
import dev.dynamory.Sessions;

/** Where the session contracts get their sessions; a test class implements it. */
public interface SessionFixture {
  /**
   * Sessions with these options, as another process would have them: they know nothing of what
   * others that this gave have done, but keep their items in the same place. Tests keep apart by
   * ids of their own.
   */
  Sessions sessions(SessionOptions options);

  /** Sessions in a place of its own that holds none. */
  Sessions emptySessions(SessionOptions options);

  /** A session that no other test uses. */
  default Session fresh() {
    return sessions(SessionOptions.PLAIN).session(Messages.freshId());
  }
}

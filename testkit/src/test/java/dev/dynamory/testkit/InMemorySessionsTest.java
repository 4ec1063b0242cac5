package dev.dynamory.testkit;

import dev.dynamory.InMemory;
import dev.dynamory.InMemorySessions;
import dev.dynamory.Sessions;

class InMemorySessionsTest
    implements SessionContract,
        SessionOrderContract,
        SessionTimeToLiveContract,
        SessionConcurrencyContract,
        SessionDirectoryContract {
  private static final InMemorySessions SHARED = InMemory.sessions();

  @Override
  public Sessions sessions(SessionOptions options) {
    return with(options, SHARED);
  }

  @Override
  public Sessions emptySessions(SessionOptions options) {
    return with(options, InMemory.sessions());
  }

  private static Sessions with(SessionOptions options, InMemorySessions sessions) {
    var view = sessions.withClock(options.clock());
    view = options.timeToLive() == null ? view : view.withTimeToLive(options.timeToLive());
    return options.defaultLimit() == null ? view : view.withDefaultLimit(options.defaultLimit());
  }
}

package dev.dynamory.testkit;

import dev.dynamory.Sessions;

class InMemorySessionsAsyncTest extends InMemorySessionsTest {
  @Override
  public Sessions sessions(SessionOptions options) {
    return AsyncSessions.over(super.sessions(options));
  }

  @Override
  public Sessions emptySessions(SessionOptions options) {
    return AsyncSessions.over(super.emptySessions(options));
  }
}

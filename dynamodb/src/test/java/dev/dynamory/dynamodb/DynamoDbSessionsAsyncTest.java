package dev.dynamory.dynamodb;

import dev.dynamory.Sessions;
import dev.dynamory.testkit.AsyncSessions;
import dev.dynamory.testkit.SessionOptions;

class DynamoDbSessionsAsyncTest extends DynamoDbSessionsTest {
  @Override
  public Sessions sessions(SessionOptions options) {
    return AsyncSessions.over(super.sessions(options));
  }

  @Override
  public Sessions emptySessions(SessionOptions options) {
    return AsyncSessions.over(super.emptySessions(options));
  }
}

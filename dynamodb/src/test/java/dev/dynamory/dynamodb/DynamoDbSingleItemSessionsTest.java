package dev.dynamory.dynamodb;

import dev.dynamory.Sessions;
import dev.dynamory.testkit.SessionConcurrencyContract;
import dev.dynamory.testkit.SessionContract;
import dev.dynamory.testkit.SessionModelContract;
import dev.dynamory.testkit.SessionOptions;
import dev.dynamory.testkit.SessionTimeToLiveContract;

/** All but order in the listing, and what is said of sessions: this layout has neither. */
class DynamoDbSingleItemSessionsTest
    implements SessionContract,
        SessionTimeToLiveContract,
        SessionConcurrencyContract,
        SessionModelContract {
  private static final String SHARED = newTable();

  @Override
  public Sessions sessions(SessionOptions options) {
    return with(options, SHARED);
  }

  @Override
  public Sessions emptySessions(SessionOptions options) {
    return with(options, newTable());
  }

  private static String newTable() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).singleItemSessions(table).setup();
    return table;
  }

  private static Sessions with(SessionOptions options, String table) {
    var sessions =
        Dynamory.builder()
            .client(Engine.client())
            .clock(options.clock())
            .build()
            .singleItemSessions(table);
    if (options.timeToLive() != null) {
      sessions = sessions.withTimeToLive(options.timeToLive());
    }
    return options.defaultLimit() == null
        ? sessions
        : sessions.withDefaultLimit(options.defaultLimit());
  }
}

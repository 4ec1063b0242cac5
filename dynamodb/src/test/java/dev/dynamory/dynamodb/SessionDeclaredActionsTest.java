package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.dynamodb.SessionRig.ID;
import static dev.dynamory.dynamodb.SessionRig.large;
import static dev.dynamory.dynamodb.SessionRig.message;
import static dev.dynamory.dynamodb.SessionRig.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.Session;
import dev.dynamory.SessionInfo;
import dev.dynamory.tables.Purpose;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the tables of sessions declare for a purpose is exactly what is called for it. */
class SessionDeclaredActionsTest {
  private final SessionRig rig = new SessionRig();

  private void assertCallsOnly(TableDefinition table, Purpose purpose) {
    var called = new TreeSet<String>();
    rig.watched.log.calls().forEach(call -> called.add(call.operation()));
    assertThat(called).isEqualTo(new TreeSet<>(table.actions(purpose)));
    rig.watched.log.reset();
  }

  private static void useAll(Session session) {
    session.addItems(messages(0, 6));
    session.addItems(messages(6, 7), "once");
    session.getItems();
    session.replaceItems(List.of(message(0), message(6), message(7)), any());
    session.getItems(3);
    session.popItem();
    session.trim(1);
    session.clearSession();
    session.addItems(List.of(message(8)));
  }

  @Test
  void theLogCallsWhatItsTableDeclares() {
    var table = TableDefinition.SESSIONS;
    var sessions = rig.watched.newProcess(Runnable::run).sessions("actions-" + rig.table);
    sessions.setup();
    sessions.setup();
    sessions.verify();
    assertCallsOnly(table, Purpose.SETUP);

    var expiring = sessions.withTimeToLive(Duration.ofHours(1));
    for (var view : List.of(sessions, expiring)) {
      var session = view.session(ID);
      useAll(session);
      session.addItems(List.of(large(1, 500_000)));
      view.describe(SessionInfo.of(ID).userId("ana"), any());
      view.find(ID);
      view.list(5, null);
      view.listOf("ana", 5, null);
      view.applyTimeToLive(ID);
    }
    sessions.session(ID).delete();
    assertCallsOnly(table, Purpose.RUNTIME);

    expiring.session("expired").addItems(List.of(message(1)));
    sessions.session("deleted").addItems(List.of(message(1)));
    rig.watched.faults.stopAfter(2);
    assertThat(catchThrowable(sessions.session("deleted")::delete)).isNotNull();
    rig.watched.faults.reset();
    rig.clock.advance(Duration.ofDays(5));
    rig.watched.log.reset();
    sessions.purgeExpired();
    sessions.vacuum(ID);
    sessions.vacuum("deleted");
    assertCallsOnly(table, Purpose.SWEEP);
  }

  @Test
  void theOneItemLayoutCallsWhatItsTableDeclares() {
    var table = TableDefinition.SESSIONS_SINGLE;
    var sessions = rig.watched.newProcess().singleItemSessions("actions-" + rig.table);
    sessions.setup();
    sessions.setup();
    sessions.verify();
    assertCallsOnly(table, Purpose.SETUP);

    useAll(sessions.withTimeToLive(Duration.ofHours(1)).session(ID));
    sessions.session(ID).delete();
    assertCallsOnly(table, Purpose.RUNTIME);

    sessions.list(5, null);
    assertCallsOnly(table, Purpose.SCAN);
  }
}

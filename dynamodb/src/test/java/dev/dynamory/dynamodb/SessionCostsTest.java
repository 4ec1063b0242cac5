package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.dynamodb.SessionRig.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Session;
import dev.dynamory.testkit.CallLog.LoggedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each operation of a session costs, by DynamoDB's own count, indexes included. */
class SessionCostsTest {
  private final SessionRig rig = new SessionRig();
  private final Session session = rig.process().session(ID);

  /** A message of about 500 bytes. */
  private static Map<String, Object> message(int n) {
    return Map.of("role", "user", "content", "%06d ".formatted(n) + "x".repeat(450));
  }

  private static List<Map<String, Object>> messages(int from, int to) {
    return IntStream.range(from, to).mapToObj(SessionCostsTest::message).toList();
  }

  private void append(int from, int to) {
    messages(from, to).forEach(message -> session.addItems(List.of(message)));
  }

  private void assertCost(Runnable operation, int calls, double reads, double writes) {
    rig.watched.log.reset();
    operation.run();
    var totals = rig.watched.log.totals();
    assertThat(List.of((double) totals.calls(), totals.readUnits(), totals.writeUnits()))
        .as("calls, read units, write units of%n%s", rig.watched.log)
        .isEqualTo(List.of((double) calls, reads, writes));
  }

  @Test
  void theTenThousandthAppendCostsWhatTheSecondDidAndTenMessagesAreReadAsTen() {
    assertCost(() -> append(0, 1), 2, 0.5, 2); // and its row in the listing
    assertCost(() -> append(1, 2), 1, 0, 1);
    append(2, 700);
    var totals = rig.watched.log.totals();
    assertThat(totals.calls() + 2).isLessThanOrEqualTo(701);
    assertThat(totals.readUnits() + totals.writeUnits() + 2.5).isLessThanOrEqualTo(720);
    assertCost(() -> assertThat(session.getItems()).hasSize(700), 2, 47.5, 0);
    append(700, 9_999);
    assertCost(() -> append(9_999, 10_000), 1, 0, 1);
    assertCost(() -> assertThat(session.getItems(10)).isEqualTo(messages(9_990, 10_000)), 1, 1, 0);
    assertCost(
        () -> assertThat(rig.process().withConsistentReads().session(ID).getItems(10)).hasSize(10),
        1,
        2,
        0);
  }

  @Test
  void aMessageOfEightHundredCharactersAndOneInChineseOfTwoHundredAndFiftyFitOneUnit() {
    append(0, 1);
    rig.runLater();
    for (var content : List.of("x".repeat(820), "中".repeat(270))) {
      assertCost(
          () -> session.addItems(List.of(Map.of("role", "user", "content", content))), 1, 0, 1);
    }
  }

  @Test
  void anAppendAnHourAfterTheLastListedOneIsListedAnew() {
    append(0, 1);
    rig.clock.advance(Duration.ofMinutes(61));
    assertCost(() -> append(1, 2), 2, 0, 4); // both rows and both in the index
    assertCost(rig::runLater, 1, 0, 1); // what is said of the session, if anything
    assertCost(() -> append(2, 3), 1, 0, 1);
  }

  @Test
  void addingNoneAndReadingNoneIsNoCall() {
    assertCost(() -> session.addItems(List.of()), 0, 0, 0);
    assertCost(() -> session.getItems(0), 0, 0, 0);
  }

  @Test
  void clearTrimAndReplaceAreOneCallAndErasingFollowsTheAnswer() {
    append(0, 30);
    assertCost(() -> session.trim(29), 1, 0, 2); // the first row carried the listing
    assertCost(rig::runLater, 2, 0, 3); // a tombstone, out of the index; what is said of it
    assertCost(() -> session.replaceItems(messages(1, 32), any()), 1, 0, 2); // two new ones
    assertCost(rig::runLater, 0, 0, 0);
    assertCost(() -> session.replaceItems(messages(12, 33), any()), 1, 0, 1);
    assertCost(rig::runLater, 1, 0, 11);
    assertCost(session::clearSession, 1, 0, 2);
    rig.watched.log.reset();
    rig.runLater();
    assertThat(rig.watched.log.totals().writeUnits()).isBetween(20.0, 36.0);
    assertCost(session::clearSession, 1, 1, 0); // it is empty: a look, and no write
  }

  @Test
  void trimOfAColdProcessReadsWhatItKeeps() {
    append(0, 699);
    var cold = rig.process().session(ID);
    assertCost(() -> cold.trim(20), 3, 2, 2);
    rig.watched.log.reset();
    rig.runLater();
    assertThat(rig.watched.log.totals().writeUnits()).isBetween(679.0, 683.0);
  }

  @Test
  void popIsAReadAndAWrite() {
    append(0, 5);
    assertCost(session::popItem, 2, 0.5, 1);
    assertCost(rig::runLater, 1, 0, 1);
    var cold = rig.process().session(ID);
    assertCost(cold::popItem, 3, 1, 1);
    rig.runLater();
    assertThat(session.getItems()).isEqualTo(messages(0, 3));
  }

  @Test
  void aWindowThatIsReplacedAtEveryTurnCostsItsNewMessages() {
    var system = Map.<String, Object>of("role", "system", "content", "s".repeat(1_500));
    var window = new ArrayList<Map<String, Object>>(List.of(system));
    rig.watched.log.reset();
    for (var n = 0; n < 300; n++) {
      window.add(message(n));
      if (window.size() > 20) {
        window.remove(1);
      }
      session.replaceItems(window, any());
      rig.runLater();
    }
    assertThat(session.getItems()).isEqualTo(window);
    var puts = rig.watched.log.calls("PutItem");
    assertThat(puts).hasSize(300);
    assertThat(puts.stream().mapToDouble(LoggedCall::writeUnits).sum()).isLessThan(320);
    assertThat(rig.watched.log.totals().writeUnits()).isLessThan(660);
    assertThat(rig.watched.log.totals().readUnits()).isLessThan(5);
  }

  @Test
  void theSameWindowWithATimeToLiveErasesNothingAndCostsThePutsAlone() {
    var expiring = rig.process().withTimeToLive(Duration.ofDays(30)).session(ID);
    var window = new ArrayList<Map<String, Object>>();
    rig.watched.log.reset();
    for (var n = 0; n < 300; n++) {
      window.add(message(n));
      if (window.size() > 20) {
        window.remove(0);
      }
      expiring.replaceItems(window, any());
      rig.runLater();
    }
    assertThat(rig.watched.log.totals().calls()).isEqualTo(301);
    assertThat(rig.watched.log.totals().writeUnits()).isEqualTo(301);
  }

  @Test
  void aConversationShorterThanItsTimeToLivePaysNothingForIt() {
    var expiring = rig.process().withTimeToLive(Duration.ofDays(30)).session(ID);
    rig.watched.log.reset();
    for (var n = 0; n < 300; n++) {
      expiring.addItems(List.of(message(n)));
      rig.clock.advance(Duration.ofMinutes(4));
      rig.runLater();
    }
    assertThat(rig.watched.log.totals().writeUnits() / 300).isLessThan(1.3);
    assertThat(rig.watched.log.calls().stream().mapToDouble(LoggedCall::writeUnits).max())
        .hasValue(2);
  }

  @Test
  void aConversationThatOutlivesItsTimeToLiveIsCheaperTheLongerItLingers() {
    var short7 = renewedRows(Duration.ofDays(7), Duration.ZERO);
    var linger30 = renewedRows(Duration.ofDays(7), Duration.ofDays(30));
    var linger90 = renewedRows(Duration.ofDays(7), Duration.ofDays(90));
    assertThat(short7).isBetween(300L, 2_500L);
    assertThat(linger30).isBetween(1L, 350L);
    assertThat(linger90).isZero();
  }

  /** 5 messages a day for 60 days. */
  private static long renewedRows(Duration timeToLive, Duration linger) {
    var rig = new SessionRig();
    var session = rig.process().withTimeToLive(timeToLive).withLinger(linger).session(ID);
    for (var n = 0; n < 300; n++) {
      session.addItems(List.of(message(n)));
      rig.runLater();
      rig.clock.advance(Duration.ofMinutes(288));
    }
    var unlisted = 299;
    return rig.watched.log.calls("UpdateItem").stream()
            .filter(call -> call.failure() == null)
            .count()
        - unlisted;
  }

  @Test
  void aPageOfTheListingIsOneQueryForEachOfItsEightPartitions() {
    var sessions = rig.process();
    for (var n = 0; n < 30; n++) {
      sessions.session("s-" + n).addItems(List.of(message(n)));
    }
    assertCost(() -> assertThat(sessions.list(10, null).items()).hasSize(10), 8, 4, 0);
  }
}

package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.dynamodb.SessionRig.ID;
import static dev.dynamory.dynamodb.SessionRig.large;
import static dev.dynamory.dynamodb.SessionRig.message;
import static dev.dynamory.dynamodb.SessionRig.messages;
import static dev.dynamory.dynamodb.SessionRig.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Documents;
import dev.dynamory.Session;
import dev.dynamory.SessionInfo;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.CallLog.LoggedCall;
import dev.dynamory.testkit.Fault;
import dev.dynamory.testkit.Stopped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the log behaves where its first drafts did not, row by row. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class SessionLogTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final SessionRig rig = new SessionRig();
  private final Session session = rig.process().session(ID);

  private List<Map<String, Object>> seen() {
    return rig.process().session(ID).getItems();
  }

  private void addEach(Session session, int from, int to) {
    messages(from, to).forEach(message -> session.addItems(List.of(message)));
  }

  @Test
  void tombstoneNeededAWriterBehindAClearDoesNotWriteWhereNobodyLooks() {
    addEach(session, 0, 2);
    var other = rig.process().session(ID);
    addEach(other, 2, 5);
    other.clearSession();
    rig.runLater();
    assertThat(IntStream.rangeClosed(1, 5).mapToObj(rig::kind)).containsOnly("x");
    session.addItems(List.of(message(9))); // believes that row 2 is the newest
    assertThat(seen()).containsExactly(message(9));
    assertThat(rig.rows().lastKey()).isEqualTo(7);
  }

  @Test
  void aNumberStaysTakenForADayAfterItsRowDied() {
    addEach(session, 0, 3);
    session.clearSession();
    rig.runLater();
    var dead = rig.clock.instant().plus(DAY).getEpochSecond();
    for (var seq = 1L; seq <= 3; seq++) {
      assertThat(removed(rig.rows().get(seq))).isGreaterThanOrEqualTo(dead);
      assertThat(rig.rows().get(seq)).doesNotContainKeys("items", "first", "size");
    }
    var expiring = rig.process().withTimeToLive(Duration.ofMinutes(5)).session(ID);
    expiring.addItems(List.of(message(4)));
    assertThat(removed(rig.rows().get(5L)))
        .isGreaterThanOrEqualTo(rig.clock.instant().plusSeconds(300).plus(DAY).getEpochSecond());
  }

  @Test
  void aNewestRowIsBelievedForFiveMinutesOnly() {
    var nanos = new AtomicLong();
    var known = new SessionMemory(nanos::get).of(ID);
    known.saw(SessionState.NONE, nanos.get());
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(known.newest()).isPresent();
    nanos.incrementAndGet();
    assertThat(known.newest()).isEmpty();
  }

  @Test
  void tombstoneOnTopReadsAsEmptyAndTheNextAppendBeginsAboveIt() {
    var expiring = rig.process().withTimeToLive(Duration.ofMinutes(5)).session(ID);
    addEach(expiring, 0, 3);
    expiring.popItem();
    rig.runLater();
    assertThat(rig.kind(3)).isEqualTo("x");
    rig.clock.advance(Duration.ofDays(5));
    assertThat(rig.reap(row -> row.get("seq").n().equals("4"))).isOne();
    assertThat(rig.rows().lastEntry().getValue().get("k").s()).isEqualTo("x");
    assertThat(seen()).isEmpty();
    assertThat(rig.process().session(ID).popItem()).isEmpty();
    rig.process().session(ID).addItems(List.of(message(7)), absent());
    assertThat(seen()).containsExactly(message(7));
    assertThat(rig.rows().lastKey()).isEqualTo(4);
    assertThat(rig.rows().get(4L)).doesNotContainKey("first"); // itself
  }

  @Test
  void earlyTtlOfTheDeletingRowWhereverADeleteIsKilledNothingComesBack() {
    for (var kill = 0; ; kill++) {
      var rig = new SessionRig();
      addEach(rig.process().session(ID), 0, 30);
      rig.process().describe(SessionInfo.of(ID).title("t"), any());
      rig.runLater();
      rig.watched.faults.stopAfter(kill);
      var killed = true;
      try {
        rig.process().session(ID).delete();
        rig.runLater();
        killed = false;
      } catch (Stopped e) {
        rig.forgetLater();
      }
      rig.watched.faults.reset();
      var after = rig.process().session(ID).getItems();
      assertThat(after).as("killed after %d calls", kill).isIn(List.of(), messages(0, 30));
      for (var day = 0; day < 5; day++) {
        rig.clock.advance(DAY);
        rig.reapAll();
        assertThat(rig.process().session(ID).getItems())
            .as("killed after %d calls, day %d", kill, day)
            .isEqualTo(after);
      }
      if (!after.isEmpty()) {
        continue;
      }
      rig.process().session(ID).delete(); // again, which completes it
      rig.runLater();
      rig.clock.advance(DAY.multipliedBy(2));
      rig.reapAll();
      assertThat(rig.allRows()).as("killed after %d calls", kill).isEmpty();
      if (!killed) {
        assertThat(kill).as("calls of a delete").isGreaterThan(4);
        return;
      }
    }
  }

  @Test
  void renewalWithoutHysteresisEachRowIsRenewedAtMostOncePerHalfSlackAndNeverTooLate() {
    var expiring = rig.process().withTimeToLive(Duration.ofMinutes(30)).session(ID);
    rig.watched.log.reset();
    var before = 0;
    var passes = 0;
    for (var n = 0; n < 200; n++) {
      expiring.addItems(List.of(message(n)));
      rig.runLater();
      var updates = rig.watched.log.calls("UpdateItem").size();
      passes += updates - before > 2 ? 1 : 0;
      before = updates;
      rig.clock.advance(Duration.ofMinutes(15));
    }
    var newest = SessionRow.parse(rig.rows().lastEntry().getValue()).state();
    rig.rows()
        .values()
        .forEach(
            row ->
                assertThat(removed(row))
                    .as("row %s", row.get("seq"))
                    .isGreaterThanOrEqualTo(newest.expires() + DAY.toSeconds()));
    var renewals =
        rig.watched.log.calls("UpdateItem").stream().filter(c -> c.failure() == null).count();
    assertThat(passes).as("each at least three eighths of a day after the one before").isEqualTo(4);
    assertThat(renewals - 50).as("without rows taken out of the listing").isLessThan(230);
    assertThat(rig.watched.log.totals().writeUnits() / 200).isLessThan(3.2);
    assertThat(seen()).hasSize(200);
  }

  @Test
  void aRowOfAnAppendThatIsRenewedMeanwhileIsNotResurrected() {
    var expiring = rig.process().withTimeToLive(Duration.ofMinutes(30)).session(ID);
    addEach(expiring, 0, 3);
    rig.clock.advance(Duration.ofDays(9));
    rig.watched.faults.before(
        Call.of("UpdateItem"), () -> rig.rows().values().forEach(rig::remove));
    new SessionRenewal(
            new Connection(Engine.client(), task -> task.run(), rig.clock),
            new TableCalls(
                new Connection(Engine.client(), task -> task.run(), rig.clock),
                rig.process().definition(),
                "sessions"),
            new SessionEntries(rig.table),
            ID)
        .run(
            SessionRow.parse(rig.rows().lastEntry().getValue()).state(),
            1,
            List.of(),
            SessionExpiry.of(rig.clock.instant().getEpochSecond(), 86_400));
    rig.rows().values().forEach(row -> assertThat(row).containsKey("k"));
  }

  @Test
  void aShorterTimeToLiveHidesInTimeAndNothingOlderComesBack() {
    addEach(session, 0, 3); // for ever
    addEach(rig.process().withTimeToLive(Duration.ofDays(90)).session(ID), 3, 5);
    addEach(rig.process().withTimeToLive(Duration.ofHours(1)).session(ID), 5, 6);
    rig.runLater();
    assertThat(seen()).hasSize(6);
    for (var day = 0; day < 400; day += 20) {
      rig.clock.advance(DAY.multipliedBy(20));
      rig.reapAll();
      assertThat(seen()).isEmpty();
    }
  }

  @Test
  void aShorterTimeToLiveThatIsAppliedLetsDynamoDbRemoveTheRows() {
    addEach(session, 0, 3);
    session.addItems(List.of(large(1, 500_000)));
    session.trim(3);
    rig.process().describe(SessionInfo.of(ID).title("t"), any());
    rig.runLater();
    var shorter = rig.process().withTimeToLive(Duration.ofHours(1));
    shorter.applyTimeToLive(ID);
    rig.runLater();
    assertThat(seen()).hasSize(3);
    addEach(shorter.session(ID), 5, 6);
    addEach(session, 6, 6);
    assertThat(seen()).hasSize(4);
    var gone = rig.clock.instant().plus(Duration.ofHours(49)).getEpochSecond();
    rig.allRows().forEach(row -> assertThat(removed(row)).isLessThanOrEqualTo(gone));
    rig.clock.advance(Duration.ofMinutes(59));
    assertThat(seen()).hasSize(4);
    rig.clock.advance(Duration.ofMinutes(1));
    assertThat(seen()).isEmpty();
    rig.clock.advance(Duration.ofHours(49));
    rig.reapAll();
    assertThat(rig.allRows()).isEmpty();
    rig.process().withTimeToLive(Duration.ofHours(1)).applyTimeToLive(ID);
    assertThat(rig.allRows()).as("nothing to apply it to").isEmpty();
  }

  @Test
  void aLongerTimeToLiveRenewsBeforeItIsPromised() {
    addEach(rig.process().withTimeToLive(Duration.ofHours(1)).session(ID), 0, 3);
    addEach(rig.process().withTimeToLive(Duration.ofDays(90)).session(ID), 3, 4);
    rig.forgetLater();
    rig.clock.advance(Duration.ofDays(89));
    assertThat(rig.reapAll()).isZero();
    assertThat(seen()).isEqualTo(messages(0, 4));
    addEach(rig.process().session(ID), 4, 5);
    rig.clock.advance(Duration.ofDays(900));
    assertThat(rig.reapAll()).isZero();
    assertThat(seen()).isEqualTo(messages(0, 5));
  }

  @Test
  void aListingShowsASessionOnceHoweverLongItLives() {
    for (var hour = 0; hour < 5; hour++) {
      addEach(session, hour, hour + 1);
      rig.forgetLater(); // killed after each answer
      rig.clock.advance(Duration.ofHours(2));
    }
    assertThat(rig.listed()).hasSize(1);
    assertThat(rig.listed().get(0).get("seq").n()).isEqualTo("5");
    session.clearSession();
    rig.runLater();
    assertThat(rig.listed()).hasSize(1);
    assertThat(rig.process().list(1, null).nextToken()).isNull();
  }

  @Test
  void aListedRowThatStaysAsAPinIsTakenOutOfTheListing() {
    addEach(session, 0, 6);
    session.replaceItems(List.of(message(0), message(4), message(5), message(6)), any());
    rig.runLater();
    assertThat(rig.kind(1)).isEqualTo("a");
    assertThat(rig.listed()).hasSize(1);
  }

  @Test
  void anOperationIsHarmlessAgainAlthoughItsRowIsErased() {
    var version = session.addItems(messages(0, 2), "event-1");
    addEach(session, 2, 4);
    session.clearSession();
    rig.runLater();
    assertThat(rig.kind(version)).isEqualTo("x");
    for (var one : List.of(session, rig.process().session(ID))) {
      assertThat(one.addItems(messages(0, 2), "event-1")).isEqualTo(version);
    }
    var other = rig.process().session(ID);
    other.addItems(messages(5, 6), "event-2");
    rig.process().session(ID).popItem(); // another process, which has not seen the append
    rig.runLater();
    assertThat(rig.process().session(ID).addItems(messages(5, 6), "event-2")).isPositive();
    assertThat(seen()).isEmpty();
  }

  @Test
  void anOperationBelongsToASessionAndNotToOneThatBeginsInItsPlace() {
    var expiring = rig.process().withTimeToLive(Duration.ofHours(1));
    for (var forget :
        List.<Runnable>of(session::delete, () -> rig.clock.advance(Duration.ofHours(2)))) {
      expiring.session(ID).addItems(messages(0, 1), "event-1");
      forget.run();
      rig.runLater();
      expiring.session(ID).addItems(messages(1, 2), "event-1");
      assertThat(seen()).isEqualTo(messages(1, 2));
      rig.process().session(ID).addItems(messages(2, 3), "event-1");
      assertThat(seen()).as("now it is a repetition").isEqualTo(messages(1, 2));
      rig.clock.advance(Duration.ofHours(2));
    }
  }

  @Test
  void aLostAnswerIsRecognisedAlthoughTheRowIsErasedMeanwhile() {
    addEach(session, 0, 2);
    var other = rig.process().session(ID);
    rig.watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    rig.watched.faults.after(
        Call.of("PutItem"),
        () -> {
          other.clearSession();
          rig.runLater();
        });
    session.addItems(List.of(message(2)));
    assertThat(seen()).as("added once, then cleared").isEmpty();
  }

  @Test
  void anItemNestedAsDeepAsItMayBeIsKeptInPartsToo() {
    Object nested = large(1, 400_000).get("content");
    for (var depth = 2; depth < Documents.MAX_DEPTH; depth++) {
      nested = depth % 2 == 0 ? Map.of("a", nested) : List.of(nested);
    }
    Map<String, Object> deep = Map.of("deep", nested);
    session.addItems(List.of(deep, message(1)));
    assertThat(rig.parts()).isPositive();
    assertThat(Documents.equal(seen(), List.of(deep, message(1)))).isTrue();
  }

  @Test
  void aMessageOfSeveralMegabytesIsReadWholeAndItsPartsGoWithIt() {
    addEach(session, 0, 2);
    session.addItems(List.of(large(1, 1_500_000), message(2)));
    addEach(session, 3, 4);
    assertThat(rig.parts()).isEqualTo(4);
    assertThat(Documents.equal(seen().get(2), large(1, 1_500_000))).isTrue();
    assertThat(seen()).hasSize(5);
    assertThat(rig.process().session(ID).getItems(2)).isEqualTo(messages(2, 4));
    session.popItem();
    session.popItem();
    rig.runLater();
    assertThat(Documents.equal(session.popItem().orElseThrow(), large(1, 1_500_000))).isTrue();
    rig.runLater();
    assertThat(rig.parts()).isZero();
    assertThat(seen()).isEqualTo(messages(0, 2));
  }

  @Test
  void damageIsAnErrorThatNamesTheSessionAndNeverAShorterConversation() {
    addEach(session, 0, 3);
    session.addItems(List.of(large(1, 800_000)));
    addEach(session, 4, 5);
    var part = rig.allRows().get(0);
    rig.remove(part);
    assertDamaged("part");
    put(part);
    rig.remove(rig.rows().get(2L));
    assertDamaged("row 2");
    assertThat(rig.process().session(ID).getItems(1)).isEqualTo(messages(4, 5));
  }

  private void assertDamaged(String what) {
    assertThatExceptionOfType(CorruptDataException.class)
        .isThrownBy(() -> rig.process().session(ID).getItems())
        .withMessageContaining(ID)
        .withMessageContaining(what);
  }

  private void put(Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> row) {
    Engine.client().putItem(put -> put.tableName(rig.table).item(row));
  }

  @Test
  void vacuumRemovesWhatIsDueAndAbandonedPartsAndNothingElse() {
    session.addItems(List.of(large(1, 800_000)));
    addEach(session, 1, 4);
    session.popItem();
    rig.runLater();
    rig.watched.faults.stopAfter(4);
    assertThatExceptionOfType(Stopped.class)
        .isThrownBy(() -> rig.process().session(ID).addItems(List.of(large(2, 1_200_000))));
    rig.watched.faults.reset();
    var before = rig.allRows();
    rig.process().vacuum(ID);
    assertThat(rig.allRows()).as("it may still be under way").hasSameSizeAs(before);
    rig.clock.advance(DAY.plusSeconds(2));
    rig.process().vacuum(ID);
    assertThat(rig.parts()).isEqualTo(3);
    assertThat(rig.rows().keySet()).containsExactly(1L, 2L, 3L, 5L);
    assertThat(Documents.equal(seen().get(0), large(1, 800_000))).isTrue();
    assertThat(seen()).hasSize(3);
  }

  @Test
  void purgeRemovesExpiredSessionsWhereDynamoDbDoesNot() {
    var expiring = rig.process().withTimeToLive(Duration.ofHours(1));
    addEach(expiring.session(ID), 0, 3);
    addEach(expiring.session("other"), 0, 2);
    addEach(session(), 0, 1);
    rig.process().purgeExpired();
    rig.clock.advance(Duration.ofHours(50));
    addEach(expiring.session("other"), 5, 6);
    rig.process().purgeExpired();
    assertThat(rig.allRows()).isEmpty();
    assertThat(rig.process().session("other").getItems()).isEqualTo(messages(5, 6));
    assertThat(session().getItems()).hasSize(1);
    rig.process().session("other").delete();
    rig.forgetLater();
    assertThat(rig.process().list(5, null).items()).containsExactly("eternal");
  }

  private Session session() {
    return rig.process().session("eternal");
  }

  @Test
  void aReadAfterAWriteOfTheSameProcessSeesIt() {
    var sessions = rig.process();
    addEach(sessions.session(ID), 0, 3);
    rig.watched.log.reset();
    assertThat(sessions.session(ID).getItems(2)).isEqualTo(messages(1, 3));
    assertThat(rig.watched.log.calls().stream().map(LoggedCall::operation))
        .containsExactly("Query");
  }
}

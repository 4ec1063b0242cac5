package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.testkit.Messages.addEach;
import static dev.dynamory.testkit.Messages.assertHolds;
import static dev.dynamory.testkit.Messages.freshId;
import static dev.dynamory.testkit.Messages.message;
import static dev.dynamory.testkit.Messages.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InvalidInputException;
import dev.dynamory.SessionItems;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions that expire as a whole. Time is a {@link MovableClock}. */
public interface SessionTimeToLiveContract extends SessionFixture {

  @Test
  default void anExpiredSessionIsEmptyAtOnce() {
    var clock = MovableClock.now();
    var sessions = sessions(SessionOptions.at(clock).withTimeToLive(Duration.ofMinutes(30)));
    var session = sessions.session(freshId());
    addEach(session, 0, 3);
    clock.advance(Duration.ofMinutes(30).minusSeconds(1));
    assertHolds(session, 0, 3);
    clock.advance(Duration.ofSeconds(1));
    assertThat(session.read(9)).isEqualTo(new SessionItems(List.of(), 0));
    assertThat(session.getItems()).isEmpty();
    assertThat(session.popItem()).isEmpty();
    assertThat(session.trim(1)).isZero();
  }

  @Test
  default void everyChangeRestartsTheWholeSessionsTime() {
    var clock = MovableClock.now();
    var session =
        sessions(SessionOptions.at(clock).withTimeToLive(Duration.ofMinutes(30)))
            .session(freshId());
    for (var n = 0; n < 6; n++) {
      addEach(session, n, n + 1);
      clock.advance(Duration.ofMinutes(20));
    }
    assertHolds(session, 0, 6);
    session.popItem();
    clock.advance(Duration.ofMinutes(29));
    session.trim(4);
    clock.advance(Duration.ofMinutes(29));
    assertHolds(session, 1, 5);
  }

  @Test
  default void readingDoesNotRestartTheTime() {
    var clock = MovableClock.now();
    var session =
        sessions(SessionOptions.at(clock).withTimeToLive(Duration.ofMinutes(30)))
            .session(freshId());
    addEach(session, 0, 1);
    clock.advance(Duration.ofMinutes(20));
    assertHolds(session, 0, 1);
    clock.advance(Duration.ofMinutes(10));
    assertThat(session.getItems()).isEmpty();
  }

  @Test
  default void anExpiredSessionBeginsAgainWithoutItsOldItems() {
    var clock = MovableClock.now();
    var options = SessionOptions.at(clock).withTimeToLive(Duration.ofMinutes(30));
    var id = freshId();
    var session = sessions(options).session(id);
    addEach(session, 0, 3);
    clock.advance(Duration.ofMinutes(31));
    session.addItems(messages(7, 9), absent());
    assertHolds(session, 7, 9);
    assertHolds(sessions(options).session(id), 7, 9);
    assertThat(session.popItem()).contains(message(8));
    assertThat(session.popItem()).contains(message(7));
    assertThat(session.popItem()).isEmpty();
  }

  @Test
  default void expiredSessionsAreNotListed() {
    var clock = MovableClock.now();
    var sessions = emptySessions(SessionOptions.at(clock).withTimeToLive(Duration.ofHours(3)));
    var old = freshId();
    var kept = freshId();
    addEach(sessions.session(old), 0, 1);
    addEach(sessions.session(kept), 0, 1);
    clock.advance(Duration.ofMinutes(30));
    addEach(sessions.session(kept), 1, 2);
    clock.advance(Duration.ofMinutes(160));
    assertThat(sessions.list(10, null).items()).containsExactly(kept);
  }

  @Test
  default void withoutATimeToLiveNothingExpires() {
    var clock = MovableClock.now();
    var session = sessions(SessionOptions.at(clock)).session(freshId());
    addEach(session, 0, 2);
    clock.advance(Duration.ofDays(10_000));
    assertHolds(session, 0, 2);
  }

  @Test
  default void theTimeToLiveIsThatOfTheLastChange() {
    var clock = MovableClock.now();
    var id = freshId();
    addEach(
        sessions(SessionOptions.at(clock).withTimeToLive(Duration.ofMinutes(5))).session(id), 0, 1);
    addEach(
        sessions(SessionOptions.at(clock).withTimeToLive(Duration.ofDays(90))).session(id), 1, 2);
    clock.advance(Duration.ofDays(89));
    var session = sessions(SessionOptions.at(clock)).session(id);
    assertHolds(session, 0, 2);
    addEach(session, 2, 3);
    clock.advance(Duration.ofDays(10_000));
    assertHolds(session, 0, 3);
  }

  @Test
  default void aTimeToLiveIsPositive() {
    for (var time : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(40_000))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> sessions(SessionOptions.PLAIN.withTimeToLive(time)));
    }
  }
}

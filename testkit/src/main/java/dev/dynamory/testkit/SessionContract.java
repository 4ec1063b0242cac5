package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Messages.addEach;
import static dev.dynamory.testkit.Messages.assertHolds;
import static dev.dynamory.testkit.Messages.freshId;
import static dev.dynamory.testkit.Messages.message;
import static dev.dynamory.testkit.Messages.messages;
import static dev.dynamory.testkit.Samples.assertDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.SessionItems;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every implementation of sessions promises. */
public interface SessionContract extends SessionFixture {

  @Test
  default void aSessionThatWasNeverWrittenIsEmpty() {
    var session = fresh();
    assertThat(session.getItems()).isEmpty();
    assertThat(session.getItems(5)).isEmpty();
    assertThat(session.read(5)).isEqualTo(new SessionItems(List.of(), 0));
    assertThat(session.popItem()).isEmpty();
    session.clearSession();
    session.delete();
    assertThat(session.trim(3)).isZero();
    assertThat(session.read(5).version()).isZero();
  }

  @Test
  default void itemsComeBackInOrderAndExactly() {
    var session = fresh();
    var call = new HashMap<String, Object>();
    call.put("type", "function_call");
    call.put(
        "arguments", Map.of("city", "Zoë 😀 \u0000 \"\\", "n", List.of(1, 2.5, 3_000_000_000L)));
    call.put("output", null);
    call.put("ok", true);
    session.addItems(List.of(message("hi"), call));
    session.addItems(List.of(message("")));
    assertDocument(session.getItems(), List.of(message("hi"), call, message("")));
  }

  @Test
  default void aLimitGivesTheNewestOldestFirst() {
    var session = fresh();
    session.addItems(messages(0, 3));
    addEach(session, 3, 6);
    session.addItems(messages(6, 10));
    for (var limit = 1; limit <= 12; limit++) {
      assertThat(session.getItems(limit)).isEqualTo(messages(Math.max(0, 10 - limit), 10));
    }
    assertThat(session.getItems(0)).isEmpty();
    assertHolds(session, 0, 10);
  }

  @Test
  default void withoutALimitTheDefaultLimitHoldsAndAnExplicitOneOverrides() {
    var session = sessions(SessionOptions.PLAIN.withDefaultLimit(2)).session(freshId());
    addEach(session, 0, 5);
    assertHolds(session, 3, 5);
    assertThat(session.getItems(4)).isEqualTo(messages(1, 5));
  }

  @Test
  default void aNegativeLimitIsBadInput() {
    var session = fresh();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> session.getItems(-1))
        .withMessageContaining("limit");
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> session.read(-1));
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> session.trim(-1));
  }

  @Test
  default void idsThatCannotBeKeptAreBadInput() {
    var sessions = sessions(SessionOptions.PLAIN);
    for (var id : List.of("", "dynamory:app:x", "\ud800", "x".repeat(1025))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> sessions.session(id))
          .withMessageContaining("sessionId");
    }
  }

  @Test
  default void anItemThatCannotBeKeptNamesItsPath() {
    var session = fresh();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> session.addItems(List.of(message(1), Map.of("scores", List.of(1, Double.NaN)))))
        .withMessageContaining("items[1].scores[1]");
    assertThat(session.getItems()).isEmpty();
  }

  @Test
  default void addingNoneIsNoWrite() {
    var session = fresh();
    var version = session.addItems(messages(0, 1));
    assertThat(session.addItems(List.of())).isZero();
    assertThat(session.addItems(List.of(), version(version + 1))).isZero();
    assertThat(session.addItems(List.of(), "op")).isZero();
    assertThat(session.read(1).version()).isEqualTo(version);
  }

  @Test
  default void everyChangeGivesAnotherVersion() {
    var session = fresh();
    var seen = new ArrayList<Long>();
    seen.add(session.addItems(messages(0, 3)));
    seen.add(session.addItems(messages(3, 4)));
    session.popItem();
    seen.add(session.read(0).version());
    seen.add(session.trim(1));
    seen.add(session.replaceItems(messages(7, 9), any()));
    session.clearSession();
    seen.add(session.read(1).version());
    assertThat(seen).doesNotHaveDuplicates().allMatch(version -> version > 0);
  }

  @Test
  default void anAppendCanAskForTheVersionItHasSeen() {
    var session = fresh();
    var first = session.addItems(messages(0, 1), absent());
    var second = session.addItems(messages(1, 2), version(first));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> session.addItems(messages(9, 10), version(first)))
        .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(second));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> session.addItems(messages(9, 10), absent()));
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> session.addItems(messages(9, 10), version(second + 1_000)));
    assertHolds(session, 0, 2);
    assertThat(session.read(5).version()).isEqualTo(second);
    session.addItems(messages(2, 3), version(second));
    assertHolds(session, 0, 3);
  }

  @Test
  default void aRepeatedOperationAddsNothing() {
    var id = freshId();
    var session = sessions(SessionOptions.PLAIN).session(id);
    session.addItems(messages(0, 1));
    var version = session.addItems(messages(1, 3), "event-17");
    assertThat(session.addItems(messages(1, 3), "event-17")).isEqualTo(version);
    addEach(session, 3, 13);
    assertThat(session.addItems(messages(1, 3), "event-17")).isEqualTo(version);
    var elsewhere = sessions(SessionOptions.PLAIN).session(id);
    assertThat(elsewhere.addItems(messages(1, 3), "event-17")).isEqualTo(version);
    assertHolds(session, 0, 13);
    session.addItems(messages(13, 14), "event-18");
    assertHolds(session, 0, 14);
  }

  @Test
  default void popTakesTheNewestOneByOne() {
    var session = fresh();
    session.addItems(messages(0, 3));
    addEach(session, 3, 5);
    for (var n = 4; n >= 2; n--) {
      assertThat(session.popItem()).contains(message(n));
      assertHolds(session, 0, n);
    }
    addEach(session, 2, 4);
    assertHolds(session, 0, 4);
    assertThat(session.getItems(3)).isEqualTo(messages(1, 4));
    for (var n = 3; n >= 0; n--) {
      assertThat(session.popItem()).contains(message(n));
    }
    assertThat(session.popItem()).isEmpty();
    assertThat(session.getItems()).isEmpty();
    addEach(session, 0, 1);
    assertHolds(session, 0, 1);
  }

  @Test
  default void aClearedSessionIsEmptyAndGoesOn() {
    var session = fresh();
    addEach(session, 0, 4);
    session.clearSession();
    assertThat(session.getItems()).isEmpty();
    assertThat(session.popItem()).isEmpty();
    var version = session.read(1).version();
    session.clearSession();
    assertThat(session.read(1).version()).as("clearing nothing").isEqualTo(version);
    addEach(session, 4, 6);
    assertHolds(session, 4, 6);
  }

  @Test
  default void trimKeepsTheNewest() {
    var session = fresh();
    session.addItems(messages(0, 4));
    addEach(session, 4, 7);
    var version = session.read(1).version();
    assertThat(session.trim(7)).as("nothing to drop").isEqualTo(version);
    assertThat(session.trim(100)).isEqualTo(version);
    session.trim(5);
    assertHolds(session, 2, 7);
    session.trim(4);
    assertHolds(session, 3, 7);
    addEach(session, 7, 8);
    session.trim(2);
    assertHolds(session, 6, 8);
    assertThat(session.popItem()).contains(message(7));
    session.trim(0);
    assertThat(session.getItems()).isEmpty();
    addEach(session, 0, 2);
    assertHolds(session, 0, 2);
  }

  @Test
  default void replaceMakesExactlyTheseTheItems() {
    var session = fresh();
    session.replaceItems(messages(0, 3), any());
    assertHolds(session, 0, 3);
    session.replaceItems(messages(0, 5), any());
    assertHolds(session, 0, 5);
    var version = session.replaceItems(messages(2, 7), any());
    assertHolds(session, 2, 7);
    assertThat(session.replaceItems(messages(2, 7), any())).as("the same").isEqualTo(version);
    session.replaceItems(messages(20, 22), any());
    assertHolds(session, 20, 22);
    session.replaceItems(List.of(), any());
    assertThat(session.getItems()).isEmpty();
    addEach(session, 1, 2);
    assertHolds(session, 1, 2);
  }

  @Test
  default void aWindowKeepsItsFirstMessages() {
    var session = fresh();
    var system = Map.<String, Object>of("role", "system", "content", "be kind");
    var window = new ArrayList<Map<String, Object>>();
    window.add(system);
    for (var n = 0; n < 15; n++) {
      window.add(message(n));
      while (window.size() > 6) {
        window.remove(1);
      }
      session.replaceItems(window, any());
      assertThat(session.getItems()).isEqualTo(window);
      assertThat(session.getItems(3))
          .isEqualTo(window.subList(Math.max(0, window.size() - 3), window.size()));
    }
    assertThat(session.trim(3)).isPositive();
    assertHolds(session, 12, 15);
    session.replaceItems(window, any());
    for (var n = window.size(); n > 0; n--) {
      assertThat(session.popItem()).contains(window.get(n - 1));
      assertThat(session.getItems()).isEqualTo(window.subList(0, n - 1));
    }
  }

  @Test
  default void aReplacementUnderAVersionLosesNoAppend() {
    var session = fresh();
    addEach(session, 0, 6);
    var read = session.read(4);
    assertThat(read.items()).isEqualTo(messages(2, 6));
    addEach(session, 6, 7);
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(
            () -> session.replaceItems(read.items().subList(2, 4), version(read.version())));
    assertHolds(session, 0, 7);
    var again = session.read(4);
    session.replaceItems(again.items().subList(2, 4), version(again.version()));
    assertHolds(session, 5, 7);
  }

  @Test
  default void aDeletedSessionIsGoneAndCanBeginAgain() {
    var id = freshId();
    var session = sessions(SessionOptions.PLAIN).session(id);
    addEach(session, 0, 3);
    session.delete();
    assertThat(session.read(5)).isEqualTo(new SessionItems(List.of(), 0));
    session.delete();
    session.addItems(messages(3, 5), absent());
    assertHolds(session, 3, 5);
    assertHolds(sessions(SessionOptions.PLAIN).session(id), 3, 5);
  }

  @Test
  default void sessionsDoNotSeeEachOther() {
    var id = freshId();
    var sessions = sessions(SessionOptions.PLAIN);
    addEach(sessions.session(id), 0, 2);
    addEach(sessions.session(id + "x"), 5, 7);
    sessions.session(id + "x").delete();
    assertHolds(sessions.session(id), 0, 2);
  }

  @Test
  default void everyProcessSeesWhatEveryOtherDid() {
    var id = freshId();
    var one = sessions(SessionOptions.PLAIN).session(id);
    var two = sessions(SessionOptions.PLAIN).session(id);
    for (var n = 0; n < 6; n += 2) {
      addEach(one, n, n + 1);
      addEach(two, n + 1, n + 2);
    }
    assertHolds(one, 0, 6);
    two.clearSession();
    addEach(one, 6, 8);
    assertHolds(two, 6, 8);
    assertThat(two.popItem()).contains(message(7));
    one.trim(0);
    addEach(two, 8, 9);
    assertHolds(one, 8, 9);
  }

  @Test
  default void whatIsReadCannotChangeWhatIsKept() {
    var session = fresh();
    var bytes = new ArrayList<>(List.of("a"));
    session.addItems(List.of(Map.of("list", bytes)));
    bytes.add("b");
    assertThat(session.getItems()).isEqualTo(List.of(Map.of("list", List.of("a"))));
  }

  @Test
  default void listGivesEverySessionThatExistsOnce() {
    var sessions = emptySessions(SessionOptions.PLAIN);
    assertThat(sessions.list(5, null).items()).isEmpty();
    var ids = new ArrayList<String>();
    for (var n = 0; n < 12; n++) {
      ids.add(freshId());
      addEach(sessions.session(ids.get(n)), 0, 2);
    }
    sessions.session(ids.remove(3)).delete();
    sessions.session(ids.get(4)).clearSession();
    for (var limit : List.of(1, 5, 11, 100)) {
      var listed =
          Page.stream(
                  token -> {
                    var page = sessions.list(limit, token);
                    assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
                    return page;
                  })
              .toList();
      assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> sessions.list(0, null));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> sessions.list(3, "no token"));
  }
}

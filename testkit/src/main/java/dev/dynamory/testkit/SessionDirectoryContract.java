package dev.dynamory.testkit;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.WriteCondition.version;
import static dev.dynamory.testkit.Messages.addEach;
import static dev.dynamory.testkit.Messages.assertHolds;
import static dev.dynamory.testkit.Messages.freshId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.SessionDirectory;
import dev.dynamory.SessionInfo;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose a session is and what it is called. */
public interface SessionDirectoryContract extends SessionFixture {

  private SessionDirectory directory(SessionOptions options) {
    return (SessionDirectory) sessions(options);
  }

  @Test
  default void whatWasSaidOfASessionIsFound() {
    var clock = MovableClock.now();
    var directory = directory(SessionOptions.at(clock));
    var id = freshId();
    assertThat(directory.find(id)).isEmpty();
    var said = SessionInfo.of(id).userId("ana").title("Lisbon").data(Map.of("lang", "pt"));
    var version = directory.describe(said, any());
    assertThat(directory.find(id))
        .contains(
            new SessionInfo(
                id,
                "ana",
                "Lisbon",
                Map.of("lang", "pt"),
                clock.instant(),
                clock.instant(),
                version));
    var created = clock.instant();
    clock.advance(Duration.ofMinutes(5));
    directory.describe(SessionInfo.of(id).title("Porto"), any());
    var found = directory.find(id).orElseThrow();
    assertThat(found.userId()).isNull();
    assertThat(found.title()).isEqualTo("Porto");
    assertThat(found.data()).isEmpty();
    assertThat(found.createdAt()).isEqualTo(created);
    assertThat(directory.session(id).getItems()).isEmpty();
  }

  @Test
  default void aSessionOfWhichNothingWasSaidIsFoundByItsItems() {
    var directory = directory(SessionOptions.PLAIN);
    var id = freshId();
    addEach(directory.session(id), 0, 1);
    var found = directory.find(id).orElseThrow();
    assertThat(found.version()).isZero();
    assertThat(found.userId()).isNull();
    directory.session(id).delete();
    assertThat(directory.find(id)).isEmpty();
  }

  @Test
  default void descriptionsHaveVersionsOfTheirOwn() {
    var directory = directory(SessionOptions.PLAIN);
    var id = freshId();
    addEach(directory.session(id), 0, 1);
    var first = directory.describe(SessionInfo.of(id).title("a"), absent());
    addEach(directory.session(id), 1, 2);
    var second = directory.describe(SessionInfo.of(id).title("b"), version(first));
    for (var condition : List.of(absent(), version(first), version(second + 1))) {
      assertThatExceptionOfType(WriteConflictException.class)
          .isThrownBy(() -> directory.describe(SessionInfo.of(id).title("c"), condition))
          .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(second));
    }
    assertThat(directory.find(id).orElseThrow().title()).isEqualTo("b");
    assertHolds(directory.session(id), 0, 2);
  }

  @Test
  default void aSessionIsDeletedUnlessItWasDescribedAnew() {
    var directory = directory(SessionOptions.PLAIN);
    var id = freshId();
    addEach(directory.session(id), 0, 2);
    var first = directory.describe(SessionInfo.of(id).title("a"), absent());
    var second = directory.describe(SessionInfo.of(id).title("b"), version(first));
    for (var condition : List.of(absent(), version(first), version(second + 1))) {
      assertThatExceptionOfType(WriteConflictException.class)
          .isThrownBy(() -> directory.delete(id, condition))
          .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(second));
    }
    assertThat(directory.find(id).orElseThrow().title()).isEqualTo("b");
    assertHolds(directory.session(id), 0, 2);
    directory.delete(id, version(second));
    assertThat(directory.find(id)).isEmpty();
    assertThat(directory.session(id).getItems()).isEmpty();
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> directory.delete(id, version(second)));
    directory.delete(id, absent());
    addEach(directory.session(id), 5, 7);
    assertHolds(directory.session(id), 5, 7);
    directory.delete(id, any());
    assertThat(directory.find(id)).isEmpty();
  }

  @Test
  default void aUsersSessionsAreListedNewestFirst() {
    var clock = MovableClock.now();
    var directory = directory(SessionOptions.at(clock));
    var user = "user-" + freshId();
    var ids = new ArrayList<String>();
    for (var n = 0; n < 5; n++) {
      var id = freshId();
      ids.add(0, id);
      addEach(directory.session(id), 0, 1);
      directory.describe(SessionInfo.of(id).userId(user).title("t" + n), any());
      clock.advance(Duration.ofHours(2));
    }
    var active = ids.remove(3);
    addEach(directory.session(active), 1, 2);
    ids.add(0, active);
    directory.session(ids.remove(2)).delete();
    for (var limit : List.of(1, 3, 10)) {
      assertThat(Page.stream(token -> directory.listOf(user, limit, token)).toList())
          .extracting(SessionInfo::sessionId)
          .containsExactlyElementsOf(ids);
    }
    assertThat(directory.listOf(user, 1, null).items().get(0).title()).isEqualTo("t1");
    assertThat(directory.listOf(freshId(), 1, null).items()).isEmpty();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> directory.listOf(user, 3, "no token"));
  }

  @Test
  default void whatWasSaidLivesAsLongAsItsSession() {
    var clock = MovableClock.now();
    var directory = directory(SessionOptions.at(clock).withTimeToLive(Duration.ofHours(3)));
    var user = "user-" + freshId();
    var id = freshId();
    directory.describe(SessionInfo.of(id).userId(user).title("t"), any());
    for (var n = 0; n < 5; n++) {
      clock.advance(Duration.ofHours(2));
      addEach(directory.session(id), n, n + 1);
      assertThat(directory.find(id).orElseThrow().title()).isEqualTo("t");
    }
    assertThat(directory.listOf(user, 5, null).items()).hasSize(1);
    clock.advance(Duration.ofHours(4));
    assertThat(directory.find(id)).isEmpty();
    assertThat(directory.listOf(user, 5, null).items()).isEmpty();
    directory.describe(SessionInfo.of(id).title("again"), absent());
  }
}

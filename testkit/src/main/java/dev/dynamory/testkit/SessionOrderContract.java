package dev.dynamory.testkit;

import static dev.dynamory.testkit.Messages.addEach;
import static dev.dynamory.testkit.Messages.freshId;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Sessions that are listed in the order of their activity. */
public interface SessionOrderContract extends SessionFixture {

  @Test
  default void listIsNewestFirst() {
    var clock = MovableClock.now();
    var sessions = emptySessions(SessionOptions.at(clock));
    var ids = new ArrayList<String>();
    for (var n = 0; n < 6; n++) {
      ids.add(0, freshId());
      addEach(sessions.session(ids.get(0)), 0, 1);
      clock.advance(Duration.ofHours(2));
    }
    assertThat(sessions.list(10, null).items()).containsExactlyElementsOf(ids);
    var revived = ids.remove(4);
    addEach(sessions.session(revived), 1, 2);
    ids.add(0, revived);
    assertThat(sessions.list(10, null).items()).containsExactlyElementsOf(ids);
  }
}

package dev.dynamory.dynamodb;

import static dev.dynamory.dynamodb.SessionRig.ID;
import static dev.dynamory.dynamodb.SessionRig.messages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Expiry;
import dev.dynamory.Session;
import dev.dynamory.WriteCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Three writers whose clocks differ by five minutes, processes that are killed before their work
 * after an answer, and a DynamoDB that removes rows that are due whenever and in whatever order it
 * likes: no item disappears early, none comes back.
 */
class SessionExpiryTest {
  private static final List<Duration> TIMES =
      List.of(Duration.ofMinutes(30), Duration.ofHours(5), Duration.ofDays(2), Duration.ofDays(30));
  private static final int RUNS = 20;
  private static final int STEPS = 60;

  /** What must be seen, and until when. */
  private record Expected(List<Map<String, Object>> items, Instant expires) {
    List<Map<String, Object>> at(Instant now) {
      return expires.getEpochSecond() > now.getEpochSecond() ? items : List.of();
    }
  }

  @Test
  void nothingIsLostEarlyAndNothingComesBackWhateverDynamoDbRemovesAndWhen() {
    var seed = Long.getLong("dynamory.test.seed", 1);
    var removed = 0;
    for (var run = 0; run < RUNS; run++) {
      removed += run(new Random(seed + run), TIMES.get(run % 4), "seed " + seed + ", run " + run);
    }
    assertThat(removed).as("rows that were removed").isGreaterThan(100);
  }

  @Test
  void aProcessThatSleptForDaysErasesNothingOfTheSessionThatHasItsNumbersNow() {
    var rig = new SessionRig();
    var sleeper = rig.process().withTimeToLive(Duration.ofHours(5)).session(ID);
    sleeper.addItems(messages(1, 3));
    sleeper.clearSession();
    rig.clock.advance(Duration.ofDays(5));
    rig.reapAll();
    var session = rig.process().session(ID);
    session.addItems(messages(3, 5));
    rig.runLater();
    assertThat(session.getItems()).isEqualTo(messages(3, 5));
    assertThat(rig.process().session(ID).getItems()).isEqualTo(messages(3, 5));
  }

  private static int run(Random random, Duration timeToLive, String as) {
    var rig = new SessionRig();
    var expected = new Expected(List.of(), Instant.EPOCH);
    var sessions = writers(rig, timeToLive);
    var removed = 0;
    var done = new ArrayList<String>();
    for (var step = 0; step < STEPS; step++) {
      var writer = random.nextInt(3);
      var now = clock(rig, writer);
      expected = change(random, step, sessions.get(writer), expected, now, timeToLive, done);
      if (random.nextInt(4) == 0) {
        rig.forgetLater(); // all are killed
        sessions = writers(rig, timeToLive);
      } else if (random.nextInt(2) == 0) {
        rig.runLater();
      }
      if (random.nextInt(2) == 0) {
        rig.clock.advance(pause(random, timeToLive));
        sessions = writers(rig, timeToLive); // what they knew is no longer believed
        removed += rig.reap(row -> random.nextInt(3) > 0);
      }
      var reader = random.nextInt(3);
      assertThat(sessions.get(reader).getItems())
          .as("%s, %s: %s", as, timeToLive, done)
          .isEqualTo(expected.at(clock(rig, reader)));
    }
    return removed;
  }

  private static List<Session> writers(SessionRig rig, Duration timeToLive) {
    var writers = new ArrayList<Session>();
    for (var n = 0; n < 3; n++) {
      var writer = n;
      writers.add(rig.process(() -> clock(rig, writer)).withTimeToLive(timeToLive).session(ID));
    }
    return writers;
  }

  private static Instant clock(SessionRig rig, int writer) {
    return rig.clock.instant().plus(Duration.ofMinutes(5).multipliedBy(writer - 1L));
  }

  private static Duration pause(Random random, Duration timeToLive) {
    var seconds = timeToLive.toSeconds();
    return Duration.ofSeconds(
        switch (random.nextInt(5)) {
          case 0 -> random.nextLong(seconds * 3);
          case 1 -> seconds + 86_400 + random.nextLong(200_000);
          default -> random.nextLong(seconds / 2);
        });
  }

  private static Expected change(
      Random random,
      int step,
      Session session,
      Expected expected,
      Instant now,
      Duration timeToLive,
      List<String> done) {
    var items = new ArrayList<>(expected.at(now));
    var before = List.copyOf(items);
    switch (random.nextInt(8)) {
      case 0 -> {
        done.add("clear");
        session.clearSession();
        items.clear();
      }
      case 1 -> {
        done.add("pop");
        session.popItem();
        if (!items.isEmpty()) {
          items.remove(items.size() - 1);
        }
      }
      case 2 -> {
        done.add("trim");
        session.trim(3);
        items.subList(0, Math.max(0, items.size() - 3)).clear();
      }
      case 3 -> {
        done.add("replace");
        items.subList(0, items.size() / 2).clear();
        items.addAll(messages(step * 10, step * 10 + 1));
        session.replaceItems(items, WriteCondition.any());
      }
      default -> {
        done.add("add");
        var added = messages(step * 10, step * 10 + 1 + random.nextInt(2));
        session.addItems(added);
        items.addAll(added);
      }
    }
    return items.equals(before) ? expected : new Expected(items, Expiry.after(now, timeToLive));
  }
}

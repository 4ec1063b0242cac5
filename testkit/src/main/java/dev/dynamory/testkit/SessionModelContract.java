package dev.dynamory.testkit;

import static dev.dynamory.testkit.Messages.freshId;
import static dev.dynamory.testkit.Samples.assertDocument;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.InMemory;
import dev.dynamory.Session;
import dev.dynamory.WriteCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any sequence of operations shows what the sessions in memory show. */
public interface SessionModelContract extends SessionFixture {

  @Test
  default void anySequenceOfOperationsEqualsTheModel() {
    run(null, 8, 60);
  }

  @Test
  default void anySequenceOfOperationsAndOfTimeEqualsTheModel() {
    run(Duration.ofHours(10), 8, 60);
  }

  private void run(@Nullable Duration timeToLive, int rounds, int steps) {
    var seed = RandomDocuments.seed();
    for (var round = 0; round < rounds; round++) {
      var random = new Random(seed + round);
      var clock = MovableClock.now();
      var options = SessionOptions.at(clock);
      var memory = InMemory.sessions().withClock(clock);
      if (timeToLive != null) {
        options = options.withTimeToLive(timeToLive);
        memory = memory.withTimeToLive(timeToLive);
      }
      var id = freshId();
      var handles = List.of(sessions(options).session(id), sessions(options).session(id));
      var model = memory.session(id);
      var done = new ArrayList<String>();
      for (var step = 0; step < steps; step++) {
        if (timeToLive != null && random.nextInt(4) == 0) {
          clock.advance(Duration.ofMinutes(random.nextInt(400)));
        }
        var session = handles.get(random.nextInt(2));
        done.add(step(random, step, session, model));
        var as = "seed %d round %d after %s".formatted(seed, round, done);
        assertThat(session.getItems()).as(as).isEqualTo(model.getItems());
        var limit = random.nextInt(8);
        assertThat(handles.get(random.nextInt(2)).getItems(limit))
            .as(as)
            .isEqualTo(model.getItems(limit));
        assertThat(session.read(1).version() == 0).as(as).isEqualTo(model.read(1).version() == 0);
      }
    }
  }

  private static String step(Random random, int step, Session session, Session model) {
    switch (random.nextInt(10)) {
      case 0 -> {
        session.clearSession();
        model.clearSession();
        return "clear";
      }
      case 1, 2 -> {
        assertDocument(session.popItem().orElse(null), model.popItem().orElse(null));
        return "pop";
      }
      case 3 -> {
        var newest = random.nextInt(6);
        session.trim(newest);
        model.trim(newest);
        return "trim " + newest;
      }
      case 4, 5 -> {
        var window = window(random, step, model);
        session.replaceItems(window, WriteCondition.any());
        model.replaceItems(window, WriteCondition.any());
        return "replace " + window;
      }
      case 6 -> {
        if (random.nextInt(3) == 0) {
          session.delete();
          model.delete();
          return "delete";
        }
        return "";
      }
      default -> {
        var added = Messages.messages(step * 10, step * 10 + 1 + random.nextInt(3));
        session.addItems(added);
        model.addItems(added);
        return "add " + added.size();
      }
    }
  }

  /** Some of the first items, some of the last, some new ones. */
  private static List<Map<String, Object>> window(Random random, int step, Session model) {
    var old = model.getItems();
    var first = random.nextInt(Math.min(3, old.size() + 1));
    var last = random.nextInt(old.size() - first + 1);
    var window = new ArrayList<>(old.subList(0, first));
    window.addAll(old.subList(old.size() - last, old.size()));
    window.addAll(Messages.messages(step * 10, step * 10 + random.nextInt(3)));
    return window;
  }
}

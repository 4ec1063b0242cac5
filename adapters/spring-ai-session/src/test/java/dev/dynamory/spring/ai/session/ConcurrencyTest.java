package dev.dynamory.spring.ai.session;

import static dev.dynamory.spring.ai.session.Events.active;
import static dev.dynamory.spring.ai.session.Events.all;
import static dev.dynamory.spring.ai.session.Events.append;
import static dev.dynamory.spring.ai.session.Events.archived;
import static dev.dynamory.spring.ai.session.Events.event;
import static dev.dynamory.spring.ai.session.Events.found;
import static dev.dynamory.spring.ai.session.Events.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.InMemory;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Race;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;

/** Threads and processes at one session. */
class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final String ID = "session";
  private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

  private final Rig rig = new Rig();

  private DynamorySessionRepository process() {
    return DynamorySessionRepository.of(rig.sessions(), rig.store());
  }

  private static Session session(int n) {
    return Session.builder().id(ID).userId("user " + n).build();
  }

  @Test
  void ofEightThatSaveOneSessionExactlyOneDoes() throws Exception {
    var memory = DynamorySessionRepository.of(InMemory.sessions(), InMemory.store());
    for (var repositories : List.of(List.of(memory, memory), List.of(process(), process()))) {
      var won = Race.of(THREADS, n -> () -> repositories.get(n % 2).saveIfAbsent(session(n)));
      assertThat(won).containsOnlyOnce(true);
      assertThat(found(repositories.get(0), ID).userId()).isEqualTo("user " + won.indexOf(true));
    }
  }

  @Test
  void eightAppendersLoseNoEvent() throws Exception {
    var repositories = List.of(process(), process());
    repositories.get(0).save(session(0));
    Race.of(
        THREADS,
        n ->
            () -> {
              for (var m = 0; m < 5; m++) {
                append(repositories.get(n % 2), ID, "e " + n + " " + m);
              }
              return n;
            });
    assertThat(all(process(), ID)).hasSize(40).doesNotHaveDuplicates();
    assertThat(process().getEventVersion(ID)).isEqualTo(40);
  }

  @Test
  void anEventThatEightAddAtOnceIsThereOnce() throws Exception {
    var repositories = List.of(process(), process());
    repositories.get(0).save(session(0));
    Race.of(
        THREADS,
        n ->
            () -> {
              repositories.get(n % 2).appendEvent(event(ID, "e", "once"));
              return n;
            });
    assertThat(all(process(), ID)).containsExactly("once");
  }

  @Test
  void ofEightThatCompactOneVersionExactlyOneDoes() throws Exception {
    var repositories = List.of(process(), process());
    repositories.get(0).save(session(0));
    append(repositories.get(0), ID, "u1", "u2", "u3");
    var first = new Compaction(ids(process(), ID, "u1"), List.of());
    assertThat(Race.of(THREADS, n -> () -> repositories.get(n % 2).applyCompaction(ID, first, 3)))
        .containsOnlyOnce(true);
    assertThat(process().getEventVersion(ID)).isEqualTo(4);
    assertThat(active(process(), ID)).containsExactly("u2", "u3");
  }

  /** The other process is done between the reading and the writing of the compaction. */
  @Test
  void aCompactionThatAnAppendOvertookIsRefused() {
    var repository = process();
    var other = process();
    repository.save(session(0));
    append(repository, ID, "u1", "u2");
    var log = repository.findEvents(ID, EventFilter.active());
    rig.faults.before(Call.of("PutItem"), () -> append(other, ID, "u3"));
    assertThat(repository.compactEvents(ID, log.subList(0, 1), log.subList(1, 2), 2)).isFalse();
    assertThat(active(process(), ID)).containsExactly("u1", "u2", "u3");
    assertThat(archived(process(), ID)).isEmpty();
  }

  @Test
  void compactionsAndAppendsAtTheSameTimeLoseNothing() throws Exception {
    var repositories = List.of(process(), process());
    repositories.get(0).save(session(0));
    append(repositories.get(0), ID, "e first");
    Race.of(
        THREADS,
        n ->
            () -> {
              var repository = repositories.get(n % 2);
              for (var m = 0; m < 4; m++) {
                if (n < 2) {
                  var version = repository.getEventVersion(ID);
                  var log = repository.findEvents(ID, EventFilter.active());
                  repository.applyCompaction(
                      ID, new Compaction(Set.of(log.get(0).getId()), List.of()), version);
                } else {
                  append(repository, ID, "e " + n + " " + m);
                }
              }
              return n;
            });
    var log = process().findEvents(ID, EventFilter.all());
    assertThat(log).hasSize(25).doesNotHaveDuplicates();
    assertThat(process().findEvents(ID, EventFilter.active()))
        .isEqualTo(log.stream().filter(event -> !event.isArchived()).toList());
  }

  @Test
  void aSessionThatIsProlongedWhileTheExpiredAreDeletedStays() {
    var repository = process();
    var other = process();
    repository.save(Session.builder().id(ID).userId("ana").expiresAt(LONG_AGO).build());
    append(repository, ID, "u1");
    rig.faults.before(
        call -> call.operation().equals("PutItem"),
        () -> other.save(Session.builder().id(ID).userId("ana").build()));
    assertThat(repository.deleteExpiredSessions(LONG_AGO.plusSeconds(1))).isZero();
    assertThat(all(process(), ID)).containsExactly("u1");
  }

  /** The deleter sleeps between its calls, while the session is deleted and begins again. */
  @Test
  void aSessionThatBeganAgainIsNotDeletedByASlowDeletionOfTheExpired() {
    var deletes = 0;
    for (var call = 0; deletes == 0; call++) {
      var id = "session " + call;
      var repository = process();
      var other = process();
      repository.save(Session.builder().id(id).userId("ana").expiresAt(LONG_AGO).build());
      append(repository, id, "u1", "u2");
      var calls = new int[] {call, 0};
      rig.faults.before(
          any -> calls[0]-- == 0,
          () -> {
            calls[1] = 1;
            other.deleteExpiredSessions(LONG_AGO.plusSeconds(1));
            other.save(Session.builder().id(id).userId("ana").build());
            append(other, id, "u3");
          });
      repository.deleteExpiredSessions(LONG_AGO.plusSeconds(1));
      rig.faults.reset();
      if (calls[1] == 0) {
        deletes = 1;
      } else {
        assertThat(all(process(), id)).as(id).containsExactly("u3");
        assertThat(process().findById(id)).isNotNull();
      }
      assertThat(call).isLessThan(80);
    }
  }

  /** An append that finds its session, and writes when that was deleted and began again. */
  @Test
  void anAppendToADeletedSessionIsNotSeenInTheOneThatBeganAgain() {
    var repository = process();
    var other = process();
    repository.save(session(0));
    append(repository, ID, "u1");
    rig.faults.before(
        Call.of("PutItem"),
        () -> {
          other.delete(ID);
          other.save(session(1));
          append(other, ID, "u2");
        });
    append(repository, ID, "late");
    assertThat(all(process(), ID)).containsExactly("u2");
    append(repository, ID, "u3");
    assertThat(process().findEvents(ID, EventFilter.lastN(5)))
        .extracting(SessionEvent::getMessage)
        .hasSize(2);
  }
}

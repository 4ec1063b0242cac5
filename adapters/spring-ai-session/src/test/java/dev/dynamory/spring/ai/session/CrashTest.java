package dev.dynamory.spring.ai.session;

import static dev.dynamory.spring.ai.session.Events.active;
import static dev.dynamory.spring.ai.session.Events.all;
import static dev.dynamory.spring.ai.session.Events.append;
import static dev.dynamory.spring.ai.session.Events.archived;
import static dev.dynamory.spring.ai.session.Events.event;
import static dev.dynamory.spring.ai.session.Events.id;
import static dev.dynamory.spring.ai.session.Events.ids;
import static dev.dynamory.spring.ai.session.Events.synthetic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.adapters.Rig;
import dev.dynamory.spring.ai.session.Compaction.Insert;
import dev.dynamory.testkit.Fault;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import software.amazon.awssdk.core.exception.SdkException;

/** Processes that are stopped after each of their calls, and during it. */
class CrashTest {
  private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant IN_FUTURE = Instant.parse("2050-01-01T00:00:00Z");
  private static final int MANY = 90;

  private final Rig rig = new Rig();

  private DynamorySessionRepository process() {
    return DynamorySessionRepository.of(rig.sessions(), rig.store());
  }

  private static Session session(String id) {
    return Session.builder().id(id).userId("ana").expiresAt(LONG_AGO).build();
  }

  /** What a process does to a session of two events, and what must hold after it was stopped. */
  private void stopped(
      BiConsumer<DynamorySessionRepository, String> work, BiConsumer<String, Boolean> check) {
    process();
    for (var during : List.of(false, true)) {
      var wasStopped = true;
      for (var call = during ? 1 : 0; wasStopped; call++) {
        var id = (during ? "during " : "after ") + call;
        var first = process();
        first.save(session(id));
        append(first, id, "u1", "u2");
        var second = process();
        if (during) {
          rig.faults.stopDuring(call);
        } else {
          rig.faults.stopAfter(call);
        }
        wasStopped = catchThrowable(() -> work.accept(second, id)) != null;
        rig.faults.reset();
        check.accept(id, wasStopped);
        process().delete(id);
        assertThat(process().findExpiredSessionIds(IN_FUTURE)).doesNotContain(id);
        assertThat(call).isLessThan(MANY);
      }
    }
  }

  @Test
  void anAppendThatWasStoppedIsCompletedByRepeatingIt() {
    stopped(
        (repository, id) -> repository.appendEvent(event(id, "id " + id, "u3")),
        (id, wasStopped) -> {
          assertThat(List.of(List.of("u1", "u2"), List.of("u1", "u2", "u3")))
              .contains(all(process(), id));
          append(process(), id, "u4");
          process().appendEvent(event(id, "id " + id, "u3"));
          process().appendEvent(event(id, "id " + id, "u3"));
          assertThat(all(process(), id)).hasSize(4).containsOnlyOnce("u3").startsWith("u1", "u2");
        });
  }

  @Test
  void anAppendThatWasStoppedIsCompletedHoweverMuchCameAfterIt() {
    var id = "long";
    process().save(session(id));
    var repository = process();
    rig.faults.fail(
        call -> call.operation().equals("PutItem") && call.table().endsWith("-sessions"),
        Fault.ANSWER_LOST_FOR_GOOD,
        1);
    assertThatThrownBy(() -> repository.appendEvent(event(id, "e", "once")))
        .isInstanceOf(SdkException.class);
    for (var n = 0; n < 30; n++) {
      append(process(), id, "n" + n);
    }
    process().appendEvent(event(id, "e", "once"));
    process().appendEvent(event(id, "e", "once"));
    assertThat(all(process(), id)).hasSize(31).containsOnlyOnce("once");
  }

  @Test
  void aCompactionThatWasStoppedHasHappenedOrNot() {
    stopped(
        (repository, id) ->
            repository.applyCompaction(
                id,
                new Compaction(
                    ids(repository, id, "u1"),
                    List.of(
                        Insert.before(id(repository, id, "u2"), List.of(synthetic(id, "a sum"))))),
                repository.getEventVersion(id)),
        (id, wasStopped) -> {
          var active = active(process(), id);
          assertThat(List.of(List.of("u1", "u2"), List.of("a sum", "u2"))).contains(active);
          assertThat(archived(process(), id)).hasSize(active.contains("u1") ? 0 : 1);
          assertThat(wasStopped || active.contains("a sum")).isTrue();
        });
  }

  @Test
  void aDeletionThatWasStoppedIsCompletedByRepeatingIt() {
    stopped(
        DynamorySessionRepository::delete,
        (id, wasStopped) -> {
          var there = process().findById(id) != null;
          assertThat(all(process(), id)).hasSize(there ? 2 : 0);
          process().delete(id);
          assertIsGone(id);
        });
  }

  @Test
  void aDeletionOfTheExpiredThatWasStoppedIsCompletedByRepeatingIt() {
    stopped(
        (repository, id) -> repository.deleteExpiredSessions(LONG_AGO.plusSeconds(1)),
        (id, wasStopped) -> {
          var there = process().findById(id) != null;
          assertThat(all(process(), id)).hasSize(there ? 2 : 0);
          process().deleteExpiredSessions(LONG_AGO.plusSeconds(1));
          assertIsGone(id);
        });
  }

  /** Also for a process that begins it anew, before anybody cleared up. */
  @Test
  void aSessionCanBeginAgainWhenItsDeletionWasStopped() {
    stopped(
        DynamorySessionRepository::delete,
        (id, wasStopped) -> {
          if (process().findById(id) == null) {
            assertThat(process().saveIfAbsent(session(id))).isTrue();
            assertThat(all(process(), id)).isEmpty();
            append(process(), id, "u9");
            assertThat(all(process(), id)).containsExactly("u9");
          }
        });
  }

  @Test
  void aSaveThatWasStoppedIsCompletedByRepeatingIt() {
    stopped(
        (repository, id) -> {
          repository.save(
              Session.builder().id(id).userId("bo").expiresAt(LONG_AGO.plusSeconds(60)).build());
          repository.saveIfAbsent(session("new " + id));
        },
        (id, wasStopped) -> {
          process()
              .save(
                  Session.builder()
                      .id(id)
                      .userId("bo")
                      .expiresAt(LONG_AGO.plusSeconds(60))
                      .build());
          process().save(session("new " + id));
          assertThat(all(process(), id)).containsExactly("u1", "u2");
          assertThat(process().findExpiredSessionIds(LONG_AGO.plusSeconds(1)))
              .contains("new " + id)
              .doesNotContain(id);
          assertThat(process().findExpiredSessionIds(LONG_AGO.plusSeconds(61))).contains(id);
        });
  }

  private void assertIsGone(String id) {
    assertThat(process().findById(id)).isNull();
    assertThat(process().findEvents(id, EventFilter.all())).isEmpty();
    assertThat(process().findExpiredSessionIds(LONG_AGO.plusSeconds(99))).doesNotContain(id);
    assertThat(rig.sessions().find(id)).isEmpty();
  }
}

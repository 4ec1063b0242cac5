package dev.dynamory.spring.ai.session;

import static dev.dynamory.spring.ai.session.Events.active;
import static dev.dynamory.spring.ai.session.Events.all;
import static dev.dynamory.spring.ai.session.Events.append;
import static dev.dynamory.spring.ai.session.Events.event;
import static dev.dynamory.spring.ai.session.Events.found;
import static dev.dynamory.spring.ai.session.Events.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;

/**
 * What goes wrong with other repositories does not with this one: that of AgentCore, as it says of
 * itself, and those that keep a session as one JSON object.
 */
class OtherBackendsFaultsTest {
  private static final String ID = "session";

  private final Rig rig = new Rig();
  private final DynamorySessionRepository repository = process();

  private DynamorySessionRepository process() {
    return DynamorySessionRepository.of(rig.sessions(), rig.store());
  }

  private static Session.Builder session() {
    return Session.builder().id(ID).userId("ana");
  }

  /** AgentCore's save does nothing. */
  @Test
  void aSavedSessionIsKeptWithItsMetadata() {
    repository.save(session().metadata(Map.of("tier", "gold", "tries", 3L)).build());
    assertThat(found(process(), ID).metadata()).isEqualTo(Map.of("tier", "gold", "tries", 3L));
  }

  /** AgentCore's refuses compactions and has no version. */
  @Test
  void aSessionHasAVersionAndCanBeCompacted() {
    repository.save(session().build());
    append(repository, ID, "u1", "u2");
    assertThat(repository.getEventVersion(ID)).isEqualTo(2);
    var compaction = new Compaction(ids(repository, ID, "u1"), List.of());
    assertThat(process().applyCompaction(ID, compaction, 2)).isTrue();
    assertThat(active(process(), ID)).containsExactly("u2");
  }

  /** AgentCore's looks and then saves. */
  @Test
  void aSessionThatIsSavedBetweenLookingAndSavingIsNotSavedOver() {
    var other = process();
    rig.faults.before(
        call -> call.operation().equals("PutItem") && call.table().endsWith("-sessions"),
        () -> other.save(Session.builder().id(ID).userId("bo").build()));
    assertThat(repository.saveIfAbsent(session().build())).isFalse();
    assertThat(found(process(), ID).userId()).isEqualTo("bo");
  }

  /** AgentCore's keeps the text of messages only. */
  @Test
  void toolCallsToolResponsesMediaAndMetadataComeBack() {
    repository.save(session().build());
    Events.everyKind().forEach(m -> repository.appendEvent(event(ID, m)));
    var read = process().findEvents(ID, EventFilter.all());
    assertThat(read.stream().<Message>map(SessionEvent::getMessage).toList())
        .usingRecursiveComparison()
        .isEqualTo(Events.everyKind());
  }

  /** AgentCore's gives events other ids. */
  @Test
  void anEventKeepsItsId() {
    repository.save(session().build());
    repository.appendEvent(event(ID, "run 7 / step 3", "u1"));
    assertThat(process().findEvents(ID, EventFilter.all()))
        .singleElement()
        .matches(event -> event.getId().equals("run 7 / step 3"));
  }

  /** AgentCore's sessions all live equally long. */
  @Test
  void everySessionExpiresWhenItSays() {
    var noon = Instant.parse("2026-03-01T12:00:00Z");
    for (var minute = 0; minute < 5; minute++) {
      var at = noon.plusSeconds(60L * minute);
      repository.save(Session.builder().id("s" + minute).userId("ana").expiresAt(at).build());
    }
    assertThat(process().findExpiredSessionIds(noon.plusSeconds(61))).containsExactly("s0", "s1");
    assertThat(process().deleteExpiredSessions(noon.plusSeconds(61))).isEqualTo(2);
    assertThat(process().findByUserId("ana")).hasSize(3);
  }

  /** AgentCore's recognises a repeat as well as it can. */
  @Test
  void aRepeatIsRecognisedHoweverLateAndThenWithoutTheLog() {
    repository.save(session().build());
    repository.appendEvent(event(ID, "e", "once"));
    IntStream.range(0, 70).forEach(n -> append(repository, ID, "n" + n));
    process().appendEvent(event(ID, "e", "once"));
    rig.log.reset();
    repository.appendEvent(event(ID, "e", "once"));
    assertThat(rig.log.totals().calls()).isLessThanOrEqualTo(3);
    assertThat(all(process(), ID)).hasSize(71).containsOnlyOnce("once");
  }

  /** Where a session is one object, an event costs what all of them weigh. */
  @Test
  void anEventCostsTheSameHoweverManyThereAreAndASessionMayBeLarge() {
    repository.save(session().build());
    var random = new Random(7);
    var large =
        IntStream.range(0, 30_000)
            .mapToObj(n -> Integer.toHexString(random.nextInt()))
            .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
            .substring(0, 200_000);
    for (var n = 0; n < 3; n++) {
      repository.appendEvent(event(ID, new UserMessage(n + large)));
    }
    append(repository, ID, "u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7");
    rig.log.reset();
    append(repository, ID, "last");
    assertThat(rig.log.totals().writeUnits()).isLessThanOrEqualTo(4);
    assertThat(rig.log.totals().readUnits()).isLessThanOrEqualTo(60);
    assertThat(process().findEvents(ID, EventFilter.all())).hasSize(12);
  }

  /** Where a session is one object, or filters are not pushed down, the last two cost all. */
  @Test
  void theNewestAndTheActiveAreReadWithoutTheRest() {
    repository.save(session().build());
    for (var n = 0; n < 120; n++) {
      append(repository, ID, "u" + n + "x".repeat(700));
    }
    var log = repository.findEvents(ID, EventFilter.all());
    repository.compactEvents(ID, log.subList(0, 110), log.subList(110, 120), 120);
    var whole = units(EventFilter.all());
    assertThat(units(EventFilter.lastN(2))).isLessThan(whole / 4);
    assertThat(units(EventFilter.active())).isLessThan(whole * 3 / 4);
  }

  private double units(EventFilter filter) {
    var process = process();
    rig.log.reset();
    process.findEvents(ID, filter);
    return rig.log.totals().readUnits();
  }

  /** No operation looks through a table. */
  @Test
  void aUsersSessionsAndTheExpiredAreFoundWithoutAScan() {
    repository.save(session().expiresAt(Instant.EPOCH).build());
    rig.log.reset();
    assertThat(repository.findByUserId("ana")).hasSize(1);
    assertThat(repository.findExpiredSessionIds(Instant.EPOCH.plusSeconds(1))).hasSize(1);
    assertThat(repository.deleteExpiredSessions(Instant.EPOCH.plusSeconds(1))).isEqualTo(1);
    assertThat(rig.log.calls("Scan")).isEmpty();
  }
}

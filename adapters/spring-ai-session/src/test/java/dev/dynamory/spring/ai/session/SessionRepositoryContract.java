package dev.dynamory.spring.ai.session;

import static dev.dynamory.spring.ai.session.Events.NOON;
import static dev.dynamory.spring.ai.session.Events.active;
import static dev.dynamory.spring.ai.session.Events.all;
import static dev.dynamory.spring.ai.session.Events.append;
import static dev.dynamory.spring.ai.session.Events.archived;
import static dev.dynamory.spring.ai.session.Events.event;
import static dev.dynamory.spring.ai.session.Events.found;
import static dev.dynamory.spring.ai.session.Events.fresh;
import static dev.dynamory.spring.ai.session.Events.id;
import static dev.dynamory.spring.ai.session.Events.ids;
import static dev.dynamory.spring.ai.session.Events.message;
import static dev.dynamory.spring.ai.session.Events.named;
import static dev.dynamory.spring.ai.session.Events.synthetic;
import static dev.dynamory.spring.ai.session.Events.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.spring.ai.session.Compaction.Insert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;

/** What Spring AI Session asks of a repository, at 0.6 and at 0.10. */
abstract class SessionRepositoryContract {
  final DynamorySessionRepository repository = repository();

  /** A repository of a process that knows nothing yet. */
  abstract DynamorySessionRepository repository();

  private String session() {
    return Events.session(repository, fresh("user")).id();
  }

  private String session(String... texts) {
    var id = session();
    append(repository, id, texts);
    return id;
  }

  private List<String> find(String sessionId, EventFilter filter) {
    return texts(repository().findEvents(sessionId, filter));
  }

  private boolean apply(String sessionId, Set<String> archive, Insert... inserts) {
    return repository.applyCompaction(
        sessionId,
        new Compaction(archive, List.of(inserts)),
        repository.getEventVersion(sessionId));
  }

  @Test
  void whatWasSavedOfASessionIsFound() {
    var saved =
        Session.builder()
            .id(fresh("session"))
            .userId("ana")
            .createdAt(NOON)
            .expiresAt(NOON.plusNanos(123_456_789))
            .metadata(Map.of("n", 7L, "f", 1.5f, "when", NOON, "tags", List.of("a", 1)))
            .build();
    repository.save(saved);
    assertThat(repository().findById(saved.id())).usingRecursiveComparison().isEqualTo(saved);
    var forever = Session.builder().id(fresh("s")).userId("ana");
    endless(forever);
    repository.save(forever.build());
    assertThat(found(repository, forever.build().id()).expiresAt()).isNull();
  }

  @SuppressWarnings("NullAway") // how a session without an expiry is built
  private static void endless(Session.Builder session) {
    session.expiresAt(null);
  }

  @Test
  void anUnknownSessionIsNotFoundAndHasNoEvents() {
    var unknown = fresh("unknown");
    assertThat(repository.findById(unknown)).isNull();
    assertThat(repository.findEvents(unknown, EventFilter.all())).isEmpty();
    assertThat(repository.findByUserId(unknown)).isEmpty();
    assertThat(repository.getEventVersion(unknown)).isZero();
    repository.delete(unknown);
  }

  @Test
  void aUserHasOnlyHisOwnSessions() {
    var ana = fresh("ana");
    var bo = fresh("bo");
    var one = Events.session(repository, ana);
    var two = Events.session(repository, ana);
    Events.session(repository, bo);
    assertThat(repository.findByUserId(ana))
        .extracting(Session::id)
        .containsExactlyInAnyOrder(one.id(), two.id());
    assertThat(repository.findByUserId(bo)).hasSize(1);
    repository.delete(one.id());
    assertThat(repository.findByUserId(ana)).extracting(Session::id).containsExactly(two.id());
  }

  @Test
  void aSessionThatExistsIsNotSavedOver() {
    var id = fresh("session");
    assertThat(repository.saveIfAbsent(Session.builder().id(id).userId("ana").build())).isTrue();
    assertThat(repository().saveIfAbsent(Session.builder().id(id).userId("eve").build())).isFalse();
    assertThat(found(repository, id).userId()).isEqualTo("ana");
  }

  @Test
  void aSessionThatIsSavedAgainKeepsItsEventsAndItsBeginning() {
    var id = fresh("session");
    repository.save(Session.builder().id(id).userId("ana").createdAt(NOON).build());
    append(repository, id, "kept");
    var saved =
        repository()
            .save(
                Session.builder()
                    .id(id)
                    .userId("bo")
                    .createdAt(NOON.plusSeconds(9))
                    .metadata(Map.of("k", "v"))
                    .build());
    assertThat(saved.createdAt()).isEqualTo(NOON);
    var found = found(repository, id);
    assertThat(found).usingRecursiveComparison().isEqualTo(saved);
    assertThat(found.userId()).isEqualTo("bo");
    assertThat(found.metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(all(repository, id)).containsExactly("kept");
  }

  @Test
  void aDeletedSessionIsGoneWithItsEventsAndCanBeginAgain() {
    var id = session("u1", "u2");
    var event = named(repository, id, "u1").get(0);
    repository.delete(id);
    assertThat(repository.findById(id)).isNull();
    assertThat(all(repository, id)).isEmpty();
    assertThat(repository.getEventVersion(id)).isZero();
    assertThatThrownBy(() -> repository.appendEvent(event))
        .isInstanceOf(IllegalArgumentException.class);
    repository.save(Session.builder().id(id).userId("ana").build());
    assertThat(all(repository, id)).isEmpty();
    assertThat(repository.getEventVersion(id)).isZero();
    repository.appendEvent(event);
    assertThat(all(repository, id)).containsExactly("u1");
  }

  @Test
  void theIdsOfADeletedSessionsEventsAreFree() {
    var id = session("u1");
    var event = named(repository, id, "u1").get(0);
    repository.delete(id);
    var other = session();
    repository.appendEvent(event(other, event.getId(), "u2"));
    assertThat(all(repository, other)).containsExactly("u2");
  }

  @Test
  void onlyExpiredSessionsAreDeletedWithTheirEvents() {
    var now = Instant.parse("2031-05-05T10:00:00Z");
    var expired = fresh("expired");
    var young = fresh("young");
    var forever = fresh("forever");
    repository.save(
        Session.builder().id(expired).userId("ana").expiresAt(now.minusSeconds(1)).build());
    repository.save(
        Session.builder().id(young).userId("ana").expiresAt(now.plusSeconds(1)).build());
    var endless = Session.builder().id(forever).userId("ana");
    endless(endless);
    repository.save(endless.build());
    append(repository, expired, "gone");
    append(repository, young, "kept");
    assertThat(repository.findExpiredSessionIds(now)).contains(expired).doesNotContain(young);
    assertThat(repository().deleteExpiredSessions(now)).isPositive();
    assertThat(repository.findById(expired)).isNull();
    assertThat(all(repository, expired)).isEmpty();
    assertThat(repository.findById(forever)).isNotNull();
    assertThat(all(repository, young)).containsExactly("kept");
    assertThat(repository.findExpiredSessionIds(now)).isEmpty();
    assertThat(repository.deleteExpiredSessions(now)).isZero();
  }

  @Test
  void aSessionExpiresWhenItWasSavedLastToExpire() {
    var then = Instant.parse("2001-05-05T10:00:00Z");
    var id = fresh("session");
    repository.save(Session.builder().id(id).userId("ana").expiresAt(then).build());
    repository.save(Session.builder().id(id).userId("ana").expiresAt(then.plusSeconds(9)).build());
    assertThat(repository.findExpiredSessionIds(then.plusSeconds(9))).doesNotContain(id);
    assertThat(repository.findExpiredSessionIds(then.plusSeconds(10))).contains(id);
    repository.save(
        Session.builder().id(id).userId("ana").expiresAt(then.minus(Duration.ofDays(3))).build());
    assertThat(repository.findExpiredSessionIds(then)).contains(id);
    repository.delete(id);
    assertThat(repository.findExpiredSessionIds(then.plusSeconds(99))).doesNotContain(id);
  }

  @Test
  void eventsComeBackInTheOrderInWhichTheyWereAdded() {
    var id = session("u1", "a1", "u2", "a2", "u3");
    assertThat(find(id, EventFilter.all())).containsExactly("u1", "a1", "u2", "a2", "u3");
  }

  @Test
  void anEventComesBackWithAllThatItHas() {
    var id = session();
    var event =
        SessionEvent.builder()
            .sessionId(id)
            .timestamp(NOON.plusNanos(987_654_321))
            .message(message("hello"))
            .metadata(Map.of("long", 3L, "nested", Map.of("@", "at")))
            .branch("orchestrator.researcher")
            .build();
    repository.appendEvent(event);
    assertThat(repository().findEvents(id, EventFilter.all()))
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(event);
  }

  @Test
  void anEventThatIsAddedAgainIsThereOnce() {
    var id = session();
    var event = event(id, fresh("event"), "once");
    repository.appendEvent(event);
    var version = repository.getEventVersion(id);
    repository.appendEvent(event);
    repository().appendEvent(event);
    assertThat(all(repository, id)).containsExactly("once");
    assertThat(repository.getEventVersion(id)).isEqualTo(version);
  }

  @Test
  void anEventThatIsAddedAgainMuchLaterIsThereOnce() {
    var id = session();
    var event = event(id, fresh("event"), "once");
    repository.appendEvent(event);
    IntStream.range(0, 70).forEach(n -> append(repository, id, "n" + n));
    repository().appendEvent(event);
    repository().appendEvent(event);
    assertThat(all(repository, id)).hasSize(71).containsOnlyOnce("once");
  }

  @Test
  void anEventIdOfAnotherSessionIsRefused() {
    var mine = session();
    var other = session();
    var eventId = fresh("event");
    repository.appendEvent(event(mine, eventId, "mine"));
    assertThatThrownBy(() -> repository().appendEvent(event(other, eventId, "theirs")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(mine);
    assertThat(all(repository, mine)).containsExactly("mine");
    assertThat(all(repository, other)).isEmpty();
  }

  @Test
  void anEventOfAnUnknownSessionIsRefused() {
    var event = event(fresh("unknown"), message("orphan"));
    assertThatThrownBy(() -> repository.appendEvent(event))
        .isInstanceOf(IllegalArgumentException.class);
    repository.save(Session.builder().id(event.getSessionId()).userId("ana").build());
    assertThat(all(repository, event.getSessionId())).isEmpty();
  }

  @Test
  void theVersionIsZeroAndGrowsWithEveryEvent() {
    var id = session();
    assertThat(repository.getEventVersion(id)).isZero();
    append(repository, id, "u1");
    var first = repository.getEventVersion(id);
    append(repository, id, "a1");
    assertThat(first).isPositive();
    assertThat(repository().getEventVersion(id)).isGreaterThan(first);
  }

  @Test
  void eventsAreFoundByTheKindOfTheirMessage() {
    var id = session("u1", "a1", "u2");
    assertThat(find(id, EventFilter.builder().messageTypes(Set.of(MessageType.ASSISTANT)).build()))
        .containsExactly("a1");
  }

  @Test
  void eventsAreFoundByTheirTimeBothEndsIncluded() {
    var id = session();
    for (var n = 0; n < 4; n++) {
      repository.appendEvent(
          SessionEvent.builder()
              .sessionId(id)
              .timestamp(NOON.plusSeconds(60L * n))
              .message(message("t" + n))
              .build());
    }
    var filter = EventFilter.builder().from(NOON.plusSeconds(60)).to(NOON.plusSeconds(120));
    assertThat(find(id, filter.build())).containsExactly("t1", "t2");
  }

  @Test
  void syntheticEventsCanBeLeftOut() {
    var id = session("real");
    repository.appendEvent(synthetic(id, "a summary"));
    assertThat(find(id, EventFilter.realOnly())).containsExactly("real");
    assertThat(find(id, EventFilter.all())).containsExactly("real", "a summary");
  }

  @Test
  void archivedEventsCanBeLeftOut() {
    var id = session("old", "new");
    apply(id, ids(repository, id, "old"));
    assertThat(find(id, EventFilter.active())).containsExactly("new");
    assertThat(find(id, EventFilter.all())).containsExactly("old", "new");
  }

  @Test
  void aKeywordIsFoundInAnyCaseAndNoCharacterOfItIsSpecial() {
    var id =
        session("100% done", "1000 done", "snake_case", "snakeXcase", "x!b", "xb", "Hello .* W");
    assertThat(find(id, EventFilter.keywordSearch("100%"))).containsExactly("100% done");
    assertThat(find(id, EventFilter.keywordSearch("_CASE"))).containsExactly("snake_case");
    assertThat(find(id, EventFilter.keywordSearch("x!b"))).containsExactly("x!b");
    assertThat(find(id, EventFilter.keywordSearch("hello"))).containsExactly("Hello .* W");
    assertThat(find(id, EventFilter.keywordSearch(".*"))).containsExactly("Hello .* W");
  }

  @Test
  void aBranchSeesItselfAndWhatIsAboveIt() {
    var id = session("root");
    for (var branch : List.of("x", "x.y", "x.z", "x%")) {
      repository.appendEvent(
          SessionEvent.builder().sessionId(id).branch(branch).message(message(branch)).build());
    }
    assertThat(find(id, EventFilter.forBranch("x.y"))).containsExactly("root", "x", "x.y");
  }

  @Test
  void theLastEventsAreTheNewestInTheirOrder() {
    var id = session("u1", "a1", "u2", "a2", "u3");
    assertThat(find(id, EventFilter.lastN(2))).containsExactly("a2", "u3");
    assertThat(find(id, EventFilter.lastN(99))).hasSize(5);
    var users = EventFilter.builder().lastN(2).messageTypes(Set.of(MessageType.USER)).build();
    assertThat(find(id, users)).containsExactly("u2", "u3");
  }

  @Test
  void theLastEventsAreFoundHoweverFarBackTheyAre() {
    var id = session("s1", "u1");
    IntStream.range(0, 100).forEach(n -> append(repository, id, "a" + n));
    var filter =
        EventFilter.builder().lastN(2).messageTypes(Set.of(MessageType.SYSTEM, MessageType.USER));
    assertThat(find(id, filter.build())).containsExactly("s1", "u1");
    assertThat(find(id, EventFilter.active())).hasSize(102).startsWith("s1");
  }

  @Test
  void pagesAreCountedFromTheOldest() {
    var id = session("e1", "e2", "e3", "e4", "e5");
    assertThat(find(id, page(0, 2))).containsExactly("e1", "e2");
    assertThat(find(id, page(1, 2))).containsExactly("e3", "e4");
    assertThat(find(id, page(2, 2))).containsExactly("e5");
    assertThat(find(id, page(3, 2))).isEmpty();
    assertThat(find(id, page(Integer.MAX_VALUE, 10))).isEmpty();
    assertThat(find(id, page(1, Integer.MAX_VALUE))).isEmpty();
  }

  private static EventFilter page(int page, int pageSize) {
    return EventFilter.builder().page(page).pageSize(pageSize).build();
  }

  @Test
  void aUsersEventsAreOrderedByTimeAcrossSessions() {
    var user = fresh("user");
    var one = Events.session(repository, user).id();
    var two = Events.session(repository, user).id();
    var other = session();
    at(one, 10, "one-1");
    at(two, 20, "two-1");
    at(one, 30, "one-2");
    at(two, 40, "two-2");
    at(other, 25, "other");
    assertThat(texts(repository.findEventsByUserId(user, EventFilter.all())))
        .containsExactly("one-1", "two-1", "one-2", "two-2");
    assertThat(texts(repository.findEventsByUserId(user, page(1, 3)))).containsExactly("two-2");
    assertThat(texts(repository.findEventsByUserId(user, EventFilter.lastN(2))))
        .containsExactly("one-2", "two-2");
    assertThat(texts(repository.findEventsByUserId(user, EventFilter.keywordSearch("TWO"))))
        .containsExactly("two-1", "two-2");
  }

  private void at(String sessionId, long second, String text) {
    repository.appendEvent(
        SessionEvent.builder()
            .sessionId(sessionId)
            .timestamp(NOON.plusSeconds(second))
            .message(message(text))
            .build());
  }

  @Test
  void eventsAreArchivedWhereTheyAreAndTheVersionGrows() {
    var id = session("u1", "a1", "u2", "a2");
    var version = repository.getEventVersion(id);
    assertThat(apply(id, ids(repository, id, "u1", "a1"))).isTrue();
    assertThat(repository.getEventVersion(id)).isGreaterThan(version);
    assertThat(find(id, EventFilter.all())).containsExactly("u1", "a1", "u2", "a2");
    assertThat(archived(repository, id)).containsExactly("u1", "a1");
    assertThat(find(id, EventFilter.active())).containsExactly("u2", "a2");
  }

  @Test
  void anArchivedSummaryStaysInTheLog() {
    var id = session("u1");
    repository.appendEvent(synthetic(id, "a summary"));
    append(repository, id, "u2");
    apply(id, ids(repository, id, "a summary"));
    assertThat(all(repository, id)).containsExactly("u1", "a summary", "u2");
    assertThat(active(repository, id)).containsExactly("u1", "u2");
  }

  @Test
  void newEventsAreInsertedImmediatelyBeforeTheirAnchors() {
    var id = session("u1", "a1", "u2", "a2", "u3");
    var anchors = named(repository, id, "u2", "u3");
    apply(
        id,
        ids(repository, id, "u1", "a1"),
        Insert.before(anchors.get(0).getId(), List.of(synthetic(id, "x"), synthetic(id, "y"))),
        Insert.before(anchors.get(1).getId(), List.of(synthetic(id, "z"))));
    append(repository, id, "a3");
    assertThat(all(repository, id))
        .containsExactly("u1", "a1", "x", "y", "u2", "a2", "z", "u3", "a3");
    assertThat(active(repository, id)).containsExactly("x", "y", "u2", "a2", "z", "u3", "a3");
    assertThat(find(id, EventFilter.lastN(3))).containsExactly("z", "u3", "a3");
    apply(id, Set.of(), Insert.before(anchors.get(0).getId(), List.of(synthetic(id, "w"))));
    assertThat(all(repository, id))
        .containsExactly("u1", "a1", "x", "y", "w", "u2", "a2", "z", "u3", "a3");
    assertThat(find(id, EventFilter.lastN(7)))
        .containsExactly("y", "w", "u2", "a2", "z", "u3", "a3");
  }

  @Test
  void withoutAnAnchorNewEventsAreTheLast() {
    var id = session("u1", "a1");
    apply(id, Set.of(), Insert.atEnd(List.of(synthetic(id, "added"))));
    append(repository, id, "u2");
    assertThat(all(repository, id)).containsExactly("u1", "a1", "added", "u2");
    assertThat(active(repository, id)).containsExactly("u1", "a1", "added", "u2");
  }

  @Test
  void oneSummaryAfterAnotherNeverChangesTheOrder() {
    var id = session("u1", "s1", "a1", "u2", "a2", "u3", "a3", "u4", "a4");
    apply(
        id,
        ids(repository, id, "u1", "a1", "u2", "a2"),
        Insert.before(id(repository, id, "u3"), List.of(synthetic(id, "sum 1"))));
    assertThat(active(repository, id)).containsExactly("s1", "sum 1", "u3", "a3", "u4", "a4");
    append(repository, id, "u5", "a5");
    apply(
        id,
        ids(repository, id, "sum 1", "u3", "a3", "u4", "a4"),
        Insert.before(id(repository, id, "u5"), List.of(synthetic(id, "sum 2"))));
    assertThat(active(repository, id)).containsExactly("s1", "sum 2", "u5", "a5");
    append(repository, id, "u6", "s2", "a6", "u7", "s3", "a7");
    apply(
        id,
        ids(repository, id, "sum 2", "u5", "a5", "s1", "s2"),
        Insert.before(id(repository, id, "u6"), List.of(synthetic(id, "sum 3"))));
    assertThat(active(repository, id)).containsExactly("sum 3", "u6", "a6", "u7", "s3", "a7");
    var log =
        List.of(
            "u1", "s1", "a1", "u2", "a2", "sum 1", "u3", "a3", "u4", "a4", "sum 2", "u5", "a5",
            "sum 3", "u6", "s2", "a6", "u7", "s3", "a7");
    assertThat(all(repository, id)).isEqualTo(log);
    assertThat(archived(repository, id))
        .isEqualTo(log.stream().filter(text -> !active(repository, id).contains(text)).toList());
    for (var n = 1; n <= log.size(); n++) {
      assertThat(find(id, EventFilter.lastN(n))).isEqualTo(log.subList(log.size() - n, log.size()));
    }
  }

  @Test
  void aCompactionOfAnOlderVersionIsRefused() {
    var id = session("u1");
    var stale = repository.getEventVersion(id);
    var u1 = id(repository, id, "u1");
    append(repository(), id, "u2");
    var late = new Compaction(Set.of(u1), List.of(Insert.atEnd(List.of(synthetic(id, "late")))));
    assertThat(repository.applyCompaction(id, late, stale)).isFalse();
    assertThat(repository.applyCompaction(id, late, 0)).isFalse();
    assertThat(repository.compactEvents(id, named(repository, id, "u1"), List.of(), stale))
        .isFalse();
    assertThat(all(repository, id)).containsExactly("u1", "u2");
    assertThat(archived(repository, id)).isEmpty();
  }

  @Test
  void aCompactionOfWhatIsNotInTheLogIsRefused() {
    var id = session("u1");
    var other = session("x1");
    var version = repository.getEventVersion(id);
    var u1 = named(repository, id, "u1").get(0);
    for (var insert :
        List.of(
            Insert.before(fresh("id"), List.of(synthetic(id, "s"))),
            Insert.atEnd(List.of(synthetic(other, "s"))),
            Insert.atEnd(List.of(u1)))) {
      assertThatThrownBy(() -> apply(id, Set.of(), insert))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> apply(id, Set.of(fresh("id"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                repository.compactEvents(id, named(repository, other, "x1"), List.of(u1), version))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(repository.getEventVersion(id)).isEqualTo(version);
    assertThat(all(repository, id)).containsExactly("u1");
  }

  @Test
  void aCompactionOfAnUnknownSessionIsRefused() {
    assertThatThrownBy(() -> apply(fresh("unknown"), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> repository.compactEvents(fresh("unknown"), List.of(), List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyLogCanBeCompacted() {
    var id = session();
    assertThat(apply(id, Set.of(), Insert.atEnd(List.of(synthetic(id, "first"))))).isTrue();
    assertThat(active(repository, id)).containsExactly("first");
  }

  @Test
  void theRetainedEventsAreWhatIsActive() {
    var id = session("u1", "s1", "a1", "u2", "a2");
    var first = synthetic(id, "sum 1");
    var kept = named(repository, id, "s1", "u2", "a2");
    assertThat(
            repository.compactEvents(
                id,
                named(repository, id, "u1", "a1"),
                List.of(kept.get(0), first, kept.get(1), kept.get(2)),
                repository.getEventVersion(id)))
        .isTrue();
    assertThat(active(repository, id)).containsExactly("s1", "sum 1", "u2", "a2");
    assertThat(all(repository, id)).containsExactly("u1", "s1", "a1", "sum 1", "u2", "a2");
    append(repository, id, "u3");
    var second = synthetic(id, "sum 2");
    var shortened =
        SessionEvent.builder()
            .id(kept.get(2).getId())
            .sessionId(id)
            .timestamp(kept.get(2).getTimestamp())
            .message(message("a2 in short"))
            .build();
    var u3 = named(repository, id, "u3").get(0);
    repository.compactEvents(
        id,
        List.of(kept.get(1)),
        List.of(second, u3, kept.get(0), shortened),
        repository.getEventVersion(id));
    assertThat(active(repository, id)).containsExactly("sum 2", "u3", "s1", "a2 in short");
    assertThat(all(repository, id))
        .containsExactly("u1", "sum 2", "u3", "s1", "a1", "u2", "a2 in short");
    repository.appendEvent(kept.get(2));
    repository.appendEvent(first);
    assertThat(active(repository, id)).containsExactly("sum 2", "u3", "s1", "a2 in short");
  }

  @Test
  void aLongLogIsReadBackNoFurtherThanItsLastCompaction() {
    var id = session();
    IntStream.range(0, 150).forEach(n -> append(repository, id, "n" + n));
    var log = repository.findEvents(id, EventFilter.all());
    repository.compactEvents(
        id, log.subList(0, 140), log.subList(140, 150), repository.getEventVersion(id));
    IntStream.range(150, 240).forEach(n -> append(repository, id, "n" + n));
    assertThat(active(repository, id)).hasSize(100).startsWith("n140").endsWith("n239");
    assertThat(all(repository, id)).hasSize(240);
  }
}

package dev.dynamory.adk;

import static dev.dynamory.adk.SessionServiceContract.event;
import static dev.dynamory.adk.SessionServiceContract.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.adk.events.Event;
import com.google.adk.sessions.Session;
import com.google.adk.sessions.SessionException;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.dynamory.BatchException;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkException;

/** What is reported of other services of the ADK, each as a test that it is not so here. */
class OtherBackendsFaultsTest {
  private static final String APP = "app";
  private static final String USER = "ana";

  private final Rig rig = new Rig();

  private DynamorySessionService service() {
    return DynamorySessionService.of(rig.sessions(), rig.store());
  }

  private Session get(String id) {
    return service().getSession(APP, USER, id, Optional.empty()).blockingGet();
  }

  private static Session create(DynamorySessionService service, String id) {
    return service.createSession(APP, USER, Map.of(), id).blockingGet();
  }

  /** DatabaseSessionService of adk-python, #4751: reloads and goes on; turns interleave. */
  @Test
  void aStaleAppendIsRefusedAndNotSilentlyReloaded() {
    create(service(), "s");
    var here = service();
    var mine = here.getSession(APP, USER, "s", Optional.empty()).blockingGet();
    var there = service();
    there
        .appendEvent(get(there, "s"), event("theirs", 5, Map.of()))
        .ignoreElement()
        .blockingAwait();
    assertThatThrownBy(() -> here.appendEvent(mine, event("mine", 1, Map.of())).blockingGet())
        .isInstanceOf(StaleSessionException.class);
    assertThat(mine.events()).isEmpty();
    assertThat(ids(get("s"))).containsExactly("theirs");
  }

  private static Session get(DynamorySessionService service, String id) {
    return service.getSession(APP, USER, id, Optional.empty()).blockingGet();
  }

  /** The same, #5244: what is stale is a matter of clocks. */
  @Test
  void aStaleAppendIsRefusedThoughItsClockIsAhead() {
    create(service(), "s");
    var here = service();
    var mine = get(here, "s");
    var there = service();
    there
        .appendEvent(get(there, "s"), event("theirs", 5, Map.of()))
        .ignoreElement()
        .blockingAwait();
    mine.lastUpdateTime(Instant.now().plusSeconds(3_600));
    assertThatThrownBy(
            () -> here.appendEvent(mine, event("mine", 9_999_999, Map.of())).blockingGet())
        .isInstanceOf(StaleSessionException.class);
  }

  /** The same, #3717: events of one moment are taken for stale. */
  @Test
  void eventsOfOneMomentOrOfAnEarlierOneAreNotStaleAndStayInOrder() {
    var service = service();
    var session = create(service, "s");
    for (var n = 0; n < 5; n++) {
      service
          .appendEvent(session, event("e-" + n, 1_000 - n / 4, Map.of()))
          .ignoreElement()
          .blockingAwait();
    }
    assertThat(ids(get("s"))).containsExactly("e-0", "e-1", "e-2", "e-3", "e-4");
  }

  /** adk-java #224: the time of the last update is wrong after an append. */
  @Test
  void theLastUpdateIsTheTimeOfTheLastEvent() {
    var service = service();
    var session = create(service, "s");
    service
        .appendEvent(session, event("e", 1_700_000_000_123L, Map.of()))
        .ignoreElement()
        .blockingAwait();
    for (var either : List.of(session, get("s"))) {
      assertThat(either.lastUpdateTime()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    }
  }

  /** VertexAiSessionService: the object has an event that was not stored, twice after a retry. */
  @Test
  void aFailedAppendLeavesTheObjectAsItIsAndMayBeRepeated() {
    var service = service();
    var failures =
        Map.<String, Runnable>of(
            "not applied", () -> rig.faults.stopAfter(0),
            "applied", () -> rig.faults.fail(Call.ANY, Fault.ANSWER_LOST_FOR_GOOD, 1));
    failures.forEach(
        (id, failure) -> {
          var session = create(service, id);
          var change = event("e", 1, Map.of("a", 1));
          failure.run();
          assertThat(catchThrowable(() -> service.appendEvent(session, change).blockingGet()))
              .isNotNull();
          rig.faults.reset();
          assertThat(session.events()).isEmpty();
          assertThat(session.state()).isEmpty();
          service.appendEvent(session, change).ignoreElement().blockingAwait();
          service.appendEvent(session, event("f", 2, Map.of())).ignoreElement().blockingAwait();
          assertThat(ids(session)).containsExactly("e", "f");
          assertThat(ids(get(id))).containsExactly("e", "f");
        });
  }

  /** InMemorySessionService and FirestoreSessionService: creating it again empties a session. */
  @Test
  void creatingASessionAgainLosesNothing() {
    var service = service();
    service
        .appendEvent(create(service, "s"), event("e", 1, Map.of()))
        .ignoreElement()
        .blockingAwait();
    assertThatThrownBy(() -> create(service(), "s")).isInstanceOf(SessionException.class);
    assertThat(ids(get("s"))).containsExactly("e");
  }

  /** FirestoreSessionService: one document for a session's id, whatever the app. */
  @Test
  void appsMayUseTheSameSessionId() {
    var service = service();
    service
        .appendEvent(create(service, "s"), event("e", 1, Map.of()))
        .ignoreElement()
        .blockingAwait();
    assertThat(service.createSession("other", USER, Map.of(), "s").blockingGet().events())
        .isEmpty();
    assertThat(ids(get("s"))).containsExactly("e");
  }

  /**
   * FirestoreSessionService: an event without content, as one that only changes state, vanishes.
   */
  @Test
  void anEventWithoutContentIsKept() {
    var service = service();
    var bare = event("e", 1, Map.of("a", 1)).toBuilder().content((Content) null).build();
    service.appendEvent(create(service, "s"), bare).ignoreElement().blockingAwait();
    assertThat(get("s").events()).containsExactly(bare);
  }

  /** FirestoreSessionService: id, invocation, actions and the user's role are not kept. */
  @Test
  void anEventComesBackAsItWas() {
    var service = service();
    var said = event("e", 1, Map.of("a", 1));
    service.appendEvent(create(service, "s"), said).ignoreElement().blockingAwait();
    assertThat(get("s").events()).containsExactly(said);
  }

  /** FirestoreSessionService of adk-python, #7192: maps in the user's state are merged. */
  @Test
  void aMapInTheUsersStateIsReplaced() {
    var service = service();
    var session = create(service, "s");
    var longer = Map.of("name", "Ana", "role", "admin");
    service
        .appendEvent(session, event("e", 1, Map.of("user:profile", longer)))
        .ignoreElement()
        .blockingAwait();
    service
        .appendEvent(session, event("f", 2, Map.of("user:profile", Map.of("name", "Ana"))))
        .ignoreElement()
        .blockingAwait();
    assertThat(get("s").state().get("user:profile")).isEqualTo(Map.of("name", "Ana"));
  }

  /** InMemoryMemoryService: a part without text, as every tool call is, fails every search. */
  @Test
  void aToolCallDoesNotFailTheSearch() {
    var call = Part.fromFunctionCall("f", Map.of());
    var session =
        MemoryServiceContract.session(
            USER,
            "s",
            MemoryServiceContract.event("1", 1, call),
            MemoryServiceContract.event("2", 2, Part.fromText("Lisbon")));
    var memory = DynamoryMemoryService.of(rig.store());
    memory.addSessionToMemory(session).blockingAwait();
    assertThat(memory.searchMemory("app", USER, "lisbon").blockingGet().memories()).hasSize(1);
  }

  /** InMemoryMemoryService: takes milliseconds for seconds, so memories are of the year 55843. */
  @Test
  void aMemoryIsOfTheYearInWhichItWasMade() {
    var said = MemoryServiceContract.event("1", 1_700_000_000_000L, Part.fromText("Lisbon"));
    var memory = DynamoryMemoryService.of(rig.store());
    memory.addSessionToMemory(MemoryServiceContract.session(USER, "s", said)).blockingAwait();
    assertThat(memory.searchMemory("app", USER, "lisbon").blockingGet().memories())
        .allSatisfy(found -> assertThat(found.timestamp()).startsWith("2023-11-14"));
  }

  /** InMemoryArtifactService: a file of the user is one session's only. */
  @Test
  void aFileOfTheUserIsInAllSessions() {
    var artifacts = DynamoryArtifactService.of(rig.store());
    artifacts
        .saveArtifact(APP, USER, "s", "user:f", Part.fromText("x"))
        .ignoreElement()
        .blockingAwait();
    assertThat(artifacts.loadArtifact(APP, USER, "t", "user:f").blockingGet())
        .isEqualTo(Part.fromText("x"));
  }

  /** Several, in Python: a failed read looks like an empty session. */
  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "ANSWER_LOST_FOR_GOOD"})
  void aReadThatFailsIsAnErrorAndNeverAnEmptyResult(Fault fault) {
    var service = service();
    create(service, "s");
    var store = rig.store();
    DynamoryArtifactService.of(store)
        .saveArtifact(APP, USER, "s", "f", Part.fromText("x"))
        .ignoreElement()
        .blockingAwait();
    var cold = service();
    List<Supplier<?>> reads =
        List.of(
            () -> get(cold, "s"),
            () -> cold.listSessions(APP, USER).blockingGet(),
            () -> cold.listEvents(APP, USER, "s").blockingGet(),
            () -> DynamoryMemoryService.of(store).searchMemory(APP, USER, "x").blockingGet(),
            () -> DynamoryArtifactService.of(store).loadArtifact(APP, USER, "s", "f").blockingGet(),
            () -> DynamoryArtifactService.of(store).listArtifactKeys(APP, USER, "s").blockingGet());
    for (var read : reads) {
      rig.faults.fail(Call.ANY, fault, 99);
      assertThat(catchThrowable(read::get))
          .isInstanceOfAny(SdkException.class, BatchException.class);
      rig.faults.reset();
    }
  }

  /**
   * A write that is throttled for good is told, leaves everything as it was, and may be repeated.
   */
  @Test
  void aThrottledAppendIsAnErrorAndChangesNothing() {
    var service = service();
    var session = create(service, "s");
    var event = event("e", 1, Map.of("k", "v", "user:k", "v"));
    rig.faults.fail(Call.of("PutItem"), Fault.THROTTLED, 99);
    assertThatThrownBy(() -> service.appendEvent(session, event).blockingGet())
        .isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(session.events()).isEmpty();
    assertThat(get("s").events()).isEmpty();
    assertThat(get("s").state()).isEmpty();
    service.appendEvent(session, event).ignoreElement().blockingAwait();
    assertThat(ids(get("s"))).containsExactly("e");
    assertThat(get("s").state()).containsOnlyKeys("k", "user:k");
  }

  /** All that keep it beside the events: a process that dies in between loses a change of state. */
  @Test
  void sharedStateOfAProcessThatDiedIsCarriedOutOnceAndOverwritesNothingNewer() {
    rig.sessions();
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var id = "killed at " + call;
      var dying = service();
      var session = create(dying, id);
      rig.faults.stopAfter(call);
      Event change = event("e", 1, Map.of("app:k", id, "user:k", id));
      stopped = catchThrowable(() -> dying.appendEvent(session, change).blockingGet()) != null;
      rig.faults.reset();
      var isThere = !get(id).events().isEmpty();
      assertThat(id.equals(get(id).state().get("app:k"))).as(id).isEqualTo(isThere);
      assertThat(id.equals(get(id).state().get("user:k"))).as(id).isEqualTo(isThere);
      var other = service();
      other
          .appendEvent(create(other, "after " + id), event("e", 1, Map.of("app:k", "newer")))
          .ignoreElement()
          .blockingAwait();
      assertThat(get(id).state()).containsEntry("app:k", "newer");
      var again = service();
      again.appendEvent(get(again, id), change).ignoreElement().blockingAwait();
      assertThat(ids(get(id))).containsExactly("e");
      assertThat(call).isLessThan(20);
    }
  }
}

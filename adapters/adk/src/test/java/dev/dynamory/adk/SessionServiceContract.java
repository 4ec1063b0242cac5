package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.adk.JsonBaseModel;
import com.google.adk.events.Event;
import com.google.adk.events.EventActions;
import com.google.adk.events.EventCompaction;
import com.google.adk.events.ToolConfirmation;
import com.google.adk.sessions.GetSessionConfig;
import com.google.adk.sessions.Session;
import com.google.adk.sessions.SessionException;
import com.google.adk.sessions.SessionNotFoundException;
import com.google.adk.sessions.State;
import com.google.genai.types.Blob;
import com.google.genai.types.Content;
import com.google.genai.types.CustomMetadata;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.GroundingMetadata;
import com.google.genai.types.Part;
import com.google.genai.types.Transcription;
import dev.dynamory.InvalidInputException;
import dev.dynamory.SessionDirectory;
import dev.dynamory.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the framework expects of a session service, and what we promise beyond it. */
abstract class SessionServiceContract {
  static final String APP = "weather";
  static final String USER = "ana";
  static final String ID = "s-1";

  /** Sessions of another process, of the same place. */
  abstract SessionDirectory sessions();

  abstract Store store();

  DynamorySessionService service() {
    return DynamorySessionService.of(sessions(), store());
  }

  static Session create(DynamorySessionService service, Map<String, Object> state) {
    return service.createSession(APP, USER, state, ID).blockingGet();
  }

  static Session get(DynamorySessionService service) {
    return service.getSession(APP, USER, ID, Optional.empty()).blockingGet();
  }

  static Event event(String id, long at, Map<String, Object> delta) {
    return Event.builder()
        .id(id)
        .invocationId("i-1")
        .author("user")
        .content(Content.fromParts(Part.fromText("text of " + id)))
        .timestamp(at)
        .actions(EventActions.builder().stateDelta(new ConcurrentHashMap<>(delta)).build())
        .build();
  }

  static Event event(String id) {
    return event(id, 1_000, Map.of());
  }

  static List<String> ids(Session session) {
    return session.events().stream().map(Event::id).toList();
  }

  private static Event full() {
    return Event.builder()
        .id("e-full")
        .invocationId("i-7")
        .author("agent/one: \"quoted\" 😀 \u0001")
        .content(
            Content.builder()
                .role("model")
                .parts(
                    List.of(
                        Part.fromText("hm").toBuilder()
                            .thought(true)
                            .thoughtSignature(new byte[] {0, -1, 5})
                            .build(),
                        Part.builder()
                            .functionCall(
                                FunctionCall.builder()
                                    .id("call-1")
                                    .name("weather")
                                    .args(
                                        Map.of("city", "Rome", "days", List.of(1, 2.5), "x", true))
                                    .build())
                            .build(),
                        Part.builder()
                            .functionResponse(
                                FunctionResponse.builder()
                                    .id("call-1")
                                    .name("weather")
                                    .response(Map.of("t", Map.of("c", 21.5)))
                                    .build())
                            .build(),
                        Part.builder()
                            .inlineData(
                                Blob.builder()
                                    .data(new byte[] {0, 1, 2, -128, 127})
                                    .mimeType("image/png")
                                    .displayName("a.png")
                                    .build())
                            .build(),
                        Part.fromUri("gs://b/f", "text/plain")))
                .build())
        .actions(
            EventActions.builder()
                .stateDelta(new ConcurrentHashMap<>(Map.of("a", Map.of("b", List.of(1, "2")))))
                .artifactDelta(new ConcurrentHashMap<>(Map.of("f.txt", 3)))
                .deletedArtifactIds(Set.of("old.txt"))
                .transferToAgent("other")
                .escalate(true)
                .skipSummarization(true)
                .endOfAgent(true)
                .requestedAuthConfigs(new ConcurrentHashMap<>(Map.of("k", Map.of("v", 1))))
                .requestedToolConfirmations(
                    new ConcurrentHashMap<>(
                        Map.of("c", ToolConfirmation.builder().hint("sure?").build())))
                .compaction(
                    EventCompaction.builder()
                        .startTimestamp(1)
                        .endTimestamp(2)
                        .compactedContent(Content.fromParts(Part.fromText("short")))
                        .build())
                .build())
        .longRunningToolIds(Set.of("call-1"))
        .partial(false)
        .turnComplete(true)
        .interrupted(false)
        .branch("a.b")
        .errorCode(new FinishReason("SAFETY"))
        .errorMessage("no")
        .finishReason(new FinishReason("STOP"))
        .usageMetadata(GenerateContentResponseUsageMetadata.builder().totalTokenCount(12).build())
        .avgLogprobs(-0.25)
        .groundingMetadata(GroundingMetadata.builder().webSearchQueries("q").build())
        .customMetadata(List.of(CustomMetadata.builder().key("k").stringValue("v").build()))
        .modelVersion("m-1")
        .inputTranscription(Transcription.builder().text("in").build())
        .outputTranscription(Transcription.builder().text("out").build())
        .timestamp(1_700_000_000_123L)
        .build();
  }

  /** The ADK compares byte arrays by identity. */
  private static JsonNode tree(Event event) {
    return JsonBaseModel.getMapper().valueToTree(event);
  }

  @Test
  void knowsNothingOfAnUnknownSession() {
    assertThat(get(service())).isNull();
    assertThat(service().listSessions(APP, USER).blockingGet().sessions()).isEmpty();
    assertThat(service().listEvents(APP, USER, ID).blockingGet().events()).isEmpty();
    service().deleteSession(APP, USER, ID).blockingAwait();
  }

  @Test
  void createsSessionsWithARandomIdForABlankOne() {
    var given =
        List.of(
            service().createSession(APP, USER).blockingGet(),
            service().createSession(APP, USER, Map.of(), " ").blockingGet());
    assertThat(given)
        .allSatisfy(
            session -> {
              assertThat(UUID.fromString(session.id())).isNotNull();
              assertThat(session.appName()).isEqualTo(APP);
              assertThat(session.userId()).isEqualTo(USER);
              assertThat(session.state()).isEmpty();
              assertThat(session.events()).isEmpty();
              assertThat(session.lastUpdateTime()).isAfter(Instant.EPOCH);
            });
    assertThat(service().createSession(APP, USER, Map.of(), " x ").blockingGet().id())
        .isEqualTo("x");
    assertThat(service().listSessions(APP, USER).blockingGet().sessions()).hasSize(3);
  }

  @Test
  @SuppressWarnings("deprecation") // until the framework drops it
  void takesTheStateAlsoAsAConcurrentMap() {
    ConcurrentMap<String, Object> state = new ConcurrentHashMap<>(Map.of("a", 1));
    service().createSession(APP, USER, state, ID).ignoreElement().blockingAwait();
    assertThat(get(service()).state()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1));
  }

  @Test
  void keepsTheInitialStateEachPartInItsPlace() {
    var state = new HashMap<String, Object>();
    state.put("own", Map.of("list", List.of(1, 2.5, "x")));
    state.put("app:model", "m");
    state.put("user:name", "Ana");
    state.put("temp:scratch", 1);
    state.put("gone", State.REMOVED);
    assertThat(create(service(), state).state()).containsOnlyKeys("own", "app:model", "user:name");
    var other = service().createSession(APP, USER, Map.of(), "s-2").blockingGet();
    assertThat(other.state())
        .containsExactlyInAnyOrderEntriesOf(Map.of("app:model", "m", "user:name", "Ana"));
    var stranger = service().createSession(APP, "bob", Map.of(), "s-3").blockingGet();
    assertThat(stranger.state()).containsExactlyInAnyOrderEntriesOf(Map.of("app:model", "m"));
    assertThat(service().createSession("other", USER, Map.of(), ID).blockingGet().state())
        .isEmpty();
    assertThat(get(service()).state().get("own")).isEqualTo(Map.of("list", List.of(1, 2.5, "x")));
  }

  @Test
  void refusesToCreateWhatExistsAndLeavesItAsItIs() {
    var service = service();
    var session = create(service, Map.of("a", 1));
    service.appendEvent(session, event("e-1")).ignoreElement().blockingAwait();
    assertThatThrownBy(() -> create(service(), Map.of("a", 2, "app:b", 3)))
        .isInstanceOf(SessionException.class)
        .hasMessageContaining("exists already");
    assertThat(ids(get(service()))).containsExactly("e-1");
    assertThat(get(service()).state()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1));
  }

  @Test
  void givesBackAnEventOfEveryKindEqual() {
    var service = service();
    var session = create(service, Map.of());
    var appended = full();
    assertThat(service.appendEvent(session, appended).blockingGet()).isSameAs(appended);
    var stored = get(service()).events().get(0);
    var parts = stored.content().flatMap(Content::parts).orElseThrow();
    assertThat(parts.get(0).thoughtSignature().orElseThrow()).containsExactly(0, -1, 5);
    assertThat(parts.get(3).inlineData().flatMap(Blob::data).orElseThrow())
        .containsExactly(0, 1, 2, -128, 127);
    var listed = service().listEvents(APP, USER, ID).blockingGet().events();
    for (var event : List.of(stored, listed.get(0))) {
      assertThat(tree(event)).isEqualTo(tree(appended));
      assertThat(event.toBuilder().content((Content) null).build())
          .isEqualTo(appended.toBuilder().content((Content) null).build());
    }
    assertThat(get(service()).lastUpdateTime())
        .isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L))
        .isEqualTo(session.lastUpdateTime());
  }

  @Test
  void appendsToTheObjectAndToTheStoredSessionAlike() {
    var service = service();
    var session = create(service, Map.of("a", 1));
    service
        .appendEvent(session, event("e-1", 5_500, Map.of("b", 2, "app:c", 3, "user:d", 4)))
        .ignoreElement()
        .blockingAwait();
    var stored = get(service());
    for (var either : List.of(session, stored)) {
      assertThat(either.state())
          .containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 2, "app:c", 3, "user:d", 4));
      assertThat(ids(either)).containsExactly("e-1");
      assertThat(either.lastUpdateTime()).isEqualTo(Instant.ofEpochMilli(5_500));
    }
  }

  @Test
  void removesWhatIsMarkedRemovedEverywhere() {
    var service = service();
    var session = create(service, Map.of("a", 1, "b", 2, "app:c", 3, "user:d", 4));
    var removed = new HashMap<String, Object>();
    List.of("a", "app:c", "user:d", "unknown").forEach(k -> removed.put(k, State.REMOVED));
    service.appendEvent(session, event("e-1", 1, removed)).ignoreElement().blockingAwait();
    assertThat(session.state()).containsExactlyInAnyOrderEntriesOf(Map.of("b", 2));
    var stored = get(service());
    assertThat(stored.state()).containsExactlyInAnyOrderEntriesOf(Map.of("b", 2));
    assertThat(stored.events().get(0).actions().stateDelta().get("a")).isSameAs(State.REMOVED);
    assertThat(service().createSession(APP, USER).blockingGet().state()).isEmpty();
  }

  @Test
  void sharesTemporaryStateInTheObjectAndStoresNoneOfIt() {
    var service = service();
    var session = create(service, Map.of());
    service
        .appendEvent(session, event("e-1", 1, Map.of("temp:one", "data", "a", 1)))
        .ignoreElement()
        .blockingAwait();
    assertThat(session.state()).containsEntry("temp:one", "data");
    service
        .appendEvent(session, event("e-2", 2, Map.of("temp:two", 2, "temp:one", State.REMOVED)))
        .ignoreElement()
        .blockingAwait();
    assertThat(session.state()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "temp:two", 2));
    var stored = get(service());
    assertThat(stored.state()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1));
    assertThat(stored.toJson()).doesNotContain("temp:");
  }

  @Test
  void givesPartialEventsBackAndKeepsNothingOfThem() {
    var service = service();
    var session = create(service, Map.of());
    var partial = event("e-1", 9_000, Map.of("a", 1, "app:b", 2)).toBuilder().partial(true).build();
    assertThat(service.appendEvent(session, partial).blockingGet()).isSameAs(partial);
    assertThat(session.events()).isEmpty();
    assertThat(session.state()).isEmpty();
    assertThat(session.lastUpdateTime()).isNotEqualTo(Instant.ofEpochMilli(9_000));
    assertThat(get(service()).events()).isEmpty();
    assertThat(get(service()).state()).isEmpty();
  }

  @Test
  void filtersByNumberFirstAndThenByTime() {
    var service = service();
    var session = create(service, Map.of("first", true));
    for (var at : List.of(100L, 200L, 300L, 400L, 500L)) {
      service
          .appendEvent(session, event("e" + at, at, Map.of("s" + at, at.intValue())))
          .ignoreElement()
          .blockingAwait();
    }
    assertThat(filtered(4, 300L)).containsExactly("e300", "e400", "e500");
    assertThat(filtered(2, null)).containsExactly("e400", "e500");
    assertThat(filtered(9, null)).hasSize(5);
    assertThat(filtered(0, null)).isEmpty();
    assertThat(filtered(null, 300L)).containsExactly("e300", "e400", "e500");
    assertThat(filtered(1, 600L)).isEmpty();
    var config = GetSessionConfig.builder().numRecentEvents(1).build();
    var one = service().getSession(APP, USER, ID, Optional.of(config)).blockingGet();
    assertThat(one.state()).isEqualTo(session.state()).hasSize(6);
    assertThat(one.lastUpdateTime()).isEqualTo(Instant.ofEpochMilli(500));
    assertThatThrownBy(() -> filtered(-1, null)).isInstanceOf(InvalidInputException.class);
  }

  private List<String> filtered(@Nullable Integer newest, @Nullable Long after) {
    var config = GetSessionConfig.builder();
    if (newest != null) {
      config.numRecentEvents(newest);
    }
    if (after != null) {
      config.afterTimestamp(Instant.ofEpochMilli(after));
    }
    return ids(service().getSession(APP, USER, ID, Optional.of(config.build())).blockingGet());
  }

  @Test
  void hasTheWholeStateWhereverItWasWrittenLast() {
    var service = service();
    var session = create(service, Map.of("large", "x".repeat(2_000)));
    var config = GetSessionConfig.builder().numRecentEvents(0).build();
    for (var n = 0; n < 60; n++) {
      service
          .appendEvent(session, event("e-" + n, n, Map.of("k" + n % 7, n)))
          .ignoreElement()
          .blockingAwait();
      var read = service().getSession(APP, USER, ID, Optional.of(config)).blockingGet();
      assertThat(read.state()).as("after %d", n).isEqualTo(session.state());
    }
    assertThat(ids(get(service()))).hasSize(60).isEqualTo(ids(session));
  }

  @Test
  void keepsWhatTheStateWasWhenItWasAppended() {
    var service = service();
    var session = create(service, Map.of());
    var list = new ArrayList<>(List.of("a"));
    service
        .appendEvent(session, event("e-1", 1, Map.of("list", list)))
        .ignoreElement()
        .blockingAwait();
    list.add("not in any event");
    session.state().put("neither", "this");
    service.appendEvent(session, event("e-2", 2, Map.of("b", 1))).ignoreElement().blockingAwait();
    assertThat(get(service()).state())
        .containsExactlyInAnyOrderEntriesOf(Map.of("list", List.of("a"), "b", 1));
  }

  @Test
  void listsCopiesWithStateAndWithoutEvents() {
    var service = service();
    var session = create(service, Map.of("app:a", 1));
    service.appendEvent(session, event("e-1", 7, Map.of("b", 2))).ignoreElement().blockingAwait();
    service.createSession(APP, USER, Map.of(), "s-2").ignoreElement().blockingAwait();
    service.createSession(APP, "bob", Map.of(), "s-3").ignoreElement().blockingAwait();
    service.createSession("other", USER, Map.of(), "s-4").ignoreElement().blockingAwait();
    var listed = service().listSessions(APP, USER).blockingGet();
    assertThat(listed.sessionIds()).containsExactlyInAnyOrder(ID, "s-2");
    var copy = listed.sessions().stream().filter(s -> s.id().equals(ID)).findFirst().orElseThrow();
    assertThat(copy.events()).isEmpty();
    assertThat(copy.state()).containsExactlyInAnyOrderEntriesOf(Map.of("app:a", 1, "b", 2));
    assertThat(copy.lastUpdateTime()).isEqualTo(Instant.ofEpochMilli(7));
    assertThat(copy.userId()).isEqualTo(USER);
  }

  @Test
  void deletesASessionAndMayCreateItAgain() {
    var service = service();
    var session = create(service, Map.of("a", 1, "user:b", 2));
    service.appendEvent(session, event("e-1")).ignoreElement().blockingAwait();
    service.createSession(APP, USER, Map.of(), "s-2").ignoreElement().blockingAwait();
    service().deleteSession(APP, USER, ID).blockingAwait();
    assertThat(get(service())).isNull();
    assertThat(service().listSessions(APP, USER).blockingGet().sessionIds()).containsExactly("s-2");
    assertThatThrownBy(() -> service.appendEvent(session, event("e-2")).blockingGet())
        .isInstanceOf(SessionNotFoundException.class);
    assertThat(get(service())).isNull();
    assertThat(create(service(), Map.of()).state())
        .containsExactlyInAnyOrderEntriesOf(Map.of("user:b", 2));
    assertThatThrownBy(() -> service.appendEvent(session, event("e-2")).blockingGet())
        .isInstanceOf(StaleSessionException.class);
    assertThat(get(service()).events()).isEmpty();
  }

  @Test
  void keepsIdsOfAnyPrintableCharactersApart() {
    var names = List.of("a", "a/b", "a%2Fb", "b", "dynamory:x", "a:b", "🎉 ünï", "..", "a b");
    var service = service();
    for (var app : names) {
      for (var id : names) {
        service
            .createSession(app, "u/" + id, Map.of("app:k", app, "own", id), id)
            .ignoreElement()
            .blockingAwait();
      }
    }
    for (var app : names) {
      for (var id : names) {
        var session = service().getSession(app, "u/" + id, id, Optional.empty()).blockingGet();
        assertThat(session.state())
            .containsExactlyInAnyOrderEntriesOf(Map.of("app:k", app, "own", id));
        assertThat(service().listSessions(app, "u/" + id).blockingGet().sessionIds())
            .containsExactly(id);
      }
    }
    assertThatThrownBy(() -> service.createSession("", "u", Map.of(), "x").blockingGet())
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void rejectsAnAppendToASessionThatMovedOn() {
    create(service(), Map.of());
    var here = service();
    var there = service();
    var mine = get(here);
    var theirs = get(there);
    there
        .appendEvent(theirs, event("theirs", 1, Map.of("k", "theirs")))
        .ignoreElement()
        .blockingAwait();
    for (var again = 0; again < 2; again++) {
      assertThatThrownBy(
              () ->
                  here.appendEvent(mine, event("mine", 2, Map.of("k", "mine", "app:k", "mine")))
                      .blockingGet())
          .isInstanceOf(StaleSessionException.class)
          .hasMessageContaining(ID);
    }
    assertThat(mine.events()).isEmpty();
    assertThat(mine.state()).isEmpty();
    assertThat(get(service()).state()).containsExactlyInAnyOrderEntriesOf(Map.of("k", "theirs"));
    var fresh = get(here);
    here.appendEvent(fresh, event("mine")).ignoreElement().blockingAwait();
    assertThat(ids(get(service()))).containsExactly("theirs", "mine");
  }

  @Test
  void takesASessionObjectFromElsewhereIfItIsWhatIsStored() {
    var service = service();
    var session = create(service, Map.of());
    var empty = Session.fromJson(session.toJson());
    service.appendEvent(session, event("e-1")).ignoreElement().blockingAwait();
    var copy = Session.fromJson(session.toJson());
    service().appendEvent(copy, event("e-2")).ignoreElement().blockingAwait();
    for (var old : List.of(empty, session, Session.fromJson(session.toJson()))) {
      assertThat(catchThrowable(() -> service().appendEvent(old, event("e-3")).blockingGet()))
          .isInstanceOf(StaleSessionException.class);
    }
    assertThat(ids(get(service()))).containsExactly("e-1", "e-2");
    var unknown = Session.builder("nobody's").appName(APP).userId(USER).build();
    assertThatThrownBy(() -> service().appendEvent(unknown, event("e-3")).blockingGet())
        .isInstanceOf(SessionNotFoundException.class);
  }

  @Test
  void appendsAnEventOnceHoweverOftenItIsAppended() {
    var service = service();
    var session = create(service, Map.of());
    for (var again = 0; again < 2; again++) {
      service.appendEvent(session, event("e-1", 1, Map.of("a", 1))).ignoreElement().blockingAwait();
    }
    service()
        .appendEvent(get(service()), event("e-1", 1, Map.of("a", 1)))
        .ignoreElement()
        .blockingAwait();
    var fresh = service();
    fresh.appendEvent(get(fresh), event("e-1")).ignoreElement().blockingAwait();
    assertThat(ids(session)).containsExactly("e-1");
    assertThat(ids(get(service()))).containsExactly("e-1");
  }

  @Test
  void keepsEventsWithoutAnId() {
    var service = service();
    var session = create(service, Map.of());
    for (var n = 0; n < 3; n++) {
      var event = Event.builder().timestamp(n + 1);
      event.actions(
          EventActions.builder().stateDelta(new ConcurrentHashMap<>(Map.of("app:n", n))).build());
      service.appendEvent(session, event.build()).ignoreElement().blockingAwait();
    }
    assertThat(get(service()).events()).hasSize(3).isEqualTo(session.events());
    assertThat(get(service()).state()).containsExactlyInAnyOrderEntriesOf(Map.of("app:n", 2));
  }

  @Test
  void keepsEventsAndStateLargerThanAnItem() {
    var service = service();
    var session = create(service, Map.of("own", "o".repeat(500_000)));
    var large = "🎉".repeat(250_000);
    service
        .appendEvent(session, event("e-1", 1, Map.of("a", large, "app:b", large)))
        .ignoreElement()
        .blockingAwait();
    var stored = get(service());
    assertThat(stored.state()).isEqualTo(session.state());
    assertThat(stored.state().get("app:b")).isEqualTo(large);
  }

  @Test
  void refusesWhatCannotBeWrittenBeforeAnyCall() {
    var service = service();
    var session = create(service, Map.of());
    var bad = event("e-1", 1, Map.of("self", new Object()));
    assertThatThrownBy(() -> service.appendEvent(session, bad).blockingGet())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("self");
    var noName = event("e-1", 1, Map.of("app:", 1));
    assertThatThrownBy(() -> service.appendEvent(session, noName).blockingGet())
        .isInstanceOf(InvalidInputException.class);
    assertThat(session.events()).isEmpty();
    assertThat(get(service()).events()).isEmpty();
    service.appendEvent(session, event("e-1")).ignoreElement().blockingAwait();
    assertThat(ids(get(service()))).containsExactly("e-1");
  }

  @Test
  void carriesOutMoreSharedChangesThanATransactionHolds() {
    var service = service();
    var session = create(service, Map.of());
    var delta = new HashMap<String, Object>();
    IntStream.range(0, 250).forEach(n -> delta.put((n % 2 == 0 ? "app:" : "user:") + n, n));
    service.appendEvent(session, event("e-1", 1, delta)).ignoreElement().blockingAwait();
    assertThat(get(service()).state()).containsExactlyInAnyOrderEntriesOf(delta);
  }

  @Test
  void doesNothingBeforeASubscription() {
    var service = service();
    var session = create(service, Map.of());
    var later = service.appendEvent(session, event("e-1"));
    assertThat(get(service()).events()).isEmpty();
    later.ignoreElement().blockingAwait();
    later.ignoreElement().blockingAwait();
    assertThat(ids(get(service()))).containsExactly("e-1");
  }
}

package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.adk.agents.RunConfig;
import com.google.adk.sessions.Session;
import com.google.genai.types.Blob;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations in the framework's own runner, in processes that come and go. */
class RunnerTest {
  private final Rig rig = new Rig();

  private WeatherAgent process(String tool) {
    return WeatherAgent.start(rig.sessions(), rig.store(), tool);
  }

  private Session stored(String id) {
    return DynamorySessionService.of(rig.sessions(), rig.store())
        .getSession(WeatherAgent.APP, WeatherAgent.USER, id, Optional.empty())
        .blockingGet();
  }

  /** What each event of a conversation is, in a word. */
  private static List<String> kinds(Session session) {
    return session.events().stream()
        .map(
            event ->
                !event.functionCalls().isEmpty()
                    ? "call"
                    : !event.functionResponses().isEmpty()
                        ? "result"
                        : event.content().orElseThrow().text())
        .toList();
  }

  private static List<String> turn(String city, int asked) {
    return List.of(city, "call", "result", city.length() + " degrees, asked " + asked + " times");
  }

  @Test
  void aNewProcessGoesOnWithAConversationWithToolCalls() {
    assertThat(process("temperature").chat("s", "Rome")).isEqualTo("4 degrees, asked 1 times");
    assertThat(process("temperature").chat("s", "Paris")).isEqualTo("5 degrees, asked 2 times");
    var expected = new ArrayList<>(turn("Rome", 1));
    expected.addAll(turn("Paris", 2));
    assertThat(kinds(stored("s"))).isEqualTo(expected);
    assertThat(stored("s").state()).containsExactlyEntriesOf(Map.of("last", "Paris"));
  }

  @Test
  void keepsUserStateAndArtifactsOfToolsAndNoTemporaryState() {
    process("forecast").chat("s", "Rome");
    process("forecast").chat("s", "Oslo");
    var other =
        DynamorySessionService.of(rig.sessions(), rig.store())
            .createSession(WeatherAgent.APP, WeatherAgent.USER)
            .blockingGet();
    assertThat(other.state()).containsExactlyEntriesOf(Map.of("user:last", "Oslo"));
    assertThat(stored("s").toJson()).doesNotContain("temp:");
    var artifacts = DynamoryArtifactService.of(rig.store());
    assertThat(artifacts.listVersions("weather", "ana", "s", "forecast.txt").blockingGet())
        .containsExactly(0, 1);
    assertThat(artifacts.loadArtifact("weather", "ana", "s", "forecast.txt").blockingGet())
        .isEqualTo(Part.fromText("Oslo is fine"));
    assertThat(stored("s").events().get(2).actions().artifactDelta())
        .containsEntry("forecast.txt", 0);
  }

  @Test
  void keepsWhatIsUploadedAsAnArtifact() {
    var bytes = new byte[700_000];
    var message =
        Content.fromParts(
            Part.builder().inlineData(Blob.builder().data(bytes).mimeType("image/png")).build(),
            Part.fromText("Rome"));
    @SuppressWarnings("deprecation") // there is a plugin for it; the runner's own way is shorter
    var config =
        RunConfig.builder().autoCreateSession(true).saveInputBlobsAsArtifacts(true).build();
    process("temperature").runner().runAsync("ana", "s", message, config).blockingSubscribe();
    var artifacts = DynamoryArtifactService.of(rig.store());
    var names = artifacts.listArtifactKeys("weather", "ana", "s").blockingGet().filenames();
    assertThat(names).hasSize(1);
    var kept = artifacts.loadArtifact("weather", "ana", "s", names.get(0)).blockingGet();
    assertThat(kept.inlineData().flatMap(Blob::data).orElseThrow()).isEqualTo(bytes);
  }

  @Test
  void memoryFindsWhatWasSaidInConversationsWithToolCalls() {
    var agent = process("temperature");
    agent.chat("s", "Rome in spring");
    var memory = DynamoryMemoryService.of(rig.store());
    memory.addSessionToMemory(stored("s")).blockingAwait();
    var found = memory.searchMemory("weather", "ana", "spring?").blockingGet().memories();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).content().text()).isEqualTo("Rome in spring");
  }

  @ParameterizedTest
  @ValueSource(strings = {"temperature", "forecast"})
  void aTurnThatIsKilledAtAnyCallLeavesItsFirstEventsAndTheNextProcessGoesOn(String tool) {
    rig.sessions();
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var id = "killed at " + call;
      var first = process(tool);
      first.chat(id, "Rome");
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> first.chat(id, "Paris")) != null;
      rig.faults.reset();
      var left = stored(id);
      assertThat(kinds(left)).startsWith(turn("Rome", 1).toArray(String[]::new));
      var whole = new ArrayList<>(turn("Rome", 1));
      whole.addAll(turn("Paris", 2));
      assertThat(whole).startsWith(kinds(left).toArray(String[]::new));
      var ofParis = kinds(left).size() > 6;
      assertThat(left.state()).containsValue(ofParis ? "Paris" : "Rome").hasSize(1);
      process(tool).chat(id, "Oslo");
      assertThat(kinds(stored(id)))
          .startsWith(kinds(left).toArray(String[]::new))
          .hasSize(kinds(left).size() + 4);
      assertThat(stored(id).state()).containsValue("Oslo").hasSize(1);
      assertThat(call).isLessThan(60);
    }
  }

  @Test
  void aTurnWhoseAnswerFromDynamoDbIsLostAtAnyCallWritesNoEventTwice() {
    rig.sessions();
    var stopped = true;
    for (var call = 1; stopped; call++) {
      var id = "unanswered at " + call;
      var first = process("forecast");
      rig.faults.stopDuring(call);
      stopped = catchThrowable(() -> first.chat(id, "Rome")) != null;
      rig.faults.reset();
      var left = stored(id);
      var kinds = left == null ? List.<String>of() : kinds(left);
      assertThat(kinds).isEqualTo(turn("Rome", 1).subList(0, kinds.size()));
      if (kinds.size() > 2) {
        assertThat(left).isNotNull();
        assertThat(left.state()).containsEntry("user:last", "Rome");
      }
      assertThat(call).isLessThan(60);
    }
  }

  @Test
  void ofTwoInstancesInOneSessionTheSecondIsToldAndNoTurnIsTornApart() throws Exception {
    process("temperature").chat("s", "Rome");
    var cities = List.of("Paris", "Oslo", "Bern", "Lima");
    var refused = new ArrayList<Throwable>();
    var answered = new ArrayList<String>();
    var failures =
        Race.of(
            cities.size(),
            n -> {
              var instance = process("temperature");
              return () ->
                  Optional.ofNullable(catchThrowable(() -> instance.chat("s", cities.get(n))));
            });
    for (var n = 0; n < failures.size(); n++) {
      failures.get(n).ifPresent(refused::add);
      if (failures.get(n).isEmpty()) {
        answered.add(cities.get(n));
      }
    }
    assertThat(refused).allMatch(StaleSessionException.class::isInstance);
    var expected = new ArrayList<>(turn("Rome", 1));
    var kept = kinds(stored("s"));
    var inOrder = kept.stream().filter(answered::contains).toList();
    assertThat(inOrder).containsExactlyInAnyOrderElementsOf(answered);
    for (var n = 0; n < inOrder.size(); n++) {
      expected.addAll(turn(inOrder.get(n), n + 2));
    }
    assertThat(kept).isEqualTo(expected);
  }
}

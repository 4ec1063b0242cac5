package dev.dynamory.spring.ai.session;

import static dev.dynamory.spring.ai.session.WeatherAgent.conversation;
import static dev.dynamory.spring.ai.session.WeatherAgent.service;
import static dev.dynamory.spring.ai.session.WeatherAgent.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.session.CreateSessionRequest;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.compaction.CompactionStrategy;
import org.springframework.ai.session.compaction.RecursiveSummarizationCompactionStrategy;
import org.springframework.ai.session.compaction.SlidingWindowCompactionStrategy;
import org.springframework.ai.session.compaction.TurnCountTrigger;
import org.springframework.ai.session.compaction.TurnWindowCompactionStrategy;
import org.springframework.ai.session.tool.SessionEventTools;
import software.amazon.awssdk.core.exception.SdkException;

/** Conversations through the framework's own chat client, in processes that come and go. */
class ChatClientTest {
  private static final String ID = "a conversation";

  private final Rig rig = new Rig();

  private DynamorySessionRepository process() {
    return DynamorySessionRepository.of(rig.sessions(), rig.store());
  }

  private List<Message> messages(String id, EventFilter filter) {
    return process().findEvents(id, filter).stream().map(SessionEvent::getMessage).toList();
  }

  @Test
  void aNewProcessGoesOnWithAConversationWithToolCalls() {
    assertThat(WeatherAgent.start(process()).chat(ID, "Rome")).isEqualTo("It has 4 degrees.");
    assertThat(WeatherAgent.start(process()).chat(ID, "Paris")).isEqualTo("It has 5 degrees.");
    assertThat(messages(ID, EventFilter.all())).isEqualTo(conversation("Rome", "Paris"));
    assertThat(process().findByUserId("ana")).singleElement().matches(s -> s.id().equals(ID));
  }

  @Test
  void aTurnThatIsKilledAtAnyCallLeavesItsFirstMessagesAndTheNextProcessGoesOn() {
    process();
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var id = "killed at " + call;
      var agent = WeatherAgent.start(process());
      agent.chat(id, "Rome");
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> agent.chat(id, "Paris")) != null;
      rig.faults.reset();
      var left = messages(id, EventFilter.all());
      assertThat(conversation("Rome", "Paris")).startsWith(left.toArray(Message[]::new));
      assertThat(left).startsWith(conversation("Rome").toArray(Message[]::new));
      WeatherAgent.start(process()).chat(id, "Oslo");
      var expected = new ArrayList<>(left);
      expected.addAll(turn("Oslo"));
      assertThat(messages(id, EventFilter.all())).isEqualTo(expected);
      assertThat(call).isLessThan(90);
    }
  }

  @Test
  void aTurnWhoseAnswerFromDynamoDbIsLostAtAnyCallWritesNoMessageTwice() {
    process();
    var stopped = true;
    for (var call = 1; stopped; call++) {
      var id = "unanswered at " + call;
      var agent = WeatherAgent.start(process());
      rig.faults.stopDuring(call);
      stopped = catchThrowable(() -> agent.chat(id, "Rome")) != null;
      rig.faults.reset();
      var left = messages(id, EventFilter.all());
      assertThat(left).isEqualTo(conversation("Rome").subList(0, left.size()));
      assertThat(call).isLessThan(90);
    }
  }

  @Test
  void theFrameworksStrategiesCompactAndWhatTheyArchivedIsStillFound() {
    var model = ChatClient.create(new WeatherAgent.Script());
    var strategies =
        Map.<String, CompactionStrategy>of(
            "turns", TurnWindowCompactionStrategy.builder().maxTurns(2).build(),
            "window", SlidingWindowCompactionStrategy.builder().maxEvents(8).build(),
            "summary",
                RecursiveSummarizationCompactionStrategy.builder(model)
                    .maxEventsToKeep(8)
                    .overlapSize(2)
                    .build());
    strategies.forEach(
        (id, strategy) -> {
          for (var city : List.of("Rome", "Paris", "Oslo", "Lima", "Bonn", "Porto", "Kyiv")) {
            WeatherAgent.start(
                    process(),
                    memory ->
                        memory
                            .compactionTrigger(new TurnCountTrigger(3))
                            .compactionStrategy(strategy))
                .chat(id, city);
          }
          var active = process().findEvents(id, EventFilter.active());
          assertThat(active).hasSizeBetween(4, 18);
          assertThat(active.stream().map(SessionEvent::getMessage)).endsWith(turn("Kyiv").get(3));
          assertThat(active.stream().anyMatch(SessionEvent::isSynthetic))
              .isEqualTo(id.equals("summary"));
          assertThat(messages(id, EventFilter.realOnly()))
              .isEqualTo(conversation("Rome", "Paris", "Oslo", "Lima", "Bonn", "Porto", "Kyiv"));
          assertThat(
                  SessionEventTools.builder(service(process()))
                      .build()
                      .conversationSearch(
                          "",
                          "rome",
                          0,
                          new ToolContext(Map.of(SessionEventTools.SESSION_ID_CONTEXT_KEY, id))))
              .contains("Rome");
        });
  }

  @Test
  void aSlowCompactionThatWasOvertakenChangesNothing() {
    var agent = WeatherAgent.start(process());
    agent.chat(ID, "Rome");
    agent.chat(ID, "Paris");
    var strategy = TurnWindowCompactionStrategy.builder().maxTurns(1).build();
    var result =
        service(process())
            .compact(
                ID,
                request -> true,
                request -> {
                  WeatherAgent.start(process()).chat(ID, "Oslo");
                  return strategy.compact(request);
                });
    assertThat(result.archivedEvents()).isEmpty();
    assertThat(messages(ID, EventFilter.active())).isEqualTo(conversation("Rome", "Paris", "Oslo"));
  }

  @Test
  void theServiceCreatesFindsAndDeletesSessions() {
    var service = service(process());
    var created =
        service.create(
            CreateSessionRequest.builder().userId("bo").metadata("tier", "gold").build());
    assertThat(service(process()).findById(created.id()))
        .usingRecursiveComparison()
        .isEqualTo(created);
    assertThat(service.deleteExpiredSessions(Instant.now())).isZero();
    var later = Objects.requireNonNull(created.expiresAt()).plusSeconds(1);
    assertThat(service.deleteExpiredSessions(later)).isEqualTo(1);
    assertThat(service.findByUserId("bo")).isEmpty();
  }

  @Test
  void aFailureOfDynamoDbIsNotAnEmptyConversation() {
    var agent = WeatherAgent.start(process());
    agent.chat(ID, "Rome");
    for (var operation : List.of("GetItem", "Query", "PutItem")) {
      rig.faults.fail(Call.of(operation), Fault.ANSWER_LOST_FOR_GOOD, 1);
      assertThatThrownBy(() -> agent.chat(ID, "Paris")).isInstanceOf(SdkException.class);
      rig.faults.reset();
    }
    rig.faults.fail(Call.of("Query"), Fault.THROTTLED, 1_000);
    assertThatThrownBy(() -> process().findEvents(ID, EventFilter.all()))
        .isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(messages(ID, EventFilter.all()))
        .startsWith(conversation("Rome").toArray(Message[]::new));
  }
}

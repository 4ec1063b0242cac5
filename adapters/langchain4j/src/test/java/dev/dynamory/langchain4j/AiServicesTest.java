package dev.dynamory.langchain4j;

import static dev.dynamory.langchain4j.WeatherAgent.conversation;
import static dev.dynamory.langchain4j.WeatherAgent.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.WriteConflictException;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Race;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations through the framework's own AI services, in processes that come and go. */
class AiServicesTest {
  private static final String ID = "ana";

  private final Rig rig = new Rig();

  private DynamoryChatMemoryStore process() {
    return DynamoryChatMemoryStore.of(rig.sessions());
  }

  @Test
  void aNewProcessGoesOnWithAConversationWithToolCalls() {
    assertThat(WeatherAgent.start(process(), 50).chat(ID, "Rome")).isEqualTo("It has 4 degrees.");
    assertThat(WeatherAgent.start(process(), 50).chat(ID, "Paris")).isEqualTo("It has 5 degrees.");
    assertThat(process().getMessages(ID)).isEqualTo(conversation("Rome", "Paris"));
  }

  @Test
  void aTurnThatIsKilledAtAnyCallLeavesItsFirstMessagesAndTheNextProcessGoesOn() {
    rig.sessions();
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var id = "killed at " + call;
      var first = WeatherAgent.start(process(), 50);
      first.chat(id, "Rome");
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> first.chat(id, "Paris")) != null;
      rig.faults.reset();
      var left = process().getMessages(id);
      assertThat(conversation("Rome", "Paris")).startsWith(left.toArray(ChatMessage[]::new));
      assertThat(left).startsWith(conversation("Rome").toArray(ChatMessage[]::new));
      WeatherAgent.start(process(), 50).chat(id, "Oslo");
      var expected = new ArrayList<>(left);
      expected.addAll(turn("Oslo"));
      assertThat(process().getMessages(id)).isEqualTo(expected);
      assertThat(call).isLessThan(30);
    }
  }

  @Test
  void aTurnWhoseAnswerFromDynamoDbIsLostAtAnyCallWritesNoMessageTwice() {
    rig.sessions();
    var stopped = true;
    for (var call = 1; stopped; call++) {
      var id = "unanswered at " + call;
      var first = WeatherAgent.start(process(), 50);
      rig.faults.stopDuring(call);
      stopped = catchThrowable(() -> first.chat(id, "Rome")) != null;
      rig.faults.reset();
      var left = process().getMessages(id);
      assertThat(left).isEqualTo(conversation("Rome").subList(0, left.size()));
      assertThat(call).isLessThan(30);
    }
  }

  @Test
  void twoInstancesInOneConversationLoseNoMessageWhenTheyMerge() throws Exception {
    var instances =
        List.of(
            WeatherAgent.start(process().withMerging(), 500),
            WeatherAgent.start(process().withMerging(), 500));
    race(instances, List.of(List.of("Rome", "Paris", "Oslo"), List.of("Bern", "Lima", "Riga")));
    var kept = process().getMessages(ID);
    var all = conversation("Rome", "Paris", "Oslo", "Bern", "Lima", "Riga");
    assertThat(kept).containsExactlyInAnyOrderElementsOf(all);
    assertThat(kept.get(0)).isInstanceOf(SystemMessage.class);
    for (var city : List.of("Rome", "Paris", "Oslo", "Bern", "Lima", "Riga")) {
      assertThat(kept).containsSubsequence(turn(city));
    }
  }

  @Test
  void twoInstancesInOneConversationAreToldOfEveryConflictElse() {
    var there = WeatherAgent.start(process(), 50);
    var here = process();
    there.chat(ID, "Rome");
    var memory =
        MessageWindowChatMemory.builder().id(ID).maxMessages(50).chatMemoryStore(here).build();
    var stale = memory.messages();
    there.chat(ID, "Paris");
    stale.addAll(turn("Oslo"));
    assertThat(catchThrowable(() -> memory.set(stale))).isInstanceOf(WriteConflictException.class);
    assertThat(process().getMessages(ID)).isEqualTo(conversation("Rome", "Paris"));
  }

  private static void race(List<WeatherAgent.Assistant> instances, List<List<String>> cities) {
    Race.of(
        instances.size(),
        n ->
            () -> {
              cities.get(n).forEach(city -> instances.get(n).chat(ID, city));
              return cities;
            });
  }
}

package dev.dynamory.spring.ai;

import static dev.dynamory.spring.ai.WeatherAgent.conversation;
import static dev.dynamory.spring.ai.WeatherAgent.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.WriteConflictException;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Race;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;

/** Conversations through the framework's own chat client, in processes that come and go. */
class ChatClientTest {
  private static final String ID = "ana";

  private final Rig rig = new Rig();

  private DynamoryChatMemoryRepository process() {
    return DynamoryChatMemoryRepository.of(rig.sessions());
  }

  @Test
  void aNewProcessGoesOnWithAConversationWithToolCalls() {
    assertThat(WeatherAgent.start(process(), 50).chat(ID, "Rome")).isEqualTo("It has 4 degrees.");
    assertThat(WeatherAgent.start(process(), 50).chat(ID, "Paris")).isEqualTo("It has 5 degrees.");
    assertThat(process().findByConversationId(ID)).isEqualTo(conversation("Rome", "Paris"));
    assertThat(process().findConversationIds()).containsExactly(ID);
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
      var left = process().findByConversationId(id);
      assertThat(conversation("Rome", "Paris")).startsWith(left.toArray(Message[]::new));
      assertThat(left).startsWith(conversation("Rome").toArray(Message[]::new));
      WeatherAgent.start(process(), 50).chat(id, "Oslo");
      var expected = new ArrayList<>(left);
      expected.addAll(turn("Oslo"));
      assertThat(process().findByConversationId(id)).isEqualTo(expected);
      assertThat(call).isLessThan(40);
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
      var left = process().findByConversationId(id);
      assertThat(left).isEqualTo(conversation("Rome").subList(0, left.size()));
      assertThat(call).isLessThan(40);
    }
  }

  @Test
  void twoInstancesInOneConversationLoseNoMessageWhenTheyMerge() throws Exception {
    var instances =
        List.of(
            WeatherAgent.start(process().withMerging(), 500),
            WeatherAgent.start(process().withMerging(), 500));
    race(instances, List.of(List.of("Rome", "Paris", "Oslo"), List.of("Bern", "Lima", "Riga")));
    var kept = process().findByConversationId(ID);
    var all = conversation("Rome", "Paris", "Oslo", "Bern", "Lima", "Riga");
    assertThat(kept).containsExactlyInAnyOrderElementsOf(all);
    for (var city : List.of("Rome", "Paris", "Oslo", "Bern", "Lima", "Riga")) {
      assertThat(kept).containsSubsequence(turn(city));
    }
  }

  @Test
  void twoInstancesInOneConversationAreToldOfEveryConflictElse() {
    var there = WeatherAgent.start(process(), 50);
    there.chat(ID, "Rome");
    var here = process();
    var stale = here.findByConversationId(ID);
    there.chat(ID, "Paris");
    stale.addAll(turn("Oslo"));
    assertThatThrownBy(() -> here.saveAll(ID, stale)).isInstanceOf(WriteConflictException.class);
    assertThat(process().findByConversationId(ID)).isEqualTo(conversation("Rome", "Paris"));
    MessageWindowChatMemory.builder().chatMemoryRepository(here).build().add(ID, turn("Oslo"));
    assertThat(process().findByConversationId(ID)).isEqualTo(conversation("Rome", "Paris", "Oslo"));
  }

  private static void race(List<WeatherAgent> instances, List<List<String>> cities) {
    Race.of(
        instances.size(),
        n ->
            () -> {
              cities.get(n).forEach(city -> instances.get(n).chat(ID, city));
              return cities;
            });
  }
}

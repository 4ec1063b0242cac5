package dev.dynamory.spring.ai.alibaba;

import static dev.dynamory.spring.ai.alibaba.WeatherGraph.ask;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.thread;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.cloud.ai.graph.store.StoreItem;
import com.alibaba.cloud.ai.graph.store.StoreSearchRequest;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a conversation of 20 turns with a tool call each costs: 80 checkpoints, 80 messages. */
class ConversationCostsTest {
  private final Rig rig = new Rig();

  private static double writes(List<Totals> turns) {
    return turns.stream().mapToDouble(Totals::writeUnits).sum();
  }

  private Totals costOf(Runnable operation) {
    rig.log.reset();
    operation.run();
    return rig.log.totals();
  }

  @ParameterizedTest
  @EnumSource
  void aStepCostsWhatItChangesHoweverLongTheConversation(Serialization serialization) {
    var saver = DynamoryCheckpointSaver.of(rig.checkpointer(), serialization.serializer);
    var graph = WeatherGraph.start(serialization.serializer, with(saver));
    var ana = thread("ana");
    var turns =
        IntStream.range(0, 20)
            .mapToObj(turn -> costOf(() -> graph.invoke(ask("a city of the turn " + turn), ana)))
            .toList();
    System.out.printf(
        "20 turns, %s: %d calls, %.1f read units (consistent), %.1f write units%n"
            + "  first turn: %s%n  last turn:  %s%n",
        serialization,
        turns.stream().mapToInt(Totals::calls).sum(),
        turns.stream().mapToDouble(Totals::readUnits).sum(),
        writes(turns),
        turns.get(0),
        turns.get(19));
    assertThat(writes(turns)).isLessThanOrEqualTo(220);
    assertThat(turns.get(19).calls()).isLessThanOrEqualTo(13);
    assertThat(turns.get(19).writeUnits()).isLessThanOrEqualTo(14);
    assertThat(costOf(() -> saver.list(ana)).calls()).isLessThanOrEqualTo(5);
  }

  @Test
  void anItemOfTheStoreIsOneCall() {
    var store = DynamoryStore.of(rig.store());
    var namespace = List.of("users", "ana");
    store.putItem(StoreItem.of(namespace, "first", Map.of("n", 0)));
    var put = costOf(() -> store.putItem(StoreItem.of(namespace, "item", Map.of("n", 1))));
    var get = costOf(() -> store.getItem(namespace, "item"));
    var search =
        costOf(() -> store.searchItems(StoreSearchRequest.builder().namespace(namespace).build()));
    var delete = costOf(() -> store.deleteItem(namespace, "item"));
    System.out.printf("put: %s%nget: %s%nsearch of 2: %s%ndelete: %s%n", put, get, search, delete);
    assertThat(put.calls()).isEqualTo(1);
    assertThat(get.calls()).isEqualTo(1);
    assertThat(search.calls()).isLessThanOrEqualTo(3);
    assertThat(delete.calls()).isEqualTo(2);
  }
}

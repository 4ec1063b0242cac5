package dev.dynamory.spring.ai.alibaba;

import static com.alibaba.cloud.ai.graph.StateGraph.END;
import static com.alibaba.cloud.ai.graph.StateGraph.START;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.ask;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.conversation;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.said;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.thread;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.cloud.ai.graph.CompiledGraph;
import com.alibaba.cloud.ai.graph.RunnableConfig;
import com.alibaba.cloud.ai.graph.StateGraph;
import com.alibaba.cloud.ai.graph.checkpoint.BaseCheckpointSaver.Tag;
import com.alibaba.cloud.ai.graph.checkpoint.Checkpoint;
import com.alibaba.cloud.ai.graph.state.StateSnapshot;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.ConfigurationException;
import dev.dynamory.CorruptDataException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the framework expects of a checkpoint saver, and what we promise beyond it. */
abstract class CheckpointSaverContract {
  private final String id = "thread " + UUID.randomUUID();
  private final RunnableConfig thread = thread(id);

  /** The history of another process, in the same place. */
  abstract CheckpointHistory history();

  private DynamoryCheckpointSaver saver(Serialization serialization) {
    return DynamoryCheckpointSaver.of(history(), serialization.serializer);
  }

  private CompiledGraph process(Serialization serialization) {
    return WeatherGraph.start(serialization.serializer, with(saver(serialization)));
  }

  private static Checkpoint checkpoint(String id, Object text) {
    return Checkpoint.builder()
        .id(id)
        .nodeId("from " + id)
        .nextNodeId("to " + id)
        .state(Map.of("text", text))
        .build();
  }

  private List<String> ids() {
    return saver(Serialization.JSON).list(thread).stream().map(Checkpoint::getId).toList();
  }

  private @Nullable Object text(String checkpointId) {
    var config = RunnableConfig.builder(thread).checkPointId(checkpointId).build();
    return saver(Serialization.JSON).get(config).orElseThrow().getState().get("text");
  }

  @ParameterizedTest
  @EnumSource
  void anotherProcessGoesOnWithAConversation(Serialization serialization) {
    process(serialization).invoke(ask("Rome"), thread);
    var state = process(serialization).invoke(ask("Oslo"), thread).orElseThrow();
    assertThat(said(state.data())).isEqualTo(conversation("Rome", "Oslo"));
    assertThat(process(serialization).getStateHistory(thread)).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsInterruptedGoesOnInAnotherProcess(Serialization serialization) {
    for (var city : List.of("Rome", "Oslo")) {
      WeatherGraph.start(
              serialization.serializer, with(saver(serialization)).interruptBefore("tool"))
          .invoke(ask(city), thread);
      var left = process(serialization).getState(thread);
      assertThat(left.next()).isEqualTo("tool");
      assertThat(said(left.state().data())).endsWith("call " + city);
      var resumed = RunnableConfig.builder(thread).resume().build();
      process(serialization).invoke(Map.of(), resumed);
    }
    assertThat(said(process(serialization).getState(thread).state().data()))
        .isEqualTo(conversation("Rome", "Oslo"));
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatReleasesItsThreadLeavesNoHistory(Serialization serialization) {
    var graph =
        WeatherGraph.start(
            serialization.serializer, with(saver(serialization)).releaseThread(true));
    for (var city : List.of("Rome", "Oslo")) {
      var ended = graph.invokeAndGetResponse(ask(city), thread).resultValue().orElseThrow();
      assertThat(ended)
          .isInstanceOfSatisfying(
              Tag.class,
              tag -> {
                assertThat(tag.threadId()).isEqualTo(id);
                assertThat(tag.checkpoints())
                    .extracting(Checkpoint::getNodeId)
                    .containsExactly("model", "tool", "model", START);
                assertThat(said(tag.checkpoints().iterator().next().getState()))
                    .isEqualTo(conversation(city));
              });
      assertThat(graph.getStateHistory(thread)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadKeepsItsHistoryAndWhatIsUpdatedInIt(Serialization serialization) throws Exception {
    var graph = process(serialization);
    graph.invoke(ask("Rome"), thread);
    assertThat(graph.getStateHistory(thread))
        .extracting(StateSnapshot::node)
        .containsExactly("model", "tool", "model", START);
    var last = graph.lastStateOf(thread).orElseThrow();
    assertThat(last.next()).isEqualTo(END);
    var updated = graph.updateState(last.config(), Map.of("update", "a test"));
    for (var process : List.of(graph, process(serialization))) {
      assertThat(process.getStateHistory(thread)).hasSize(4);
      var snapshot = process.getState(updated);
      assertThat(snapshot.node()).isEqualTo("model");
      assertThat(snapshot.next()).isEqualTo(END);
      assertThat(snapshot.state().value("update")).contains("a test");
      assertThat(process.stateOf(last.config())).isEmpty();
    }
    saver(serialization).release(thread);
    assertThat(graph.getStateHistory(thread)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRunCanGoOnFromAnyEarlierCheckpoint(Serialization serialization) {
    var graph = process(serialization);
    graph.invoke(ask("Rome"), thread);
    graph.invoke(ask("Oslo"), thread);
    var called = List.copyOf(process(serialization).getStateHistory(thread)).get(6);
    assertThat(said(called.state().data())).isEqualTo(conversation("Rome").subList(0, 2));
    process(serialization).invoke(Map.of(), called.config());
    assertThat(said(process(serialization).getState(thread).state().data()))
        .isEqualTo(conversation("Rome"));
    assertThat(graph.getStateHistory(thread)).hasSize(10);
  }

  @Test
  void listsNewestFirstAndFindsByIdOrTheNewest() throws Exception {
    var saver = saver(Serialization.JSON);
    assertThat(saver.list(thread)).isEmpty();
    assertThat(saver.get(thread)).isEmpty();
    var ids = IntStream.range(0, 120).mapToObj(n -> "ü/# " + n).toList();
    for (var each : ids) {
      var put = saver.put(thread, checkpoint(each, "text of " + each));
      assertThat(put.checkPointId()).contains(each);
    }
    assertThat(ids()).hasSize(120).startsWith("ü/# 119", "ü/# 118").endsWith("ü/# 0");
    assertThat(saver.get(thread).orElseThrow().getNextNodeId()).isEqualTo("to ü/# 119");
    assertThat(text("ü/# 7")).isEqualTo("text of ü/# 7");
    assertThat(saver.get(RunnableConfig.builder(thread).checkPointId("x").build())).isEmpty();
    saver.release(RunnableConfig.builder().build());
    saver.put(RunnableConfig.builder().build(), checkpoint("a", "of the default thread"));
    assertThat(saver.get(thread("$default"))).isPresent();
    assertThat(saver.release(thread("$default")).checkpoints()).hasSize(1);
  }

  @Test
  void aCheckpointIsReplacedInItsPlaceIfItIsThere() throws Exception {
    var saver = saver(Serialization.JSON);
    for (var name : List.of("a", "b", "c")) {
      saver.put(thread, checkpoint(name, name));
    }
    var named = RunnableConfig.builder(thread).checkPointId("b").build();
    assertThat(saver.put(named, checkpoint("new b", "changed"))).isSameAs(named);
    assertThat(ids()).containsExactly("c", "new b", "a");
    assertThat(text("new b")).isEqualTo("changed");
    assertThatThrownBy(() -> saver.put(named, checkpoint("newer b", "too late")))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("'b'")
        .hasMessageContaining(id);
    assertThat(ids()).containsExactly("c", "new b", "a");
  }

  @Test
  void aReleasedThreadBeginsANewLife() throws Exception {
    var saver = saver(Serialization.BINARY);
    assertThat(saver.release(thread)).isEqualTo(new Tag(id, List.of()));
    for (var life = 0; life < 3; life++) {
      saver.put(thread, checkpoint("a", life));
      saver.put(thread, checkpoint("b", life));
      assertThat(history().load(id).orElseThrow().info().life()).isEqualTo(life);
      var tag = saver(Serialization.BINARY).release(thread);
      assertThat(tag.checkpoints()).extracting(Checkpoint::getId).containsExactly("b", "a");
      assertThat(tag.checkpoints())
          .extracting(Checkpoint::getState)
          .containsOnly(Map.of("text", life));
      assertThat(saver.list(thread)).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsAnErrorAndIsNotReleased() throws Exception {
    saver(Serialization.JSON).put(thread, checkpoint("a", "text"));
    assertThatThrownBy(() -> saver(Serialization.BINARY).get(thread))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("application/json");
    history().saveState(id, Map.of("no graph's", true));
    assertThatThrownBy(() -> saver(Serialization.JSON).list(thread))
        .isInstanceOf(ConfigurationException.class);
    var broken = Payload.of("application/json", new byte[] {1, 2});
    history().save(NewCheckpoint.of(id, broken).metadata(Map.of("node", "n", "next", "m")));
    assertThatThrownBy(() -> saver(Serialization.JSON).get(thread))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(id);
    assertThatThrownBy(() -> saver(Serialization.JSON).release(thread))
        .isInstanceOf(CorruptDataException.class);
    assertThat(history().checkpoints(id, 9, null).items()).hasSize(3);
  }

  @Test
  void aSubgraphWithTheSameSaverHasAThreadOfItsOwn() throws Exception {
    var saver = saver(Serialization.JSON);
    var inner = WeatherGraph.start(Serialization.JSON.serializer, with(saver));
    var graph =
        new StateGraph(WeatherGraph::strategies, Serialization.JSON.serializer)
            .addNode("weather", inner)
            .addEdge(START, "weather")
            .addEdge("weather", END)
            .compile(with(saver).build());
    graph.invoke(ask("Rome"), thread);
    assertThat(saver.list(thread)).extracting(Checkpoint::getNodeId).contains("weather", START);
    assertThat(saver.list(thread(id + "_subgraph_weather")))
        .extracting(Checkpoint::getNodeId)
        .containsExactly("model", "tool", "model", START);
  }
}

package dev.dynamory.langgraph4j;

import static dev.dynamory.langgraph4j.WeatherGraph.ask;
import static dev.dynamory.langgraph4j.WeatherGraph.conversation;
import static dev.dynamory.langgraph4j.WeatherGraph.message;
import static dev.dynamory.langgraph4j.WeatherGraph.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.ConfigurationException;
import dev.dynamory.CorruptDataException;
import dev.dynamory.InvalidInputException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphResult;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.state.StateSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the framework expects of a checkpoint saver, and what we promise beyond it. */
abstract class CheckpointSaverContract {
  private final String id = "thread-" + UUID.randomUUID();
  private final RunnableConfig thread = thread(id);

  /** The history of another process, in the same place. */
  abstract CheckpointHistory history();

  private DynamoryCheckpointSaver saver(Serialization serialization) {
    return DynamoryCheckpointSaver.of(history(), serialization.serializer);
  }

  private CompiledGraph<Chat> weather(Serialization serialization, String... interruptedBefore) {
    return WeatherGraph.start(saver(serialization), serialization.serializer, interruptedBefore);
  }

  private static Checkpoint checkpoint(String id, Object message) {
    return Checkpoint.builder()
        .id(id)
        .nodeId("from " + id)
        .nextNodeId("to " + id)
        .state(Map.of("messages", List.of(message)))
        .build();
  }

  private static List<Object> said(CompiledGraph<Chat> graph, RunnableConfig config) {
    return graph.getState(config).state().messages();
  }

  private static List<String> ids(Iterable<Checkpoint> checkpoints) {
    var ids = new ArrayList<String>();
    checkpoints.forEach(checkpoint -> ids.add(checkpoint.getId()));
    return ids;
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsInterruptedGoesOnInAnotherProcess(Serialization serialization) throws Exception {
    var interrupted =
        weather(serialization, "tool").stream(ask("Rome"), thread).toCompletableFuture().join();
    assertThat(GraphResult.from(interrupted).<Chat>asInterruptionMetadata().state().messages())
        .isEqualTo(conversation("Rome").subList(0, 2));
    var next = weather(serialization, "tool");
    assertThat(next.getState(thread).next()).isEqualTo("tool");
    assertThat(next.invoke(GraphInput.resume(), thread).orElseThrow().messages())
        .isEqualTo(conversation("Rome"));
    assertThat(weather(serialization).invoke(ask("Oslo"), thread).orElseThrow().messages())
        .isEqualTo(conversation("Rome", "Oslo"));
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatReleasesItsThreadGivesItsCheckpointsAndLeavesNone(Serialization serialization)
      throws Exception {
    var config =
        CompileConfig.builder().checkpointSaver(saver(serialization)).releaseThread(true).build();
    var graph = WeatherGraph.graph(serialization.serializer).compile(config);
    for (var city : List.of("Rome", "Oslo")) {
      var result = GraphResult.from(graph.stream(ask(city), thread).toCompletableFuture().join());
      var tag = result.asCheckpointSaverTag();
      assertThat(tag.threadId()).isEqualTo(id);
      assertThat(tag.checkpoints())
          .extracting(Checkpoint::getNodeId)
          .containsExactly("model", "tool", "model", START);
      assertThat(tag.checkpoints().iterator().next().getState().get("messages"))
          .isEqualTo(conversation(city));
      assertThat(graph.getStateHistory(thread)).isEmpty();
      assertThat(graph.stateOf(thread)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadKeepsItsHistoryAndWhatIsUpdatedInIt(Serialization serialization) throws Exception {
    var graph = weather(serialization);
    graph.invoke(ask("Rome"), thread);
    assertThat(graph.getStateHistory(thread))
        .extracting(StateSnapshot::node)
        .containsExactly("model", "tool", "model", START);
    var last = graph.lastStateOf(thread).orElseThrow();
    assertThat(last.next()).isEqualTo(END);
    var updated = graph.updateState(last.config(), Chat.add(message("user", "thanks")));
    for (var process : List.of(graph, weather(serialization))) {
      assertThat(process.getStateHistory(thread)).hasSize(4);
      assertThat(process.getState(updated).node()).isEqualTo("model");
      assertThat(process.getState(updated).next()).isEqualTo(END);
      assertThat(said(process, updated)).hasSize(5).endsWith(message("user", "thanks"));
      assertThat(process.stateOf(last.config())).isEmpty();
    }
    saver(serialization).release(thread);
    assertThat(graph.getStateHistory(thread)).isEmpty();
  }

  @Test
  void savingAgainInTheSamePlaceNeedsNoPreparation() throws Exception {
    saver(Serialization.JSON).put(thread, checkpoint("a", "first"));
    saver(Serialization.JSON).put(thread, checkpoint("b", "second"));
    assertThat(ids(saver(Serialization.JSON).list(thread))).containsExactly("b", "a");
  }

  @ParameterizedTest
  @EnumSource
  void listsNewestFirstAndFindsByIdOrTheNewest(Serialization serialization) throws Exception {
    var saver = saver(serialization);
    assertThat(saver.list(thread)).isEmpty();
    assertThat(saver.get(thread)).isEmpty();
    var put = saver.put(thread, checkpoint("a/1 ü %#", "first"));
    assertThat(put.checkPointId()).contains("a/1 ü %#");
    assertThat(put.threadId()).contains(id);
    saver.put(thread, checkpoint("b", Map.of("text", "second", "list", List.of("x", "y"))));
    assertThat(ids(saver(serialization).list(thread))).containsExactly("b", "a/1 ü %#");
    var newest = saver(serialization).get(thread).orElseThrow();
    assertThat(newest.getId()).isEqualTo("b");
    assertThat(newest.getNodeId()).isEqualTo("from b");
    assertThat(newest.getNextNodeId()).isEqualTo("to b");
    assertThat(newest.getState())
        .isEqualTo(Chat.add(Map.of("text", "second", "list", List.of("x", "y"))));
    assertThat(saver.get(put).orElseThrow().getState()).isEqualTo(Chat.add("first"));
    assertThat(saver.get(put.withCheckPointId("c"))).isEmpty();
    assertThat(saver.get(thread(id + " other"))).isEmpty();
  }

  @Test
  void aCheckpointIsReplacedInItsPlaceUnderItsNewId() throws Exception {
    var saver = saver(Serialization.JSON);
    for (var name : List.of("a", "b", "c", "d")) {
      saver.put(thread, checkpoint(name, name));
    }
    var named = thread.withCheckPointId("b");
    assertThat(saver.put(named, checkpoint("new b", "changed"))).isSameAs(named);
    assertThat(ids(saver.list(thread))).containsExactly("d", "c", "new b", "a");
    assertThat(saver.get(named)).isEmpty();
    var replaced = saver(Serialization.JSON).get(thread.withCheckPointId("new b")).orElseThrow();
    assertThat(replaced.getState()).isEqualTo(Chat.add("changed"));
    assertThat(replaced.getNextNodeId()).isEqualTo("to new b");
    saver.put(thread.withCheckPointId("d"), checkpoint("d", "the same id"));
    assertThat(ids(saver.list(thread))).containsExactly("d", "c", "new b", "a");
    assertThat(saver.get(thread).orElseThrow().getState()).isEqualTo(Chat.add("the same id"));
  }

  @Test
  void whatIsNotThereCannotBeReplaced() throws Exception {
    var saver = saver(Serialization.JSON);
    var unknown = thread.withCheckPointId("unknown");
    assertThatThrownBy(() -> saver.put(unknown, checkpoint("x", "x")))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("unknown")
        .hasMessageContaining(id);
    saver.put(thread, checkpoint("a", "of the first life"));
    assertThatThrownBy(() -> saver.put(unknown, checkpoint("x", "x")))
        .isInstanceOf(NoSuchElementException.class);
    saver.release(thread);
    saver.put(thread, checkpoint("b", "of the second"));
    assertThatThrownBy(() -> saver.put(thread.withCheckPointId("a"), checkpoint("x", "x")))
        .isInstanceOf(NoSuchElementException.class);
    assertThat(ids(saver.list(thread))).containsExactly("b");
  }

  @Test
  void aReleasedThreadBeginsANewLifeWithTheNextNumber() throws Exception {
    var saver = saver(Serialization.BINARY);
    assertThat(saver.release(thread))
        .isEqualTo(new BaseCheckpointSaver.Tag(id, List.of()))
        .isEqualTo(saver(Serialization.BINARY).release(thread));
    saver.put(thread(id + " other"), checkpoint("stays", 0));
    for (var life = 0; life < 3; life++) {
      for (var n = 0; n < 4; n++) {
        saver.put(thread, checkpoint("checkpoint " + n, life));
      }
      assertThat(history().load(id).orElseThrow().info().life()).isEqualTo(life);
      var tag = saver(Serialization.BINARY).release(thread);
      assertThat(tag.threadId()).isEqualTo(id);
      assertThat(ids(tag.checkpoints()))
          .containsExactly("checkpoint 3", "checkpoint 2", "checkpoint 1", "checkpoint 0");
      assertThat(tag.checkpoints()).extracting(Checkpoint::getState).containsOnly(Chat.add(life));
      assertThat(saver.list(thread)).isEmpty();
      assertThat(saver.get(thread)).isEmpty();
    }
    assertThat(saver.list(thread(id + " other"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRunCanGoOnFromAnyEarlierCheckpoint(Serialization serialization) throws Exception {
    var graph = weather(serialization);
    graph.invoke(ask("Rome"), thread);
    graph.invoke(ask("Oslo"), thread);
    var history = List.copyOf(weather(serialization).getStateHistory(thread));
    assertThat(history).hasSize(8);
    var called = history.get(6);
    assertThat(called.state().messages()).isEqualTo(conversation("Rome").subList(0, 2));
    assertThat(weather(serialization).invoke(GraphInput.resume(), called.config()).orElseThrow())
        .extracting(Chat::messages)
        .isEqualTo(conversation("Rome"));
    assertThat(graph.getStateHistory(thread)).hasSize(10);
    assertThat(graph.invoke(ask("Bern"), thread).orElseThrow().messages())
        .isEqualTo(conversation("Rome", "Bern"));
  }

  @Test
  void anUpdateAsOfANodeSaysWhatRunsNext() throws Exception {
    var graph = weather(Serialization.JSON, "tool");
    graph.invoke(ask("Rome"), thread);
    var answered = graph.updateState(thread, Chat.add(message("result", "9 degrees")), "tool");
    assertThat(answered.nextNode()).contains("model");
    assertThat(weather(Serialization.JSON).invoke(GraphInput.resume(), answered).orElseThrow())
        .extracting(Chat::last)
        .isEqualTo(message("assistant", "It has 9 degrees."));
  }

  @Test
  void aConfigWithoutAThreadIsOfTheDefaultOne() throws Exception {
    var saver = saver(Serialization.JSON);
    saver.release(RunnableConfig.empty());
    saver.put(RunnableConfig.empty(), checkpoint("a", "first"));
    assertThat(saver.get(thread(BaseCheckpointSaver.THREAD_ID_DEFAULT))).isPresent();
    assertThat(saver.release(RunnableConfig.empty()).threadId()).isEqualTo("$default");
  }

  @Test
  void aSubgraphWithTheSameSaverHasAThreadOfItsOwn() throws Exception {
    for (var city : List.of("Rome", "Oslo")) {
      var graph = withSubgraph(saver(Serialization.JSON));
      var interrupted = graph.invoke(ask(city), thread).orElseThrow();
      assertThat(interrupted.last()).isEqualTo(message("call", city));
      var again = withSubgraph(saver(Serialization.JSON));
      assertThat(again.invoke(GraphInput.resume(), thread).orElseThrow().last())
          .isEqualTo(message("user", "done"));
    }
    var of = thread(id + "_subgraph_weather");
    assertThat(saver(Serialization.JSON).list(thread))
        .extracting(Checkpoint::getNodeId)
        .containsExactly("end", "weather", START, "end", "weather", START);
    assertThat(saver(Serialization.JSON).list(of))
        .extracting(Checkpoint::getNodeId)
        .containsExactly("model", "tool", "model", START, "model", "tool", "model", START);
  }

  private static CompiledGraph<Chat> withSubgraph(DynamoryCheckpointSaver saver) throws Exception {
    var serializer = Serialization.JSON.serializer;
    var inner = WeatherGraph.start(saver, serializer, "tool");
    return new StateGraph<>(Chat.SCHEMA, serializer)
        .addNode("weather", inner)
        .addNode("end", node_async(chat -> Chat.add(message("user", "done"))))
        .addEdge(START, "weather")
        .addEdge("weather", "end")
        .addEdge("end", END)
        .compile(CompileConfig.builder().checkpointSaver(saver).build());
  }

  @Test
  void aSaverOfItsOwnForASubgraphKeepsApartInACheckpointNamespace() throws Exception {
    var outer = DynamoryCheckpointSaver.of(history(), Serialization.JSON.serializer);
    var inner =
        DynamoryCheckpointSaver.of(history().namespace("inner"), Serialization.JSON.serializer);
    outer.put(thread, checkpoint("same", "outer"));
    inner.put(thread, checkpoint("same", "inner"));
    assertThat(outer.get(thread).orElseThrow().getState()).isEqualTo(Chat.add("outer"));
    inner.release(thread);
    assertThat(outer.list(thread)).hasSize(1);
  }

  @Test
  void textIsStoredAsTextAndAStateOfAnotherSerializerIsRefused() throws Exception {
    saver(Serialization.JSON).put(thread, checkpoint("a", "grüß"));
    var payload = history().load(id).orElseThrow().payload();
    assertThat(payload.contentType()).isEqualTo("application/json");
    assertThat(new String(payload.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"messages\":[\"grüß\"]}");
    assertThatThrownBy(() -> saver(Serialization.BINARY).get(thread))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("application/json")
        .hasMessageContaining("application/octet-stream");
    saver(Serialization.BINARY).put(thread, checkpoint("b", "of the other"));
    assertThatThrownBy(() -> saver(Serialization.BINARY).list(thread))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'a'");
  }

  @Test
  void aStateThatCannotBeWrittenIsRefusedAndOneThatCannotBeReadIsAnError() throws Exception {
    var saver = saver(Serialization.BINARY);
    assertThatThrownBy(() -> saver.put(thread, checkpoint("a", new Object())))
        .isInstanceOf(NotSerializableException.class);
    assertThat(saver.list(thread)).isEmpty();
    history().saveState(id, Map.of("no graph's", true));
    assertThatThrownBy(() -> saver.get(thread))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(id);
  }

  @Test
  void idsOfAnyCharactersComeBackAndBadOnesAreRefusedBeforeAnyCall() throws Exception {
    var saver = saver(Serialization.JSON);
    for (var odd : List.of(" ", "a/b#c:%d", "😀 ü \"'", "x".repeat(900))) {
      var config = thread(id + odd);
      saver.put(config, checkpoint("😀#" + odd.hashCode(), odd));
      assertThat(saver.get(config).orElseThrow().getState()).isEqualTo(Chat.add(odd));
    }
    assertThatThrownBy(() -> saver.get(thread(""))).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> saver.put(thread("dynamory:x"), checkpoint("a", "")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aLongHistoryIsListedToItsEnd() throws Exception {
    var saver = saver(Serialization.JSON);
    for (var n = 0; n < 230; n++) {
      saver.put(thread, checkpoint("checkpoint " + n, "message " + n));
    }
    assertThat(saver.list(thread))
        .extracting(checkpoint -> checkpoint.getState())
        .containsExactlyElementsOf(
            IntStream.iterate(229, n -> n >= 0, n -> n - 1)
                .mapToObj(n -> Chat.add("message " + n))
                .toList());
  }
}

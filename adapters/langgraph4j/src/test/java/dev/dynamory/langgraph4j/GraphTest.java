package dev.dynamory.langgraph4j;

import static dev.dynamory.langgraph4j.WeatherGraph.ask;
import static dev.dynamory.langgraph4j.WeatherGraph.conversation;
import static dev.dynamory.langgraph4j.WeatherGraph.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkException;

/** Runs of the framework's own graphs, in processes that come and go. */
class GraphTest {
  private static final RunnableConfig ANA = thread("ana");

  private final Rig rig = new Rig();

  private DynamoryCheckpointSaver saver(Serialization serialization) {
    return DynamoryCheckpointSaver.of(rig.checkpointer(), serialization.serializer);
  }

  private CompiledGraph<Chat> process(Serialization serialization) {
    return WeatherGraph.start(saver(serialization), serialization.serializer);
  }

  private CompiledGraph<Chat> process() {
    return process(Serialization.JSON);
  }

  private static List<Object> said(CompiledGraph<Chat> graph, RunnableConfig config) {
    return graph.getState(config).state().messages();
  }

  @ParameterizedTest
  @EnumSource
  void aNewProcessGoesOnWithAConversationWithToolCalls(Serialization serialization) {
    process(serialization).invoke(ask("Rome"), ANA);
    assertThat(process(serialization).invoke(ask("Paris"), ANA).orElseThrow().messages())
        .isEqualTo(conversation("Rome", "Paris"));
    assertThat(process(serialization).getStateHistory(ANA)).hasSize(8);
  }

  @Test
  void aRunThatIsKilledAtAnyCallIsResumedByTheNextProcess() {
    process();
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var config = thread("killed at " + call);
      var first = process();
      first.invoke(ask("Rome"), config);
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> first.invoke(ask("Paris"), config)) != null;
      rig.faults.reset();
      var next = process();
      var left = next.getState(config);
      assertThat(conversation("Rome", "Paris"))
          .startsWith(left.state().messages().toArray())
          .hasSizeGreaterThanOrEqualTo(4);
      var wasBegun = !left.next().equals(END);
      next.invoke(wasBegun ? GraphInput.resume() : ask("Oslo"), config);
      assertThat(said(process(), config))
          .isEqualTo(
              wasBegun
                  ? conversation("Rome", "Paris")
                  : left.state().messages().size() > 4
                      ? conversation("Rome", "Paris", "Oslo")
                      : conversation("Rome", "Oslo"));
      assertThat(call).isLessThan(30);
    }
  }

  @Test
  void aRunWhoseAnswerFromDynamoDbIsLostAtAnyCallSavesNoCheckpointTwice() {
    process();
    var stopped = true;
    for (var call = 1; stopped; call++) {
      var config = thread("unanswered at " + call);
      var first = process();
      rig.faults.stopDuring(call);
      stopped = catchThrowable(() -> first.invoke(ask("Rome"), config)) != null;
      rig.faults.reset();
      var nodes = new ArrayList<String>();
      saver(Serialization.JSON).list(config).forEach(c -> nodes.add(0, c.getNodeId()));
      assertThat(nodes)
          .isEqualTo(List.of(START, "model", "tool", "model").subList(0, nodes.size()));
      assertThat(call).isLessThan(30);
    }
  }

  @Test
  void aRunWhoseCallsFailForATimeIsAsIfTheyHadNot() {
    for (var fault : List.of(Fault.THROTTLED, Fault.SERVER_ERROR, Fault.ANSWER_LOST)) {
      var config = thread("with " + fault);
      var graph = process();
      rig.faults.fail(Call.of("PutItem"), fault, 2);
      rig.faults.fail(Call.of("Query"), fault, 1);
      assertThat(graph.invoke(ask("Rome"), config).orElseThrow().messages())
          .isEqualTo(conversation("Rome"));
      rig.faults.reset();
      assertThat(process().getStateHistory(config)).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "ANSWER_LOST_FOR_GOOD"})
  void aFailureToReadIsNotANewConversation(Fault fault) {
    process().invoke(ask("Rome"), ANA);
    rig.faults.fail(Call.of("Query"), fault, 99);
    assertThatThrownBy(() -> process().invoke(ask("Paris"), ANA)).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> process().stateOf(ANA)).isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(said(process(), ANA)).isEqualTo(conversation("Rome"));
  }

  @Test
  void twoProcessesOnOneThreadKeepEveryCheckpointWhole() throws Exception {
    var cities = List.of(List.of("Rome", "Paris", "Oslo"), List.of("Bern", "Lima", "Riga"));
    var tasks = new ArrayList<Callable<Void>>();
    for (var asked : cities) {
      var graph = process();
      tasks.add(
          () -> {
            asked.forEach(city -> graph.invoke(ask(city), ANA));
            return null;
          });
    }
    Together.run(tasks);
    var kept = saver(Serialization.JSON).list(ANA);
    assertThat(kept).hasSize(24).extracting(Checkpoint::getId).doesNotHaveDuplicates();
    assertThat(kept)
        .allSatisfy(
            checkpoint -> {
              var messages = new Chat(checkpoint.getState()).messages();
              assertThat(conversation("Rome", "Paris", "Oslo", "Bern", "Lima", "Riga"))
                  .containsAll(messages);
              assertThat(WeatherGraph.role(messages.get(messages.size() - 1)))
                  .isIn(
                      switch (checkpoint.getNodeId()) {
                        case START -> List.of("user");
                        case "tool" -> List.of("result");
                        default -> List.of("call", "assistant");
                      });
            });
    assertThat(process().invoke(ask("Bonn"), ANA).orElseThrow().messages())
        .endsWith(conversation("Bonn").toArray());
  }

  @Test
  void manyThreadsOfOneProcessRunSideBySide() throws Exception {
    var graph = process();
    var tasks = new ArrayList<Callable<Void>>();
    for (var n = 0; n < 8; n++) {
      var config = thread("thread " + n);
      tasks.add(
          () -> {
            graph.invoke(ask("Rome"), config);
            graph.invoke(ask("Paris"), config);
            return null;
          });
    }
    Together.run(tasks);
    for (var n = 0; n < 8; n++) {
      assertThat(said(process(), thread("thread " + n))).isEqualTo(conversation("Rome", "Paris"));
    }
  }
}

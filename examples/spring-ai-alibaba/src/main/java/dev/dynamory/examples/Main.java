package dev.dynamory.examples;

import static com.alibaba.cloud.ai.graph.StateGraph.END;
import static com.alibaba.cloud.ai.graph.StateGraph.START;
import static com.alibaba.cloud.ai.graph.action.AsyncEdgeAction.edge_async;
import static com.alibaba.cloud.ai.graph.action.AsyncNodeAction.node_async;

import com.alibaba.cloud.ai.graph.CompileConfig;
import com.alibaba.cloud.ai.graph.CompiledGraph;
import com.alibaba.cloud.ai.graph.RunnableConfig;
import com.alibaba.cloud.ai.graph.StateGraph;
import com.alibaba.cloud.ai.graph.checkpoint.config.SaverConfig;
import com.alibaba.cloud.ai.graph.exception.GraphStateException;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.spring.ai.alibaba.DynamoryCheckpointSaver;
import dev.dynamory.spring.ai.alibaba.DynamoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Asks about the weather, ends, and goes on as another process would. */
public final class Main {
  private static final RunnableConfig ANA = RunnableConfig.builder().threadId("ana").build();

  private Main() {}

  /** A folder that stays, if one is named. */
  public static void main(String[] arguments) throws IOException, GraphStateException {
    var folder =
        arguments.length > 0
            ? Path.of(arguments[0])
            : Files.createTempDirectory("dynamory-spring-ai-alibaba");
    for (var city : new String[] {"Lisbon", "Oslo"}) {
      try (var engine = LocalDynamoDb.on(folder);
          var dynamory = Dynamory.using(engine.client())) {
        var graph = graph(dynamory);
        System.out.printf("ana: %s%n", city);
        var messages = Weather.messages(graph.invoke(Weather.ask(city), ANA).orElseThrow());
        System.out.printf("assistant: %s%n", messages.get(messages.size() - 1).getText());
        System.out.printf(
            "%d messages, %d checkpoints%n%n", messages.size(), graph.getStateHistory(ANA).size());
      }
    }
    System.out.printf("They lie in %s: ./dynamory --local %s store search%n", folder, folder);
  }

  private static CompiledGraph graph(Dynamory dynamory) throws GraphStateException {
    var checkpointer =
        dynamory
            .checkpointer("agent-checkpoints")
            .withTimeToLive(Duration.ofDays(30))
            .withConsistentReads();
    var memory = dynamory.store("agent-memory").withConsistentReads();
    checkpointer.setup();
    memory.setup();
    var serializer = StateGraph.DEFAULT_JACKSON_SERIALIZER;
    var saver = DynamoryCheckpointSaver.of(checkpointer, serializer);
    var config =
        CompileConfig.builder()
            .saverConfig(SaverConfig.builder().register(saver).build())
            .store(DynamoryStore.of(memory))
            .build();
    return new StateGraph(Weather::strategies, serializer)
        .addNode("model", node_async(Weather::model))
        .addNode("tool", node_async(Weather::tool))
        .addEdge(START, "model")
        .addConditionalEdges(
            "model",
            edge_async(state -> Weather.hasCall(state) ? "tool" : "answered"),
            Map.of("tool", "tool", "answered", END))
        .addEdge("tool", "model")
        .compile(config);
  }
}

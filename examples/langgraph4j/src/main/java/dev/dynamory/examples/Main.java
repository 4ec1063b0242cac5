package dev.dynamory.examples;

import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;
import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.langgraph4j.DynamoryCheckpointSaver;
import dev.dynamory.local.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;

/**
 * An agent that must not use its tool before a person agrees: it stops there, the process ends, and
 * the next one goes on. The model follows a script.
 */
public final class Main {
  private static final RunnableConfig ANA = RunnableConfig.builder().threadId("ana").build();

  private Main() {}

  /** A folder that stays, if one is named. */
  public static void main(String[] arguments) throws IOException, GraphStateException {
    var folder =
        arguments.length > 0
            ? Path.of(arguments[0])
            : Files.createTempDirectory("dynamory-langgraph4j");
    for (var city : new String[] {"Lisbon", "Oslo"}) {
      run(folder, GraphInput.args(Chat.message("user", city)));
      System.out.println("-- the process ends; somebody agrees, and another one goes on");
      run(folder, GraphInput.resume());
    }
    System.out.printf(
        "They lie in %s: ./dynamory --local %s checkpoint history ana%n", folder, folder);
  }

  private static void run(Path folder, GraphInput input) throws GraphStateException {
    try (var engine = LocalDynamoDb.on(folder);
        var dynamory = Dynamory.using(engine.client())) {
      var graph = graph(dynamory);
      for (var output : graph.stream(input, ANA)) {
        if (!output.node().equals(END)) {
          System.out.printf("%s: %s%n", output.state().role(), output.state().text());
        }
      }
      var state = graph.getState(ANA);
      System.out.printf(
          "%d checkpoints, next: %s%n", graph.getStateHistory(ANA).size(), state.next());
    }
  }

  private static CompiledGraph<Chat> graph(Dynamory dynamory) throws GraphStateException {
    var checkpointer =
        dynamory
            .checkpointer("agent-checkpoints")
            .withTimeToLive(Duration.ofDays(30))
            .withConsistentReads();
    checkpointer.setup();
    var serializer = new Chat.Json();
    var saver = DynamoryCheckpointSaver.of(checkpointer, serializer);
    return new StateGraph<>(Chat.SCHEMA, serializer)
        .addNode("model", node_async(Main::model))
        .addNode("tool", node_async(Main::tool))
        .addEdge(START, "model")
        .addConditionalEdges(
            "model",
            edge_async(chat -> chat.role().equals("call") ? "tool" : "answered"),
            Map.of("tool", "tool", "answered", END))
        .addEdge("tool", "model")
        .compile(CompileConfig.builder().checkpointSaver(saver).interruptBefore("tool").build());
  }

  private static Map<String, Object> model(Chat chat) {
    return chat.role().equals("user")
        ? Chat.message("call", chat.text())
        : Chat.message("assistant", "It has " + chat.text() + ".");
  }

  private static Map<String, Object> tool(Chat chat) {
    return Chat.message("result", chat.text().length() + " degrees");
  }
}

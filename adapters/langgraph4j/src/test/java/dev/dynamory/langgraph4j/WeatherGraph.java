package dev.dynamory.langgraph4j;

import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;
import static org.bsc.langgraph4j.action.AsyncEdgeAction.edge_async;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.serializer.StateSerializer;

/** An agent with one tool and a model that follows a script: ask the tool, then answer. */
final class WeatherGraph {
  private WeatherGraph() {}

  /** A process' own graph. */
  static CompiledGraph<Chat> start(
      BaseCheckpointSaver saver, StateSerializer<Chat> serializer, String... interruptedBefore) {
    try {
      return graph(serializer)
          .compile(
              CompileConfig.builder()
                  .checkpointSaver(saver)
                  .interruptBefore(interruptedBefore)
                  .build());
    } catch (GraphStateException e) {
      throw new IllegalStateException(e);
    }
  }

  static StateGraph<Chat> graph(StateSerializer<Chat> serializer) throws GraphStateException {
    return new StateGraph<>(Chat.SCHEMA, serializer)
        .addNode("model", node_async(WeatherGraph::model))
        .addNode("tool", node_async(WeatherGraph::tool))
        .addEdge(START, "model")
        .addConditionalEdges(
            "model",
            edge_async(chat -> role(chat.last()).equals("call") ? "tool" : "answered"),
            Map.of("tool", "tool", "answered", END))
        .addEdge("tool", "model");
  }

  private static Map<String, Object> model(Chat chat) {
    var last = chat.last();
    return Chat.add(
        role(last).equals("user")
            ? message("call", text(last))
            : message("assistant", "It has " + text(last) + "."));
  }

  private static Map<String, Object> tool(Chat chat) {
    return Chat.add(message("result", text(chat.last()).length() + " degrees"));
  }

  static Map<String, String> message(String role, String text) {
    return Map.of("role", role, "text", text);
  }

  static String role(Object message) {
    return String.valueOf(((Map<?, ?>) message).get("role"));
  }

  private static String text(Object message) {
    return String.valueOf(((Map<?, ?>) message).get("text"));
  }

  static GraphInput ask(String city) {
    return GraphInput.args(Chat.add(message("user", city)));
  }

  static RunnableConfig thread(String id) {
    return RunnableConfig.builder().threadId(id).build();
  }

  /** What a conversation about these cities is. */
  static List<Object> conversation(String... cities) {
    var messages = new ArrayList<Object>();
    for (var city : cities) {
      messages.add(message("user", city));
      messages.add(message("call", city));
      messages.add(message("result", city.length() + " degrees"));
      messages.add(message("assistant", "It has " + city.length() + " degrees."));
    }
    return messages;
  }
}

package dev.dynamory.spring.ai.alibaba;

import static com.alibaba.cloud.ai.graph.StateGraph.END;
import static com.alibaba.cloud.ai.graph.StateGraph.START;
import static com.alibaba.cloud.ai.graph.action.AsyncEdgeAction.edge_async;
import static com.alibaba.cloud.ai.graph.action.AsyncNodeAction.node_async;

import com.alibaba.cloud.ai.graph.CompileConfig;
import com.alibaba.cloud.ai.graph.CompiledGraph;
import com.alibaba.cloud.ai.graph.KeyStrategy;
import com.alibaba.cloud.ai.graph.OverAllState;
import com.alibaba.cloud.ai.graph.RunnableConfig;
import com.alibaba.cloud.ai.graph.StateGraph;
import com.alibaba.cloud.ai.graph.checkpoint.config.SaverConfig;
import com.alibaba.cloud.ai.graph.exception.GraphStateException;
import com.alibaba.cloud.ai.graph.serializer.StateSerializer;
import com.alibaba.cloud.ai.graph.state.strategy.AppendStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

/** An agent with one tool and a model that follows a script: ask the tool, then answer. */
final class WeatherGraph {
  private WeatherGraph() {}

  static CompileConfig.Builder with(DynamoryCheckpointSaver saver) {
    return CompileConfig.builder().saverConfig(SaverConfig.builder().register(saver).build());
  }

  /** A process' own graph. */
  static CompiledGraph start(StateSerializer serializer, CompileConfig.Builder config) {
    try {
      return graph(serializer).compile(config.build());
    } catch (GraphStateException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, KeyStrategy> strategies() {
    return Map.of("messages", new AppendStrategy());
  }

  private static StateGraph graph(StateSerializer serializer) throws GraphStateException {
    return new StateGraph(WeatherGraph::strategies, serializer)
        .addNode("model", node_async(WeatherGraph::model))
        .addNode("tool", node_async(WeatherGraph::tool))
        .addEdge(START, "model")
        .addConditionalEdges(
            "model",
            edge_async(
                state ->
                    last(state) instanceof AssistantMessage answer && answer.hasToolCalls()
                        ? "tool"
                        : "answered"),
            Map.of("tool", "tool", "answered", END))
        .addEdge("tool", "model");
  }

  private static Map<String, Object> model(OverAllState state) {
    return Map.of(
        "messages",
        last(state) instanceof ToolResponseMessage result
            ? new AssistantMessage("It has " + result.getResponses().get(0).responseData() + ".")
            : AssistantMessage.builder().content("").toolCalls(List.of(call(state))).build());
  }

  private static AssistantMessage.ToolCall call(OverAllState state) {
    var city = last(state).getText();
    return new AssistantMessage.ToolCall("call", "function", "temperature", city);
  }

  private static Map<String, Object> tool(OverAllState state) {
    var call = ((AssistantMessage) last(state)).getToolCalls().get(0);
    var degrees = call.arguments().length() + " degrees";
    var response = new ToolResponseMessage.ToolResponse(call.id(), call.name(), degrees);
    return Map.of("messages", ToolResponseMessage.builder().responses(List.of(response)).build());
  }

  static List<Message> messages(Map<String, Object> state) {
    var messages = new ArrayList<Message>();
    if (state.get("messages") instanceof List<?> kept) {
      kept.forEach(message -> messages.add((Message) message));
    }
    return messages;
  }

  private static Message last(OverAllState state) {
    var messages = messages(state.data());
    return messages.get(messages.size() - 1);
  }

  static Map<String, Object> ask(String city) {
    return Map.of("messages", List.<Message>of(new UserMessage(city)));
  }

  static RunnableConfig thread(String id) {
    return RunnableConfig.builder().threadId(id).build();
  }

  /** What was said, in the words of {@link #conversation}. */
  static List<String> said(Map<String, Object> state) {
    return messages(state).stream().map(WeatherGraph::words).toList();
  }

  private static String words(Message message) {
    if (message instanceof ToolResponseMessage result) {
      return "result " + result.getResponses().get(0).responseData();
    } else if (message instanceof AssistantMessage answer && answer.hasToolCalls()) {
      return "call " + answer.getToolCalls().get(0).arguments();
    }
    return message.getMessageType().getValue() + " " + message.getText();
  }

  /** What a conversation about these cities is. */
  static List<String> conversation(String... cities) {
    var said = new ArrayList<String>();
    for (var city : cities) {
      said.add("user " + city);
      said.add("call " + city);
      said.add("result " + city.length() + " degrees");
      said.add("assistant It has " + city.length() + " degrees.");
    }
    return said;
  }
}

package dev.dynamory.examples;

import com.alibaba.cloud.ai.graph.KeyStrategy;
import com.alibaba.cloud.ai.graph.OverAllState;
import com.alibaba.cloud.ai.graph.state.strategy.AppendStrategy;
import com.alibaba.cloud.ai.graph.store.StoreItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

/** The nodes of the graph: a model that follows a script, and its tool. */
final class Weather {
  private static final List<String> USER = List.of("users", "ana");

  private Weather() {}

  static Map<String, KeyStrategy> strategies() {
    return Map.of("messages", new AppendStrategy());
  }

  static Map<String, Object> ask(String city) {
    return Map.of("messages", List.<Message>of(new UserMessage(city)));
  }

  static List<Message> messages(OverAllState state) {
    var messages = new ArrayList<Message>();
    state.<List<?>>value("messages").orElseGet(List::of).forEach(m -> messages.add((Message) m));
    return messages;
  }

  private static Message last(OverAllState state) {
    var messages = messages(state);
    return messages.get(messages.size() - 1);
  }

  static boolean hasCall(OverAllState state) {
    return last(state) instanceof AssistantMessage answer && answer.hasToolCalls();
  }

  static Map<String, Object> model(OverAllState state) {
    return Map.of(
        "messages",
        last(state) instanceof ToolResponseMessage result
            ? answer(state, result.getResponses().get(0).responseData())
            : call(last(state).getText()));
  }

  private static AssistantMessage call(String city) {
    var call = new AssistantMessage.ToolCall("call", "function", "temperature", city);
    return AssistantMessage.builder().content("").toolCalls(List.of(call)).build();
  }

  /** What the store knows of the user outlives the conversation. */
  private static AssistantMessage answer(OverAllState state, String degrees) {
    var known = state.getStore().getItem(USER, "warmest").map(item -> item.getValue().get("city"));
    return new AssistantMessage(
        "It has " + degrees + known.map(city -> "; the warmest so far: " + city).orElse("") + ".");
  }

  static Map<String, Object> tool(OverAllState state) {
    var call = ((AssistantMessage) last(state)).getToolCalls().get(0);
    var city = call.arguments();
    var warmest =
        state
            .getStore()
            .getItem(USER, "warmest")
            .map(item -> (Integer) item.getValue().get("degrees"));
    if (warmest.orElse(0) < city.length()) {
      var value = Map.<String, Object>of("city", city, "degrees", city.length());
      state.getStore().putItem(StoreItem.of(USER, "warmest", value));
    }
    var response =
        new ToolResponseMessage.ToolResponse(call.id(), call.name(), city.length() + " degrees");
    return Map.of("messages", ToolResponseMessage.builder().responses(List.of(response)).build());
  }
}

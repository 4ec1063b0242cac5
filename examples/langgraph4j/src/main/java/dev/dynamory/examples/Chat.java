package dev.dynamory.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.serializer.plain_text.jackson.JacksonStateSerializer;
import org.bsc.langgraph4j.state.AgentState;
import org.bsc.langgraph4j.state.Channel;
import org.bsc.langgraph4j.state.Channels;

/** The agent's state: messages, to which nodes add. */
final class Chat extends AgentState {
  static final Map<String, Channel<?>> SCHEMA =
      Map.of("messages", Channels.appenderWithDuplicate(ArrayList::new));

  Chat(Map<String, Object> data) {
    super(data);
  }

  /** States as JSON, and no Java objects. */
  static final class Json extends JacksonStateSerializer<Chat> {
    Json() {
      super(Chat::new);
    }
  }

  static Map<String, Object> message(String role, String text) {
    return Map.of("messages", List.of(Map.of("role", role, "text", text)));
  }

  private List<Map<String, String>> messages() {
    return this.<List<Map<String, String>>>value("messages").orElseGet(List::of);
  }

  String role() {
    return last().getOrDefault("role", "");
  }

  String text() {
    return last().getOrDefault("text", "");
  }

  private Map<String, String> last() {
    return messages().get(messages().size() - 1);
  }
}

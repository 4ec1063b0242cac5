package dev.dynamory.langgraph4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.state.AgentState;
import org.bsc.langgraph4j.state.Channel;
import org.bsc.langgraph4j.state.Channels;

/** The state of the test's graphs: messages, to which nodes add. */
final class Chat extends AgentState {
  static final Map<String, Channel<?>> SCHEMA =
      Map.of("messages", Channels.appenderWithDuplicate(ArrayList::new));

  Chat(Map<String, Object> data) {
    super(data);
  }

  static Map<String, Object> add(Object... messages) {
    return Map.of("messages", List.of(messages));
  }

  List<Object> messages() {
    return this.<List<Object>>value("messages").orElseGet(List::of);
  }

  Object last() {
    return messages().get(messages().size() - 1);
  }
}

package dev.dynamory.langchain4j;

import dev.dynamory.CorruptDataException;
import dev.dynamory.MessageLists;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import java.util.List;
import java.util.Map;

/**
 * How a message lies in its session. The JSON is LangChain4j's own and kept as text, so that every
 * number in it comes back as it was.
 *
 * <pre>
 * type     SYSTEM, USER, AI, TOOL_EXECUTION_RESULT or CUSTOM
 * message  {"type":"USER","contents":[…]}
 * </pre>
 */
final class MessageItems implements MessageLists.Codec<ChatMessage> {
  @Override
  public List<Map<String, Object>> items(List<ChatMessage> messages) {
    return messages.stream().map(MessageItems::item).toList();
  }

  private static Map<String, Object> item(ChatMessage message) {
    return Map.of(
        "type", message.type().name(), "message", ChatMessageSerializer.messageToJson(message));
  }

  @Override
  public List<ChatMessage> messages(String sessionId, List<Map<String, Object>> items) {
    return items.stream().map(item -> message(sessionId, item)).toList();
  }

  private static ChatMessage message(String sessionId, Map<String, Object> item) {
    if (item.get("message") instanceof String json) {
      return ChatMessageDeserializer.messageFromJson(json);
    }
    throw new CorruptDataException(
        "sessions", sessionId, "an item is not a message of LangChain4j: " + item.keySet(), null);
  }
}

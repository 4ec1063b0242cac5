package dev.dynamory.spring.ai;

import dev.dynamory.CorruptDataException;
import dev.dynamory.InvalidInputException;
import dev.dynamory.MessageLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * How a message of Spring AI lies in its session or event; what it does not have is not there. A
 * message that could not come back equal is an {@link InvalidInputException}, but for media, which
 * have no equals.
 *
 * <pre>
 * type        USER, ASSISTANT, SYSTEM, TOOL, or the name of a {@link MessageKind}
 * text        Let me see.
 * metadata    {"index": {"$long": "0"}}, see {@link MetadataJson}
 * media       see {@link MediaItems}
 * tool_calls  [{id, type, name, arguments}]
 * responses   [{id, name, data}]
 * value       the document of a {@link MessageKind}
 * </pre>
 */
public final class MessageDocuments implements MessageLists.Codec<Message> {
  private static final Set<Class<?>> KINDS =
      Set.of(
          UserMessage.class,
          AssistantMessage.class,
          SystemMessage.class,
          ToolResponseMessage.class);

  private final Map<Object, MessageKind<?>> kinds;

  /** Spring AI's own kinds of messages. */
  public MessageDocuments() {
    this(Map.of());
  }

  private MessageDocuments(Map<Object, MessageKind<?>> kinds) {
    this.kinds = kinds;
  }

  /** And this one. */
  public MessageDocuments with(MessageKind<?> kind) {
    var more = new HashMap<>(kinds);
    more.put(kind.name(), kind);
    more.put(kind.type(), kind);
    return new MessageDocuments(more);
  }

  @Override
  public List<Map<String, Object>> items(List<Message> messages) {
    var items = new ArrayList<Map<String, Object>>(messages.size());
    for (var message : messages) {
      var path = "messages[" + items.size() + "]";
      if (message == null) {
        throw new InvalidInputException("messages", path, "must not be null");
      }
      items.add(document(message, path));
    }
    return items;
  }

  /** The document of a message, whose place errors name. */
  public Map<String, Object> document(Message message, String path) {
    var kind = kinds.get(message.getClass());
    if (kind != null) {
      return Map.of("type", kind.name(), "value", kind.document(message));
    }
    var parts = parts(message, path);
    if (!KINDS.contains(message.getClass())) {
      var same = message(parts, message.getMetadata());
      if (!message.equals(same) || !same.equals(message)) {
        throw refused(message, path);
      }
    }
    var metadata = new HashMap<>(message.getMetadata());
    metadata.remove(AbstractMessage.MESSAGE_TYPE, message.getMessageType());
    if (!metadata.isEmpty()) {
      parts.put("metadata", MetadataJson.write(metadata, path + ".metadata"));
    }
    return parts;
  }

  private static InvalidInputException refused(Message message, String path) {
    return new InvalidInputException(
        "messages",
        path,
        "a "
            + message.getClass().getName()
            + " may hold more than Spring AI's own messages; say how it is kept: withKind(…)");
  }

  private static Map<String, Object> parts(Message message, String path) {
    var parts = new LinkedHashMap<String, Object>();
    parts.put("type", message.getMessageType().name());
    if (message instanceof ToolResponseMessage tools) {
      parts.put(
          "responses", tools.getResponses().stream().map(MessageDocuments::response).toList());
    } else if (message instanceof AssistantMessage assistant) {
      put(parts, "text", assistant.getText());
      putAll(parts, "media", MediaItems.items(assistant.getMedia(), path));
      putAll(
          parts,
          "tool_calls",
          assistant.getToolCalls().stream().map(MessageDocuments::call).toList());
    } else if (message instanceof UserMessage user) {
      put(parts, "text", user.getText());
      putAll(parts, "media", MediaItems.items(user.getMedia(), path));
    } else if (message instanceof SystemMessage system) {
      put(parts, "text", system.getText());
    } else {
      throw refused(message, path);
    }
    return parts;
  }

  private static Map<String, Object> call(ToolCall call) {
    var parts = new LinkedHashMap<String, Object>();
    put(parts, "id", call.id());
    put(parts, "type", call.type());
    put(parts, "name", call.name());
    put(parts, "arguments", call.arguments());
    return parts;
  }

  private static Map<String, Object> response(ToolResponse response) {
    var parts = new LinkedHashMap<String, Object>();
    put(parts, "id", response.id());
    put(parts, "name", response.name());
    put(parts, "data", response.responseData());
    return parts;
  }

  private static void put(Map<String, Object> parts, String name, @Nullable Object value) {
    if (value != null) {
      parts.put(name, value);
    }
  }

  private static void putAll(Map<String, Object> parts, String name, List<?> values) {
    if (!values.isEmpty()) {
      parts.put(name, values);
    }
  }

  /** Metadata as JSON text, in which what JSON has no type for is marked; the same for the same. */
  public static String metadataToJson(Map<String, Object> metadata) {
    return MetadataJson.write(metadata, "metadata");
  }

  /** What {@link #metadataToJson} has written; a RuntimeException for anything else. */
  public static Map<String, Object> metadataFromJson(String json) {
    return MetadataJson.read(json);
  }

  /** The messages of a session, in a list of the caller's own. */
  @Override
  public List<Message> messages(String sessionId, List<Map<String, Object>> items) {
    var messages = new ArrayList<Message>(items.size());
    for (var item : items) {
      try {
        messages.add(message(item));
      } catch (RuntimeException e) {
        throw new CorruptDataException(
            "sessions", sessionId, "an item is not a message of Spring AI: " + item.keySet(), e);
      }
    }
    return messages;
  }

  /** The message of a document; a RuntimeException if it is none. */
  public Message message(Map<String, Object> item) {
    var kind = item.get("value") instanceof Map<?, ?> ? kinds.get(item.get("type")) : null;
    if (kind != null) {
      return kind.fromDocument().apply(map(item.get("value")));
    }
    return message(
        item, item.get("metadata") instanceof String json ? MetadataJson.read(json) : Map.of());
  }

  private static Message message(Map<String, Object> parts, Map<String, Object> metadata) {
    return switch (String.valueOf(parts.get("type"))) {
      case "USER" ->
          UserMessage.builder()
              .text(text(parts, "text"))
              .media(MediaItems.media(list(parts, "media")))
              .metadata(metadata)
              .build();
      case "ASSISTANT" ->
          AssistantMessage.builder()
              .content(text(parts, "text"))
              .properties(metadata)
              .toolCalls(list(parts, "tool_calls").stream().map(MessageDocuments::call).toList())
              .media(MediaItems.media(list(parts, "media")))
              .build();
      case "SYSTEM" -> SystemMessage.builder().text(text(parts, "text")).metadata(metadata).build();
      case "TOOL" ->
          ToolResponseMessage.builder()
              .responses(list(parts, "responses").stream().map(MessageDocuments::response).toList())
              .metadata(metadata)
              .build();
      default -> throw new IllegalArgumentException("type " + parts.get("type"));
    };
  }

  private static ToolCall call(Map<String, Object> parts) {
    return new ToolCall(
        text(parts, "id"), text(parts, "type"), text(parts, "name"), text(parts, "arguments"));
  }

  private static ToolResponse response(Map<String, Object> parts) {
    return new ToolResponse(text(parts, "id"), text(parts, "name"), text(parts, "data"));
  }

  @SuppressWarnings("NullAway") // models leave out ids, though Spring AI's types do not say so
  private static String text(Map<String, Object> parts, String name) {
    return (String) parts.get(name);
  }

  private static List<Map<String, Object>> list(Map<String, Object> parts, String name) {
    return parts.get(name) instanceof List<?> list
        ? list.stream().map(MessageDocuments::map).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // documents have text for keys
  private static Map<String, Object> map(@Nullable Object document) {
    if (document instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("no document");
  }
}

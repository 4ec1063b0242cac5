package dev.dynamory.spring.ai.session;

import dev.dynamory.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages and metadata as JSON. A value that JSON would give back as something else is named by
 * its kind: {@code {"@":"long","v":"7"}}. Other objects in metadata come back as what Jackson makes
 * of them, a record as a map.
 */
final class MessageJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String KIND = "@";
  private static final String VALUE = "v";
  private static final Map<Class<?>, String> KINDS = new LinkedHashMap<>();
  private static final Map<String, Function<String, Object>> PARSERS = new LinkedHashMap<>();

  static {
    kind("long", Long.class, Long::valueOf);
    kind("short", Short.class, Short::valueOf);
    kind("byte", Byte.class, Byte::valueOf);
    kind("float", Float.class, Float::valueOf);
    kind("double", Double.class, Double::valueOf);
    kind("integer", BigInteger.class, BigInteger::new);
    kind("decimal", BigDecimal.class, BigDecimal::new);
    kind("char", Character.class, text -> text.charAt(0));
    kind("instant", Instant.class, Instant::parse);
    kind("duration", Duration.class, Duration::parse);
    kind("date", LocalDate.class, LocalDate::parse);
    kind("dateTime", LocalDateTime.class, LocalDateTime::parse);
    kind("offsetTime", OffsetDateTime.class, OffsetDateTime::parse);
    kind("zonedTime", ZonedDateTime.class, ZonedDateTime::parse);
    kind("uuid", UUID.class, UUID::fromString);
    kind("uri", URI.class, URI::create);
    PARSERS.put("bytes", Base64.getDecoder()::decode);
  }

  private MessageJson() {}

  private static void kind(String name, Class<?> type, Function<String, Object> parser) {
    KINDS.put(type, name);
    PARSERS.put(name, parser);
  }

  static String write(Message message) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("type", message.getMessageType().name());
    var type = message.getClass();
    if (type == AssistantMessage.class && message instanceof AssistantMessage assistant) {
      json.put("text", assistant.getText());
      json.put("toolCalls", assistant.getToolCalls().stream().map(MessageJson::toolCall).toList());
      json.put("media", assistant.getMedia().stream().map(MessageJson::media).toList());
    } else if (type == UserMessage.class && message instanceof UserMessage user) {
      json.put("text", user.getText());
      json.put("media", user.getMedia().stream().map(MessageJson::media).toList());
    } else if (type == ToolResponseMessage.class && message instanceof ToolResponseMessage tool) {
      json.put("responses", tool.getResponses().stream().map(MessageJson::response).toList());
    } else if (type == SystemMessage.class) {
      json.put("text", message.getText());
    } else {
      throw new InvalidInputException(
          "message", "a message of " + type.getName() + " cannot be kept and come back as such");
    }
    var metadata = new LinkedHashMap<>(message.getMetadata());
    metadata.remove(AbstractMessage.MESSAGE_TYPE, message.getMessageType());
    json.put("metadata", encoded(metadata, "message.metadata"));
    json.values()
        .removeIf(value -> value == null || List.of().equals(value) || Map.of().equals(value));
    return JSON.writeValueAsString(json);
  }

  static Message read(String text) {
    var json = object(JSON.readValue(text, Object.class));
    var metadata = metadata(json.get("metadata"));
    return switch (String.valueOf(json.get("type"))) {
      case "SYSTEM" -> SystemMessage.builder().text(text(json, "text")).metadata(metadata).build();
      case "USER" ->
          UserMessage.builder()
              .text(text(json, "text"))
              .media(list(json.get("media"), MessageJson::media))
              .metadata(metadata)
              .build();
      case "ASSISTANT" ->
          AssistantMessage.builder()
              .content((String) json.get("text"))
              .properties(metadata)
              .toolCalls(list(json.get("toolCalls"), MessageJson::toolCall))
              .media(list(json.get("media"), MessageJson::media))
              .build();
      case "TOOL" ->
          ToolResponseMessage.builder()
              .responses(list(json.get("responses"), MessageJson::response))
              .metadata(metadata)
              .build();
      default -> throw new IllegalArgumentException("no message: " + json.get("type"));
    };
  }

  /** Metadata of anything else, by the same rules. */
  static String writeMap(Map<String, Object> map) {
    return JSON.writeValueAsString(encoded(map, "metadata"));
  }

  static Map<String, Object> readMap(String text) {
    return metadata(JSON.readValue(text, Object.class));
  }

  private static Map<String, @Nullable Object> toolCall(ToolCall call) {
    return map(
        "id", call.id(), "type", call.type(), "name", call.name(), "arguments", call.arguments());
  }

  @SuppressWarnings("NullAway") // a tool call may come without any of them
  private static ToolCall toolCall(Map<String, @Nullable Object> json) {
    return new ToolCall(
        (String) json.get("id"),
        (String) json.get("type"),
        (String) json.get("name"),
        (String) json.get("arguments"));
  }

  private static Map<String, @Nullable Object> response(ToolResponse response) {
    return map("id", response.id(), "name", response.name(), "data", response.responseData());
  }

  @SuppressWarnings("NullAway") // a tool may respond nothing
  private static ToolResponse response(Map<String, @Nullable Object> json) {
    return new ToolResponse(
        (String) json.get("id"), (String) json.get("name"), (String) json.get("data"));
  }

  private static Map<String, @Nullable Object> media(Media media) {
    var json =
        map("mime", media.getMimeType().toString(), "id", media.getId(), "name", media.getName());
    var data = media.getData();
    if (data instanceof byte[] bytes) {
      json.put("bytes", Base64.getEncoder().encodeToString(bytes));
    } else if (data instanceof String text) {
      json.put("text", text);
    } else if (data instanceof URL url) {
      json.put("url", url.toString());
    } else {
      throw new InvalidInputException(
          "media", "data of " + data.getClass().getName() + " cannot be kept");
    }
    return json;
  }

  private static Media media(Map<String, @Nullable Object> json) {
    var media =
        Media.builder().mimeType(MimeType.valueOf(text(json, "mime"))).name(text(json, "name"));
    if (json.get("id") instanceof String id) {
      media.id(id);
    }
    if (json.get("bytes") instanceof String bytes) {
      return media.data(Base64.getDecoder().decode(bytes)).build();
    } else if (json.get("url") instanceof String url) {
      return media.data(url(url)).build();
    }
    return media.data(text(json, "text")).build();
  }

  private static URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static @Nullable Object encoded(@Nullable Object value, String path) {
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || (value instanceof Double number && Double.isFinite(number))) {
      return value;
    } else if (value instanceof Map<?, ?> map) {
      var json = new LinkedHashMap<String, @Nullable Object>();
      map.forEach(
          (key, item) -> {
            if (!(key instanceof String name)) {
              throw new InvalidInputException(
                  "metadata", path, "keys must be strings, but one is " + key);
            }
            json.put(name, encoded(item, path + "." + name));
          });
      return json.containsKey(KIND) ? map(KIND, "map", VALUE, json) : json;
    } else if (value instanceof Collection<?> items) {
      var json = new ArrayList<@Nullable Object>();
      items.forEach(item -> json.add(encoded(item, path + "[" + json.size() + "]")));
      return value instanceof Set<?> ? map(KIND, "set", VALUE, json) : json;
    } else if (value instanceof byte[] bytes) {
      return map(KIND, "bytes", VALUE, Base64.getEncoder().encodeToString(bytes));
    }
    var kind = KINDS.get(value.getClass());
    return kind == null
        ? encoded(plain(value, path), path)
        : map(KIND, kind, VALUE, value.toString());
  }

  private static @Nullable Object plain(Object value, String path) {
    try {
      return JSON.readValue(JSON.writeValueAsString(value), Object.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "metadata", path, "a value of " + value.getClass().getName() + " cannot be kept as JSON");
    }
  }

  private static @Nullable Object decoded(@Nullable Object json) {
    if (json instanceof List<?> items) {
      var list = new ArrayList<@Nullable Object>();
      items.forEach(item -> list.add(decoded(item)));
      return list;
    } else if (!(json instanceof Map<?, ?>)) {
      return json;
    }
    var object = object(json);
    if (!(object.get(KIND) instanceof String kind)) {
      return decodedMap(object);
    } else if (kind.equals("map")) {
      return decodedMap(object(object.get(VALUE)));
    } else if (kind.equals("set") && decoded(object.get(VALUE)) instanceof List<?> items) {
      return new LinkedHashSet<@Nullable Object>(items);
    }
    var parser = PARSERS.get(kind);
    if (parser == null) {
      throw new IllegalArgumentException("a value of unknown kind: " + kind);
    }
    return parser.apply(text(object, VALUE));
  }

  private static Map<String, @Nullable Object> decodedMap(Map<String, @Nullable Object> json) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    json.forEach((key, value) -> map.put(key, decoded(value)));
    return map;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // metadata may hold null
  private static Map<String, Object> metadata(@Nullable Object json) {
    return json == null ? Map.of() : (Map<String, Object>) decoded(json);
  }

  private static <T> List<T> list(
      @Nullable Object json, Function<Map<String, @Nullable Object>, T> read) {
    return json instanceof List<?> items
        ? items.stream().map(item -> read.apply(object(item))).toList()
        : List.of();
  }

  private static String text(Map<String, @Nullable Object> json, String field) {
    if (json.get(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("there is no text in " + field);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> object(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new IllegalArgumentException("no JSON object, but " + json);
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}

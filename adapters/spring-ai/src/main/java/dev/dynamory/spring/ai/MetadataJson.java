package dev.dynamory.spring.ai;

import dev.dynamory.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.util.JacksonUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Metadata as JSON text, by Spring AI's own mapper. What JSON has no type for is an object of one
 * key, so that it comes back as it was; a value of any other class comes back as its JSON.
 *
 * <pre>
 * {"index": {"$long": "0"}, "score": 1.0, "signature": {"$bytes": "aGk="}}
 * </pre>
 */
final class MetadataJson {
  private static final int MAX_DEPTH = 200;
  private static final JsonMapper MAPPER =
      JacksonUtils.getDefaultJsonMapper()
          .rebuild()
          .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS) // else an unknown class would be {}
          .build();

  private static final Map<Class<?>, String> TAGS = new HashMap<>();
  private static final Map<String, Function<String, Object>> PARSERS = new HashMap<>();

  static {
    tag("$long", Long.class, Long::valueOf);
    tag("$double", Double.class, Double::valueOf);
    tag("$float", Float.class, Float::valueOf);
    tag("$short", Short.class, Short::valueOf);
    tag("$byte", Byte.class, Byte::valueOf);
    tag("$integer", BigInteger.class, BigInteger::new);
    tag("$decimal", BigDecimal.class, BigDecimal::new);
    tag("$char", Character.class, text -> text.charAt(0));
    tag("$instant", Instant.class, Instant::parse);
    tag("$duration", Duration.class, Duration::parse);
    tag("$date", LocalDate.class, LocalDate::parse);
    tag("$dateTime", LocalDateTime.class, LocalDateTime::parse);
    tag("$offsetTime", OffsetDateTime.class, OffsetDateTime::parse);
    tag("$zonedTime", ZonedDateTime.class, ZonedDateTime::parse);
    tag("$uuid", UUID.class, UUID::fromString);
    tag("$uri", URI.class, URI::create);
  }

  private MetadataJson() {}

  private static void tag(String name, Class<?> type, Function<String, Object> parser) {
    TAGS.put(type, name);
    PARSERS.put(name, parser);
  }

  /** Equal metadata give equal text. */
  static String write(Map<String, Object> metadata, String path) {
    return MAPPER.writeValueAsString(entries(new TreeMap<>(metadata), path, 0));
  }

  /** Throws IllegalArgumentException or a RuntimeException of the mapper if that is no metadata. */
  static Map<String, Object> read(String json) {
    if (MAPPER.readValue(json, Object.class) instanceof Map<?, ?> entries) {
      return values(entries);
    }
    throw new IllegalArgumentException("no object");
  }

  private static @Nullable Object json(@Nullable Object value, String path, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidInputException(
          "messages", path, "must not be nested deeper than " + MAX_DEPTH + " levels");
    }
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || (value instanceof Double number && Double.isFinite(number))) {
      return value;
    } else if (value instanceof byte[] bytes) {
      return Map.of("$bytes", Base64.getEncoder().encodeToString(bytes));
    } else if (TAGS.containsKey(value.getClass())) {
      return Map.of(TAGS.get(value.getClass()), value.toString());
    } else if (value instanceof Map<?, ?> map && hasStringKeys(map)) {
      var entries = entries(map, path, depth);
      return map.keySet().stream().anyMatch(key -> String.valueOf(key).startsWith("$"))
          ? Map.of("$map", entries)
          : entries;
    } else if (value instanceof List<?> list) {
      return elements(list, path, depth);
    } else if (value instanceof Set<?> set) {
      return Map.of("$set", elements(set, path, depth));
    }
    return json(asJson(value, path), path, depth);
  }

  private static boolean hasStringKeys(Map<?, ?> map) {
    return map.keySet().stream().allMatch(String.class::isInstance);
  }

  private static Map<String, Object> entries(Map<?, ?> map, String path, int depth) {
    var entries = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, value) ->
            put(entries, String.valueOf(key), json(value, path + "." + key, depth + 1)));
    return entries;
  }

  private static List<Object> elements(Collection<?> collection, String path, int depth) {
    var elements = new ArrayList<Object>(collection.size());
    for (var element : collection) {
      add(elements, json(element, path + "[" + elements.size() + "]", depth + 1));
    }
    return elements;
  }

  private static @Nullable Object asJson(Object value, String path) {
    try {
      return MAPPER.readValue(MAPPER.writeValueAsString(value), Object.class);
    } catch (JacksonException e) {
      var refused =
          new InvalidInputException(
              "messages", path, "a " + value.getClass().getName() + " has no form in JSON");
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private static @Nullable Object value(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return values(list, new ArrayList<>());
    } else if (json instanceof Map<?, ?> map) {
      var tag = map.size() == 1 ? String.valueOf(map.keySet().iterator().next()) : "";
      return tag.startsWith("$") ? tagged(tag, map.get(tag)) : values(map);
    }
    return json;
  }

  private static @Nullable Object tagged(String tag, @Nullable Object json) {
    if (json instanceof Map<?, ?> map && tag.equals("$map")) {
      return values(map);
    } else if (json instanceof List<?> list && tag.equals("$set")) {
      return values(list, new LinkedHashSet<>());
    } else if (json instanceof String text && tag.equals("$bytes")) {
      return Base64.getDecoder().decode(text);
    } else if (json instanceof String text && PARSERS.containsKey(tag)) {
      return PARSERS.get(tag).apply(text);
    }
    throw new IllegalArgumentException("unknown " + tag);
  }

  private static Map<String, Object> values(Map<?, ?> json) {
    var values = new LinkedHashMap<String, Object>();
    json.forEach((key, value) -> put(values, String.valueOf(key), value(value)));
    return values;
  }

  private static <C extends Collection<Object>> C values(List<?> json, C values) {
    json.forEach(value -> add(values, value(value)));
    return values;
  }

  @SuppressWarnings("NullAway") // metadata may hold null, though Spring AI's types do not say so
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  @SuppressWarnings("NullAway")
  private static void add(Collection<Object> collection, @Nullable Object value) {
    collection.add(value);
  }
}

package dev.dynamory.cli;

import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What JSON has no form for, as objects with one name: bytes are {@code {"$bytes": "base64"}}, a
 * set is {@code {"$set": [...]}}, and a document's own map with exactly one such name is {@code
 * {"$literal": {...}}}.
 */
final class Values {
  private static final String BYTES = "$bytes";
  private static final String SET = "$set";
  private static final String LITERAL = "$literal";
  private static final Set<String> NAMES = Set.of(BYTES, SET, LITERAL);

  private Values() {}

  /** A document's value as JSON can hold it. */
  static @Nullable Object toJson(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      var object = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((name, element) -> object.put((String) name, toJson(element)));
      return map.size() == 1 && NAMES.containsAll(map.keySet()) ? Map.of(LITERAL, object) : object;
    } else if (value instanceof List<?> list) {
      return elements(list);
    } else if (value instanceof Set<?> set) {
      return Map.of(SET, elements(set));
    } else if (value instanceof byte[] bytes) {
      return Map.of(BYTES, Base64.getEncoder().encodeToString(bytes));
    }
    return value;
  }

  /** The document that this JSON object says; what cannot be kept is bad input, by its path. */
  static Map<String, Object> document(@Nullable Object json, String argument) {
    if (fromJson(json, argument, argument) instanceof Map<?, ?> map) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((name, value) -> document.put((String) name, value));
      return Documents.copyOf(document, argument);
    }
    throw new InvalidInputException(argument, "must be a JSON object");
  }

  /** Whether JSON has a form for all of this value. */
  static boolean isJson(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? map.values().stream().allMatch(Values::isJson)
        : value instanceof List<?> list
            ? list.stream().allMatch(Values::isJson)
            : !(value instanceof Set<?> || value instanceof byte[]);
  }

  private static List<@Nullable Object> elements(Iterable<?> values) {
    var elements = new ArrayList<@Nullable Object>();
    values.forEach(value -> elements.add(toJson(value)));
    return elements;
  }

  private static @Nullable Object fromJson(@Nullable Object json, String argument, String path) {
    if (json instanceof List<?> list) {
      return elements(list, argument, path);
    } else if (json instanceof Map<?, ?> map) {
      var name = map.size() == 1 ? (String) map.keySet().iterator().next() : "";
      var only = map.get(name);
      return switch (name) {
        case BYTES -> bytes(only, argument, path);
        case SET -> set(only, argument, path);
        case LITERAL -> literal(only, argument, path);
        default -> map(map, argument, path);
      };
    }
    return json;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map, String argument, String path) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    map.forEach(
        (name, value) -> copy.put((String) name, fromJson(value, argument, path + "." + name)));
    return copy;
  }

  private static List<@Nullable Object> elements(List<?> list, String argument, String path) {
    var copy = new ArrayList<@Nullable Object>();
    for (var element : list) {
      copy.add(fromJson(element, argument, path + "[" + copy.size() + "]"));
    }
    return copy;
  }

  private static byte[] bytes(@Nullable Object text, String argument, String path) {
    if (text instanceof String base64) {
      try {
        return Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        throw wrongForm(BYTES, "base64", argument, path);
      }
    }
    throw wrongForm(BYTES, "a string of base64", argument, path);
  }

  private static Set<@Nullable Object> set(@Nullable Object list, String argument, String path) {
    if (list instanceof List<?> elements) {
      var values = elements(elements, argument, path);
      var set = new LinkedHashSet<>(values);
      if (set.size() < values.size()) {
        throw new InvalidInputException(argument, path, "a set must not hold equal elements");
      }
      return set;
    }
    throw wrongForm(SET, "a list", argument, path);
  }

  private static Map<String, @Nullable Object> literal(
      @Nullable Object map, String argument, String path) {
    if (map instanceof Map<?, ?> inner) {
      return map(inner, argument, path);
    }
    throw wrongForm(LITERAL, "an object", argument, path);
  }

  private static InvalidInputException wrongForm(
      String name, String wanted, String argument, String path) {
    return new InvalidInputException(
        argument,
        path,
        "'"
            + name
            + "' must hold "
            + wanted
            + "; an object that just has this name is written {\""
            + LITERAL
            + "\": {\""
            + name
            + "\": …}}");
  }
}

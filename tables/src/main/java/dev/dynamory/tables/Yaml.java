package dev.dynamory.tables;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, strings, numbers and booleans as YAML, in their own order. */
final class Yaml {
  private Yaml() {}

  /**
   * Keys stand plain; every string value is quoted, so that no reader takes {@code N} or {@code on}
   * for a boolean.
   */
  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ":" + member(entry.getValue()))
          .collect(Collectors.joining("\n"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> "- " + Text.indent(write(element)).stripLeading())
          .collect(Collectors.joining("\n"));
    }
    return Json.scalar(value);
  }

  private static String member(Object value) {
    var nested = value instanceof Map || value instanceof List;
    return nested ? "\n" + Text.indent(write(value)) : " " + write(value);
  }
}

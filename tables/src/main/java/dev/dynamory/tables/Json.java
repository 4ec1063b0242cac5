package dev.dynamory.tables;

import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Writes maps, lists, strings, numbers and booleans as JSON, in their own order. */
final class Json {
  private Json() {}

  /** Indented by two spaces a level, without a final newline. */
  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(entry.getKey()) + ": " + write(entry.getValue()))
          .collect(block("{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::write).collect(block("[", "]"));
    }
    return scalar(value);
  }

  private static Collector<CharSequence, ?, String> block(String open, String close) {
    return Collectors.collectingAndThen(
        Collectors.joining(",\n"), lines -> open + "\n" + Text.indent(lines) + "\n" + close);
  }

  /** On one line. */
  static String writeLine(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(entry.getKey()) + ":" + writeLine(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::writeLine).collect(Collectors.joining(",", "[", "]"));
    }
    return scalar(value);
  }

  static String scalar(Object value) {
    return value instanceof Number || value instanceof Boolean ? value.toString() : quote(value);
  }

  private static String quote(Object text) {
    return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

package dev.dynamory;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which texts of a document are embedded and ranked, as LangGraph writes it: {@code $} is the whole
 * document, {@code a.b} a field of a field, {@code a[0]} and {@code a[-1]} elements, {@code a[*]}
 * all elements or fields. What is not there gives no text; a list or a map gives a line for each of
 * its elements, a field's line begins with its name.
 */
public final class FieldPath {
  /** The whole document. */
  public static final String WHOLE = "$";

  private static final Object EVERY = new Object();

  private final List<Object> steps;

  private FieldPath(List<Object> steps) {
    this.steps = steps;
  }

  /** Ill-formed paths are bad input. */
  public static FieldPath parse(String path) {
    if (path.equals(WHOLE)) {
      return new FieldPath(List.of());
    }
    var steps = new ArrayList<Object>();
    for (var part : path.split("\\.", -1)) {
      var bracket = part.indexOf('[');
      var name = bracket < 0 ? part : part.substring(0, bracket);
      if (name.isEmpty()) {
        throw new InvalidInputException("path", "'" + path + "' has a field without a name");
      }
      steps.add(name);
      addElements(path, bracket < 0 ? "" : part.substring(bracket), steps);
    }
    return new FieldPath(List.copyOf(steps));
  }

  private static void addElements(String path, String text, List<Object> steps) {
    for (var rest = text; !rest.isEmpty(); ) {
      var end = rest.indexOf(']');
      var inside = end < 0 || rest.charAt(0) != '[' ? "" : rest.substring(1, end);
      if (!inside.matches("\\*|-?\\d{1,9}")) {
        throw new InvalidInputException("path", "'" + path + "' must have a number or * in [ ]");
      }
      steps.add(inside.equals("*") ? EVERY : Integer.valueOf(inside));
      rest = rest.substring(end + 1);
    }
  }

  /** The texts there, in the document's order. */
  public List<String> texts(Map<String, ?> document) {
    var found = new ArrayList<String>();
    collect(document, 0, found);
    return found;
  }

  /** The texts of several paths, in their order, a line each. */
  public static String text(Map<String, ?> document, List<String> paths) {
    var texts = new ArrayList<String>();
    paths.forEach(path -> texts.addAll(parse(path).texts(document)));
    return String.join("\n", texts);
  }

  private void collect(@Nullable Object value, int step, List<String> found) {
    if (value == null) {
      return;
    }
    if (step == steps.size()) {
      var text = written(value);
      if (!text.isEmpty()) {
        found.add(text);
      }
      return;
    }
    var next = steps.get(step);
    if (next == EVERY) {
      elements(value).forEach(element -> collect(element, step + 1, found));
    } else if (next instanceof Integer index) {
      if (value instanceof List<?> list) {
        var at = index < 0 ? list.size() + index : index;
        collect(at >= 0 && at < list.size() ? list.get(at) : null, step + 1, found);
      }
    } else if (value instanceof Map<?, ?> map) {
      collect(map.get(next), step + 1, found);
    }
  }

  private static Collection<?> elements(Object value) {
    return value instanceof Map<?, ?> map
        ? map.values()
        : value instanceof Collection<?> list ? list : List.of();
  }

  private static String written(@Nullable Object value) {
    if (value == null || value instanceof byte[]) {
      return "";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(field -> named(String.valueOf(field.getKey()), written(field.getValue())))
          .filter(line -> !line.isEmpty())
          .collect(joining("\n"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream()
          .map(FieldPath::written)
          .filter(line -> !line.isEmpty())
          .collect(joining("\n"));
    }
    return value.toString();
  }

  private static String named(String name, String text) {
    return text.isBlank() ? "" : name + ": " + text;
  }
}

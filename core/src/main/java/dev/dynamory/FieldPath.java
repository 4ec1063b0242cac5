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
 * and {@code a.*} all elements or fields, and at the end <code>a.{b,c.d}</code> several fields.
 * What is not there gives no text; a list or a map gives a line for each of its elements, a field's
 * line begins with its name.
 */
public final class FieldPath {
  /** The whole document. */
  public static final String WHOLE = "$";

  private static final Object EVERY = new Object();

  private final List<Object> steps;

  private FieldPath(List<Object> steps) {
    this.steps = steps;
  }

  /** Fields of one document, each by its names. */
  private record Selection(List<List<String>> fields) {}

  /** Ill-formed paths are bad input. */
  public static FieldPath parse(String path) {
    var steps = new ArrayList<Object>();
    for (var rest = path.equals(WHOLE) ? "" : "." + path; !rest.isEmpty(); ) {
      var end = rest.length();
      if (rest.startsWith(".{") || rest.startsWith("{")) {
        steps.add(selection(path, rest.substring(rest.indexOf('{'))));
      } else if (rest.startsWith(".")) {
        end = endOfName(rest);
        var name = rest.substring(1, end);
        check(!name.isEmpty(), path, "has a field without a name");
        check(!name.matches(".*[\\]}].*"), path, "has a ] or } without its beginning");
        steps.add(name.equals("*") ? EVERY : name);
      } else {
        end = rest.indexOf(']') + 1;
        var inside = rest.startsWith("[") && end > 0 ? rest.substring(1, end - 1) : "";
        check(inside.matches("\\*|-?\\d{1,9}"), path, "must have a number or * in [ ]");
        steps.add(inside.equals("*") ? EVERY : Integer.valueOf(inside));
      }
      rest = rest.substring(end);
    }
    return new FieldPath(List.copyOf(steps));
  }

  private static int endOfName(String rest) {
    var end = 1;
    while (end < rest.length() && ".[{".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static Selection selection(String path, String text) {
    check(text.indexOf('}') == text.length() - 1, path, "must end with the first }");
    var fields = new ArrayList<List<String>>();
    for (var field : text.substring(1, text.length() - 1).split(",", -1)) {
      var names = List.of(field.strip().split("\\.", -1));
      var areNames = names.stream().noneMatch(name -> name.matches("|\\*|.*[\\[\\]{}].*"));
      check(areNames, path, "must have names of fields in { }");
      fields.add(names);
    }
    return new Selection(List.copyOf(fields));
  }

  private static void check(boolean isRight, String path, String rule) {
    if (!isRight) {
      throw new InvalidInputException("path", "'" + path + "' " + rule);
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
      if (next instanceof Selection selection) {
        selection.fields().forEach(names -> collect(field(map, names), step + 1, found));
      } else {
        collect(map.get(next), step + 1, found);
      }
    }
  }

  private static @Nullable Object field(Map<?, ?> document, List<String> names) {
    Object value = document;
    for (var name : names) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
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

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The document paths of a ProjectionExpression that the engine found well-formed. */
final class Paths {
  private final Map<String, Paths> members = new LinkedHashMap<>();
  private final Map<Integer, Paths> elements = new TreeMap<>();

  private Paths() {}

  static Paths parse(String expression, Expressions.Attributes attributes) {
    var all = new Paths();
    var at = all;
    boolean isElement = false;
    for (String token : Expressions.tokens(expression)) {
      switch (token) {
        case "," -> at = all;
        case "[" -> isElement = true;
        case "]" -> isElement = false;
        case "." -> {}
        default ->
            at =
                isElement
                    ? at.elements.computeIfAbsent(Integer.valueOf(token), n -> new Paths())
                    : at.members.computeIfAbsent(
                        attributes.name(token, "ProjectionExpression"), n -> new Paths());
      }
    }
    return all;
  }

  /** The part of an item that the paths lead to. */
  ObjectNode of(JsonNode item) {
    var part = Json.object();
    members.forEach(
        (name, paths) ->
            Optional.ofNullable(item.get(name))
                .flatMap(paths::part)
                .ifPresent(value -> part.set(name, value)));
    return part;
  }

  private Optional<JsonNode> part(JsonNode value) {
    if (members.isEmpty() && elements.isEmpty()) {
      return Optional.of(value);
    }
    return elements.isEmpty() ? partOfMap(value) : partOfList(value);
  }

  private Optional<JsonNode> partOfMap(JsonNode value) {
    var part = of(value.path("M"));
    return part.isEmpty() ? Optional.empty() : Optional.of(wrapped("M", part));
  }

  private Optional<JsonNode> partOfList(JsonNode value) {
    var part = Json.array();
    elements.forEach(
        (position, paths) ->
            Optional.ofNullable(value.path("L").get(position))
                .flatMap(paths::part)
                .ifPresent(part::add));
    return part.isEmpty() ? Optional.empty() : Optional.of(wrapped("L", part));
  }

  private static JsonNode wrapped(String type, JsonNode value) {
    var wrapped = Json.object();
    wrapped.set(type, value);
    return wrapped;
  }
}

package dev.dynamory.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in for a model and for the world in the demo: scripted answers, and tools. */
final class DemoModel {
  private static final int ENOUGH_TO_FLY = 700;

  private DemoModel() {}

  /** A tool that the model asks for, by the id that its result is kept under. */
  record Call(String id, String tool, Map<String, Object> arguments) {}

  /** What the model says, and the tools it wants first; none once it has its answer. */
  record Answer(String text, List<Call> calls) {
    /** The message, as the chat APIs have it. */
    Map<String, Object> message() {
      var message = new LinkedHashMap<String, Object>();
      message.put("role", "assistant");
      message.put("content", text);
      if (!calls.isEmpty()) {
        message.put("tool_calls", calls.stream().map(Answer::toolCall).toList());
      }
      return message;
    }

    private static Map<String, Object> toolCall(Call call) {
      var function =
          Map.<String, Object>of("name", call.tool(), "arguments", Json.line(call.arguments()));
      return Map.of("id", call.id(), "type", "function", "function", function);
    }
  }

  /** What the model says to a budget, once the tools have had these results. */
  static Answer answer(int budget, Map<String, Object> results) {
    if (results.isEmpty()) {
      return new Answer(
          "Let me see what there is.",
          List.of(
              call("find_journeys", Map.of("to", "Lisbon", "most", budget)),
              call("find_rooms", Map.of("in", "Lisbon", "nights", 3))));
    } else if (!results.containsKey("reserve_room")) {
      return budget >= ENOUGH_TO_FLY
          ? new Answer(
              "Flight TP 571 and Casa do Largo fit. I reserve both, and the tile museum.",
              List.of(
                  call("reserve_flight", Map.of("number", "TP 571", "price", 214)),
                  call("reserve_room", Map.of("house", "Casa do Largo", "price", 396)),
                  call("reserve_museum", Map.of("name", "Museu do Azulejo", "price", 16))))
          : new Answer(
              "The night train and Pensao Flor fit. I reserve both.",
              List.of(
                  call("reserve_train", Map.of("number", "night train", "price", 138)),
                  call("reserve_room", Map.of("house", "Pensao Flor", "price", 150))));
    }
    var total = 0;
    var reserved = new ArrayList<String>();
    for (var result : new TreeMap<>(results).values()) {
      if (result instanceof Map<?, ?> map
          && map.get("price") instanceof Integer price
          && map.get("reserved") instanceof String what) {
        total += price;
        reserved.add(what);
      }
    }
    return new Answer(
        String.join(", ", reserved) + ": reserved, " + total + " of " + budget + " euros.",
        List.of());
  }

  private static Call call(String tool, Map<String, Object> arguments) {
    return new Call("call_" + tool, tool, arguments);
  }

  /** What a tool does. A reservation says which process made it. */
  static Map<String, Object> run(Call call) {
    return switch (call.tool()) {
      case "find_journeys" ->
          Map.of("journeys", List.of(Map.of("TP 571", 214), Map.of("night train", 138)));
      case "find_rooms" ->
          Map.of("rooms", List.of(Map.of("Casa do Largo", 396), Map.of("Pensao Flor", 150)));
      default -> {
        var result = new LinkedHashMap<String, Object>();
        call.arguments()
            .forEach((name, value) -> result.put(name.equals("price") ? name : "reserved", value));
        result.put("process", ProcessHandle.current().pid());
        yield result;
      }
    };
  }
}

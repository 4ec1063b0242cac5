package dev.dynamory.adk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.adk.JsonBaseModel;
import com.google.adk.events.Event;
import com.google.adk.sessions.State;
import dev.dynamory.CorruptDataException;
import dev.dynamory.InvalidInputException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an ADK session lies in its session. The first item opens it, each other one is an event:
 *
 * <pre>
 * position  how many events there are up to here; 0 opens the session
 * event     {"id":…,"content":…,"actions":{"stateDelta":{…}}}: the ADK's own JSON; null in a state
 *           delta is a key removed, keys with temp: are left out
 * at        of the first item: when it was created, in milliseconds
 * state     {"city":"Rome"}: the session's own state after this item, where it weighs little beside
 *           the items since the last that has one; the others' is this and the deltas since
 * base      the position of the newest item that has a state, this one included
 * pending   what the deltas of app: and user: wait under until they are carried out
 * </pre>
 */
final class EventItems {
  static final String POSITION = "position";
  static final String EVENT = "event";
  static final String CREATED = "at";
  static final String STATE = "state";
  static final String BASE = "base";
  static final String PENDING = "pending";

  /** Items weigh this many times a state before it is written again. */
  private static final int WORTH_A_STATE = 8;

  private static final ObjectMapper JSON = JsonBaseModel.getMapper();

  private EventItems() {}

  static String json(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode parse(String where, @Nullable Object json) {
    if (json instanceof String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new CorruptDataException("adk", where, "is not JSON", e);
      }
    }
    throw new CorruptDataException("adk", where, "has no JSON where it must", null);
  }

  static Object value(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  /** State or a delta as JSON, without temp:; what the ADK cannot write is bad input. */
  static ObjectNode delta(Map<String, ?> changes, String argument) {
    var delta = JSON.createObjectNode();
    changes.forEach(
        (key, value) -> {
          if (!key.startsWith(State.TEMP_PREFIX)) {
            try {
              delta.set(key, value == State.REMOVED ? null : JSON.valueToTree(value));
            } catch (IllegalArgumentException e) {
              throw new InvalidInputException(
                  argument, argument + "." + key, "must be what the ADK can write as JSON");
            }
          }
        });
    return delta;
  }

  /** The event as it is kept. */
  static ObjectNode kept(Event event) {
    var delta = delta(event.actions().stateDelta(), "event.actions.stateDelta");
    ObjectNode kept;
    try {
      kept = JSON.valueToTree(event);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("event", "must be what the ADK can write as JSON");
    }
    kept.withObject("/actions").set("stateDelta", delta);
    return kept;
  }

  static Event event(String session, JsonNode kept) {
    try {
      return JSON.treeToValue(kept, Event.class);
    } catch (JsonProcessingException e) {
      throw new CorruptDataException("sessions", session, "an item is not an event of the ADK", e);
    }
  }

  /** What the event changes in state, as it is kept. */
  static ObjectNode delta(JsonNode kept) {
    return kept.path("actions").get("stateDelta") instanceof ObjectNode delta
        ? delta
        : JSON.createObjectNode();
  }

  /** The part of a delta that is of the app and the user, or the part that is the session's own. */
  static ObjectNode part(ObjectNode delta, boolean shared) {
    var part = JSON.createObjectNode();
    delta
        .properties()
        .forEach(
            change -> {
              if (isShared(change.getKey()) == shared) {
                part.set(change.getKey(), change.getValue());
              }
            });
    return part;
  }

  private static boolean isShared(String key) {
    return key.startsWith(State.APP_PREFIX) || key.startsWith(State.USER_PREFIX);
  }

  /** The state after a delta. */
  static Map<String, JsonNode> after(Map<String, JsonNode> state, ObjectNode delta) {
    var after = new HashMap<>(state);
    part(delta, false)
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                after.remove(change.getKey());
              } else {
                after.put(change.getKey(), change.getValue());
              }
            });
    return after;
  }

  /** The item that opens a session. */
  static Next first(Map<String, JsonNode> state, long createdAt, @Nullable String pending) {
    var item = new LinkedHashMap<String, Object>();
    item.put(CREATED, createdAt);
    return next(item, 0, 0, 0, state, pending);
  }

  /** The item of an event that follows what is known. */
  static Next next(Known known, ObjectNode kept, @Nullable String pending) {
    var item = new LinkedHashMap<String, Object>();
    var json = json(kept);
    item.put(EVENT, json);
    return next(
        item,
        known.position() + 1,
        known.base(),
        known.weight() + json.length(),
        after(known.state(), delta(kept)),
        pending);
  }

  private static Next next(
      Map<String, Object> item,
      int position,
      int base,
      long weight,
      Map<String, JsonNode> state,
      @Nullable String pending) {
    var json = json(JSON.createObjectNode().setAll(state));
    var isBase = position == 0 || json.length() * (long) WORTH_A_STATE <= weight;
    item.put(POSITION, position);
    item.put(BASE, isBase ? position : base);
    if (isBase) {
      item.put(STATE, json);
    }
    if (pending != null) {
      item.put(PENDING, pending);
    }
    return new Next(item, position, isBase ? position : base, isBase ? 0 : weight, state);
  }

  /** An item, and what is known when it is written. */
  record Next(
      Map<String, Object> item, int position, int base, long weight, Map<String, JsonNode> state) {}

  static int number(String session, Map<String, Object> item, String field) {
    if (item.get(field) instanceof Integer number) {
      return number;
    }
    throw new CorruptDataException(
        "sessions", session, "an item is not one of an ADK session: " + item.keySet(), null);
  }

  static Optional<String> pending(Map<String, Object> item) {
    return item.get(PENDING) instanceof String pending ? Optional.of(pending) : Optional.empty();
  }

  /** The state that an item has. */
  static Map<String, JsonNode> state(String session, Map<String, Object> item) {
    var state = new HashMap<String, JsonNode>();
    for (var entry : parse(session, item.get(STATE)).properties()) {
      state.put(entry.getKey(), entry.getValue());
    }
    return state;
  }

  static long weight(Map<String, Object> item) {
    return item.get(EVENT) instanceof String json ? json.length() : 0;
  }

  static long created(Map<String, Object> item) {
    return item.get(CREATED) instanceof Number at ? at.longValue() : 0;
  }

  static Optional<String> id(JsonNode kept) {
    return Optional.ofNullable(kept.path("id").textValue());
  }
}

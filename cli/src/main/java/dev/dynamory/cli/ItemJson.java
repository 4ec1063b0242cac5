package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item as a JSON object: what the commands print, {@code export} writes and {@code import}
 * reads.
 */
final class ItemJson {
  private static final Set<String> NAMES =
      Set.of(
          "namespace",
          "key",
          "value",
          "created_at",
          "updated_at",
          "expires_at",
          "version",
          "score");

  private ItemJson() {}

  /** What one line of an import says; a null {@code expiresAt} is never. */
  record Incoming(
      Namespace namespace, String key, Map<String, Object> value, @Nullable Instant expiresAt) {}

  static Map<String, @Nullable Object> of(Item item) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("namespace", item.namespace().labels());
    object.put("key", item.key());
    object.put("value", Values.toJson(item.value()));
    object.put("created_at", Json.timestamp(item.createdAt()));
    object.put("updated_at", Json.timestamp(item.updatedAt()));
    object.put("expires_at", Json.timestamp(item.expiresAt()));
    object.put("version", item.version());
    return object;
  }

  /** The same for what a search found, with its score. */
  static Map<String, @Nullable Object> ofFound(Item item) {
    var object = of(item);
    object.put("score", item.score());
    return object;
  }

  /** Reads a line. A name that an item does not have is bad input. */
  static Incoming read(String line) {
    var object = Json.readObject(line, "line");
    for (var name : object.keySet()) {
      if (!NAMES.contains(name)) {
        throw new InvalidInputException(
            name, "is not a name of an item; those are " + NAMES.stream().sorted().toList());
      }
    }
    for (var name : List.of("namespace", "key", "value")) {
      if (!object.containsKey(name)) {
        throw new InvalidInputException(name, "is missing");
      }
    }
    if (!(object.get("key") instanceof String key)) {
      throw new InvalidInputException("key", "must be a string");
    }
    return new Incoming(
        namespace(object.get("namespace")),
        key,
        Values.document(object.get("value"), "value"),
        instant(object.get("expires_at")));
  }

  private static Namespace namespace(@Nullable Object json) {
    if (!(json instanceof List<?> list)) {
      throw new InvalidInputException("namespace", "must be a list of strings");
    }
    var labels = new ArrayList<String>();
    for (var label : list) {
      if (!(label instanceof String text)) {
        throw new InvalidInputException(
            "namespace", "namespace[" + labels.size() + "]", "must be a string");
      }
      labels.add(text);
    }
    return new Namespace(labels);
  }

  private static @Nullable Instant instant(@Nullable Object json) {
    try {
      if (json == null) {
        return null;
      } else if (json instanceof String text) {
        return OffsetDateTime.parse(text).toInstant();
      } else if (json instanceof BigInteger seconds) {
        return Instant.ofEpochSecond(seconds.longValueExact());
      } else if (json instanceof BigDecimal seconds) {
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw notATime();
    }
    throw notATime();
  }

  private static InvalidInputException notATime() {
    return new InvalidInputException(
        "expires_at",
        "must be a time such as \"2027-01-31T12:00:00+00:00\", seconds since 1970, or null");
  }
}

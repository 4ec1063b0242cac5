package dev.dynamory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is bad input to a namespace registry, checked before any call. For its implementations. */
public final class NamespaceRules {
  private static final int MAX_ID_BYTES = 2048;
  private static final String ROOT = "__ROOT__";

  private NamespaceRules() {}

  /** The rule for ids of registered namespaces. */
  public static void checkId(String argument, String id) {
    checkText(argument, id);
    if (id.equals(ROOT)) {
      throw new InvalidInputException(argument, "must not be '" + ROOT + "'");
    }
    var bytes = CodePoints.bytes(id);
    if (bytes > MAX_ID_BYTES) {
      throw new InvalidInputException(
          argument, "must not be longer than " + MAX_ID_BYTES + " bytes of UTF-8, but is " + bytes);
    }
  }

  /** As {@link #checkId}; null stands for the root. */
  public static void checkParent(@Nullable String parentId) {
    if (parentId != null) {
      checkId("parentId", parentId);
    }
  }

  static void checkText(String argument, String text) {
    if (text.isEmpty()) {
      throw new InvalidInputException(argument, "must not be empty");
    }
    checkSurrogates(argument, text);
  }

  static void checkSurrogates(String argument, String text) {
    if (CodePoints.hasUnpairedSurrogate(text)) {
      throw new InvalidInputException(argument, "must not contain an unpaired surrogate");
    }
  }

  static List<String> filterKeys(List<String> keys) {
    for (var n = 0; n < keys.size(); n++) {
      checkText("filterKeys[" + n + "]", keys.get(n));
    }
    return List.copyOf(keys);
  }

  /** A copy of what is kept as JSON, which has neither bytes nor sets. */
  static Map<String, Object> json(Map<String, ?> metadata) {
    var copy = Documents.copyOf(metadata, "metadata");
    checkJson(copy, "metadata");
    return copy;
  }

  private static void checkJson(@Nullable Object value, String path) {
    if (value instanceof byte[] || value instanceof Set<?>) {
      throw new InvalidInputException("metadata", path, "must be JSON: no bytes and no sets");
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> checkJson(element, path + "." + key));
    } else if (value instanceof List<?> list) {
      for (var n = 0; n < list.size(); n++) {
        checkJson(list.get(n), path + "[" + n + "]");
      }
    }
  }
}

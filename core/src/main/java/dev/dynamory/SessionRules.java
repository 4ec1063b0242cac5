package dev.dynamory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is bad input to sessions, checked before any call. For those who implement them. */
public final class SessionRules {
  private static final int MAX_ID_BYTES = 1024;
  private static final String RESERVED = "dynamory:";

  private SessionRules() {}

  /** The rule for ids of sessions and users: the first is bad input by the name of the argument. */
  public static void checkId(String argument, String id) {
    checkText(argument, id);
    if (id.startsWith(RESERVED)) {
      throw new InvalidInputException(argument, "must not begin with '" + RESERVED + "'");
    }
  }

  /** The rule for operation ids. */
  public static void checkOperationId(String operationId) {
    checkText("operationId", operationId);
  }

  private static void checkText(String argument, String text) {
    if (text.isEmpty()) {
      throw new InvalidInputException(argument, "must not be empty");
    }
    if (CodePoints.hasUnpairedSurrogate(text)) {
      throw new InvalidInputException(argument, "must not contain an unpaired surrogate");
    }
    var bytes = CodePoints.bytes(text);
    if (bytes > MAX_ID_BYTES) {
      throw new InvalidInputException(
          argument, "must not be longer than " + MAX_ID_BYTES + " bytes of UTF-8, but is " + bytes);
    }
  }

  /** How many newest items: none or more. */
  public static void checkLimit(String argument, int limit) {
    if (limit < 0) {
      throw new InvalidInputException(argument, "must not be negative, but is " + limit);
    }
  }

  /** How many a page holds: one or more. */
  public static void checkPage(int limit) {
    if (limit < 1) {
      throw new InvalidInputException("limit", "must be at least 1, but is " + limit);
    }
  }

  /** A deep copy of items, as {@link Documents#copyOf} makes it. */
  public static List<Map<String, Object>> copyOf(List<? extends Map<String, ?>> items) {
    var copy = new ArrayList<Map<String, Object>>(items.size());
    if (Documents.copyOfValue(items, "items") instanceof List<?> list) {
      for (var item : list) {
        if (!(item instanceof Map<?, ?> map)) {
          throw new InvalidInputException(
              "items", "items[" + copy.size() + "]", "an item must be a map");
        }
        @SuppressWarnings("unchecked")
        var document = (Map<String, Object>) map;
        copy.add(document);
      }
    }
    return List.copyOf(copy);
  }
}

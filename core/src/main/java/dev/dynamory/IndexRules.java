package dev.dynamory;

import java.util.List;

/** What is bad input to a document index, checked before any call. For its implementations. */
public final class IndexRules {
  private static final int MAX_BYTES = 900;

  private IndexRules() {}

  /** The rule for what becomes part of a key: namespaces, ids, file names and paths. */
  public static void checkName(String argument, String name) {
    if (name.isEmpty()) {
      throw new InvalidInputException(argument, "must not be empty");
    }
    checkText(argument, name);
    var bytes = CodePoints.bytes(name);
    if (bytes > MAX_BYTES) {
      throw new InvalidInputException(
          argument, "must not be longer than " + MAX_BYTES + " bytes of UTF-8, but is " + bytes);
    }
  }

  static void checkText(String argument, String text) {
    if (CodePoints.hasUnpairedSurrogate(text)) {
      throw new InvalidInputException(argument, "must not contain an unpaired surrogate");
    }
  }

  static List<String> chunkIds(List<String> ids) {
    for (var n = 0; n < ids.size(); n++) {
      checkText("chunkIds[" + n + "]", ids.get(n));
    }
    return List.copyOf(ids);
  }

  /** How many a page holds: one or more. */
  public static void checkPage(int limit) {
    SessionRules.checkPage(limit);
  }
}

package dev.dynamory;

/** The rule for keys, which is DynamoDB's for sort keys. */
final class Keys {
  private static final int MAX_BYTES = 1024;

  private Keys() {}

  static void check(String key) {
    if (key.isEmpty()) {
      throw new InvalidInputException("key", "must not be empty");
    }
    if (CodePoints.hasUnpairedSurrogate(key)) {
      throw new InvalidInputException("key", "must not contain an unpaired surrogate");
    }
    var bytes = CodePoints.bytes(key);
    if (bytes > MAX_BYTES) {
      throw new InvalidInputException(
          "key", "must not be longer than " + MAX_BYTES + " bytes of UTF-8, but is " + bytes);
    }
  }
}

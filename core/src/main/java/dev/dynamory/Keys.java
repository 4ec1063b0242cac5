package dev.dynamory;

/** The rule for keys, which is DynamoDB's for sort keys. */
final class Keys {
  static final int MAX_BYTES = 1024;

  private Keys() {}

  static void check(String key) {
    CodePoints.checkName("key", key, MAX_BYTES);
  }
}

package dev.dynamory;

/** Strings as DynamoDB sees them: ordered by code point, measured in UTF-8 bytes. */
final class CodePoints {
  private CodePoints() {}

  /** Orders by code point, as UTF-8 bytes do and {@link String#compareTo} does not. */
  static int compare(String a, String b) {
    var length = Math.min(a.length(), b.length());
    for (var i = 0; i < length; i++) {
      var x = a.charAt(i);
      var y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Of UTF-8; an unpaired surrogate counts too little. */
  static int bytes(String text) {
    var bytes = text.length();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  static boolean hasUnpairedSurrogate(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  /** The rule for names that become part of a key. */
  static void checkName(String argument, String name, int maxBytes) {
    if (name.isEmpty()) {
      throw new InvalidInputException(argument, "must not be empty");
    }
    if (hasUnpairedSurrogate(name)) {
      throw new InvalidInputException(argument, "must not contain an unpaired surrogate");
    }
    var bytes = bytes(name);
    if (bytes > maxBytes) {
      throw new InvalidInputException(
          argument, "must not be longer than " + maxBytes + " bytes of UTF-8, but is " + bytes);
    }
  }
}

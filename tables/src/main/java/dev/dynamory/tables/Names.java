package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which names are allowed, and the identifiers that templates make of them. Allowed names have no
 * character that any of the rendered languages would have to escape inside quotes.
 */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

  /** CloudFormation allows 255 characters, of which a suffix needs some. */
  private static final int LONGEST_IDENTIFIER = 240;

  private Names() {}

  static String require(String argument, String name) {
    return require(argument, name, NAME, "3 to 255");
  }

  static String requireAttribute(String argument, String name) {
    return require(argument, name, ATTRIBUTE, "1 to 255");
  }

  private static String require(String argument, String name, Pattern allowed, String length) {
    if (!allowed.matcher(requireNonNull(name, argument)).matches()) {
      throw new IllegalArgumentException(
          "%s \"%s\" must be %s characters, each of A-Z a-z 0-9 _ . -"
              .formatted(argument, name, length));
    }
    return name;
  }

  /**
   * {@code dynamory-store} as {@code DynamoryStore}: letters and digits, possibly none or a digit
   * first.
   */
  static String pascalCase(String name) {
    var joined =
        words(name).stream()
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return joined.substring(0, Math.min(joined.length(), LONGEST_IDENTIFIER));
  }

  /**
   * {@code dynamory-store} as {@code DynamoryStoreTable}: a CloudFormation logical id and a Java
   * class name.
   */
  static String resource(String name) {
    var pascal = pascalCase(name);
    var startsWithLetter = !pascal.isEmpty() && Character.isLetter(pascal.charAt(0));
    return startsWithLetter ? pascal + "Table" : "Table" + pascal;
  }

  /** {@code dynamory-store} as {@code dynamory_store}: a Terraform identifier. */
  static String label(String name) {
    var snake = String.join("_", words(name)).toLowerCase(Locale.ROOT);
    var startsWithLetter = !snake.isEmpty() && Character.isLetter(snake.charAt(0));
    return startsWithLetter ? snake : snake.isEmpty() ? "table" : "table_" + snake;
  }

  private static List<String> words(String name) {
    return Pattern.compile("[^A-Za-z0-9]+")
        .splitAsStream(name)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}

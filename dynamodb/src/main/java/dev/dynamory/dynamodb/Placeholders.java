package dev.dynamory.dynamodb;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The names and values that an expression uses, out of all there are: DynamoDB refuses the others.
 */
final class Placeholders {
  private static final char NAME = '#';
  private static final char VALUE = ':';

  private Placeholders() {}

  static Map<String, String> names(Map<String, String> all, String... expressions) {
    return meanings(used(NAME, expressions), all);
  }

  static Map<String, AttributeValue> values(
      Map<String, AttributeValue> all, String... expressions) {
    return meanings(values(expressions), all);
  }

  static Set<String> values(String... expressions) {
    return used(VALUE, expressions);
  }

  private static <T> Map<String, T> meanings(Set<String> placeholders, Map<String, T> all) {
    var meanings = new LinkedHashMap<String, T>();
    for (var placeholder : placeholders) {
      var meaning = all.get(placeholder);
      if (meaning == null) {
        throw new IllegalArgumentException(placeholder + " has no meaning");
      }
      meanings.put(placeholder, meaning);
    }
    return meanings;
  }

  private static Set<String> used(char mark, String... expressions) {
    var used = new LinkedHashSet<String>();
    for (var expression : expressions) {
      for (var at = expression.indexOf(mark); at >= 0; at = expression.indexOf(mark, at + 1)) {
        var end = at + 1;
        while (end < expression.length() && Character.isLetterOrDigit(expression.charAt(end))) {
          end++;
        }
        used.add(expression.substring(at, end));
      }
    }
    return used;
  }
}

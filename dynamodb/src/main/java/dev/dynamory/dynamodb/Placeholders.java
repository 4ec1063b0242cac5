package dev.dynamory.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The names and values that an expression uses, out of all there are: DynamoDB refuses the others.
 */
final class Placeholders {
  private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+");
  private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

  private Placeholders() {}

  static Map<String, String> names(Map<String, String> all, String... expressions) {
    return used(NAME, all, expressions);
  }

  static Map<String, AttributeValue> values(
      Map<String, AttributeValue> all, String... expressions) {
    return used(VALUE, all, expressions);
  }

  private static <T> Map<String, T> used(
      Pattern placeholder, Map<String, T> all, String... expressions) {
    var used = new LinkedHashMap<String, T>();
    for (var expression : expressions) {
      var matcher = placeholder.matcher(expression);
      while (matcher.find()) {
        var meaning = all.get(matcher.group());
        if (meaning == null) {
          throw new IllegalArgumentException(matcher.group() + " has no meaning in " + expression);
        }
        used.put(matcher.group(), meaning);
      }
    }
    return used;
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What DynamoDB's expressions are made of. */
final class Expressions {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*([#:]?\\w+|<>|<=|>=|[=<>().,\\[\\]]|\\S)");

  private Expressions() {}

  static List<String> tokens(String expression) {
    return TOKEN.matcher(expression).results().map(found -> found.group(1)).toList();
  }

  static boolean isName(String token) {
    return token.matches("#\\w+|[A-Za-z_]\\w*");
  }

  /** The names and values that a request's expressions refer to. */
  record Attributes(JsonNode names, JsonNode values) {

    /** Of a name as it stands in an expression of this kind. */
    String name(String token, String kind) {
      if (!token.startsWith("#")) {
        return token;
      }
      if (!names.has(token)) {
        throw Refusal.validation(
            "Invalid "
                + kind
                + ": An expression attribute name used in the document path is not defined;"
                + " attribute name: "
                + token);
      }
      return Json.text(names, token);
    }

    JsonNode value(String token, String kind) {
      if (!values.has(token)) {
        throw Refusal.validation(
            "Invalid "
                + kind
                + ": An expression attribute value used in expression is not defined; attribute"
                + " value: "
                + token);
      }
      var value = values.path(token);
      if (value.has("N") && Values.number(value).isEmpty()) {
        throw Refusal.validation(
            "ExpressionAttributeValues contains invalid value: A value provided cannot be converted"
                + " into a number for key "
                + token);
      }
      return value;
    }

    /** Everything given must be used in one of the expressions. */
    void checkUse(List<String> expressions) {
      Set<String> used =
          expressions.stream().flatMap(e -> tokens(e).stream()).collect(Collectors.toSet());
      checkUse(names, "ExpressionAttributeNames", expressions.isEmpty(), used);
      checkUse(values, "ExpressionAttributeValues", expressions.isEmpty(), used);
    }

    private static void checkUse(JsonNode given, String member, boolean isNone, Set<String> used) {
      if (given.isMissingNode()) {
        return;
      }
      if (isNone) {
        throw Refusal.validation(member + " can only be specified when using expressions");
      }
      if (given.isEmpty()) {
        throw Refusal.validation(member + " must not be empty");
      }
      var unused = new TreeSet<String>();
      given.fieldNames().forEachRemaining(unused::add);
      unused.removeAll(used);
      if (!unused.isEmpty()) {
        throw Refusal.validation(
            "Value provided in "
                + member
                + " unused in expressions: keys: {"
                + String.join(", ", unused)
                + "}");
      }
    }
  }
}

package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An attribute that must equal a value; what a SearchConditionExpression is made of. */
record Condition(String token, String attribute, boolean isNested, JsonNode value) {
  private static final String KIND = "SearchConditionExpression";
  private static final int LENGTH = 4096;
  private static final Set<String> OTHER_WORDS = Set.of("OR", "NOT", "IN", "BETWEEN");
  private static final Set<String> OTHER_COMPARATORS = Set.of("<", "<=", ">", ">=", "<>");

  boolean matches(JsonNode item) {
    var there = item.get(attribute);
    return there != null && Values.areEqual(there, value);
  }

  static List<Condition> parse(String expression, Expressions.Attributes attributes) {
    if (expression.length() > LENGTH) {
      throw refused(
          "Expression size has exceeded the maximum allowed size; expression size: "
              + expression.length());
    }
    var tokens = Expressions.tokens(expression);
    if (tokens.isEmpty()) {
      throw refused("The expression can not be empty;");
    }
    boolean isOther =
        tokens.stream()
            .anyMatch(
                token ->
                    OTHER_COMPARATORS.contains(token)
                        || OTHER_WORDS.contains(token.toUpperCase(Locale.ROOT)));
    if (isOther || isFunction(tokens)) {
      throw refused("Invalid comparator used in SearchConditionExpression");
    }
    return new Parser(tokens, attributes).all();
  }

  /** A name that a parenthesis follows. */
  private static boolean isFunction(List<String> tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      String before = tokens.get(i - 1);
      if (tokens.get(i).equals("(")
          && Expressions.isName(before)
          && !before.equalsIgnoreCase("AND")) {
        return true;
      }
    }
    return false;
  }

  static Refusal refused(String why) {
    return Refusal.validation("Invalid " + KIND + ": " + why);
  }

  /** Equalities, ANDs between them, and parentheses around any of it. */
  private static final class Parser {
    private final List<String> tokens;
    private final Expressions.Attributes attributes;
    private final List<Condition> found = new ArrayList<>();
    private int next;

    Parser(List<String> tokens, Expressions.Attributes attributes) {
      this.tokens = tokens;
      this.attributes = attributes;
    }

    List<Condition> all() {
      sequence();
      if (next < tokens.size()) {
        throw syntaxError();
      }
      return found;
    }

    private void sequence() {
      do {
        if (takes("(")) {
          sequence();
          expect(")");
        } else {
          found.add(equality());
        }
      } while (takes("AND"));
    }

    private Condition equality() {
      String token = name();
      boolean isNested = false;
      while (isAt(".") || isAt("[")) {
        isNested = true;
        if (takes(".")) {
          attributes.name(name(), KIND);
        } else {
          expect("[");
          next++;
          expect("]");
        }
      }
      expect("=");
      if (next == tokens.size() || !tokens.get(next).startsWith(":")) {
        throw syntaxError();
      }
      var value = attributes.value(tokens.get(next++), KIND);
      return new Condition(token, attributes.name(token, KIND), isNested, value);
    }

    private String name() {
      if (next == tokens.size() || !Expressions.isName(tokens.get(next))) {
        throw syntaxError();
      }
      return tokens.get(next++);
    }

    private boolean isAt(String token) {
      return next < tokens.size() && tokens.get(next).equalsIgnoreCase(token);
    }

    private boolean takes(String token) {
      boolean isThere = isAt(token);
      next += isThere ? 1 : 0;
      return isThere;
    }

    private void expect(String token) {
      if (!takes(token)) {
        throw syntaxError();
      }
    }

    private Refusal syntaxError() {
      String token = next < tokens.size() ? tokens.get(next) : "<EOF>";
      var near = tokens.subList(Math.max(0, next - 1), Math.min(tokens.size(), next + 2));
      return refused(
          "Syntax error; token: \"" + token + "\", near: \"" + String.join(" ", near) + "\"");
    }
  }
}

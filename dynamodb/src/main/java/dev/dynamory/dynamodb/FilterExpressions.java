package dev.dynamory.dynamodb;

import dev.dynamory.Filter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The part of a filter that DynamoDB can apply: it may let too much through, never too little, as
 * {@link Filter#matches} decides in the end.
 */
final class FilterExpressions {
  private static final int MAX_BYTES = 3072;
  private static final int MAX_OPERATORS = 200;
  private static final int MAX_IN = 100;
  private static final int MAX_STEPS = 25;
  private static final Map<String, String> COMPARATORS =
      Map.of("$eq", "=", "$gt", ">", "$gte", ">=", "$lt", "<", "$lte", "<=");

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final List<String> terms = new ArrayList<>();
  private int operators;
  private int bytes;

  private final String root;

  private FilterExpressions(String root) {
    this.root = root;
  }

  /**
   * An expression over {@code #value}, or over attributes, empty if nothing can be pushed down,
   * with the placeholders it needs besides that.
   */
  record Pushed(String expression, Map<String, String> names, Map<String, AttributeValue> values) {}

  static Pushed push(Filter filter) {
    return push(filter, "#value", comparison -> true);
  }

  /** Of a filter over a whole row, those comparisons that attributes decide as documents do. */
  static Pushed pushToAttributes(Filter filter, Predicate<Filter.Comparison> which) {
    return push(filter, "", which);
  }

  private static Pushed push(Filter filter, String root, Predicate<Filter.Comparison> which) {
    var pushing = new FilterExpressions(root);
    for (var comparison : filter.necessary()) {
      if (which.test(comparison)) {
        pushing.add(comparison);
      }
    }
    return new Pushed(String.join(" AND ", pushing.terms), pushing.names, pushing.values);
  }

  private void add(Filter.Comparison comparison) {
    var operand = comparison.operand();
    var operator = comparison.operator();
    if (operator.equals("$exists")) {
      var function = Boolean.TRUE.equals(operand) ? "attribute_exists(" : "attribute_not_exists(";
      push(comparison, List.of(), path -> function + path + ")");
    } else if (operator.equals("$in")
        && operand instanceof Collection<?> options
        && !options.isEmpty()
        && options.size() <= MAX_IN) {
      if (options.stream().allMatch(FilterExpressions::isScalar)) {
        push(
            comparison,
            options,
            path -> path + " IN (" + String.join(", ", placeholders(options.size())) + ")");
      }
    } else if (COMPARATORS.containsKey(operator)
        && isScalar(operand)
        && (operator.equals("$eq") || isOrdered(operand))) {
      push(
          comparison,
          Collections.singletonList(operand),
          path -> path + " " + COMPARATORS.get(operator) + " :f" + values.size());
    }
  }

  private void push(
      Filter.Comparison comparison, Collection<?> operands, UnaryOperator<String> term) {
    var steps = comparison.path();
    var size =
        operands.stream()
            .mapToLong(operand -> AttributeValues.size(AttributeValues.ofAny(operand)) + 8)
            .sum();
    size +=
        steps.stream()
            .mapToLong(step -> step.toString().getBytes(StandardCharsets.UTF_8).length + 8L)
            .sum();
    if (steps.size() > MAX_STEPS
        || bytes + size > MAX_BYTES
        || operators + operands.size() + 2 > MAX_OPERATORS) {
      return;
    }
    bytes += (int) size;
    operators += operands.size() + 2;
    terms.add(term.apply(path(steps)));
    operands.forEach(operand -> values.put(":f" + values.size(), AttributeValues.ofAny(operand)));
  }

  private String path(List<Object> steps) {
    var path = new StringBuilder(root);
    for (var step : steps) {
      if (step instanceof Integer) {
        path.append('[').append(step).append(']');
      } else {
        var name = "#f" + names.size();
        names.put(name, (String) step);
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.toString();
  }

  private List<String> placeholders(int count) {
    var placeholders = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      placeholders.add(":f" + (values.size() + i));
    }
    return placeholders;
  }

  private static boolean isScalar(@Nullable Object operand) {
    return operand == null
        || operand instanceof Boolean
        || operand instanceof byte[]
        || isOrdered(operand);
  }

  private static boolean isOrdered(@Nullable Object operand) {
    return operand instanceof Number || operand instanceof String;
  }
}

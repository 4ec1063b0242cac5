package dev.dynamory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a filter's map and evaluates it. */
final class Predicates {
  private static final Object MISSING = new Object();
  private static final Set<String> ORDERING = Set.of("$gt", "$gte", "$lt", "$lte");

  private Predicates() {}

  static Predicate<Map<String, ?>> compile(Map<?, ?> conditions, String where) {
    Predicate<Map<String, ?>> all = document -> true;
    for (var entry : conditions.entrySet()) {
      all = all.and(compile((String) entry.getKey(), entry.getValue(), where));
    }
    return all;
  }

  /** The comparisons that stand alone or under {@code $and}. */
  static void comparisons(Map<?, ?> conditions, String where, List<Filter.Comparison> into) {
    conditions.forEach(
        (name, condition) -> {
          if (name.equals("$and")) {
            branches(condition, where).forEach(branch -> comparisons(branch, where, into));
          } else if (!((String) name).startsWith("$")) {
            into.addAll(ofField((String) name, condition, where));
          }
        });
  }

  private static Predicate<Map<String, ?>> compile(
      String name, @Nullable Object condition, String where) {
    var path = where + "." + name;
    if (!name.startsWith("$")) {
      Predicate<Map<String, ?>> all = document -> true;
      for (var comparison : ofField(name, condition, where)) {
        all = all.and(document -> holds(comparison, resolve(document, comparison.path())));
      }
      return all;
    }
    return switch (name) {
      case "$and" ->
          branches(condition, path).stream()
              .map(branch -> compile(branch, path))
              .reduce(document -> true, Predicate::and);
      case "$or" ->
          branches(condition, path).stream()
              .map(branch -> compile(branch, path))
              .reduce(document -> false, Predicate::or);
      case "$not" -> {
        if (!(condition instanceof Map<?, ?> negated)) {
          throw new InvalidInputException("filter", path, "$not takes a map of conditions");
        }
        yield compile(negated, path).negate();
      }
      default ->
          throw new InvalidInputException(
              "filter", path, "unknown operator; above the fields there are $and, $or and $not");
    };
  }

  private static List<Map<?, ?>> branches(@Nullable Object condition, String path) {
    var branches = new ArrayList<Map<?, ?>>();
    if (condition instanceof List<?> list) {
      for (var branch : list) {
        if (branch instanceof Map<?, ?> map) {
          branches.add(map);
        }
      }
      if (!list.isEmpty() && branches.size() == list.size()) {
        return branches;
      }
    }
    throw new InvalidInputException(
        "filter", path, "takes a list of at least one map of conditions");
  }

  private static List<Filter.Comparison> ofField(
      String name, @Nullable Object condition, String where) {
    var steps = steps(name, where);
    var path = where + "." + name;
    if (!(condition instanceof Map<?, ?> map)
        || map.keySet().stream().noneMatch(key -> ((String) key).startsWith("$"))) {
      return List.of(new Filter.Comparison(steps, "$eq", condition));
    }
    var comparisons = new ArrayList<Filter.Comparison>();
    map.forEach(
        (operator, operand) -> {
          if (!((String) operator).startsWith("$")) {
            throw new InvalidInputException(
                "filter", path, "mixes operators with the field '" + operator + "'");
          }
          comparisons.add(
              checked(
                  new Filter.Comparison(steps, (String) operator, operand), path + "." + operator));
        });
    return comparisons;
  }

  private static Filter.Comparison checked(Filter.Comparison comparison, String path) {
    var operand = comparison.operand();
    var operator = comparison.operator();
    if (ORDERING.contains(operator)) {
      if (!(operand instanceof Number || operand instanceof String || operand instanceof byte[])) {
        throw new InvalidInputException(
            "filter", path, "can only be compared with a number, a string or bytes");
      }
    } else if (operator.equals("$in")) {
      if (!(operand instanceof List<?> || operand instanceof Set<?>)) {
        throw new InvalidInputException("filter", path, "takes a list of values");
      }
    } else if (operator.equals("$exists")) {
      if (!(operand instanceof Boolean)) {
        throw new InvalidInputException("filter", path, "takes true or false");
      }
    } else if (!operator.equals("$eq")
        && !operator.equals("$ne")
        && !operator.equals("$contains")) {
      throw new InvalidInputException(
          "filter",
          path,
          "unknown operator; there are $eq $ne $gt $gte $lt $lte $in $contains $exists, and $and $or $not above the fields");
    }
    return comparison;
  }

  private static boolean holds(Filter.Comparison comparison, @Nullable Object field) {
    var operand = comparison.operand();
    return switch (comparison.operator()) {
      case "$eq" -> equal(field, operand);
      case "$ne" -> !equal(field, operand);
      case "$in" ->
          operand instanceof Collection<?> values
              && values.stream().anyMatch(value -> equal(field, value));
      case "$exists" -> (field != MISSING) == Boolean.TRUE.equals(operand);
      case "$contains" -> contains(field, operand);
      default -> {
        var order = compare(field, operand);
        yield order != null
            && switch (comparison.operator()) {
              case "$gt" -> order > 0;
              case "$gte" -> order >= 0;
              case "$lt" -> order < 0;
              default -> order <= 0;
            };
      }
    };
  }

  private static boolean equal(@Nullable Object field, @Nullable Object operand) {
    return field != MISSING && Documents.equal(field, operand);
  }

  private static boolean contains(@Nullable Object field, @Nullable Object operand) {
    return field instanceof Collection<?> elements
        ? Documents.containsEqual(elements, operand)
        : field instanceof String text && operand instanceof String part && text.contains(part);
  }

  /** Null where the two have no order. */
  private static @Nullable Integer compare(@Nullable Object field, @Nullable Object operand) {
    var x = Documents.decimal(field);
    var y = Documents.decimal(operand);
    if (x != null && y != null) {
      return x.compareTo(y);
    } else if (field instanceof String a && operand instanceof String b) {
      return CodePoints.compare(a, b);
    } else if (field instanceof byte[] a && operand instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    return null;
  }

  private static @Nullable Object resolve(@Nullable Object value, List<Object> steps) {
    var at = value;
    for (var step : steps) {
      if (step instanceof String name && at instanceof Map<?, ?> map && map.containsKey(name)) {
        at = map.get(name);
      } else if (step instanceof Integer index
          && at instanceof List<?> list
          && index < list.size()) {
        at = list.get(index);
      } else {
        return MISSING;
      }
    }
    return at;
  }

  private static List<Object> steps(String path, String where) {
    var steps = new ArrayList<Object>();
    var name = new StringBuilder();
    var afterIndex = false;
    for (var i = 0; i < path.length(); i++) {
      var c = path.charAt(i);
      if (c == '\\' && !afterIndex && i + 1 < path.length()) {
        name.append(path.charAt(++i));
      } else if (c == '.') {
        if (!afterIndex) {
          steps.add(field(name, path, where));
        }
        afterIndex = false;
        if (i + 1 == path.length()) {
          throw new InvalidInputException(
              "filter", where + "." + path, "must not end with '.'; a literal dot is '\\.'");
        }
      } else if (c == '[') {
        var end = path.indexOf(']', i);
        if (!afterIndex) {
          steps.add(field(name, path, where));
        }
        steps.add(index(path, i, end, where));
        i = end;
        afterIndex = true;
      } else if (afterIndex) {
        throw new InvalidInputException("filter", where + "." + path, "after ']' comes '.' or '['");
      } else {
        name.append(c);
      }
    }
    if (!afterIndex) {
      steps.add(field(name, path, where));
    }
    return steps;
  }

  private static String field(StringBuilder name, String path, String where) {
    if (name.isEmpty()) {
      throw new InvalidInputException(
          "filter", where + "." + path, "must not have an empty name; a literal dot is '\\.'");
    }
    var field = name.toString();
    name.setLength(0);
    return field;
  }

  private static Integer index(String path, int from, int to, String where) {
    var digits = to < 0 ? "" : path.substring(from + 1, to);
    if (!digits.matches("[0-9]{1,7}")) {
      throw new InvalidInputException(
          "filter",
          where + "." + path,
          "'[' must be followed by a list index and ']'; a literal bracket is '\\['");
    }
    return Integer.valueOf(digits);
  }
}

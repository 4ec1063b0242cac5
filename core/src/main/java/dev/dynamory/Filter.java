package dev.dynamory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a search wants, as one map: {@code {"author": "ana", "score": {"$gte": 3}}}. A
 * path maps to a value it must equal, or to a map whose keys are all operators: {@code $eq $ne $gt
 * $gte $lt $lte $in $contains $exists}. {@code $and} and {@code $or} map to a list of such maps,
 * {@code $not} to one. In a path {@code .} separates names, {@code [n]} is a list's element, and a
 * backslash takes the next character literally.
 *
 * <p>A missing field equals nothing, is not null, and never matches an ordering operator; {@code
 * $ne} is the opposite of {@code $eq}. Ordering compares numbers with numbers, strings with strings
 * (by code point), bytes with bytes. Values of different types are never equal. Any map that is no
 * operator map is compared whole.
 */
public record Filter(Map<String, Object> conditions) {
  /** The filter that every document matches. */
  public static final Filter NONE = new Filter(Map.of());

  /** Checks every path, operator and operand. */
  public Filter {
    conditions = Documents.copyOf(conditions, "filter");
    Predicates.compile(conditions, "filter");
  }

  /** The filter that this map says. */
  public static Filter of(Map<String, ?> conditions) {
    return new Filter(Documents.copyOf(conditions, "filter"));
  }

  /** The field equals the value. */
  public static Filter eq(String path, @Nullable Object value) {
    return operator(path, "$eq", value);
  }

  /** The field does not equal the value, or is missing. */
  public static Filter ne(String path, @Nullable Object value) {
    return operator(path, "$ne", value);
  }

  /** The field is greater. */
  public static Filter gt(String path, Object value) {
    return operator(path, "$gt", value);
  }

  /** The field is greater or equal. */
  public static Filter gte(String path, Object value) {
    return operator(path, "$gte", value);
  }

  /** The field is less. */
  public static Filter lt(String path, Object value) {
    return operator(path, "$lt", value);
  }

  /** The field is less or equal. */
  public static Filter lte(String path, Object value) {
    return operator(path, "$lte", value);
  }

  /** The field equals one of the values. */
  public static Filter in(String path, Collection<?> values) {
    return operator(path, "$in", new ArrayList<@Nullable Object>(values));
  }

  /** The field is a list or set with an equal element, or a string with this substring. */
  public static Filter contains(String path, @Nullable Object value) {
    return operator(path, "$contains", value);
  }

  /** The field is there, if only as null. */
  public static Filter exists(String path) {
    return operator(path, "$exists", true);
  }

  /** The field is not there. */
  public static Filter missing(String path) {
    return operator(path, "$exists", false);
  }

  /** Both match. */
  public Filter and(Filter other) {
    if (conditions.isEmpty()) {
      return other;
    }
    return other.conditions.isEmpty() ? this : joined("$and", other);
  }

  /** At least one matches. */
  public Filter or(Filter other) {
    return joined("$or", other);
  }

  /** A chain of any length stays one flat list, as documents do not nest without end. */
  private Filter joined(String operator, Filter other) {
    var all = new ArrayList<Object>();
    for (var filter : List.of(this, other)) {
      if (filter.conditions.size() == 1
          && filter.conditions.get(operator) instanceof List<?> same) {
        all.addAll(same);
      } else {
        all.add(filter.conditions);
      }
    }
    return new Filter(Map.of(operator, all));
  }

  /** This does not match. */
  public Filter not() {
    return new Filter(Map.of("$not", conditions));
  }

  /** Whether the document matches: the definition of what every store returns. */
  public boolean matches(Map<String, ?> document) {
    return predicate().test(document);
  }

  /** The same, made ready for many documents. */
  public Predicate<Map<String, ?>> predicate() {
    return Predicates.compile(conditions, "filter");
  }

  /**
   * Comparisons that every match satisfies; an engine may apply any of them itself, as long as
   * {@link #matches} decides in the end.
   */
  public List<Comparison> necessary() {
    var comparisons = new ArrayList<Comparison>();
    Predicates.comparisons(conditions, "filter", comparisons);
    return List.copyOf(comparisons);
  }

  /**
   * One comparison: the path's steps (a String for a field, an Integer for a list's element), the
   * operator such as {@code $gte}, the operand.
   */
  public record Comparison(List<Object> path, String operator, @Nullable Object operand) {
    /** The steps are copied. */
    public Comparison {
      path = List.copyOf(path);
    }
  }

  private static Filter operator(String path, String operator, @Nullable Object operand) {
    var condition = new LinkedHashMap<String, @Nullable Object>();
    condition.put(operator, operand);
    return of(Map.of(path, condition));
  }
}

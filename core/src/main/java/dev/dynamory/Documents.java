package dev.dynamory;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document may hold: strings, booleans, numbers, null, {@code byte[]}, lists, maps with
 * string keys, and sets that are all strings, all numbers or all bytes. Numbers are equal by value;
 * they come back as Integer, else Long, else BigInteger, fractions as Double when that is exact to
 * the digits kept, else BigDecimal.
 */
public final class Documents {
  /** How many containers may be nested, counting the document itself. */
  public static final int MAX_DEPTH = 31;

  private static final int MAX_DIGITS = 38;
  private static final BigDecimal LARGEST = new BigDecimal("1E126");
  private static final BigDecimal SMALLEST = new BigDecimal("1E-130");

  private Documents() {}

  /**
   * An unmodifiable deep copy with numbers in their canonical types; what cannot be kept is bad
   * input, by its path below {@code argument}.
   */
  public static Map<String, Object> copyOf(Map<String, ?> document, String argument) {
    return copyOfMap(document, Place.of(argument));
  }

  /** A copy of any single value of a document, as {@link #copyOf} makes it. */
  public static @Nullable Object copyOfValue(@Nullable Object value, String argument) {
    return copy(value, Place.of(argument));
  }

  /** The canonical type of a number: Integer, Long, BigInteger, Double or BigDecimal. */
  public static Number number(BigDecimal number) {
    if (number.signum() == 0) {
      return 0;
    }
    var stripped = number.stripTrailingZeros();
    if (stripped.scale() <= 0) {
      var integer = stripped.toBigInteger();
      if (integer.bitLength() < 32) {
        return integer.intValue();
      }
      return integer.bitLength() < 64 ? integer.longValue() : (Number) integer;
    }
    var nearest = stripped.doubleValue();
    return !Double.isInfinite(nearest) && shortest(nearest).compareTo(stripped) == 0
        ? nearest
        : (Number) stripped;
  }

  /** Any number as an exact decimal; null if it is none that a document can hold. */
  public static @Nullable BigDecimal decimal(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    } else if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    } else if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return BigDecimal.valueOf(((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue()) ? shortest((Number) value) : null;
    }
    return null;
  }

  /**
   * The shortest decimal that reads back as this Double or Float, as {@code toString} gives it from
   * JDK 19 on; before, one in a hundred got a digit too many, and was stored as another number.
   */
  private static BigDecimal shortest(Number value) {
    var printed = new BigDecimal(value.toString());
    var always = value instanceof Float ? 6 : 15;
    for (var digits = always; digits < printed.precision(); digits++) {
      var shorter = new BigDecimal(value.doubleValue()).round(new MathContext(digits));
      if (value instanceof Float
          ? shorter.floatValue() == value.floatValue()
          : shorter.doubleValue() == value.doubleValue()) {
        return shorter;
      }
    }
    return printed;
  }

  /** Deep equality of values: numbers by value, bytes by content, never equal across types. */
  public static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number && b instanceof Number) {
      var x = decimal(a);
      var y = decimal(b);
      return x != null && y != null && x.compareTo(y) == 0;
    } else if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    } else if (a instanceof Set<?> x && b instanceof Set<?> y) {
      return x.size() == y.size() && x.stream().allMatch(element -> containsEqual(y, element));
    } else if (a instanceof List<?> x && b instanceof List<?> y) {
      return equalLists(x, y);
    } else if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.size() == y.size()
          && x.entrySet().stream()
              .allMatch(
                  entry ->
                      y.containsKey(entry.getKey())
                          && equal(entry.getValue(), y.get(entry.getKey())));
    }
    return Objects.equals(a, b);
  }

  static boolean containsEqual(Collection<?> elements, @Nullable Object wanted) {
    return elements.stream().anyMatch(element -> equal(element, wanted));
  }

  private static boolean equalLists(List<?> x, List<?> y) {
    if (x.size() != y.size()) {
      return false;
    }
    for (var i = 0; i < x.size(); i++) {
      if (!equal(x.get(i), y.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Where in a document a value is; spelled out only when something is wrong with it. */
  private record Place(String argument, @Nullable Place above, Object step, int depth) {
    static Place of(String argument) {
      return new Place(argument, null, argument, 1);
    }

    Place at(Object step) {
      return new Place(argument, this, step, depth + 1);
    }

    InvalidInputException breaks(String rule) {
      return new InvalidInputException(argument, path(), rule);
    }

    private String path() {
      return above == null
          ? argument
          : above.path() + (step instanceof Integer index ? "[" + index + "]" : "." + step);
    }
  }

  private static @Nullable Object copy(@Nullable Object value, Place place) {
    if (value == null || value instanceof Boolean || value instanceof Integer) {
      return value;
    } else if (value instanceof String text) {
      return copyOfString(text, place);
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof Number number) {
      return copyOfNumber(number, place);
    } else if (value instanceof Map<?, ?> map) {
      return copyOfMap(map, place);
    } else if (value instanceof Set<?> set) {
      return copyOfSet(set, place);
    } else if (value instanceof Collection<?> list) {
      return copyOfList(list, place);
    }
    throw place.breaks(
        "a document cannot hold a "
            + value.getClass().getName()
            + "; it holds strings, numbers, booleans, null, byte[], lists, maps and sets");
  }

  private static String copyOfString(String text, Place place) {
    if (CodePoints.hasUnpairedSurrogate(text)) {
      throw place.breaks("must not contain an unpaired surrogate");
    }
    return text;
  }

  private static Number copyOfNumber(Number value, Place place) {
    var decimal = decimal(value);
    if (decimal == null) {
      throw place.breaks(
          "a document cannot hold the number " + value + " (" + value.getClass().getName() + ")");
    }
    ruleBrokenBy(decimal)
        .ifPresent(
            rule -> {
              throw place.breaks(rule);
            });
    return number(decimal);
  }

  /** Why a number cannot be kept; empty if it can. */
  static Optional<String> ruleBrokenBy(BigDecimal number) {
    var magnitude = number.abs();
    if (number.signum() != 0
        && (magnitude.compareTo(LARGEST) >= 0 || magnitude.compareTo(SMALLEST) < 0)) {
      return Optional.of("a number's magnitude must be at least 1E-130 and below 1E126");
    }
    return number.stripTrailingZeros().precision() > MAX_DIGITS
        ? Optional.of("a number must not have more than " + MAX_DIGITS + " significant digits")
        : Optional.empty();
  }

  private static Map<String, Object> copyOfMap(Map<?, ?> map, Place place) {
    checkDepth(place);
    var copy = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw place.breaks("a map's keys must be strings, but one is " + key);
          }
          if (name.isEmpty()) {
            throw place.breaks("a map's key must not be empty");
          }
          put(copy, copyOfString(name, place), copy(value, place.at(name)));
        });
    return Collections.unmodifiableMap(copy);
  }

  /** A document's map may hold null, which JSpecify's {@code Map<String, Object>} does not say. */
  @SuppressWarnings("NullAway")
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  private static List<@Nullable Object> copyOfList(Collection<?> list, Place place) {
    checkDepth(place);
    var copy = new ArrayList<@Nullable Object>(list.size());
    for (var element : list) {
      copy.add(copy(element, place.at(copy.size())));
    }
    return Collections.unmodifiableList(copy);
  }

  private static Set<Object> copyOfSet(Set<?> set, Place place) {
    checkDepth(place);
    if (set.isEmpty()) {
      throw place.breaks("a set must not be empty");
    }
    var copy = new LinkedHashSet<Object>();
    var distinct = new HashSet<Object>();
    Class<?> kind = null;
    for (var element : set) {
      var kept = copy(element, place.at(copy.size()));
      var kindOfThis =
          kept instanceof Number
              ? Number.class
              : kept instanceof String || kept instanceof byte[] ? kept.getClass() : null;
      if (kept == null || kindOfThis == null || (kind != null && kind != kindOfThis)) {
        throw place.breaks("a set must hold only strings, only numbers, or only byte[]");
      }
      if (!distinct.add(kept instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : kept)) {
        throw place.breaks("a set must not hold equal elements");
      }
      kind = kindOfThis;
      copy.add(kept);
    }
    return Collections.unmodifiableSet(copy);
  }

  private static void checkDepth(Place place) {
    if (place.depth > MAX_DEPTH) {
      throw place.breaks(
          "must not nest more than " + MAX_DEPTH + " containers, the document counted");
    }
  }
}

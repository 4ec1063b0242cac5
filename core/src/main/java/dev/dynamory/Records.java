package dev.dynamory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records as documents, by their components' names; no class name is stored. Components may be what
 * a document holds, and records, enums (by name), {@link Instant} and {@link Duration} (ISO-8601
 * strings), also inside lists, sets and maps with string keys. Read back, fields that the record
 * does not have are ignored, and missing ones are null; a missing primitive is bad input.
 */
public final class Records {
  private Records() {}

  /** The record as a document. */
  public static Map<String, Object> toDocument(Record value) {
    return Documents.copyOf(fields(value, 1), "value");
  }

  /**
   * The document as a record; a field of another type than its component's is bad input, by its
   * path.
   */
  public static <T extends Record> T fromDocument(Map<String, ?> document, Class<T> type) {
    return construct(document, type, "value");
  }

  private static Map<String, @Nullable Object> fields(Record value, int depth) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (var component : value.getClass().getRecordComponents()) {
      fields.put(component.getName(), plain(read(value, component), depth + 1));
    }
    return fields;
  }

  private static @Nullable Object read(Record value, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(component + " threw an exception", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " cannot be read", e);
    }
  }

  /** Goes one level deeper than a document may, and leaves the refusal to {@link Documents}. */
  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (value instanceof Record nested) {
      return depth > Documents.MAX_DEPTH ? Map.of() : fields(nested, depth);
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    } else if (value instanceof Instant || value instanceof Duration) {
      return value.toString();
    } else if (value instanceof Map<?, ?> map && depth <= Documents.MAX_DEPTH) {
      var plain = new LinkedHashMap<Object, @Nullable Object>();
      map.forEach((key, element) -> plain.put(key, plain(element, depth + 1)));
      return plain;
    } else if (value instanceof Collection<?> elements && depth <= Documents.MAX_DEPTH) {
      Collection<@Nullable Object> plain =
          value instanceof Set<?> ? new LinkedHashSet<>() : new ArrayList<>();
      elements.forEach(element -> plain.add(plain(element, depth + 1)));
      return plain;
    }
    return value;
  }

  private static <T> T construct(Map<?, ?> document, Class<T> type, String path) {
    var components = type.getRecordComponents();
    var arguments =
        Arrays.stream(components)
            .map(
                component ->
                    convert(
                        document.get(component.getName()),
                        component.getGenericType(),
                        path + "." + component.getName()))
            .toArray();
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalArgumentException(type + " cannot be constructed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be constructed", e);
    }
  }

  private static @Nullable Object convert(@Nullable Object value, Type type, String path) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      return convertGeneric(value, raw, generic.getActualTypeArguments(), path);
    }
    if (!(type instanceof Class<?> wanted)) {
      return value;
    }
    if (value == null) {
      if (wanted.isPrimitive()) {
        throw new InvalidInputException(
            "value", path, "is missing, and a " + wanted + " cannot be null");
      }
      return null;
    }
    if (wanted.isRecord() && value instanceof Map<?, ?> nested) {
      return construct(nested, wanted, path);
    }
    var converted = convertScalar(value, wanted, path);
    if (converted == null) {
      throw new InvalidInputException(
          "value",
          path,
          "is a " + value.getClass().getSimpleName() + ", not a " + wanted.getSimpleName());
    }
    return converted;
  }

  private static @Nullable Object convertGeneric(
      @Nullable Object value, Class<?> raw, Type[] arguments, String path) {
    if (value == null) {
      return null;
    } else if (value instanceof Map<?, ?> map
        && raw.isAssignableFrom(Map.class)
        && arguments.length == 2) {
      var converted = new LinkedHashMap<Object, @Nullable Object>();
      map.forEach(
          (key, element) -> converted.put(key, convert(element, arguments[1], path + "." + key)));
      return converted;
    } else if (value instanceof Collection<?> elements
        && (raw.isAssignableFrom(List.class) || raw == Set.class)) {
      Collection<@Nullable Object> converted =
          raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
      elements.forEach(
          element ->
              converted.add(convert(element, arguments[0], path + "[" + converted.size() + "]")));
      return converted;
    }
    throw new InvalidInputException(
        "value",
        path,
        "is a " + value.getClass().getSimpleName() + ", not a " + raw.getSimpleName());
  }

  /** Null where the value is not what is wanted. */
  private static @Nullable Object convertScalar(Object value, Class<?> wanted, String path) {
    var decimal = Documents.decimal(value);
    if (decimal != null && (wanted.isPrimitive() || Number.class.isAssignableFrom(wanted))) {
      try {
        return convertNumber(decimal, wanted);
      } catch (ArithmeticException e) {
        throw new InvalidInputException(
            "value", path, "the number " + decimal + " does not fit a " + wanted.getSimpleName());
      }
    } else if (wanted == boolean.class) {
      return value instanceof Boolean ? value : null;
    } else if (value instanceof String text) {
      try {
        return wanted.isEnum()
            ? Arrays.stream(wanted.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(text))
                .findFirst()
                .orElse(null)
            : wanted == Instant.class
                ? Instant.parse(text)
                : wanted == Duration.class
                    ? Duration.parse(text)
                    : wanted.isInstance(value) ? value : null;
      } catch (DateTimeParseException e) {
        return null;
      }
    }
    return wanted.isInstance(value) ? value : null;
  }

  private static @Nullable Object convertNumber(BigDecimal decimal, Class<?> wanted) {
    if (wanted == int.class || wanted == Integer.class) {
      return decimal.intValueExact();
    } else if (wanted == long.class || wanted == Long.class) {
      return decimal.longValueExact();
    } else if (wanted == double.class || wanted == Double.class) {
      return decimal.doubleValue();
    } else if (wanted == float.class || wanted == Float.class) {
      if (Float.isInfinite(decimal.floatValue())) {
        throw new ArithmeticException("overflow");
      }
      return decimal.floatValue();
    } else if (wanted == short.class || wanted == Short.class) {
      return decimal.shortValueExact();
    } else if (wanted == byte.class || wanted == Byte.class) {
      return decimal.byteValueExact();
    } else if (wanted == BigInteger.class) {
      return decimal.toBigIntegerExact();
    } else if (wanted == BigDecimal.class) {
      return decimal;
    }
    return wanted == Number.class ? Documents.number(decimal) : null;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Documents;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A document's values as DynamoDB's, and back. Expects what {@link Documents#copyOf} made. */
final class AttributeValues {
  private AttributeValues() {}

  static AttributeValue string(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  /** An attribute that a row of ours, or every row, has. */
  static AttributeValue required(Map<String, AttributeValue> row, String attribute) {
    var value = row.get(attribute);
    if (value == null) {
      throw new IllegalStateException("a row has no attribute " + attribute);
    }
    return value;
  }

  static AttributeValue of(Map<String, Object> document) {
    return ofAny(document);
  }

  static AttributeValue ofAny(@Nullable Object value) {
    if (value == null) {
      return AttributeValue.fromNul(true);
    } else if (value instanceof Boolean bool) {
      return AttributeValue.fromBool(bool);
    } else if (value instanceof String text) {
      return AttributeValue.fromS(text);
    } else if (value instanceof byte[] bytes) {
      return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    } else if (value instanceof List<?> list) {
      var elements = new ArrayList<AttributeValue>(list.size());
      list.forEach(element -> elements.add(ofAny(element)));
      return AttributeValue.fromL(elements);
    } else if (value instanceof Set<?> set) {
      return ofSet(set);
    } else if (value instanceof Map<?, ?> map) {
      var attributes = new LinkedHashMap<String, AttributeValue>();
      map.forEach((key, element) -> attributes.put((String) key, ofAny(element)));
      return AttributeValue.fromM(attributes);
    }
    return AttributeValue.fromN(plain(value));
  }

  private static AttributeValue ofSet(Set<?> set) {
    var first = set.iterator().next();
    if (first instanceof String) {
      return AttributeValue.fromSs(set.stream().map(String.class::cast).toList());
    } else if (first instanceof byte[]) {
      return AttributeValue.fromBs(
          set.stream().map(bytes -> SdkBytes.fromByteArray((byte[]) bytes)).toList());
    }
    return AttributeValue.fromNs(set.stream().map(AttributeValues::plain).toList());
  }

  private static String plain(Object number) {
    if (number instanceof Integer || number instanceof Long) {
      return number.toString();
    }
    var decimal = Documents.decimal(number);
    if (decimal == null) {
      throw new IllegalArgumentException("not a number of a document: " + number.getClass());
    }
    return decimal.toString();
  }

  static Map<String, Object> toDocument(AttributeValue value) {
    @SuppressWarnings("unchecked")
    var document = (Map<String, Object>) toMap(value.m());
    return document;
  }

  private static @Nullable Object toAny(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> number(value.n());
      case BOOL -> value.bool();
      case NUL -> null;
      case B -> value.b().asByteArray();
      case M -> toMap(value.m());
      case L -> toList(value.l());
      case SS -> toSet(value.ss().stream());
      case NS -> toSet(value.ns().stream().map(AttributeValues::number));
      case BS -> toSet(value.bs().stream().map(SdkBytes::asByteArray));
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException(
              "an attribute type that this version of the AWS SDK does not know");
    };
  }

  /** As {@link Documents#number}; a short integer or a short fraction needs no decimal for it. */
  static Number number(String text) {
    var point = text.indexOf('.');
    if (text.length() < 10 && areDigits(text, text.startsWith("-") ? 1 : 0, text.length())) {
      return Integer.valueOf(text);
    } else if (text.length() < 16
        && point > 0
        && !text.endsWith("0")
        && areDigits(text, text.startsWith("-") ? 1 : 0, point)
        && areDigits(text, point + 1, text.length())) {
      return Double.valueOf(text);
    }
    return Documents.number(new BigDecimal(text));
  }

  private static boolean areDigits(String text, int from, int to) {
    for (var i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }

  private static Map<String, ?> toMap(Map<String, AttributeValue> attributes) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    attributes.forEach((name, element) -> map.put(name, toAny(element)));
    return Collections.unmodifiableMap(map);
  }

  private static List<@Nullable Object> toList(List<AttributeValue> elements) {
    var list = new ArrayList<@Nullable Object>(elements.size());
    elements.forEach(element -> list.add(toAny(element)));
    return Collections.unmodifiableList(list);
  }

  private static Set<Object> toSet(Stream<? extends Object> elements) {
    var set = new LinkedHashSet<Object>();
    elements.forEach(set::add);
    return Collections.unmodifiableSet(set);
  }

  /**
   * About how many bytes an attribute's value counts towards the 400 KB of an item; never too few.
   */
  static long size(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> value.n().length() / 2 + 3;
      case B -> value.b().asByteArrayUnsafe().length;
      case M -> {
        var size = 3L;
        for (var entry : value.m().entrySet()) {
          size += 1 + utf8(entry.getKey()) + size(entry.getValue());
        }
        yield size;
      }
      case L -> {
        var size = 3L;
        for (var element : value.l()) {
          size += 1 + size(element);
        }
        yield size;
      }
      case SS -> value.ss().stream().mapToLong(AttributeValues::utf8).sum();
      case NS -> value.ns().stream().mapToLong(number -> number.length() / 2 + 3).sum();
      case BS -> value.bs().stream().mapToLong(bytes -> bytes.asByteArrayUnsafe().length).sum();
      case BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> 1;
    };
  }

  /** How many bytes of UTF-8 a text without unpaired surrogates is. */
  static long utf8(String text) {
    var bytes = (long) text.length();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}

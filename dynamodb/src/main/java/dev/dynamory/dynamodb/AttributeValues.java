package dev.dynamory.dynamodb;

import dev.dynamory.Documents;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
      return AttributeValue.fromL(list.stream().map(AttributeValues::ofAny).toList());
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
      case N -> Documents.number(new BigDecimal(value.n()));
      case BOOL -> value.bool();
      case NUL -> null;
      case B -> value.b().asByteArray();
      case M -> toMap(value.m());
      case L -> toList(value.l());
      case SS -> toSet(value.ss().stream());
      case NS -> toSet(value.ns().stream().map(number -> Documents.number(new BigDecimal(number))));
      case BS -> toSet(value.bs().stream().map(SdkBytes::asByteArray));
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException(
              "an attribute type that this version of the AWS SDK does not know");
    };
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
      case M ->
          3
              + value.m().entrySet().stream()
                  .mapToLong(entry -> 1 + utf8(entry.getKey()) + size(entry.getValue()))
                  .sum();
      case L -> 3 + value.l().stream().mapToLong(element -> 1 + size(element)).sum();
      case SS -> value.ss().stream().mapToLong(AttributeValues::utf8).sum();
      case NS -> value.ns().stream().mapToLong(number -> number.length() / 2 + 3).sum();
      case BS -> value.bs().stream().mapToLong(bytes -> bytes.asByteArrayUnsafe().length).sum();
      case BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> 1;
    };
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

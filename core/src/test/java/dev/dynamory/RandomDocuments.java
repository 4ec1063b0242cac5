package dev.dynamory;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Documents of every shape that can be kept. */
final class RandomDocuments {
  private static final String[] TEXTS = {
    "", "a", "b", "$eq", "x.y", "50%", "ünï", "\ud83d\ude00", "\uffee", "\u0000", "line\nline"
  };

  private final Random random;

  RandomDocuments(Random random) {
    this.random = random;
  }

  Map<String, Object> document() {
    return map(4);
  }

  /** The same document with the fields of all its maps and the elements of its sets shuffled. */
  static Map<String, Object> shuffled(Map<?, ?> document, Random random) {
    var keys = new ArrayList<Object>(document.keySet());
    Collections.shuffle(keys, random);
    var shuffled = new LinkedHashMap<String, Object>();
    keys.forEach(
        key -> putNullable(shuffled, (String) key, shuffledValue(document.get(key), random)));
    return shuffled;
  }

  private static @Nullable Object shuffledValue(@Nullable Object value, Random random) {
    if (value instanceof Map<?, ?> map) {
      return shuffled(map, random);
    } else if (value instanceof Set<?> set) {
      var elements = new ArrayList<Object>(set);
      Collections.shuffle(elements, random);
      return new LinkedHashSet<>(elements);
    } else if (value instanceof List<?> list) {
      var copy = new ArrayList<@Nullable Object>();
      list.forEach(element -> copy.add(shuffledValue(element, random)));
      return copy;
    }
    return value;
  }

  private Map<String, Object> map(int depth) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = random.nextInt(5); i > 0; i--) {
      putNullable(map, "f" + text(), value(depth - 1));
    }
    return map;
  }

  @SuppressWarnings("NullAway") // a document's map may hold null
  private static void putNullable(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> text();
      case 3 -> bytes();
      case 4 -> number();
      case 5 -> map(depth);
      case 6 -> list(depth);
      case 7 -> set();
      default -> number();
    };
  }

  private List<@Nullable Object> list(int depth) {
    var list = new ArrayList<@Nullable Object>();
    for (var i = random.nextInt(5); i > 0; i--) {
      list.add(value(depth - 1));
    }
    return list;
  }

  private Set<Object> set() {
    var size = 1 + random.nextInt(4);
    var kind = random.nextInt(3);
    var set = new LinkedHashSet<Object>();
    for (var i = 0; i < size; i++) {
      set.add(
          kind == 0 ? text() + i : kind == 1 ? (Object) (random.nextInt() + i * 0x1p40) : bytes(i));
    }
    return set;
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
  }

  private byte[] bytes() {
    return bytes(random.nextInt());
  }

  private byte[] bytes(int first) {
    var bytes = new byte[1 + random.nextInt(8)];
    random.nextBytes(bytes);
    bytes[0] = (byte) first;
    return bytes;
  }

  private Number number() {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> random.nextDouble();
      case 3 -> random.nextFloat();
      case 4 -> (double) random.nextInt(1000);
      case 5 -> new BigInteger(120, random).negate();
      case 6 -> new BigDecimal(new BigInteger(120, random), random.nextInt(90));
      case 7 -> Math.pow(10, random.nextInt(200) - 100) * (random.nextDouble() + 0.1);
      default -> -0.0;
    };
  }
}

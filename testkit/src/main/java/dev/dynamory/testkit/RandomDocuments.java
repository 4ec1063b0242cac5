package dev.dynamory.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Documents of every shape, from a seed. */
final class RandomDocuments {
  /** Says the seed; another one tries other sequences. */
  static final String SEED_PROPERTY = "dynamory.test.seed";

  private static final List<String> TEXTS =
      List.of("", "a", "b", "Zoë", "Zoe\u0308", "😀", "\uffee", "a:b", "a/b", "%25", "\u0000", "1");
  private static final List<String> FIELDS =
      List.of("a", "b", "c", "a.b", "n", "deep", "#x", ":x", "$gt", "Größe", "😀", "[0]");

  private final Random random;

  RandomDocuments(Random random) {
    this.random = random;
  }

  /** The seed that the system property names, else always the same: a build is repeatable. */
  static long seed() {
    return Long.getLong(SEED_PROPERTY, 1);
  }

  Map<String, @Nullable Object> document() {
    return map(0);
  }

  @Nullable Object scalar() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2, 3 -> text();
      case 4 -> bytes();
      default -> number();
    };
  }

  Number number() {
    return switch (random.nextInt(7)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> random.nextDouble();
      case 3 -> (float) random.nextGaussian();
      case 4 -> new BigInteger(1 + random.nextInt(125), random);
      case 5 -> new BigDecimal(new BigInteger(100, random), random.nextInt(120) - 40);
      default -> random.nextInt(4);
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(4)];
    random.nextBytes(bytes);
    return bytes;
  }

  private Map<String, @Nullable Object> map(int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var n = random.nextInt(5); n > 0; n--) {
      map.put(FIELDS.get(random.nextInt(FIELDS.size())), value(depth + 1));
    }
    return map;
  }

  private @Nullable Object value(int depth) {
    return switch (depth > 4 ? 3 : random.nextInt(6)) {
      case 0 -> map(depth);
      case 1 -> list(depth);
      case 2 -> set();
      default -> scalar();
    };
  }

  private List<@Nullable Object> list(int depth) {
    var list = new ArrayList<@Nullable Object>();
    for (var n = random.nextInt(4); n > 0; n--) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private Set<Object> set() {
    var set = new LinkedHashSet<Object>();
    if (random.nextBoolean()) {
      set.add(random.nextInt(3));
      set.add(10 + random.nextInt(3));
    } else {
      set.add("x" + text());
      set.add("y");
    }
    return set;
  }
}

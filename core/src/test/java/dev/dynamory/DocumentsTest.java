package dev.dynamory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DocumentsTest {
  private static final String DIGITS_38 = "12345678901234567890123456789012345678";

  @Test
  void keepsEveryShapeOfJson() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("text", "");
    document.put("yes", true);
    document.put("nothing", null);
    document.put("list", Arrays.asList(1, null, "x", List.of(), Map.of()));
    document.put("map", Map.of("deep", Map.of("er", List.of(false))));
    document.put("bytes", new byte[0]);
    document.put("set", Set.of("a", "b"));
    document.put("float", 0.5f);
    assertThat(Documents.equal(copy(document), document)).isTrue();
    assertThat(copy(document)).containsEntry("nothing", null).containsEntry("float", 0.5);
  }

  @Test
  void numbersComeBackAsJsonReadersGiveThem() {
    assertThat(kept(1.0)).isEqualTo(1);
    assertThat(kept(-0.0)).isEqualTo(0);
    assertThat(kept(-0.0f)).isEqualTo(0);
    assertThat(kept(0.1f)).isEqualTo(0.1);
    assertThat(kept(0.1)).isEqualTo(0.1);
    assertThat(kept((short) 7)).isEqualTo(7);
    assertThat(kept((byte) -7)).isEqualTo(-7);
    assertThat(kept(7L)).isEqualTo(7);
    assertThat(kept(Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(kept(1L << 31)).isEqualTo(1L << 31);
    assertThat(kept(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(kept(BigInteger.ONE.shiftLeft(63))).isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(kept(BigInteger.TEN)).isEqualTo(10);
    assertThat(kept(1e20)).isEqualTo(new BigInteger("100000000000000000000"));
    assertThat(kept(new BigDecimal("2.50"))).isEqualTo(2.5);
    assertThat(kept(new BigDecimal("0.1000000000000000055511151231257827")))
        .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
    assertThat(kept(new BigDecimal("9.99E125"))).isInstanceOf(BigInteger.class);
    assertThat(kept(new BigDecimal("1E-130"))).isEqualTo(1e-130);
  }

  @Test
  void aDoubleIsItsShortestDecimalOnEveryJdk() {
    assertThat(kept(Double.parseDouble("2e23")))
        .isEqualTo(new BigInteger("200000000000000000000000"));
    assertThat(kept(Double.parseDouble("4.8413839385042088E16"))).isEqualTo(48413839385042090L);
    assertThat(kept(0.1 + 0.2)).isEqualTo(0.30000000000000004);
    Seeds.each(
        2_000,
        random -> {
          var number = Math.pow(10, random.nextInt(240) - 120) * (random.nextDouble() + 0.1);
          assertThat(((Number) kept(number)).doubleValue()).isEqualTo(number);
          var single = Float.intBitsToFloat(random.nextInt());
          if (Float.isFinite(single)) {
            assertThat(((Number) kept(single)).floatValue()).isEqualTo(single);
          }
        });
  }

  @Test
  void refusesWhatIsNotANumberByItsPath() {
    for (var number :
        new Number[] {
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          new AtomicInteger(1)
        }) {
      refuses(
          Map.of("scores", List.of(1, 2, 3, number)), "value.scores[3]", "cannot hold the number");
    }
  }

  @Test
  void refusesMoreThan38DigitsAndMagnitudesOutsideOfDynamoDbs() {
    assertThat(kept(new BigInteger(DIGITS_38))).isEqualTo(new BigInteger(DIGITS_38));
    assertThat(kept(new BigInteger(DIGITS_38 + "000")))
        .isEqualTo(new BigInteger(DIGITS_38 + "000"));
    refuses(Map.of("n", new BigInteger(DIGITS_38 + "9")), "value.n", "38 significant digits");
    refuses(
        Map.of("n", new BigDecimal("0." + DIGITS_38 + "9")), "value.n", "38 significant digits");
    refuses(Map.of("n", new BigDecimal("1E126")), "value.n", "below 1E126");
    refuses(Map.of("n", new BigDecimal("-1E126")), "value.n", "below 1E126");
    refuses(Map.of("n", new BigDecimal("1E2147483647")), "value.n", "below 1E126");
    refuses(Map.of("n", Double.MAX_VALUE), "value.n", "below 1E126");
    refuses(Map.of("n", Double.MIN_VALUE), "value.n", "at least 1E-130");
    refuses(Map.of("n", new BigDecimal("9E-131")), "value.n", "at least 1E-130");
  }

  @Test
  void nests31ContainersAndNot32() {
    assertThat(copy(nestedMaps(31))).isEqualTo(nestedMaps(31));
    refuses(nestedMaps(32), "value" + ".m".repeat(31), "more than 31");
    Object lists = List.of();
    for (var i = 0; i < 29; i++) {
      lists = List.of(lists);
    }
    assertThat(copy(Map.of("l", lists))).isNotEmpty();
    refuses(Map.of("l", List.of(lists)), "value.l" + "[0]".repeat(30), "more than 31");
  }

  @Test
  void refusesAMapThatContainsItself() {
    var endless = new HashMap<String, Object>();
    endless.put("m", endless);
    refuses(endless, "value" + ".m".repeat(31), "more than 31");
  }

  @Test
  void refusesKeysThatAreEmptyOrNoStrings() {
    refuses(Map.of("a", Map.of("", 1)), "value.a", "must not be empty");
    refuses(Map.of("a", Map.of(1, 1)), "value.a", "must be strings");
    var nullKey = new HashMap<@Nullable String, Object>();
    nullKey.put(null, 1);
    refuses(Map.of("a", nullKey), "value.a", "must be strings");
  }

  @Test
  void refusesSetsThatDynamoDbCannotKeep() {
    refuses(Map.of("s", Set.of()), "value.s", "must not be empty");
    refuses(Map.of("s", Set.of("a", 1)), "value.s", "only strings, only numbers, or only byte[]");
    refuses(Map.of("s", Set.of(true)), "value.s", "only strings");
    refuses(Map.of("s", Set.of(List.of())), "value.s", "only strings");
    refuses(Map.of("s", new HashSet<>(Arrays.asList("a", null))), "value.s", "only strings");
    refuses(Map.of("s", Set.of(1, 1.0)), "value.s", "equal elements");
    refuses(
        Map.of("s", Set.of("x".getBytes(UTF_8), new byte[] {'x'})), "value.s", "equal elements");
    refuses(Map.of("s", Set.of(Double.NaN)), "value.s[0]", "cannot hold the number");
    assertThat(copy(Map.of("s", Set.of(1, 2.5)))).containsEntry("s", Set.of(1, 2.5));
    assertThat((Set<?>) kept(Set.of(new byte[] {1}, new byte[] {2}))).hasSize(2);
  }

  @Test
  @Timeout(5)
  void copiesALargeSetInLinearTime() {
    var numbers = new HashSet<Object>();
    for (var i = 0; i < 100_000; i++) {
      numbers.add(i + 0.5);
    }
    assertThat((Set<?>) kept(numbers)).hasSize(100_000);
  }

  @Test
  void refusesUnpairedSurrogatesByTheirPath() {
    refuses(Map.of("a", List.of("\ud800")), "value.a[0]", "unpaired surrogate");
    refuses(Map.of("a", "x\udc00y"), "value.a", "unpaired surrogate");
    refuses(Map.of("a", Map.of("\ud800", 1)), "value.a", "unpaired surrogate");
    refuses(Map.of("a", Set.of("\ud83d")), "value.a[0]", "unpaired surrogate");
    assertThat(kept("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }

  @Test
  void refusesOtherObjectsByTheirPath() {
    refuses(Map.of("a", new int[] {1}), "value.a", "[I");
    refuses(Map.of("a", new String[] {"x"}), "value.a", "[Ljava.lang.String;");
    refuses(Map.of("a", List.of(LocalDate.EPOCH)), "value.a[0]", "java.time.LocalDate");
    refuses(Map.of("a", Duration.ZERO), "value.a", "java.time.Duration");
    refuses(Map.of("a", 'c'), "value.a", "java.lang.Character");
    refuses(Map.of("a", new StringBuilder("x")), "value.a", "java.lang.StringBuilder");
  }

  @Test
  void theErrorNamesTheArgument() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Documents.copyOf(Map.of("a", Double.NaN), "metadata"))
        .satisfies(
            e -> {
              assertThat(e.argument()).isEqualTo("metadata");
              assertThat(e.path()).isEqualTo("metadata.a");
              assertThat(e).hasMessageStartingWith("metadata.a: ");
            });
  }

  @Test
  void copiesAreDeepAndTheCallersMapIsNeverChanged() {
    var bytes = new byte[] {1};
    var inner = new ArrayList<Object>(List.of(1.0, bytes));
    var document = new HashMap<String, Object>(Map.of("inner", inner));
    var copy = copy(document);
    bytes[0] = 2;
    inner.add("later");
    document.put("later", 1);
    assertThat(copy).containsOnlyKeys("inner");
    var kept = (List<?>) copy.getOrDefault("inner", List.of());
    assertThat(kept).hasSize(2);
    assertThat((byte[]) kept.get(1)).containsExactly(1);
    assertThat(inner.get(0)).isEqualTo(1.0);
  }

  @Test
  void copiesAreUnmodifiable() {
    var copy = copy(Map.of("list", List.of(1), "map", Map.of("a", 1), "set", Set.of(1)));
    assertThatThrownBy(() -> copy.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    for (var part : copy.values()) {
      assertThatThrownBy(() -> clear(part)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void equalComparesNumbersByValueAndBytesByContentAndNeverAcrossTypes() {
    assertThat(Documents.equal(2, 2.0)).isTrue();
    assertThat(Documents.equal(new BigDecimal("2.00"), 2L)).isTrue();
    assertThat(Documents.equal(List.of(2, Map.of("a", 1)), List.of(2.0, Map.of("a", 1L)))).isTrue();
    assertThat(Documents.equal(List.of(1, 2), List.of(2, 1))).isFalse();
    assertThat(Documents.equal(List.of(1), List.of(1, 2))).isFalse();
    assertThat(Documents.equal(Set.of(1, 2), Set.of(2.0, 1.0))).isTrue();
    assertThat(Documents.equal(Set.of(1, 2), Set.of(2, 3))).isFalse();
    assertThat(Documents.equal(new byte[] {1}, new byte[] {1})).isTrue();
    assertThat(Documents.equal(new byte[] {1}, new byte[] {2})).isFalse();
    assertThat(Documents.equal(Map.of("a", 1), Map.of("a", 1, "b", 2))).isFalse();
    assertThat(Documents.equal("1", 1)).isFalse();
    assertThat(Documents.equal(false, 0)).isFalse();
    assertThat(Documents.equal(null, 0)).isFalse();
    assertThat(Documents.equal(null, null)).isTrue();
    assertThat(Documents.equal(List.of(1), Set.of(1))).isFalse();
    assertThat(Documents.equal(Double.NaN, Double.NaN)).isFalse();
  }

  @Test
  void aCopyEqualsItsOriginalAndACopyOfItChangesNothing() {
    Seeds.each(
        500,
        random -> {
          var document = new RandomDocuments(random).document();
          var copy = copy(document);
          assertThat(Documents.equal(copy, document)).isTrue();
          assertThat(copy(copy)).usingRecursiveComparison().isEqualTo(copy);
        });
  }

  private static void clear(Object container) {
    if (container instanceof Map<?, ?> map) {
      map.clear();
    } else if (container instanceof Collection<?> elements) {
      elements.clear();
    }
  }

  private static Map<String, Object> nestedMaps(int depth) {
    Map<String, Object> map = Map.of();
    for (var i = 1; i < depth; i++) {
      map = Map.of("m", map);
    }
    return map;
  }

  private static Map<String, Object> copy(Map<String, ?> document) {
    return Documents.copyOf(document, "value");
  }

  private static Object kept(Object value) {
    return requireNonNull(copy(Map.of("x", value)).get("x"));
  }

  private static void refuses(Map<String, ?> document, String path, String rule) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> copy(document))
        .withMessageContaining(rule)
        .satisfies(e -> assertThat(e.path()).isEqualTo(path));
  }
}

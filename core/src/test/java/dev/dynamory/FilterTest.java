package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final Map<String, @Nullable Object> ANA = new LinkedHashMap<>();

  static {
    ANA.put("name", "ana");
    ANA.put("score", 3);
    ANA.put("ratio", 2.5);
    ANA.put("active", false);
    ANA.put("nothing", null);
    ANA.put("tags", List.of("ml", 7, Map.of("x", 1)));
    ANA.put("roles", Set.of("admin", "user"));
    ANA.put("sizes", Set.of(1, 2));
    ANA.put("key", new byte[] {1, 2});
    ANA.put("address", Map.of("city", "Lisbon", "geo", Map.of("lat", 38)));
    ANA.put("turns", List.of(Map.of("role", "user"), Map.of("role", "tool", "ids", List.of(4, 5))));
    ANA.put("a.b", "dotted");
    ANA.put("a[0]", "bracketed");
    ANA.put("$odd", "dollar");
    ANA.put("back\\slash", 1);
    ANA.put("empty", Map.of());
  }

  @Test
  void anEmptyFilterMatchesEverything() {
    assertThat(matches(Map.of())).isTrue();
    assertThat(Filter.NONE.matches(Map.of())).isTrue();
  }

  @Test
  void aPlainValueIsEquality() {
    assertThat(matches(Map.of("name", "ana", "score", 3))).isTrue();
    assertThat(matches(Map.of("name", "ana", "score", 4))).isFalse();
    assertThat(matches(Map.of("missing", 1))).isFalse();
  }

  @Test
  void numbersAreEqualByValueInsideListsAndMapsToo() {
    assertThat(matches(Map.of("score", 3.0))).isTrue();
    assertThat(matches(Map.of("tags", List.of("ml", 7.0, Map.of("x", 1L))))).isTrue();
    assertThat(matches(Map.of("address", Map.of("city", "Lisbon", "geo", Map.of("lat", 38.0)))))
        .isTrue();
    assertThat(matches(Map.of("sizes", Set.of(2.0, 1.0)))).isTrue();
  }

  @Test
  void typesAreNeverEqualAcross() {
    assertThat(matches(Map.of("score", "3"))).isFalse();
    assertThat(matches(Map.of("active", 0))).isFalse();
    assertThat(matches(Filter.eq("nothing", false))).isFalse();
    assertThat(matches(Map.of("roles", List.of("admin", "user")))).isFalse();
  }

  @Test
  void anyOtherMapIsComparedWhole() {
    assertThat(matches(Map.of("address", Map.of("city", "Lisbon")))).isFalse();
    assertThat(matches(Map.of("empty", Map.of()))).isTrue();
    assertThat(matches(Map.of("address", Map.of()))).isFalse();
  }

  @Test
  void aMissingFieldIsNotNullAndMatchesNeButNoOrdering() {
    assertThat(matches(Filter.eq("nothing", null))).isTrue();
    assertThat(matches(Filter.eq("missing", null))).isFalse();
    assertThat(matches(Filter.ne("missing", 1))).isTrue();
    assertThat(matches(Filter.ne("missing", null))).isTrue();
    assertThat(matches(Filter.ne("nothing", null))).isFalse();
    for (var operator : List.of("$gt", "$gte", "$lt", "$lte")) {
      assertThat(matches(Map.of("missing", Map.of(operator, 1)))).isFalse();
      assertThat(matches(Map.of("nothing", Map.of(operator, 1)))).isFalse();
      assertThat(matches(Map.of("name", Map.of(operator, 1)))).isFalse();
      assertThat(matches(Map.of("score", Map.of(operator, "3")))).isFalse();
      assertThat(matches(Map.of("tags", Map.of(operator, 1)))).isFalse();
    }
  }

  @Test
  void ordersNumbersAsNumbersStringsByCodePointAndBytesUnsigned() {
    assertThat(matches(Filter.gt("score", 2.5))).isTrue();
    assertThat(matches(Filter.gt("score", 3))).isFalse();
    assertThat(matches(Filter.gte("score", 3.0))).isTrue();
    assertThat(matches(Filter.lt("ratio", 10))).isTrue();
    assertThat(matches(Filter.lte("ratio", 2.5))).isTrue();
    assertThat(matches(Filter.lte("ratio", 2.4))).isFalse();
    assertThat(matches(Filter.gt("name", "an"))).isTrue();
    assertThat(matches(Filter.lt("name", "b"))).isTrue();
    assertThat(Filter.gt("x", "\uffee").matches(Map.of("x", "\ud83d\ude00"))).isTrue();
    assertThat(Filter.lt("x", 10).matches(Map.of("x", 9))).isTrue();
    assertThat(Filter.lt("x", "10").matches(Map.of("x", "9"))).isFalse();
    assertThat(matches(Filter.gt("key", new byte[] {1}))).isTrue();
    assertThat(matches(Filter.lt("key", new byte[] {(byte) 0xff}))).isTrue();
  }

  @Test
  void inIsEqualityWithAnyOfThem() {
    assertThat(matches(Filter.in("score", List.of(1, 3.0)))).isTrue();
    assertThat(matches(Filter.in("score", List.of("3")))).isFalse();
    assertThat(matches(Filter.in("score", List.of()))).isFalse();
    assertThat(matches(Filter.in("nothing", Arrays.asList(1, null)))).isTrue();
    assertThat(matches(Filter.in("missing", Arrays.asList(1, null)))).isFalse();
    assertThat(matches(Filter.in("address", Set.of(Map.of())))).isFalse();
  }

  @Test
  void containsLooksIntoListsSetsAndStrings() {
    assertThat(matches(Filter.contains("tags", 7.0))).isTrue();
    assertThat(matches(Filter.contains("tags", Map.of("x", 1)))).isTrue();
    assertThat(matches(Filter.contains("tags", "m"))).isFalse();
    assertThat(matches(Filter.contains("roles", "admin"))).isTrue();
    assertThat(matches(Filter.contains("name", "n"))).isTrue();
    assertThat(matches(Filter.contains("name", 1))).isFalse();
    assertThat(matches(Filter.contains("score", 3))).isFalse();
    assertThat(matches(Filter.contains("missing", 3))).isFalse();
    assertThat(matches(Filter.contains("address", "city"))).isFalse();
    assertThat(Filter.contains("l", null).matches(Map.of("l", Arrays.asList(1, null)))).isTrue();
  }

  @Test
  void existsIsTrueForNullToo() {
    assertThat(matches(Filter.exists("nothing"))).isTrue();
    assertThat(matches(Filter.missing("nothing"))).isFalse();
    assertThat(matches(Filter.exists("missing"))).isFalse();
    assertThat(matches(Filter.missing("missing"))).isTrue();
    assertThat(matches(Filter.missing("address.street"))).isTrue();
  }

  @Test
  void pathsReachIntoMapsAndLists() {
    assertThat(matches(Filter.eq("address.geo.lat", 38))).isTrue();
    assertThat(matches(Filter.eq("turns[1].role", "tool"))).isTrue();
    assertThat(matches(Filter.eq("turns[1].ids[0]", 4))).isTrue();
    assertThat(matches(Filter.exists("turns[2]"))).isFalse();
    assertThat(matches(Filter.exists("name[0]"))).isFalse();
    assertThat(matches(Filter.exists("name.x"))).isFalse();
    assertThat(Filter.eq("m[0][1]", 2).matches(Map.of("m", List.of(List.of(1, 2))))).isTrue();
  }

  @Test
  void aBackslashTakesTheNextCharacterLiterally() {
    assertThat(matches(Filter.eq("a\\.b", "dotted"))).isTrue();
    assertThat(matches(Filter.eq("a.b", "dotted"))).isFalse();
    assertThat(matches(Filter.eq("a\\[0]", "bracketed"))).isTrue();
    assertThat(matches(Filter.eq("\\$odd", "dollar"))).isTrue();
    assertThat(matches(Filter.eq("back\\\\slash", 1))).isTrue();
  }

  @Test
  void severalOperatorsOnOneFieldAllHold() {
    assertThat(matches(Map.of("score", Map.of("$gt", 2, "$lte", 3)))).isTrue();
    assertThat(matches(Map.of("score", Map.of("$gt", 2, "$lt", 3)))).isFalse();
  }

  @Test
  void andOrNotCombine() {
    var ana = Filter.eq("name", "ana");
    var bob = Filter.eq("name", "bob");
    assertThat(matches(ana.and(Filter.gte("score", 3)))).isTrue();
    assertThat(matches(ana.and(bob))).isFalse();
    assertThat(matches(bob.or(ana))).isTrue();
    assertThat(matches(bob.or(bob))).isFalse();
    assertThat(matches(bob.not())).isTrue();
    assertThat(matches(ana.not().not())).isTrue();
    assertThat(matches(Filter.NONE.not())).isFalse();
    assertThat(matches(bob.or(Filter.NONE))).isTrue();
    assertThat(Filter.NONE.and(ana)).isEqualTo(ana);
    assertThat(ana.and(Filter.NONE)).isEqualTo(ana);
    assertThat(matches(bob.or(ana.and(Filter.gt("score", 2)).not()))).isFalse();
    assertThat(matches(Map.of("$or", List.of(Map.of("score", 1), Map.of("score", 3))))).isTrue();
    assertThat(matches(Map.of("$not", Map.of("score", 1), "name", "ana"))).isTrue();
  }

  @Test
  void aLongChainStaysFlat() {
    var and = Filter.exists("name");
    var or = Filter.eq("score", 0);
    for (var i = 1; i <= 200; i++) {
      and = and.and(Filter.ne("score", 3 + i));
      or = Filter.eq("score", i).or(or);
    }
    assertThat(matches(and)).isTrue();
    assertThat(matches(or)).isTrue();
    assertThat(matches(and.and(Filter.ne("score", 3)))).isFalse();
  }

  @Test
  void theDslIsTheMapForm() {
    assertThat(Filter.eq("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$eq", 1))));
    assertThat(Filter.ne("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$ne", 1))));
    assertThat(Filter.gt("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$gt", 1))));
    assertThat(Filter.gte("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$gte", 1))));
    assertThat(Filter.lt("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$lt", 1))));
    assertThat(Filter.lte("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$lte", 1))));
    assertThat(Filter.in("a", List.of(1, 2)))
        .isEqualTo(filter(Map.of("a", Map.of("$in", List.of(1, 2)))));
    assertThat(Filter.contains("a", 1)).isEqualTo(filter(Map.of("a", Map.of("$contains", 1))));
    assertThat(Filter.exists("a")).isEqualTo(filter(Map.of("a", Map.of("$exists", true))));
    assertThat(Filter.missing("a")).isEqualTo(filter(Map.of("a", Map.of("$exists", false))));
    assertThat(Filter.eq("a", 1).or(Filter.eq("b", 2)))
        .isEqualTo(
            filter(
                Map.of(
                    "$or", List.of(Map.of("a", Map.of("$eq", 1)), Map.of("b", Map.of("$eq", 2))))));
    assertThat(filter(Map.of("a", 1.0))).isEqualTo(filter(Map.of("a", 1)));
  }

  @Test
  void badOperatorsAreBadInput() {
    refuses(Map.of("a", Map.of("$regex", "x")), "filter.a.$regex", "unknown operator");
    refuses(Map.of("$nor", List.of(Map.of("a", 1))), "filter.$nor", "unknown operator");
    refuses(Map.of("$eq", 1), "filter.$eq", "unknown operator");
    refuses(Map.of("a", Map.of("$gt", 1, "b", 2)), "filter.a", "mixes operators");
    refuses(Map.of("a", Map.of("$and", List.of())), "filter.a.$and", "unknown operator");
    refuses(Map.of("$or", List.of()), "filter.$or", "at least one");
    refuses(Map.of("$and", Map.of("a", 1)), "filter.$and", "a list");
    refuses(Map.of("$or", List.of(Map.of("a", 1), 2)), "filter.$or", "a list");
    refuses(Map.of("$not", 1), "filter.$not", "takes a map");
    refuses(
        Map.of("$or", List.of(Map.of("a", Map.of("$x", 1)))),
        "filter.$or.a.$x",
        "unknown operator");
  }

  @Test
  void operandsOfOtherTypesAreBadInput() {
    for (var operator : List.of("$gt", "$gte", "$lt", "$lte")) {
      for (var operand : List.of(true, List.of(1), Map.of("a", 1), Set.of(1))) {
        refuses(Map.of("a", Map.of(operator, operand)), "filter.a." + operator, "compared with");
      }
      var withNull = new HashMap<String, @Nullable Object>();
      withNull.put(operator, null);
      refuses(Map.of("a", withNull), "filter.a." + operator, "compared with");
    }
    refuses(Map.of("a", Map.of("$in", 1)), "filter.a.$in", "a list");
    refuses(Map.of("a", Map.of("$exists", 1)), "filter.a.$exists", "true or false");
    refuses(Map.of("a", Map.of("$gt", Double.NaN)), "filter.a.$gt", "cannot hold the number");
  }

  @Test
  void badPathsAreBadInput() {
    for (var path :
        List.of(
            ".a", "a.", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a[]", "a[0]b", "a[0]\\b", "a[0].")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .as(path)
          .isThrownBy(() -> Filter.eq(path, 1))
          .satisfies(e -> assertThat(e.argument()).isEqualTo("filter"));
    }
    refuses(Map.of("", 1), "filter", "must not be empty");
  }

  @Test
  void everyMatchSatisfiesTheNecessaryComparisons() {
    var filter =
        Filter.eq("name", "ana")
            .and(Filter.gte("turns[1].ids[0]", 4))
            .and(Filter.eq("score", 1).or(Filter.exists("tags")))
            .and(Filter.eq("score", 1).not());
    assertThat(filter.necessary())
        .containsExactly(
            new Filter.Comparison(List.of("name"), "$eq", "ana"),
            new Filter.Comparison(List.of("turns", 1, "ids", 0), "$gte", 4));
  }

  private static Filter filter(Map<String, ?> conditions) {
    return Filter.of(conditions);
  }

  private static boolean matches(Map<String, ?> conditions) {
    return matches(filter(conditions));
  }

  private static boolean matches(Filter filter) {
    return filter.matches(ANA);
  }

  private static void refuses(Map<String, ?> conditions, String path, String rule) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> filter(conditions))
        .withMessageContaining(rule)
        .satisfies(
            e -> {
              assertThat(e.argument()).isEqualTo("filter");
              assertThat(e.path()).isEqualTo(path);
            });
  }
}

package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final Search ANA =
      Search.in(Namespace.of("users", "ana")).filter(Filter.eq("a", 1).and(Filter.eq("b", 2)));
  private static final Search.Position PLACE =
      new Search.Position(Namespace.of("users", "ana", "x:y"), "key\ud83d\ude00");

  @Test
  void aTokenContinuesTheSameSearchAtAnyLimit() {
    var token = ANA.tokenAfter(PLACE, 0);
    assertThat(ANA.pageToken(token).startAfter()).contains(PLACE);
    assertThat(ANA.limit(3).maxRead(7).consistent().pageToken(token).startAfter()).contains(PLACE);
    assertThat(ANA.startAfter()).isEmpty();
    assertThat(ANA.pageToken(null).startAfter()).isEmpty();
    assertThat(token).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void aTokenDoesNotDependOnTheOrderOfTheFiltersFields() {
    var one = new LinkedHashMap<String, Object>();
    one.put("a", 1);
    one.put("b", 2);
    var other = new LinkedHashMap<String, Object>();
    other.put("b", 2.0);
    other.put("a", 1);
    var search = Search.everywhere();
    var token = search.filter(Filter.of(one)).tokenAfter(PLACE, 0);
    assertThat(search.filter(Filter.of(other)).pageToken(token).startAfter()).contains(PLACE);
  }

  @Test
  void theTokenSaysWhatIsLeftOfTheOffset() {
    assertThat(ANA.offset(5).offset()).isEqualTo(5);
    assertThat(ANA.offset(5).pageToken(ANA.tokenAfter(PLACE, 0)).offset()).isZero();
    assertThat(ANA.offset(5).pageToken(ANA.tokenAfter(PLACE, 2)).offset()).isEqualTo(2);
  }

  @Test
  void aTokenOfAnotherSearchIsBadInput() {
    var token = ANA.tokenAfter(PLACE, 0);
    refuses(Search.in(Namespace.of("users", "bob")).filter(ANA.filter()).pageToken(token));
    refuses(Search.in(Namespace.of("users")).filter(ANA.filter()).pageToken(token));
    refuses(ANA.filter(Filter.NONE).pageToken(token));
    refuses(ANA.exact().pageToken(token));
  }

  @Test
  void aTokenThatLeadsToAnotherTenantIsBadInput() {
    var bob = new Search.Position(Namespace.of("users", "bob"), "k");
    refuses(ANA.pageToken(ANA.tokenAfter(bob, 0)));
    refuses(
        ANA.pageToken(
            ANA.tokenAfter(new Search.Position(Namespace.of("users", "anabel"), "k"), 0)));
    refuses(ANA.exact().pageToken(ANA.exact().tokenAfter(PLACE, 0)));
    var everywhere = Search.everywhere();
    var ours = new Search.Position(Namespace.of("dynamory", "namespaces"), "k");
    refuses(everywhere.pageToken(everywhere.tokenAfter(ours, 0)));
    refuses(
        everywhere.pageToken(everywhere.tokenAfter(new Search.Position(Namespace.ROOT, "k"), 0)));
  }

  @Test
  void garbageIsBadInput() {
    for (var token : List.of("", "x", "%%%", "AAAA", "\ud83d\ude00", "AU0A")) {
      refuses(ANA.pageToken(token));
    }
    var valid = Base64.getUrlDecoder().decode(ANA.tokenAfter(PLACE, 0));
    var document = new LinkedHashMap<>(Payload.of(Payload.DOCUMENT, valid).document());
    for (var field : document.keySet()) {
      for (var wrong : Arrays.asList(null, -1, 2.5, "", List.of(), Arrays.asList("users", null))) {
        var forged = new LinkedHashMap<String, @Nullable Object>(document);
        forged.put(field, wrong);
        refuses(ANA.pageToken(token(Payload.of(forged).bytes())));
      }
    }
  }

  @Test
  void changedTokensAreBadInputOrLieUnderThePrefix() {
    Seeds.each(
        5_000,
        random -> {
          var bytes = Base64.getUrlDecoder().decode(ANA.tokenAfter(PLACE, 1));
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          try {
            var search = ANA.pageToken(token(bytes));
            assertThat(search.startAfter().orElseThrow().namespace().startsWith(ANA.prefix()))
                .isTrue();
            assertThat(search.offset()).isNotNegative();
          } catch (InvalidInputException refused) {
            assertThat(refused.argument()).isEqualTo("pageToken");
          }
        });
  }

  @Test
  void theDeepestFilterCanBeContinued() {
    Object deep = 1;
    for (var i = 1; i < Documents.MAX_DEPTH; i++) {
      deep = Map.of("m", deep);
    }
    var search = Search.everywhere().filter(Filter.of(Map.of("a", deep)));
    assertThat(search.pageToken(search.tokenAfter(PLACE, 0)).startAfter()).contains(PLACE);
  }

  @Test
  void badNumbersAndPrefixesAreBadInput() {
    var search = Search.everywhere();
    var refusals = new ArrayList<String>();
    for (Runnable bad :
        List.<Runnable>of(
            () -> search.limit(-1),
            () -> search.offset(-1),
            () -> search.maxRead(0),
            search::exact,
            () -> Search.in(Namespace.of("dynamory", "x")),
            () -> Search.in(Namespace.of("")),
            () -> search.limit(0).checkPage(),
            () -> search.maxRead(5).checkList())) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(bad::run)
          .satisfies(e -> refusals.add(e.argument()));
    }
    assertThat(refusals)
        .containsExactly(
            "limit", "offset", "maxRead", "prefix", "prefix", "prefix", "limit", "maxRead");
  }

  @Test
  void searchesAreValues() {
    assertThat(ANA.limit(3)).isEqualTo(ANA.limit(3)).hasSameHashCodeAs(ANA.limit(3));
    assertThat(ANA.limit(3)).isNotEqualTo(ANA).isNotEqualTo("users/ana");
    assertThat(ANA.limit(3).offset(2).limit()).isEqualTo(3);
    assertThat(ANA.maxRead()).isEmpty();
    assertThat(ANA.maxRead(9).maxRead()).hasValue(9);
    assertThat(ANA).hasToString(ANA.limit(10).toString());
  }

  private static String token(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void refuses(Search search) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(search::startAfter)
        .satisfies(e -> assertThat(e.argument()).isEqualTo("pageToken"));
  }
}

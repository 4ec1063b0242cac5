package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListNamespacesTest {
  private static final Namespace MEMORIES = Namespace.of("users", "1", "memories");

  @Test
  void aPrefixIsWholeLabelsAndAStarExactlyOne() {
    assertThat(ListNamespaces.all().matches(MEMORIES)).isTrue();
    assertThat(ListNamespaces.under("users").matches(MEMORIES)).isTrue();
    assertThat(ListNamespaces.under("users", "1", "memories").matches(MEMORIES)).isTrue();
    assertThat(ListNamespaces.under("user").matches(MEMORIES)).isFalse();
    assertThat(ListNamespaces.under("users", "*").matches(MEMORIES)).isTrue();
    assertThat(ListNamespaces.under("*", "1").matches(MEMORIES)).isTrue();
    assertThat(ListNamespaces.under("*", "*", "*").matches(MEMORIES)).isTrue();
    assertThat(ListNamespaces.under("*", "*", "*", "*").matches(MEMORIES)).isFalse();
    assertThat(ListNamespaces.under("users", "*").matches(Namespace.of("users"))).isFalse();
    assertThat(ListNamespaces.under("users", "1*").matches(MEMORIES)).isFalse();
  }

  @Test
  void aSuffixIsTheLastLabels() {
    var all = ListNamespaces.all();
    assertThat(all.endingWith("memories").matches(MEMORIES)).isTrue();
    assertThat(all.endingWith("*", "memories").matches(MEMORIES)).isTrue();
    assertThat(all.endingWith("users", "1", "memories").matches(MEMORIES)).isTrue();
    assertThat(all.endingWith("x", "users", "1", "memories").matches(MEMORIES)).isFalse();
    assertThat(all.endingWith("1").matches(MEMORIES)).isFalse();
    assertThat(all.endingWith("*").matches(MEMORIES)).isTrue();
  }

  @Test
  void prefixAndSuffixMustBothHoldAndMayOverlap() {
    var which = ListNamespaces.under("users", "*").endingWith("memories");
    assertThat(which.matches(MEMORIES)).isTrue();
    assertThat(which.matches(Namespace.of("users", "memories"))).isTrue();
    assertThat(which.matches(Namespace.of("teams", "1", "memories"))).isFalse();
  }

  @Test
  void cutsToTheDepth() {
    assertThat(ListNamespaces.all().cut(MEMORIES)).isEqualTo(MEMORIES);
    assertThat(ListNamespaces.all().maxDepth(2).cut(MEMORIES))
        .isEqualTo(Namespace.of("users", "1"));
    assertThat(ListNamespaces.all().maxDepth(3).cut(MEMORIES)).isEqualTo(MEMORIES);
  }

  @Test
  void everythingListedLiesUnderTheLabelsBeforeTheFirstStar() {
    assertThat(ListNamespaces.all().literalPrefix()).isEqualTo(Namespace.ROOT);
    assertThat(ListNamespaces.under("*", "x").literalPrefix()).isEqualTo(Namespace.ROOT);
    assertThat(ListNamespaces.under("a", "*", "b").literalPrefix()).isEqualTo(Namespace.of("a"));
    assertThat(ListNamespaces.under("a", "b").literalPrefix()).isEqualTo(Namespace.of("a", "b"));
  }

  @Test
  void badNumbersAndReservedRootsAreBadInput() {
    var all = ListNamespaces.all();
    for (Runnable bad :
        List.<Runnable>of(
            () -> all.maxDepth(0),
            () -> all.limit(-1),
            () -> all.offset(-1),
            () -> ListNamespaces.under("dynamory"))) {
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(bad::run);
    }
  }
}

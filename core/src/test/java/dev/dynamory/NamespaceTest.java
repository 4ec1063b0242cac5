package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class NamespaceTest {
  @Test
  void theCommandLineFormEscapesSlashAndPercentOnly() {
    var odd = Namespace.of("a/b", "50%", "%2F", "x:y", "e@mail.org");
    assertThat(odd).hasToString("a%2Fb/50%25/%252F/x:y/e@mail.org");
    assertThat(Namespace.parse(odd.toString())).isEqualTo(odd);
    assertThat(Namespace.parse("50%")).isEqualTo(Namespace.of("50%"));
  }

  @Test
  void anEmptySegmentIsBadInput() {
    for (var text : new String[] {"", "/", "a//b", "/a", "a/"}) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> Namespace.parse(text));
    }
  }

  @Test
  void ordersByCodePointLabelByLabel() {
    assertThat(Namespace.of("\uffee")).isLessThan(Namespace.of("\ud83d\ude00"));
    assertThat(Namespace.of("a", "b")).isLessThan(Namespace.of("a-"));
    assertThat(Namespace.of("a")).isLessThan(Namespace.of("a", "b"));
  }
}

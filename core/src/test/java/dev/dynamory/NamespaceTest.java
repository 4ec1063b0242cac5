package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
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

  @Test
  void theCommandLineFormRoundTrips() {
    var parts = new String[] {"a", "/", "%", "2", "F", "25", "%2F", ":", "é", " ", "*"};
    Seeds.each(
        2_000,
        random -> {
          var namespace = Namespace.ROOT;
          for (var i = 1 + random.nextInt(3); i > 0; i--) {
            var label = new StringBuilder();
            for (var j = 1 + random.nextInt(5); j > 0; j--) {
              label.append(parts[random.nextInt(parts.length)]);
            }
            namespace = namespace.child(label.toString());
          }
          assertThat(Namespace.parse(namespace.toString())).isEqualTo(namespace);
        });
  }

  @Test
  void aPrefixIsWholeLabels() {
    var u1 = Namespace.of("u", "1");
    assertThat(u1.startsWith(Namespace.ROOT)).isTrue();
    assertThat(u1.startsWith(Namespace.of("u"))).isTrue();
    assertThat(u1.startsWith(u1)).isTrue();
    assertThat(Namespace.of("uv").startsWith(Namespace.of("u"))).isFalse();
    assertThat(Namespace.of("u").startsWith(u1)).isFalse();
  }

  @Test
  void aWriteNeedsLabelsWithoutControlCharactersThatAreNotTheLibrarysOwn() {
    assertThat(put(Namespace.of("a.b", "e@mail.org", "x:y", "%", "*", "/", "Dynamory")))
        .isNotNull();
    assertThat(put(Namespace.of("a", "dynamory"))).isNotNull();
    refuses(Namespace.ROOT, "namespace", "at least one label");
    refuses(Namespace.of("a", ""), "namespace[1]", "must not be empty");
    refuses(Namespace.of("a", "b\u0001"), "namespace[1]", "control characters");
    refuses(Namespace.of("a\n"), "namespace[0]", "control characters");
    refuses(Namespace.of("dynamory"), "namespace", "reserved");
    refuses(Namespace.of("dynamory", "namespaces"), "namespace", "reserved");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Namespace.of("a", "\ud800"))
        .satisfies(e -> assertThat(e.path()).isEqualTo("namespace[1]"));
  }

  @Test
  void aWritesNamespaceHasAtMost1024BytesAsItIsCounted() {
    assertThat(put(Namespace.of("a".repeat(1023)))).isNotNull();
    refuses(Namespace.of("a".repeat(1024)), "namespace", "1024 bytes");
    assertThat(put(Namespace.of("a".repeat(511), "é".repeat(255) + "b"))).isNotNull();
    refuses(Namespace.of("a".repeat(512), "é".repeat(255) + "b"), "namespace", "but is 1025");
    assertThat(put(Namespace.of(":%".repeat(170) + "abc"))).isNotNull();
    refuses(Namespace.of(":%".repeat(170) + "abcd"), "namespace", "count three");
  }

  @Test
  void readsAcceptWhatOthersMayHaveWritten() {
    assertThat(Get.of(Namespace.of("q", "", "r"), "k")).isNotNull();
    assertThat(Get.of(Namespace.of("a".repeat(1500)), "k")).isNotNull();
    for (var bad :
        new Namespace[] {Namespace.ROOT, Namespace.of(""), Namespace.of("dynamory", "x")}) {
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Get.of(bad, "k"));
      assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Delete.of(bad, "k"));
    }
  }

  private static Put put(Namespace namespace) {
    return Put.of(namespace, "k", Map.of());
  }

  private static void refuses(Namespace namespace, String path, String rule) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> put(namespace))
        .withMessageContaining(rule)
        .satisfies(e -> assertThat(e.path()).isEqualTo(path));
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Namespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Labels in partition keys and in the catalogue's keys. */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
class LabelsTest {
  private static final String ALPHABET = "%253Ax:";
  private static final int LONGEST = 6;

  @Test
  void everyShortLabelIsEncodedAndDecoded() {
    var encodings = new HashSet<String>();
    forEachText(
        label -> {
          var segment = Labels.encode(label);
          assertThat(segment).doesNotContain(":");
          assertThat(encodings.add(segment)).as("collision of %s", label).isTrue();
          assertThat(Labels.decode(segment)).isEqualTo(label);
        });
  }

  @Test
  void everyShortSegmentThatTheOriginalMayHaveWrittenIsReadableUnderTheLabelItIsListedAs() {
    forEachText(
        segment -> {
          if (!segment.contains(":")) {
            assertThat(Labels.encode(Labels.decode(segment))).isEqualTo(segment);
          }
        });
  }

  @Test
  void labelsWithoutColonStayAsTheOriginalWritesThem() {
    for (var label : List.of("ana@example.com", "100%", "%25", "a b", "Zoë", "😀", "a/b", "%3a")) {
      assertThat(Labels.partitionKey(Namespace.of("users", label))).isEqualTo("users:" + label);
    }
  }

  @Test
  void randomLabelsOfAllOfUnicodeSurviveBothForms() {
    var seed = Long.getLong("dynamory.test.seed", 1);
    var random = new Random(seed);
    for (var n = 0; n < 20_000; n++) {
      var labels = new ArrayList<String>();
      for (var count = 1 + random.nextInt(3); count > 0; count--) {
        labels.add(label(random));
      }
      var namespace = new Namespace(labels);
      assertThat(Labels.namespace(Labels.partitionKey(namespace)))
          .as("seed %d", seed)
          .isEqualTo(namespace);
      assertThat(Labels.ofCatalogueKey(Labels.catalogueKey(namespace)))
          .as("seed %d", seed)
          .isEqualTo(namespace);
    }
  }

  private static String label(Random random) {
    var label = new StringBuilder();
    for (var length = 1 + random.nextInt(8); length > 0; length--) {
      if (random.nextBoolean()) {
        label.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      } else {
        var codePoint = 0x20 + random.nextInt(Character.MAX_CODE_POINT - 0x20);
        var isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= 0xdfff;
        label.appendCodePoint(isSurrogate ? 'y' : codePoint);
      }
    }
    return label.toString();
  }

  private static void forEachText(Consumer<String> text) {
    forEachText("", text);
  }

  private static void forEachText(String start, Consumer<String> text) {
    text.accept(start);
    if (start.length() < LONGEST) {
      for (var c : ALPHABET.toCharArray()) {
        forEachText(start + c, text);
      }
    }
  }
}

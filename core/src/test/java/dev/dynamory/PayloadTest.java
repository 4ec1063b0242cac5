package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PayloadTest {
  @Test
  void documentsRoundTrip() {
    Seeds.each(
        1_000,
        random -> {
          var document = new RandomDocuments(random).document();
          var payload = Payload.of(document);
          assertThat(Documents.equal(payload.document(), document)).isTrue();
          assertThat(Payload.of(payload.document())).isEqualTo(payload).hasSameHashCodeAs(payload);
        });
  }

  @Test
  void whatIsReadIsWhatADocumentsCopyWouldBe() {
    Seeds.each(
        500,
        random -> {
          var document = new RandomDocuments(random).document();
          assertThat(Payload.of(document).document())
              .usingRecursiveComparison()
              .isEqualTo(Documents.copyOf(document, "value"));
        });
  }

  @Test
  void equalDocumentsGiveEqualBytesWhateverTheOrder() {
    Seeds.each(
        1_000,
        random -> {
          var document = new RandomDocuments(random).document();
          assertThat(Payload.of(RandomDocuments.shuffled(document, random)))
              .isEqualTo(Payload.of(document));
        });
    assertThat(Payload.of(Map.of("n", 2.0, "f", 0.5f)))
        .isEqualTo(Payload.of(Map.of("f", 0.5, "n", 2L)));
  }

  /** The bytes are a format that others keep: a change of them needs a new version byte. */
  @Test
  void theBytesAreThoseOfVersion1() {
    var document = new LinkedHashMap<String, Object>();
    document.put("b", List.of(true, "é", Double.parseDouble("2e23")));
    document.put("a", Set.of("y", "x"));
    assertThat(HexFormat.of().formatHex(Payload.of(document).bytes()))
        .isEqualTo(
            "01"
                + "4d02"
                + "0161"
                + "4502"
                + "530178"
                + "530179"
                + "0162"
                + "4c03"
                + "54"
                + "5302c3a9"
                + "4e18"
                + HexFormat.of()
                    .formatHex("200000000000000000000000".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void documentsOfTheGreatestDepthRoundTrip() {
    Map<String, Object> map = Map.of("n", 1);
    for (var i = 1; i < Documents.MAX_DEPTH; i++) {
      map = Map.of("m", map);
    }
    assertThat(Payload.of(map).document()).isEqualTo(map);
  }

  @Test
  void truncatedBytesAreRefused() {
    Seeds.each(
        200,
        random -> {
          var bytes = Payload.of(new RandomDocuments(random).document()).bytes();
          for (var length = 0; length < bytes.length; length++) {
            var truncated = Payload.of(Payload.DOCUMENT, Arrays.copyOf(bytes, length));
            assertThatIllegalArgumentException().isThrownBy(truncated::document);
          }
          var longer = Payload.of(Payload.DOCUMENT, Arrays.copyOf(bytes, bytes.length + 1));
          assertThatIllegalArgumentException().isThrownBy(longer::document);
        });
  }

  @Test
  @Timeout(60)
  void changedBytesAreADocumentOrRefused() {
    Seeds.each(
        20_000,
        random -> {
          var bytes = Payload.of(new RandomDocuments(random).document()).bytes();
          for (var i = 1 + random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = anyByte(random);
          }
          documentOrRefused(bytes);
        });
  }

  @Test
  void anyBytesAreADocumentOrRefused() {
    Seeds.each(
        20_000,
        random -> {
          var bytes = new byte[2 + random.nextInt(40)];
          for (var i = 0; i < bytes.length; i++) {
            bytes[i] = anyByte(random);
          }
          bytes[0] = 1;
          bytes[1] = 'M';
          documentOrRefused(bytes);
        });
  }

  @Test
  @Timeout(5)
  void fewBytesNeverBecomeManyOrDeep() {
    refused("01");
    refused("02" + "4d00");
    refused("01" + "5a");
    refused("01" + "4dffffffff07");
    refused("01" + "4dffffffffff01");
    refused("01" + "4d01" + "0161" + "4cffffffff07");
    refused("01" + "4d01" + "0161" + "4e0c" + hex("1E2147483647"));
    assertThat(decoded("01" + "4d01" + "0161" + "4e04" + hex("1E99"))).hasSize(1);
    refused("01" + "4d01" + "0161" + "4e05" + hex("1E126"));
    refused("01" + "4d01" + "0161" + "4e03" + hex("NaN"));
    refused("01" + "4d01" + "0161" + "4ee807" + hex("1".repeat(1000)));
    refused("01" + "4d01" + "0161" + "4c01".repeat(5_000) + "5a");
  }

  @Test
  void onlyADocumentIsReadAsOne() {
    var other = Payload.of("text/plain", new byte[] {1, 'M', 0});
    assertThatIllegalArgumentException().isThrownBy(other::document);
    assertThat(other).isNotEqualTo(Payload.of(Map.of())).hasToString("text/plain, 3 bytes");
  }

  private static byte anyByte(Random random) {
    var tags = "ZTFSBNLEM";
    return random.nextBoolean()
        ? (byte) tags.charAt(random.nextInt(tags.length()))
        : (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt());
  }

  private static void documentOrRefused(byte[] bytes) {
    try {
      assertThat(Payload.of(Payload.DOCUMENT, bytes).document()).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isNotInstanceOf(DynamoryException.class);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> decoded(String bytes) {
    return Payload.of(Payload.DOCUMENT, HexFormat.of().parseHex(bytes)).document();
  }

  private static void refused(String bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> decoded(bytes));
  }
}

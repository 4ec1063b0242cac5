package dev.dynamory.dynamodb;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A digest of attributes that is the same however often they are written and read: numbers by their
 * value, maps and sets without their order. It is never stored, so its form may change.
 */
final class ContentDigest {
  private final MessageDigest digest;

  private ContentDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }

  /** The first bytes of the digest, in hexadecimal. */
  static String of(Map<String, AttributeValue> attributes, int bytes) {
    var content = new ContentDigest();
    content.map(attributes);
    return HexFormat.of().formatHex(content.digest.digest(), 0, bytes);
  }

  private void value(AttributeValue value) {
    switch (value.type()) {
      case S -> text('S', value.s());
      case N -> text('N', number(value.n()));
      case B -> bytes('B', value.b().asByteArrayUnsafe());
      case BOOL -> text('T', value.bool().toString());
      case M -> map(value.m());
      case L -> {
        count('L', value.l().size());
        value.l().forEach(this::value);
      }
      case SS -> texts('s', value.ss().stream().sorted().toList());
      case NS -> texts('n', value.ns().stream().map(ContentDigest::number).sorted().toList());
      case BS -> {
        var sorted =
            value.bs().stream().map(SdkBytes::asByteArrayUnsafe).map(HexFormat.of()::formatHex);
        texts('b', sorted.sorted().toList());
      }
      case NUL, UNKNOWN_TO_SDK_VERSION -> count('0', 0);
    }
  }

  private static String number(String text) {
    var number = new BigDecimal(text);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
  }

  private void map(Map<String, AttributeValue> attributes) {
    count('M', attributes.size());
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              text('K', name);
              value(value);
            });
  }

  private void texts(char kind, List<String> texts) {
    count(kind, texts.size());
    texts.forEach(text -> text(kind, text));
  }

  private void text(char kind, String text) {
    bytes(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(char kind, byte[] bytes) {
    count(kind, bytes.length);
    digest.update(bytes);
  }

  private void count(char kind, int count) {
    digest.update(ByteBuffer.allocate(6).putChar(kind).putInt(count).flip());
  }
}

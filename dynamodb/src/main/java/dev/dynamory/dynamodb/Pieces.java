package dev.dynamory.dynamodb;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;

/** What does not fit an item: gzip'd and cut into pieces that do, with what a head says of them. */
record Pieces(Parts parts, List<byte[]> pieces) {
  private static final int BYTES = 380 * 1024;

  static Pieces cut(String id, byte[] encoded) {
    var compressed = gzip(encoded);
    var pieces = new ArrayList<byte[]>();
    for (var from = 0; from < compressed.length; from += BYTES) {
      pieces.add(Arrays.copyOfRange(compressed, from, Math.min(compressed.length, from + BYTES)));
    }
    return new Pieces(
        new Parts(id, pieces.size(), encoded.length, SdkBytes.fromByteArray(sha256(encoded))),
        pieces);
  }

  /** What was cut; {@link IOException} if these are not all the bytes that were made of it. */
  static byte[] join(Parts parts, byte[] compressed) throws IOException {
    var encoded = gunzip(compressed, parts.bytes());
    if (encoded.length != parts.bytes()
        || !MessageDigest.isEqual(sha256(encoded), parts.sha256().asByteArrayUnsafe())) {
      throw new IOException("the parts are not what was written");
    }
    return encoded;
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Inflates no more than one byte over what the head says. */
  private static byte[] gunzip(byte[] compressed, long expected) throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return gzip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, expected + 1));
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

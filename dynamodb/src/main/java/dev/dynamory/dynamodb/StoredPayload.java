package dev.dynamory.dynamodb;

import dev.dynamory.Payload;
import dev.dynamory.ValueTooLargeException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A payload as a row describes it: a snapshot or a delta, inline or in parts. {@code chain} are the
 * rows it builds on, from the snapshot on; {@code snapshotParts} the parts of that snapshot; {@code
 * snapshotWeight} its stored bytes and {@code chainWeight} those of the deltas since, this one's
 * included.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredPayload(
    String contentType,
    String encoding,
    byte @Nullable [] inline,
    @Nullable Parts parts,
    int length,
    byte[] sha,
    List<Long> chain,
    @Nullable Parts snapshotParts,
    long snapshotWeight,
    long chainWeight) {
  static final String SNAPSHOT = "s";
  static final String DELTA = "d";
  static final int MAX_BYTES = 256 * 1024 * 1024;

  private static final int SHA_BYTES = 16;
  private static final int MAX_PARTS = 100_000;

  /** The name and the number of parts. */
  record Parts(String name, int count) {
    /** The same name, after another row. */
    Parts renamedAt(long seq) {
      return new Parts(CheckpointItems.id(seq, name.substring(name.indexOf('-') + 1)), count);
    }

    AttributeValue toAttribute() {
      return AttributeValue.fromL(
          List.of(AttributeValue.fromS(name), AttributeValues.number(count)));
    }

    static Parts parse(AttributeValue value) {
      if (value.hasL()
          && value.l().size() == 2
          && value.l().get(0).s() != null
          && value.l().get(1).n() != null) {
        var count = new BigDecimal(value.l().get(1).n());
        if (count.signum() > 0 && count.compareTo(BigDecimal.valueOf(MAX_PARTS)) <= 0) {
          return new Parts(value.l().get(0).s(), count.intValue());
        }
      }
      throw new CheckpointRow.Malformed("its parts are not described", null);
    }
  }

  boolean isSnapshot() {
    return encoding.equals(SNAPSHOT);
  }

  boolean isKnown() {
    return isSnapshot() || encoding.equals(DELTA);
  }

  boolean matches(byte[] bytes) {
    return bytes.length == length && MessageDigest.isEqual(sha, sha(bytes));
  }

  static byte[] sha(byte[] bytes) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), SHA_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static void check(String what, Payload payload) {
    if (payload.bytes().length > MAX_BYTES) {
      throw new ValueTooLargeException(
          what, payload.bytes().length, MAX_BYTES, "keep large files out of the state", null);
    }
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Payload;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Payloads as rows describe them, encoded and decoded; what is over 32 KB lies in parts of 380 KB,
 * which are written before their row and never change.
 */
final class CheckpointParts {
  private static final int PART_BYTES = 380 * 1024;
  private static final int MAX_CHAIN = 100;
  private static final int MAX_IN_FLIGHT = 8;

  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;

  CheckpointParts(Connection connection, TableCalls calls, CheckpointItems items) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
  }

  /** A part or a row that a payload needs is not there, at least not yet. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CheckpointRow of;

    Missing(String what) {
      this(what, null, null);
    }

    private Missing(String what, @Nullable CheckpointRow of, @Nullable Missing cause) {
      super(what, cause);
      this.of = of;
    }

    /** The checkpoint that needs it, if that is known. */
    @Nullable CheckpointRow of() {
      return of;
    }

    Missing of(CheckpointRow checkpoint) {
      return new Missing(String.valueOf(getMessage()), checkpoint, this);
    }
  }

  /** A payload encoded, and what of it is to be written as parts. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Encoded(StoredPayload stored, byte @Nullable [] outside) {}

  /**
   * A delta if there is a base, the chain is not yet long, and the deltas together stay lighter
   * than their snapshot; else a snapshot. Parts are named after the row that was the log's newest:
   * when that is erased, so are they, also those that no row ever named.
   */
  static Encoded encode(Payload payload, @Nullable CheckpointBase base, int maxInline, long seq) {
    if (base != null && base.chain().size() < MAX_CHAIN) {
      var delta = DeltaCodec.delta(base.bytes(), payload.bytes());
      var weight = base.chainWeight() + delta.length;
      if (weight <= base.snapshotWeight()) {
        return encoded(payload, StoredPayload.DELTA, delta, base, weight, maxInline, seq);
      }
    }
    var snapshot = DeltaCodec.snapshot(payload.bytes());
    return encoded(payload, StoredPayload.SNAPSHOT, snapshot, null, 0, maxInline, seq);
  }

  private static Encoded encoded(
      Payload payload,
      String encoding,
      byte[] bytes,
      @Nullable CheckpointBase base,
      long chainWeight,
      int maxInline,
      long seq) {
    var isInline = bytes.length <= maxInline;
    var parts =
        isInline
            ? null
            : new StoredPayload.Parts(
                CheckpointItems.id(seq, CheckpointLogs.newOperation()),
                (bytes.length + PART_BYTES - 1) / PART_BYTES);
    var stored =
        new StoredPayload(
            payload.contentType(),
            encoding,
            isInline ? bytes : null,
            parts,
            payload.bytes().length,
            StoredPayload.sha(payload.bytes()),
            base == null ? List.of() : base.chain(),
            base == null ? null : base.snapshotParts(),
            base == null ? bytes.length : base.snapshotWeight(),
            chainWeight);
    return new Encoded(stored, isInline ? null : bytes);
  }

  /** Writes what is to be outside of its row, if anything is. */
  void write(CheckpointKey key, Encoded encoded, @Nullable Long expiry) {
    var bytes = encoded.outside();
    var parts = encoded.stored().parts();
    if (bytes == null || parts == null) {
      return;
    }
    connection
        .fanOut()
        .atMost(MAX_IN_FLIGHT)
        .run(
            IntStream.range(0, parts.count())
                .<Runnable>mapToObj(n -> () -> calls.put(part(key, parts, n, bytes, expiry)))
                .toList());
  }

  private PutItemRequest part(
      CheckpointKey key, StoredPayload.Parts parts, int n, byte[] bytes, @Nullable Long expiry) {
    var row =
        new HashMap<>(
            CheckpointItems.key(key.threadId(), CheckpointItems.partRow(key, parts.name(), n)));
    var from = n * PART_BYTES;
    row.put(
        "b",
        CheckpointItems.bytes(
            Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART_BYTES))));
    CheckpointItems.putIfAny(row, CheckpointItems.EXPIRY, expiry);
    return PutItemRequest.builder().tableName(items.table()).item(row).build();
  }

  static List<Map<String, AttributeValue>> keys(CheckpointKey key, StoredPayload.Parts parts) {
    return IntStream.range(0, parts.count())
        .mapToObj(
            n -> CheckpointItems.key(key.threadId(), CheckpointItems.partRow(key, parts.name(), n)))
        .toList();
  }

  byte[] read(CheckpointKey key, StoredPayload.Parts parts, boolean consistent) throws Missing {
    var pieces = new TreeMap<String, byte[]>();
    for (var row : calls.batchGet(keys(key, parts), consistent)) {
      var bytes = row.attributes().get("b");
      if (bytes == null || bytes.b() == null) {
        throw new CheckpointRow.Malformed("a part of its payload has no bytes", null);
      }
      pieces.put(
          AttributeValues.required(row.attributes(), CheckpointItems.SORT).s(),
          bytes.b().asByteArrayUnsafe());
    }
    if (pieces.size() < parts.count()) {
      throw new Missing("a part of its payload");
    }
    var whole = new ByteArrayOutputStream();
    pieces.values().forEach(whole::writeBytes);
    return whole.toByteArray();
  }

  /** The stored bytes, wherever they are. */
  byte[] stored(CheckpointKey key, StoredPayload payload, boolean consistent) throws Missing {
    var inline = payload.inline();
    var parts = payload.parts();
    if (inline != null) {
      return inline;
    } else if (parts == null) {
      throw new CheckpointRow.Malformed("its payload is nowhere", null);
    }
    return read(key, parts, consistent);
  }

  /** The bytes that were saved; a base is needed for a delta. */
  static byte[] decode(StoredPayload payload, byte[] stored, byte @Nullable [] base) {
    try {
      if (payload.isSnapshot()) {
        return DeltaCodec.ofSnapshot(stored, payload.length());
      } else if (payload.isKnown() && base != null) {
        return DeltaCodec.ofDelta(base, stored, payload.length());
      }
      throw new CheckpointRow.Malformed(
          "its encoding '" + payload.encoding() + "' is unknown to this version", null);
    } catch (DataFormatException e) {
      throw new CheckpointRow.Malformed("its payload cannot be decoded", e);
    }
  }
}

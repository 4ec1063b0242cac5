package dev.dynamory.dynamodb;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as a snapshot or as a delta against other bytes. A snapshot is a raw deflate stream. A
 * delta is a varint n, then a raw deflate stream, with the base's last 32 KB as its preset
 * dictionary, of n bytes: the varint length of the ops; the ops, (insert length, copy offset, copy
 * length)*, insert length, all varints; then the inserted bytes.
 */
final class DeltaCodec {
  private static final int WINDOW = 32 * 1024;
  private static final int LEVEL = 6;

  private DeltaCodec() {}

  static byte[] snapshot(byte[] bytes) {
    return deflate(bytes, null);
  }

  /** Inflates to exactly {@code length} bytes; never to more than one byte over it. */
  static byte[] ofSnapshot(byte[] stored, int length) throws DataFormatException {
    return inflate(stored, 0, length, null);
  }

  static byte[] delta(byte[] base, byte[] bytes) {
    var ops = new ByteArrayOutputStream();
    var inserted = new ByteArrayOutputStream();
    DeltaMatches.between(base, bytes)
        .forEach(
            match -> {
              Varints.write(ops, match.inserted());
              inserted.write(bytes, match.at() - match.inserted(), match.inserted());
              if (match.length() > 0) {
                Varints.write(ops, match.offset());
                Varints.write(ops, match.length());
              }
            });
    var plain = new ByteArrayOutputStream();
    Varints.write(plain, ops.size());
    plain.writeBytes(ops.toByteArray());
    plain.writeBytes(inserted.toByteArray());
    var out = new ByteArrayOutputStream();
    Varints.write(out, plain.size());
    out.writeBytes(deflate(plain.toByteArray(), base));
    return out.toByteArray();
  }

  /** The bytes that a delta makes of its base: exactly {@code length}. */
  static byte[] ofDelta(byte[] base, byte[] stored, int length) throws DataFormatException {
    var header = new Varints(stored, 0);
    var size = header.next(Math.min(Integer.MAX_VALUE - 8L, 2L * length + 64));
    var plain = inflate(stored, header.position(), size, base);
    var ops = new Varints(plain, 0);
    var opsLength = ops.next(size);
    var end = ops.position() + opsLength;
    var from = end;
    if (opsLength > plain.length - ops.position()) {
      throw new DataFormatException("its operations are cut off");
    }
    var result = new byte[length];
    var at = 0;
    while (true) {
      var insert = ops.next(Math.min(length - at, plain.length - from));
      System.arraycopy(plain, from, result, at, insert);
      from += insert;
      at += insert;
      if (ops.position() >= end) {
        break;
      }
      var offset = ops.next(base.length);
      var copied = ops.next(Math.min(length - at, base.length - offset));
      if (copied == 0) {
        throw new DataFormatException("a copy of nothing");
      }
      System.arraycopy(base, offset, result, at, copied);
      at += copied;
    }
    if (at != length || from != plain.length || ops.position() != end) {
      throw new DataFormatException("it makes " + at + " bytes, not " + length);
    }
    return result;
  }

  private static byte[] deflate(byte[] bytes, byte @Nullable [] base) {
    var deflater = new Deflater(LEVEL, true);
    try {
      if (base != null && base.length > 0) {
        var window = Math.min(WINDOW, base.length);
        deflater.setDictionary(base, base.length - window, window);
      }
      deflater.setInput(bytes);
      deflater.finish();
      var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
      var buffer = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] stored, int from, int length, byte @Nullable [] base)
      throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      if (base != null && base.length > 0) {
        var window = Math.min(WINDOW, base.length);
        inflater.setDictionary(base, base.length - window, window);
      }
      inflater.setInput(stored, from, stored.length - from);
      var bytes = new byte[Math.min(length, 64 * 1024) + 1];
      var at = 0;
      while (!inflater.finished()) {
        var read = inflater.inflate(bytes, at, bytes.length - at);
        at += read;
        if (at > length
            || (read == 0
                && !inflater.finished()
                && (inflater.needsInput() || inflater.needsDictionary()))) {
          throw new DataFormatException("it is not a stream of " + length + " bytes");
        }
        if (at == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(length + 1L, 4L * bytes.length));
        }
      }
      if (at != length || inflater.getRemaining() > 0) {
        throw new DataFormatException("it is not a stream of " + length + " bytes");
      }
      return Arrays.copyOf(bytes, length);
    } finally {
      inflater.end();
    }
  }
}

package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream of UTF-8, one at a time and none longer than the memory can bear. */
final class Lines {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int maxBytes;
  private long number;
  private long bytesRead;

  Lines(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxBytes = maxBytes;
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** How many bytes were read so far. */
  long bytesRead() {
    return bytesRead;
  }

  /**
   * The next line without its end; null after the last. {@link InvalidInputException} for a line
   * that is too long or not UTF-8; reading then goes on with the next.
   */
  @Nullable String next() throws IOException {
    var b = in.read();
    if (b < 0) {
      return null;
    }
    number++;
    var line = new ByteArrayOutputStream();
    var length = 0L;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (length++ < maxBytes) {
        line.write(b);
      }
    }
    bytesRead += length + (b < 0 ? 0 : 1);
    if (length > maxBytes) {
      throw new InvalidInputException("line", "is longer than " + maxBytes + " bytes");
    }
    var bytes = line.toByteArray();
    return Inputs.decode(bytes, number == 1 && hasByteOrderMark(bytes) ? 3 : 0, "line");
  }

  private static boolean hasByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == BYTE_ORDER_MARK[0]
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2];
  }
}

package dev.dynamory;

import org.jspecify.annotations.Nullable;

/**
 * A value is larger than where it was to be kept allows; the message names the way out. Nothing was
 * written.
 */
public final class ValueTooLargeException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final long maxBytes;

  /**
   * {@code what} is {@code bytes} long, {@code maxBytes} is the limit, {@code wayOut} says what to
   * do instead.
   */
  public ValueTooLargeException(
      String what, long bytes, long maxBytes, String wayOut, @Nullable Throwable cause) {
    super(
        what + ": " + bytes + " bytes is more than the " + maxBytes + " that fit; " + wayOut,
        cause);
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }

  /** The size, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** The limit, in bytes. */
  public long maxBytes() {
    return maxBytes;
  }
}

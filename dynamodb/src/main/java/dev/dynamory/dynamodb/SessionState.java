package dev.dynamory.dynamodb;

import java.util.List;

/**
 * What one row of a session's log says of the session after it: everything, so that the newest row
 * alone says what is visible.
 *
 * @param seq the row's own number, which is the session's version
 * @param kind what the row did, see {@link SessionEntries}
 * @param first the lowest visible row; of its items, {@code skip} are hidden
 * @param size how many items are visible
 * @param pins single items below {@code first} that are visible
 * @param previous the visible row below this one, of whose items the first {@code keep} count; -1
 *     is all of them
 * @param expires when the session expires, {@code removed} when DynamoDB may remove this row, and
 *     {@code safe} no later than when it may remove any visible one
 * @param base rows below are erased
 * @param listed the newest row in the listing, and its time in milliseconds
 * @param big whether a row above {@code base} may have parts
 */
record SessionState(
    long seq,
    char kind,
    long first,
    int skip,
    int size,
    List<Place> pins,
    long previous,
    int keep,
    long expires,
    long removed,
    long safe,
    long base,
    long listed,
    long listedAt,
    boolean big) {

  /** An item: its row, and which of the row's items it is. */
  record Place(long seq, int index) {}

  /** Nothing was ever written. */
  static final SessionState NONE =
      new SessionState(
          0,
          SessionEntries.TOMBSTONE,
          1,
          0,
          0,
          List.of(),
          0,
          -1,
          SessionExpiry.FOREVER,
          SessionExpiry.FOREVER,
          SessionExpiry.FOREVER,
          1,
          0,
          0,
          false);

  boolean isLive(long nowSeconds) {
    return kind != SessionEntries.TOMBSTONE
        && kind != SessionEntries.DELETE
        && expires > nowSeconds;
  }

  SessionState listedAs(long row, long at) {
    return new SessionState(
        seq, kind, first, skip, size, pins, previous, keep, expires, removed, safe, base, row, at,
        big);
  }

  /** Whether the row's writer erases rows that are seen no more; else they go when they expire. */
  boolean erases() {
    return switch (kind) {
      case SessionEntries.CLEAR, SessionEntries.POP, SessionEntries.DELETE -> true;
      case SessionEntries.TRIM, SessionEntries.REPLACE -> removed == SessionExpiry.FOREVER;
      default -> false;
    };
  }

  /** Whether the row begins a session where none was, or none any more. */
  boolean begins() {
    return base == seq;
  }

  /** Whether a row is still part of the session. */
  boolean shows(long row) {
    return row >= first && (row == seq || row <= previous);
  }
}

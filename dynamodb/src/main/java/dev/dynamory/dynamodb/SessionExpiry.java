package dev.dynamory.dynamodb;

/**
 * When a session expires for its readers, in epoch seconds, and how the removal of its rows by
 * DynamoDB is kept behind that: a row written at t is removed no earlier than {@code exp + slack +
 * grace}. As long as every visible row's removal is at least {@code exp + grace} away nothing is
 * rewritten; when it must be, rows get the whole slack again, so that passes are half a slack
 * apart.
 */
record SessionExpiry(long at, long slack) {
  static final long FOREVER = Long.MAX_VALUE;
  static final SessionExpiry NEVER = new SessionExpiry(FOREVER, 0);

  static SessionExpiry of(long at, long slack) {
    return new SessionExpiry(at, slack);
  }

  boolean isNever() {
    return at == FOREVER;
  }

  /** When DynamoDB may remove a row that is written now. */
  long removal() {
    return isNever() ? FOREVER : at + slack + SessionOptions.GRACE.toSeconds();
  }

  /** The earliest removal that a visible row may have. */
  long needed() {
    return isNever() ? FOREVER : at + SessionOptions.GRACE.toSeconds();
  }

  /** Rows that are removed before this are renewed when others must be. */
  long renewedBelow() {
    return isNever() ? FOREVER : needed() + slack / 2;
  }

  /**
   * From here on a pass in the background spares a later append the wait: hours ahead, and not
   * earlier, as each pass reads the session.
   */
  long renewedEarlyBelow() {
    return isNever() ? FOREVER : needed() + slack / 8;
  }
}

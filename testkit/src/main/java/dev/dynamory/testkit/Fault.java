package dev.dynamory.testkit;

/** What can go wrong with one request to DynamoDB, as the SDK's client sees it. */
public enum Fault {
  /** Not applied, {@code ThrottlingException}; the SDK tries again. */
  THROTTLED,
  /** Not applied, {@code ProvisionedThroughputExceededException}; the SDK tries again. */
  THROUGHPUT_EXCEEDED,
  /** Not applied, the service answers 500; the SDK tries again. */
  SERVER_ERROR,
  /** Applied, and yet the service answers 500; the SDK tries again. */
  SERVER_ERROR_AFTER_APPLYING,
  /** Not applied, the connection breaks; the SDK tries again. */
  REQUEST_LOST,
  /** Applied, but the connection breaks before the answer; the SDK tries again. */
  ANSWER_LOST,
  /** Applied, but the answer is lost in a way after which the SDK does not try again. */
  ANSWER_LOST_FOR_GOOD,
  /**
   * Not applied: another transaction is at work on the same item ({@code TransactionConflict}, as a
   * transaction's cancellation or a single write's exception); the caller tries again.
   */
  TRANSACTION_CONFLICT,
  /** Applied to about half of a batch, the others come back as unprocessed. Batches only. */
  SOME_UNPROCESSED,
  /**
   * Applied to nothing of a batch, all of which comes back as unprocessed. Batches of reads only.
   */
  ALL_UNPROCESSED;

  boolean leavesUnprocessed() {
    return this == SOME_UNPROCESSED || this == ALL_UNPROCESSED;
  }
}

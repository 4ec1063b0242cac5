package dev.dynamory.dynamodb;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a view of a store does unless an operation says otherwise; {@code othersNoticed} is shared
 * by all views of a table.
 */
record StoreOptions(
    @Nullable Duration timeToLive,
    boolean refreshOnRead,
    boolean consistentReads,
    boolean scannedNamespaces,
    long largestValue,
    AtomicBoolean othersNoticed) {
  private static final long LARGEST_VALUE = 32L * 1024 * 1024;

  static StoreOptions defaults() {
    return new StoreOptions(null, false, false, false, LARGEST_VALUE, new AtomicBoolean());
  }

  StoreOptions withTimeToLive(Duration duration) {
    return new StoreOptions(
        duration, refreshOnRead, consistentReads, scannedNamespaces, largestValue, othersNoticed);
  }

  StoreOptions withRefreshOnRead() {
    return new StoreOptions(
        timeToLive, true, consistentReads, scannedNamespaces, largestValue, othersNoticed);
  }

  StoreOptions withConsistentReads() {
    return new StoreOptions(
        timeToLive, refreshOnRead, true, scannedNamespaces, largestValue, othersNoticed);
  }

  StoreOptions withScannedNamespaces() {
    return new StoreOptions(
        timeToLive, refreshOnRead, consistentReads, true, largestValue, othersNoticed);
  }

  StoreOptions withLargestValue(long bytes) {
    return new StoreOptions(
        timeToLive, refreshOnRead, consistentReads, scannedNamespaces, bytes, othersNoticed);
  }
}

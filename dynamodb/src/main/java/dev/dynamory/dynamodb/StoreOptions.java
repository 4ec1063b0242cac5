package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a view of a store does unless an operation says otherwise; {@code othersNoticed}, {@code
 * speakers} and {@code recentTurns} are shared by all views of a table.
 */
record StoreOptions(
    @Nullable Duration timeToLive,
    boolean refreshOnRead,
    boolean consistentReads,
    boolean scannedNamespaces,
    long largestValue,
    @Nullable Embedding embedding,
    boolean exactRanking,
    AtomicBoolean othersNoticed,
    Speakers speakers,
    RecentTurns recentTurns) {
  private static final long LARGEST_VALUE = 32L * 1024 * 1024;

  static StoreOptions defaults() {
    return new StoreOptions(
        null,
        false,
        false,
        false,
        LARGEST_VALUE,
        null,
        false,
        new AtomicBoolean(),
        new Speakers(),
        new RecentTurns());
  }

  /** Whether the table's index of vectors is used. */
  boolean usesVectorIndex() {
    return embedding != null && !exactRanking;
  }

  StoreOptions withTimeToLive(Duration duration) {
    return new StoreOptions(
        duration,
        refreshOnRead,
        consistentReads,
        scannedNamespaces,
        largestValue,
        embedding,
        exactRanking,
        othersNoticed,
        speakers,
        recentTurns);
  }

  StoreOptions withRefreshOnRead() {
    return new StoreOptions(
        timeToLive,
        true,
        consistentReads,
        scannedNamespaces,
        largestValue,
        embedding,
        exactRanking,
        othersNoticed,
        speakers,
        recentTurns);
  }

  StoreOptions withConsistentReads() {
    return new StoreOptions(
        timeToLive,
        refreshOnRead,
        true,
        scannedNamespaces,
        largestValue,
        embedding,
        exactRanking,
        othersNoticed,
        speakers,
        recentTurns);
  }

  StoreOptions withScannedNamespaces() {
    return new StoreOptions(
        timeToLive,
        refreshOnRead,
        consistentReads,
        true,
        largestValue,
        embedding,
        exactRanking,
        othersNoticed,
        speakers,
        recentTurns);
  }

  StoreOptions withLargestValue(long bytes) {
    return new StoreOptions(
        timeToLive,
        refreshOnRead,
        consistentReads,
        scannedNamespaces,
        bytes,
        embedding,
        exactRanking,
        othersNoticed,
        speakers,
        recentTurns);
  }

  StoreOptions withEmbedding(Embedding made) {
    return new StoreOptions(
        timeToLive,
        refreshOnRead,
        consistentReads,
        scannedNamespaces,
        largestValue,
        made,
        exactRanking,
        othersNoticed,
        speakers,
        recentTurns);
  }

  StoreOptions withExactRanking() {
    return new StoreOptions(
        timeToLive,
        refreshOnRead,
        consistentReads,
        scannedNamespaces,
        largestValue,
        embedding,
        true,
        othersNoticed,
        speakers,
        recentTurns);
  }
}

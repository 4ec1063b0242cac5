package dev.dynamory.testkit;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a contract asks of a store: where it reads the time, its default time to live (null is
 * none), and whether its reads renew it.
 */
public record StoreOptions(
    InstantSource clock, @Nullable Duration timeToLive, boolean refreshOnRead) {
  /** The system's time, items that never expire, reads that do not write. */
  public static final StoreOptions PLAIN = at(InstantSource.system());

  /** A plain store that reads the time from here. */
  public static StoreOptions at(InstantSource clock) {
    return new StoreOptions(clock, null, false);
  }

  /** With a default time to live. */
  public StoreOptions withTimeToLive(Duration timeToLive) {
    return new StoreOptions(clock, timeToLive, refreshOnRead);
  }

  /** With reads that renew an item's time to live. */
  public StoreOptions withRefreshOnRead() {
    return new StoreOptions(clock, timeToLive, true);
  }
}

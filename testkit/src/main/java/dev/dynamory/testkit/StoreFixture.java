package dev.dynamory.testkit;

import dev.dynamory.Store;

/**
 * Where the contracts get their stores. A test class implements this and the contracts it runs:
 *
 * <pre>{@code
 * class MyStoreTest implements StoreContract, TimeToLiveContract {
 *   public Store store(StoreOptions options) { … }
 *   public Store emptyStore(StoreOptions options) { … }
 * }
 *
 * class MyStoreAsyncTest extends MyStoreTest {
 *   public Store store(StoreOptions options) { return AsyncStore.over(super.store(options)); }
 *   public Store emptyStore(StoreOptions options) { return AsyncStore.over(super.emptyStore(options)); }
 * }
 * }</pre>
 */
public interface StoreFixture {
  /**
   * A store with these options. All stores that this gives keep their items in one place, whatever
   * their options; tests keep apart by a root label of their own.
   */
  Store store(StoreOptions options);

  /** A store with these options in a place of its own that holds nothing yet. */
  Store emptyStore(StoreOptions options);

  /** A store without options. */
  default Store store() {
    return store(StoreOptions.PLAIN);
  }
}

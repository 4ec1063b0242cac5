package dev.dynamory.testkit;

import dev.dynamory.Store;

class InMemoryStoreAsyncTest extends InMemoryStoreTest {
  @Override
  public Store store(StoreOptions options) {
    return AsyncStore.over(super.store(options));
  }

  @Override
  public Store emptyStore(StoreOptions options) {
    return AsyncStore.over(super.emptyStore(options));
  }
}

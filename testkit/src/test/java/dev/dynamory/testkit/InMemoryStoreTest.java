package dev.dynamory.testkit;

import dev.dynamory.InMemory;
import dev.dynamory.InMemoryStore;
import dev.dynamory.Store;

class InMemoryStoreTest
    implements StoreContract,
        TimeToLiveContract,
        LargeValuesContract,
        ConcurrencyContract,
        ModelContract {
  private static final InMemoryStore SHARED = InMemory.store();

  @Override
  public Store store(StoreOptions options) {
    return with(options, SHARED);
  }

  @Override
  public Store emptyStore(StoreOptions options) {
    return with(options, InMemory.store());
  }

  static Store with(StoreOptions options, InMemoryStore store) {
    var view = store.withClock(options.clock());
    view = options.timeToLive() == null ? view : view.withTimeToLive(options.timeToLive());
    return options.refreshOnRead() ? view.withRefreshOnRead() : view;
  }
}

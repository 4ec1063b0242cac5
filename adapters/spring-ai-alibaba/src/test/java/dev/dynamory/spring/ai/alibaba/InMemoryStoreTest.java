package dev.dynamory.spring.ai.alibaba;

import dev.dynamory.InMemory;
import dev.dynamory.Store;

/** The contract over a store in memory. */
class InMemoryStoreTest extends StoreContract {
  private final Store store = InMemory.store();

  @Override
  Store store() {
    return store;
  }
}

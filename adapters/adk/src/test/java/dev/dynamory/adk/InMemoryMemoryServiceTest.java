package dev.dynamory.adk;

import dev.dynamory.InMemory;
import dev.dynamory.Store;

class InMemoryMemoryServiceTest extends MemoryServiceContract {
  private final Store store = InMemory.store();

  @Override
  Store store() {
    return store;
  }
}

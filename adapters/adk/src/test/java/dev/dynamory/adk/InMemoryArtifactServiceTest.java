package dev.dynamory.adk;

import dev.dynamory.InMemory;
import dev.dynamory.Store;

class InMemoryArtifactServiceTest extends ArtifactServiceContract {
  private final Store store = InMemory.store();

  @Override
  Store store() {
    return store;
  }
}

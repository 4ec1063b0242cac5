package dev.dynamory.testkit;

import dev.dynamory.Embedding;
import dev.dynamory.Store;
import java.time.InstantSource;

class InMemoryRecallAsyncTest extends InMemoryRecallTest {
  @Override
  public Store store(Embedding embedding, InstantSource clock) {
    return AsyncStore.over(super.store(embedding, clock));
  }

  @Override
  public Store storeWithoutEmbedder() {
    return AsyncStore.over(super.storeWithoutEmbedder());
  }
}

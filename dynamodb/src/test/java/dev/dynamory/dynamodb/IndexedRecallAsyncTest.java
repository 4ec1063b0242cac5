package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Store;
import dev.dynamory.testkit.AsyncStore;
import java.time.InstantSource;

class IndexedRecallAsyncTest extends IndexedRecallTest {
  @Override
  public Store store(Embedding embedding, InstantSource clock) {
    return AsyncStore.over(super.store(embedding, clock));
  }

  @Override
  public Store storeWithoutEmbedder() {
    return AsyncStore.over(super.storeWithoutEmbedder());
  }
}

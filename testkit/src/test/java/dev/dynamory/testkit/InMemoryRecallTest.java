package dev.dynamory.testkit;

import dev.dynamory.Embedding;
import dev.dynamory.InMemory;
import dev.dynamory.InMemoryStore;
import dev.dynamory.Store;
import java.time.InstantSource;

class InMemoryRecallTest implements RecallContract, EmbeddingContract, RememberContract {
  private static final InMemoryStore SHARED = InMemory.store();

  @Override
  public Store store(Embedding embedding, InstantSource clock) {
    return SHARED.withClock(clock).withEmbedding(embedding);
  }

  @Override
  public Store storeWithoutEmbedder() {
    return SHARED;
  }
}

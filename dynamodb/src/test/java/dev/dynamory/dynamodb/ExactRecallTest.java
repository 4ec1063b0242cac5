package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Store;
import dev.dynamory.testkit.EmbeddingContract;
import dev.dynamory.testkit.RecallContract;
import dev.dynamory.testkit.RememberContract;
import java.time.InstantSource;

class ExactRecallTest implements RecallContract, EmbeddingContract, RememberContract {
  private static final String SHARED = Engine.newTable();

  static {
    Dynamory.using(Engine.client()).store(SHARED).setup();
  }

  @Override
  public Store store(Embedding embedding, InstantSource clock) {
    return Dynamory.builder()
        .client(Engine.client())
        .clock(clock)
        .build()
        .store(SHARED)
        .withEmbedder(
            embedding.embedder(), embedding.dimensions(), embedding.fields().toArray(String[]::new))
        .withDistance(embedding.distance())
        .withExactRanking();
  }

  @Override
  public Store storeWithoutEmbedder() {
    return Dynamory.using(Engine.client()).store(SHARED);
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Store;
import dev.dynamory.testkit.EmbeddingContract;
import dev.dynamory.testkit.RecallContract;
import dev.dynamory.testkit.RememberContract;
import dev.dynamory.testkit.WordEmbedder;
import java.time.InstantSource;

class IndexedRecallTest implements RecallContract, EmbeddingContract, RememberContract {
  private static final String SHARED = Engine.newTable();

  static {
    with(new WordEmbedder().embedding(), InstantSource.system()).setup();
  }

  static DynamoDbStore with(Embedding embedding, InstantSource clock) {
    return Dynamory.builder()
        .client(Engine.client())
        .clock(clock)
        .build()
        .store(SHARED)
        .withEmbedder(
            embedding.embedder(), embedding.dimensions(), embedding.fields().toArray(String[]::new))
        .withDistance(embedding.distance());
  }

  @Override
  public Store store(Embedding embedding, InstantSource clock) {
    return with(embedding, clock);
  }

  @Override
  public Store storeWithoutEmbedder() {
    return Dynamory.using(Engine.client()).store(SHARED);
  }
}

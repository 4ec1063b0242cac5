package dev.dynamory.testkit;

import dev.dynamory.Embedding;
import dev.dynamory.Store;
import java.time.InstantSource;

/**
 * Where {@link RecallContract} and {@link EmbeddingContract} get their stores. All keep their items
 * in one place, whatever they embed; tests keep apart by a root label of their own.
 */
public interface RecallFixture {
  /** A store that makes its vectors by this. */
  Store store(Embedding embedding, InstantSource clock);

  /** A store without an embedder. */
  Store storeWithoutEmbedder();

  /** Waits until searches see what was written before, where that takes time. */
  default void settle() {}
}

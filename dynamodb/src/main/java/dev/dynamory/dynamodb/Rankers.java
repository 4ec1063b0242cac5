package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.ranking.Ranker;
import org.jspecify.annotations.Nullable;

/**
 * Who ranks: what was read whole, and what an index gave with its scores, so that nobody needs the
 * question's vector once more.
 */
record Rankers(Ranker whole, Ranker nearest) {
  static Rankers of(@Nullable Embedding embedding) {
    var whole = Ranker.of(embedding);
    return new Rankers(whole, embedding == null ? whole : Ranker.of(unasked(embedding)));
  }

  private static Embedding unasked(Embedding embedding) {
    var none = new float[embedding.dimensions()];
    return new Embedding(
        texts -> texts.stream().map(text -> none).toList(),
        embedding.dimensions(),
        embedding.distance(),
        embedding.fields());
  }
}

package dev.dynamory.ranking;

import dev.dynamory.Embedding;
import dev.dynamory.Item;
import dev.dynamory.Page;
import dev.dynamory.Search;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Answers the queries of searches. It keeps the terms of the texts it has seen, so that a store
 * keeps one; safe for any number of threads.
 */
public final class Ranker {
  private final @Nullable Embedding embedding;

  private Ranker(@Nullable Embedding embedding) {
    this.embedding = embedding;
  }

  /** Without an embedding it ranks by words alone. */
  public static Ranker of(@Nullable Embedding embedding) {
    return new Ranker(embedding);
  }

  /** The search's page of answers, from all live items of all its namespaces. */
  public Page<Item> answer(Search search, Collection<Memory> memories) {
    throw new UnsupportedOperationException("" + embedding);
  }

  /**
   * The search's page of answers, from the nearest items of each namespace; {@code isCut} if there
   * may be others.
   */
  public Page<Item> answerFrom(Search search, Collection<Memory> nearest, boolean isCut) {
    throw new UnsupportedOperationException();
  }
}

package dev.dynamory;

/** What decides which memories answer a query best. */
public enum Ranking {
  /** Words and meaning together, or whichever of them the store can judge. */
  HYBRID,
  /** Words alone: no model is asked. */
  LEXICAL,
  /**
   * Meaning alone: the distance of vectors, by the store's {@link Embedder}. Where all vectors are
   * at hand, that of a {@link Turn} is first turned towards those of the turns around it.
   */
  SEMANTIC
}

package dev.dynamory;

import java.util.List;

/**
 * Makes vectors of texts; the model is the caller's. Must be safe for any number of threads. What it
 * throws fails the put or the search, and nothing is changed.
 */
@FunctionalInterface
public interface Embedder {
  /** One vector a document, in their order. */
  List<float[]> embed(List<String> documents);

  /** The vector of a query; models that embed queries in another way override it. */
  default float[] embedQuery(String query) {
    return embed(List.of(query)).get(0);
  }
}

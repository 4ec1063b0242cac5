package dev.dynamory;

import java.util.List;

/**
 * Makes vectors of texts; the model is the caller's. Must be safe for any number of threads. What
 * it throws fails the put or the search, and nothing is changed.
 */
@FunctionalInterface
public interface Embedder {
  /** One vector a document, in their order. */
  List<float[]> embed(List<String> documents);

  /** The vector of a query; models that embed queries in another way override it. */
  default float[] embedQuery(String query) {
    return Embedding.made(this, List.of(query)).get(0);
  }

  /**
   * For models that want the two marked, such as E5 with {@code "passage: "} and {@code "query: "}:
   * puts these before every document and every query.
   */
  default Embedder withPrefixes(String document, String query) {
    var model = this;
    return new Embedder() {
      @Override
      public List<float[]> embed(List<String> documents) {
        return model.embed(documents.stream().map(document::concat).toList());
      }

      @Override
      public float[] embedQuery(String text) {
        return model.embedQuery(query + text);
      }
    };
  }
}

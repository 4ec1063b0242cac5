package dev.dynamory.spring.ai;

import dev.dynamory.Embedder;
import java.util.List;
import org.springframework.ai.embedding.EmbeddingModel;

/** Spring AI's embedding models as embedders. */
public final class SpringAiEmbedder implements Embedder {
  private final EmbeddingModel model;

  private SpringAiEmbedder(EmbeddingModel model) {
    this.model = model;
  }

  /** Over this model, which must be safe for any number of threads. */
  public static SpringAiEmbedder of(EmbeddingModel model) {
    return new SpringAiEmbedder(model);
  }

  @Override
  public List<float[]> embed(List<String> documents) {
    return documents.isEmpty() ? List.of() : model.embed(documents);
  }

  @Override
  public float[] embedQuery(String query) {
    return model.embed(query);
  }
}

package dev.dynamory.minilm;

import dev.dynamory.Embedder;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;

/**
 * Makes vectors with all-MiniLM-L6-v2, quantized, on the processor: a few milliseconds a text, no
 * network. English; what is longer than 510 tokens is cut into parts, whose mean counts.
 */
public final class MiniLmEmbedder implements Embedder {
  /** How many numbers its vectors have. */
  public static final int DIMENSIONS = 384;

  /** Loaded when first used, which takes about a second. */
  private static final class Model {
    static final AllMiniLmL6V2QuantizedEmbeddingModel LOADED =
        new AllMiniLmL6V2QuantizedEmbeddingModel();
  }

  /** Also made by {@link java.util.ServiceLoader}. */
  public MiniLmEmbedder() {}

  @Override
  public List<float[]> embed(List<String> documents) {
    var segments = documents.stream().map(TextSegment::from).toList();
    return Model.LOADED.embedAll(segments).content().stream().map(Embedding::vector).toList();
  }
}

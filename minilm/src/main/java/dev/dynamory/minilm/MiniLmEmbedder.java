package dev.dynamory.minilm;

import dev.dynamory.Embedder;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;

/**
 * The quantized all-MiniLM-L6-v2, for English, in this process: a few milliseconds a text, no call,
 * no key. Its vectors have length 1; what is longer than 510 tokens is cut into parts, whose mean
 * counts. It is loaded when it first embeds, once for all, and uses every processor for a batch.
 */
public final class MiniLmEmbedder implements Embedder {
  /** How many numbers its vectors have. */
  public static final int DIMENSIONS = 384;

  /** Loads nothing yet; for {@link java.util.ServiceLoader} too. */
  public MiniLmEmbedder() {}

  private static final class Loaded {
    static final EmbeddingModel MODEL = new AllMiniLmL6V2QuantizedEmbeddingModel();
  }

  @Override
  public List<float[]> embed(List<String> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    var segments = documents.stream().map(TextSegment::from).toList();
    return Loaded.MODEL.embedAll(segments).content().stream().map(Embedding::vector).toList();
  }
}

package dev.dynamory.langchain4j;

import static dev.langchain4j.model.embedding.request.EmbeddingRequestParameters.INPUT_TYPE;

import dev.dynamory.Embedder;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import java.util.List;

/**
 * LangChain4j's embedding models as embedders. A model that tells queries from documents is told
 * which of the two a text is.
 */
public final class LangChain4jEmbedder implements Embedder {
  private final EmbeddingModel model;

  private LangChain4jEmbedder(EmbeddingModel model) {
    this.model = model;
  }

  /** Over this model, which must be safe for any number of threads. */
  public static LangChain4jEmbedder of(EmbeddingModel model) {
    return new LangChain4jEmbedder(model);
  }

  @Override
  public List<float[]> embed(List<String> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    return tellsQueriesFromDocuments()
        ? vectors(requested(documents, EmbeddingInputType.DOCUMENT))
        : vectors(model.embedAll(documents.stream().map(TextSegment::from).toList()).content());
  }

  @Override
  public float[] embedQuery(String query) {
    return tellsQueriesFromDocuments()
        ? vectors(requested(List.of(query), EmbeddingInputType.QUERY)).get(0)
        : model.embed(query).content().vector();
  }

  private boolean tellsQueriesFromDocuments() {
    return model.supportedParameters().contains(INPUT_TYPE);
  }

  private List<Embedding> requested(List<String> texts, EmbeddingInputType type) {
    var request = EmbeddingRequest.builder().inputs(texts.toArray(String[]::new)).inputType(type);
    return model.embed(request.build()).embeddings();
  }

  private static List<float[]> vectors(List<Embedding> embeddings) {
    return embeddings.stream().map(Embedding::vector).toList();
  }
}

package dev.dynamory.spring;

import dev.dynamory.Embedder;
import dev.dynamory.spring.ai.SpringAiEmbedder;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The application's embedding model as what makes vectors of a store's items. */
@AutoConfiguration
@ConditionalOnClass(EmbeddingModel.class)
final class EmbeddingModelAutoConfiguration {

  /** Spring AI's embedding models, for those who must not load their class. */
  @FunctionalInterface
  interface EmbeddingModels {
    /** The only or the primary one, if there is one. */
    @Nullable Embedder one();
  }

  @Bean
  EmbeddingModels embeddingModels(ObjectProvider<EmbeddingModel> models) {
    return () -> {
      var model = models.getIfUnique();
      return model == null ? null : SpringAiEmbedder.of(model);
    };
  }
}

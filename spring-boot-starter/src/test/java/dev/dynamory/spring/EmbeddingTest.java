package dev.dynamory.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Embedder;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.local.LocalDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which stores embed what they keep, and with what. */
class EmbeddingTest {
  private static final LocalDynamoDb ENGINE = LocalDynamoDb.inMemory();
  private static final Namespace ANA = Namespace.of("users", "ana");

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  LocalDynamoDbAutoConfiguration.class,
                  EmbeddingModelAutoConfiguration.class,
                  DynamoryAutoConfiguration.class))
          .withBean(LocalDynamoDb.class, () -> ENGINE, bean -> bean.setDestroyMethodName(""))
          .withPropertyValues(
              "dynamory.store.table=store-" + UUID.randomUUID(),
              "dynamory.store.exact-ranking=true");
  private final ApplicationContextRunner embedding =
      application.withPropertyValues("dynamory.store.dimensions=3", "dynamory.store.fields=text");

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  /** Counts a text's letters a, b and c. */
  private static final class LetterModel implements EmbeddingModel {
    static float[] vector(String text) {
      return new float[] {count(text, 'a'), count(text, 'b'), count(text, 'c')};
    }

    private static float count(String text, char letter) {
      return text.chars().filter(each -> each == letter).count();
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      var texts = request.getInstructions();
      return new EmbeddingResponse(
          IntStream.range(0, texts.size())
              .mapToObj(n -> new Embedding(vector(texts.get(n)), n))
              .toList());
    }

    @Override
    public float[] embed(Document document) {
      return vector(Objects.requireNonNull(document.getText()));
    }
  }

  private static List<String> nearest(Store store, String query) {
    return store.search(Search.in(ANA).query(query).ranking(Ranking.SEMANTIC).limit(1)).stream()
        .map(item -> item.key())
        .toList();
  }

  private static void putTwo(Store store) {
    store.put(ANA, "as", Map.of("text", "aaa b"));
    store.put(ANA, "cs", Map.of("text", "ccc b"));
  }

  @Test
  void aStoreWhoseDimensionsAreSaidFindsByTheEmbeddingModelOfTheApplication() {
    embedding
        .withBean(EmbeddingModel.class, LetterModel::new)
        .run(
            context -> {
              var store = context.getBean(Store.class);
              putTwo(store);
              assertThat(nearest(store, "a a")).containsExactly("as");
              assertThat(nearest(store, "c")).containsExactly("cs");
            });
  }

  @Test
  void anEmbedderOfTheApplicationsOwnTakesThePlaceOfTheModels() {
    Embedder own = texts -> texts.stream().map(text -> new float[] {0, 0, 1}).toList();
    embedding
        .withBean(EmbeddingModel.class, LetterModel::new)
        .withBean(Embedder.class, () -> own)
        .withPropertyValues("dynamory.store.distance=euclidean")
        .run(
            context -> {
              var store = context.getBean(Store.class);
              putTwo(store);
              var found = store.search(Search.in(ANA).query("anything").ranking(Ranking.SEMANTIC));
              assertThat(found).hasSize(2).allMatch(item -> Objects.equals(item.score(), 1.0));
            });
  }

  @Test
  void aModelAloneChangesNothing() {
    application
        .withBean(EmbeddingModel.class, LetterModel::new)
        .run(
            context -> {
              putTwo(context.getBean(Store.class));
              var search = Search.in(ANA).query("a").ranking(Ranking.SEMANTIC);
              assertThat(context).hasNotFailed();
              assertThatThrownBy(() -> context.getBean(Store.class).search(search))
                  .isInstanceOf(ConfigurationException.class);
            });
  }

  @Test
  void dimensionsWithoutOneModelAreAnErrorAtTheStart() {
    for (var runner :
        List.of(
            embedding,
            embedding.withClassLoader(new FilteredClassLoader("org.springframework.ai")),
            embedding
                .withBean("one", EmbeddingModel.class, LetterModel::new)
                .withBean("two", EmbeddingModel.class, LetterModel::new))) {
      runner.run(
          context ->
              assertThat(context)
                  .getFailure()
                  .rootCause()
                  .isInstanceOf(ConfigurationException.class)
                  .hasMessageContaining("dynamory.store.dimensions"));
    }
  }
}

package dev.dynamory.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.InMemory;
import dev.dynamory.InMemoryStore;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.adapters.Rig;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Models of LangChain4j behind a store. */
class LangChain4jEmbedderTest {
  private static final int DIMENSIONS = 64;
  private static final Namespace ANA = Namespace.of("users", "ana");

  /** A number for each word: texts with common words are near. Notes what it was asked. */
  private static class WordModel implements EmbeddingModel {
    final List<List<String>> asked = new ArrayList<>();

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      var texts = segments.stream().map(TextSegment::text).toList();
      asked.add(texts);
      return Response.from(texts.stream().map(WordModel::vector).toList());
    }

    @Override
    public int dimension() {
      return DIMENSIONS;
    }

    static Embedding vector(String text) {
      var vector = new float[DIMENSIONS];
      for (var word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
        vector[Math.floorMod(word.hashCode(), DIMENSIONS)]++;
      }
      return Embedding.from(vector);
    }
  }

  /** Is told what is a query and what a document. */
  private static final class TwoWayModel extends WordModel {
    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
      return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
      var texts = new ArrayList<String>();
      request.inputs().forEach(input -> texts.add(request.inputType() + " " + input.text()));
      asked.add(texts);
      return EmbeddingResponse.builder()
          .embeddings(texts.stream().map(WordModel::vector).toList())
          .build();
    }
  }

  private static InMemoryStore remembering(EmbeddingModel model) {
    var store = InMemory.store().withEmbedder(LangChain4jEmbedder.of(model), DIMENSIONS, "text");
    store.put(ANA, "city", Map.of("text", "She lives in Lisbon"));
    store.put(ANA, "food", Map.of("text", "Her favourite food is pizza"));
    return store;
  }

  @Test
  void aStoreFindsByTheModelsMeaning() {
    var store = remembering(new WordModel());
    var answers =
        store.search(
            Search.in(ANA).query("what food, if not pizza?").ranking(Ranking.SEMANTIC).limit(1));
    assertThat(answers).extracting("key").containsExactly("food");
  }

  @Test
  void answersWhatIsAskedOfATable() {
    EmbeddingModel model = new WordModel();
    var dynamory = new Rig().process();
    var memories =
        dynamory
            .store("agent-memories")
            .withEmbedder(LangChain4jEmbedder.of(model), model.dimension(), "text");
    var whole = memories.withExactRanking();
    whole.setup();
    var ana = Namespace.of("users", "ana");
    whole.put(ana, "city", Map.of("text", "She lives in Lisbon"));
    whole.put(ana, "food", Map.of("text", "Her favourite food is pizza"));
    assertThat(answers(whole, ana)).extracting("key").first().isEqualTo("food");
  }

  private static List<Item> answers(Store memories, Namespace ana) {
    var answers = memories.search(Search.in(ana).query("what is her favourite food?").limit(5));
    return answers;
  }

  @Test
  void manyTextsAreOneCallAndNoneIsNone() {
    var model = new WordModel();
    var embedder = LangChain4jEmbedder.of(model);
    assertThat(embedder.embed(List.of())).isEmpty();
    assertThat(embedder.embed(List.of("a", "b")))
        .containsExactly(WordModel.vector("a").vector(), WordModel.vector("b").vector());
    assertThat(embedder.embedQuery("c")).isEqualTo(WordModel.vector("c").vector());
    assertThat(model.asked).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void aModelThatTellsQueriesFromDocumentsIsToldWhichATextIs() {
    var model = new TwoWayModel();
    var embedder = LangChain4jEmbedder.of(model);
    embedder.embed(List.of("a", "b"));
    embedder.embedQuery("c");
    assertThat(model.asked)
        .containsExactly(List.of("DOCUMENT a", "DOCUMENT b"), List.of("QUERY c"));
  }

  @Test
  void aModelThatIsMarkedByPrefixesGetsThem() {
    var model = new WordModel();
    var embedder = LangChain4jEmbedder.of(model).withPrefixes("passage: ", "query: ");
    embedder.embed(List.of("a"));
    embedder.embedQuery("c");
    assertThat(model.asked).containsExactly(List.of("passage: a"), List.of("query: c"));
  }

  @Test
  void whatTheModelThrowsFailsThePutAndTheItemStaysAsItWas() {
    var model = new WordModel();
    var store = remembering(model);
    EmbeddingModel down =
        new WordModel() {
          @Override
          public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            throw new IllegalStateException("the model is down");
          }
        };
    var failing = store.withEmbedder(LangChain4jEmbedder.of(down), DIMENSIONS, "text");
    assertThatThrownBy(() -> failing.put(ANA, "city", Map.of("text", "She lives in Porto")))
        .hasMessage("the model is down");
    assertThat(store.get(ANA, "city").orElseThrow().value())
        .isEqualTo(Map.of("text", "She lives in Lisbon"));
  }
}

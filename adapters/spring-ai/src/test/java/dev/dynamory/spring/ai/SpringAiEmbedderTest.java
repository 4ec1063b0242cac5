package dev.dynamory.spring.ai;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** Models of Spring AI behind a store. */
class SpringAiEmbedderTest {
  private static final Namespace ANA = Namespace.of("users", "ana");

  private static InMemoryStore remembering(EmbeddingModel model) {
    var store =
        InMemory.store().withEmbedder(SpringAiEmbedder.of(model), WordModel.DIMENSIONS, "text");
    store.put(ANA, "city", Map.of("text", "She lives in Lisbon"));
    store.put(ANA, "food", Map.of("text", "Her favourite food is pizza"));
    return store;
  }

  @Test
  void aStoreFindsByTheModelsMeaning() {
    var answers =
        remembering(new WordModel())
            .search(
                Search.in(ANA)
                    .query("what food, if not pizza?")
                    .ranking(Ranking.SEMANTIC)
                    .limit(1));
    assertThat(answers).extracting("key").containsExactly("food");
  }

  @Test
  void answersWhatIsAskedOfATable() {
    EmbeddingModel model = new WordModel();
    var dynamory = new Rig().process();
    var memories =
        dynamory
            .store("agent-memories")
            .withEmbedder(SpringAiEmbedder.of(model), model.dimensions(), "text");
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
    var embedder = SpringAiEmbedder.of(model);
    assertThat(embedder.embed(List.of())).isEmpty();
    assertThat(embedder.embed(List.of("a", "b")))
        .containsExactly(WordModel.vector("a"), WordModel.vector("b"));
    assertThat(embedder.embedQuery("c")).isEqualTo(WordModel.vector("c"));
    assertThat(model.asked).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void whatTheModelThrowsFailsThePutAndTheItemStaysAsItWas() {
    var store = remembering(new WordModel());
    var down =
        new WordModel() {
          @Override
          public EmbeddingResponse call(EmbeddingRequest request) {
            throw new IllegalStateException("the model is down");
          }
        };
    var failing = store.withEmbedder(SpringAiEmbedder.of(down), WordModel.DIMENSIONS, "text");
    assertThatThrownBy(() -> failing.put(ANA, "city", Map.of("text", "She lives in Porto")))
        .hasMessage("the model is down");
    assertThat(store.get(ANA, "city").orElseThrow().value())
        .isEqualTo(Map.of("text", "She lives in Lisbon"));
  }
}

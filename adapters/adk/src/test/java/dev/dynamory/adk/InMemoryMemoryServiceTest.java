package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.types.Part;
import dev.dynamory.InMemory;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Turn;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryMemoryServiceTest extends MemoryServiceContract {
  private final Store store = InMemory.store();
  private final WordEmbedder embedder = new WordEmbedder();

  @Override
  Store store() {
    return store;
  }

  private DynamoryMemoryService ranked(int most) {
    var embedding = InMemory.store().withEmbedder(embedder, WordEmbedder.DIMENSIONS, "text");
    return DynamoryMemoryService.of(embedding).withRanking(most);
  }

  private static List<String> found(DynamoryMemoryService service, String query) {
    var memories = service.searchMemory("app", "ana", query).blockingGet().memories();
    return memories.stream().map(entry -> entry.content().text()).toList();
  }

  @Test
  void aRankedSearchGivesTheBestAnswersFirst() {
    var service = ranked(2);
    service
        .addSessionToMemory(
            session(
                "ana",
                "s",
                event("1", 10, Part.fromText("Porto rains a lot in winter")),
                event("2", 20, Part.fromText("The museum opens at nine")),
                event("3", 30, Part.fromText("My favourite food is pizza with basil"))))
        .blockingAwait();
    assertThat(found(service, "favourite pizza"))
        .hasSize(2)
        .first()
        .isEqualTo("My favourite food is pizza with basil");
    assertThat(found(service, "  ")).isEmpty();
  }

  @Test
  void whatSomebodySaidIsATurnOfItsSession() {
    DynamoryMemoryService.of(store)
        .addSessionToMemory(session("ana", "s", event("1", 10, Part.fromText("Porto rains"))))
        .blockingAwait();
    var items = store.search(Search.in(Namespace.of("adk-memory", "app", "ana")));
    assertThat(items)
        .extracting(item -> Turn.of(item.value()).orElseThrow())
        .containsExactly(new Turn("s", 10, Instant.ofEpochMilli(10), "user", "Porto rains"));
  }

  @Test
  void whatTheEmbedderThrowsIsNoEmptyAnswer() {
    var service = ranked(5);
    embedder.failWith(new IllegalStateException("the model is down"));
    assertThatThrownBy(() -> found(service, "pizza")).hasMessage("the model is down");
    assertThatThrownBy(() -> service.withRanking(0)).isInstanceOf(InvalidInputException.class);
  }
}

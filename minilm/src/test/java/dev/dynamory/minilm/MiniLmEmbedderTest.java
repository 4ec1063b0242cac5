package dev.dynamory.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Embedder;
import dev.dynamory.InMemory;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class MiniLmEmbedderTest {
  @Test
  void isFoundAsTheEmbedder() {
    assertThat(ServiceLoader.load(Embedder.class)).hasOnlyElementsOfType(MiniLmEmbedder.class);
  }

  @Test
  void findsByMeaningWhatHasNoneOfTheWords() {
    var store = InMemory.store().withEmbedder(new MiniLmEmbedder(), MiniLmEmbedder.DIMENSIONS);
    var notes = Namespace.of("notes");
    store.put(notes, "food", Map.of("text", "She loves spaghetti with tomatoes"));
    store.put(notes, "sport", Map.of("text", "He runs along the river"));
    var search = Search.in(notes).query("favourite Italian dish").ranking(Ranking.SEMANTIC);
    assertThat(store.search(search).stream().map(Item::key)).containsExactly("food", "sport");
  }

  @Test
  void aTextOfAnyLengthHasAVector() {
    var texts = List.of("…", "x", "word ".repeat(3_000));
    assertThat(new MiniLmEmbedder().embed(texts))
        .allMatch(vector -> vector.length == MiniLmEmbedder.DIMENSIONS);
  }
}

package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedderTest {
  private static final Embedder LENGTHS =
      documents -> documents.stream().map(text -> new float[] {text.length()}).toList();

  /** Tells the two apart: the vector of a query is negative. */
  private static final Embedder TWO_WAYS =
      new Embedder() {
        @Override
        public List<float[]> embed(List<String> documents) {
          return LENGTHS.embed(documents);
        }

        @Override
        public float[] embedQuery(String query) {
          return new float[] {-query.length()};
        }
      };

  @Test
  void aQueryIsEmbeddedAsADocumentUnlessTheModelHasAWayOfItsOwn() {
    assertThat(LENGTHS.embedQuery("four")).containsExactly(4);
    assertThat(TWO_WAYS.embedQuery("four")).containsExactly(-4);
  }

  @Test
  void prefixesStandBeforeEveryDocumentAndEveryQuery() {
    var marked = TWO_WAYS.withPrefixes("passage: ", "query: ");
    assertThat(marked.embed(List.of("a", "to")))
        .containsExactly(of("passage: a"), of("passage: to"));
    assertThat(marked.embedQuery("to")).containsExactly(-"query: to".length());
  }

  private static float[] of(String text) {
    return LENGTHS.embed(List.of(text)).get(0);
  }
}

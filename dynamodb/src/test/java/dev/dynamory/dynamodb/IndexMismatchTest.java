package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Distance;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateVectorIndexAction;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** Tables whose index is another one than their store expects, and items that are not in it. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class IndexMismatchTest {
  private static final Namespace USER = Namespace.of("users", "1");

  private final Watched watched = new Watched();
  private final WordEmbedder model = new WordEmbedder();
  private final DynamoDbStore plain = watched.newStore();
  private final DynamoDbStore store = plain.withEmbedder(model, WordEmbedder.DIMENSIONS, "text");

  private static Search ask(String query) {
    return Search.in(USER).query(query).exact();
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }

  @ParameterizedTest
  @CsvSource({
    "DOT_PRODUCT, COSINE",
    "DOT_PRODUCT, EUCLIDEAN",
    "COSINE, DOT_PRODUCT",
    "EUCLIDEAN, COSINE"
  })
  void anIndexThatComparesByAnotherDistanceIsAnErrorAndNoRanking(Distance made, Distance asked) {
    var first = store.withDistance(made);
    first.setup();
    for (var text : List.of("green tea", "black coffee", "milk", "tea")) {
      first.put(USER, text, text(text));
    }
    var second =
        watched.newStore().withEmbedder(model, WordEmbedder.DIMENSIONS, "text").withDistance(asked);
    for (var ranking : List.of(Ranking.SEMANTIC, Ranking.HYBRID)) {
      assertThatThrownBy(() -> second.search(ask("tea").ranking(ranking)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("memory-vector-index")
          .hasMessageContaining(asked.name());
      assertThat(first.search(ask("tea").ranking(ranking)).get(0).key()).endsWith("tea");
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void equalScoresAreOfTheDistance(Distance distance) {
    var equal = store.withDistance(distance);
    equal.setup();
    for (var n = 0; n < 20; n++) {
      equal.put(USER, "k" + n, text("tea tea tea"));
    }
    assertThat(equal.search(ask("tea").limit(30))).hasSize(20);
  }

  @Test
  void scoresThatCannotBeOfTheDistanceAreKnown() {
    assertThat(VectorItems.areOf(List.of(0.0, 1.0, 2.0), Distance.COSINE)).isTrue();
    assertThat(VectorItems.areOf(List.of(-1e-7, 0.0), Distance.COSINE)).isTrue();
    assertThat(VectorItems.areOf(List.of(0.0, 2.1), Distance.COSINE)).isFalse();
    assertThat(VectorItems.areOf(List.of(-0.5), Distance.COSINE)).isFalse();
    assertThat(VectorItems.areOf(List.of(1.0, 0.5), Distance.COSINE)).isFalse();
    assertThat(VectorItems.areOf(List.of(0.0, 7.0), Distance.EUCLIDEAN)).isTrue();
    assertThat(VectorItems.areOf(List.of(-1.0), Distance.EUCLIDEAN)).isFalse();
    assertThat(VectorItems.areOf(List.of(9.0, 1.0, -3.0), Distance.DOT_PRODUCT)).isTrue();
    assertThat(VectorItems.areOf(List.of(1.0, 9.0), Distance.DOT_PRODUCT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"KEYS_ONLY", "INCLUDE"})
  void anIndexWithoutTheValuesIsAnErrorAndNoEmptyAnswer(ProjectionType type) {
    plain.setup();
    addIndex(type);
    store.put(Put.of(USER, "a", text("tea")).timeToLive(Duration.ofMinutes(9)));
    for (var ranking : List.of(Ranking.SEMANTIC, Ranking.HYBRID)) {
      assertThatThrownBy(() -> store.search(ask("tea").ranking(ranking)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("memory-vector-index")
          .hasMessageContaining("setup()");
    }
    assertThatThrownBy(store::setup).isInstanceOf(ConfigurationException.class);
  }

  private void addIndex(ProjectionType type) {
    var projection = Projection.builder().projectionType(type);
    var created =
        CreateVectorIndexAction.builder()
            .indexName(VectorItems.INDEX)
            .vectorAttribute(v -> v.attributeName(VectorItems.INDEXED))
            .dimensions((long) WordEmbedder.DIMENSIONS)
            .distanceFunction("COSINE")
            .searchSchema(
                SearchSchemaElement.builder()
                    .attributeName("PK")
                    .searchSchemaElementType("HASH")
                    .build())
            .projection(
                type == ProjectionType.INCLUDE
                    ? projection.nonKeyAttributes("created_at").build()
                    : projection.build())
            .build();
    Engine.client()
        .updateTable(
            update ->
                update
                    .tableName(watched.table)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("PK")
                            .attributeType("S")
                            .build())
                    .vectorIndexUpdates(VectorIndexUpdate.builder().create(created).build()));
  }

  @Test
  void aVectorThatTheIndexRefusesIsAnErrorOfConfigurationInATransactionToo() {
    store.setup();
    var other = plain.withEmbedder(texts -> List.of(new float[] {1, 2, 3}), 3, "text");
    assertThatThrownBy(() -> other.transact(List.of(Put.of(USER, "a", text("tea")))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("another embedder");
    assertThat(store.get(USER, "a")).isEmpty();
  }

  @Test
  void whereNothingHasAVectorHybridAnswersByWords() {
    plain.setup();
    plain.put(USER, "a", text("green tea"));
    plain.put(USER, "b", text("black coffee"));
    store.setup();
    assertThat(store.search(ask("tea"))).extracting(Item::key).containsExactly("a");
    assertThat(store.search(ask("tea").ranking(Ranking.SEMANTIC))).isEmpty();
    var other = Namespace.of("users", "2");
    store.put(other, "c", text("mint tea"));
    var found = store.search(Search.in(Namespace.of("users")).query("tea"));
    assertThat(found).extracting(Item::key).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void whereOthersHaveAVectorHybridFindsNothingWithout() {
    store.setup();
    store.put(USER, "a", text("green tea"));
    store.put(Put.of(USER, "none", text("tea")).notEmbedded());
    assertThat(store.search(ask("tea"))).extracting(Item::key).containsExactly("a");
    for (var everywhere : List.of(ask("tea").consistent(), ask("tea").ranking(Ranking.LEXICAL))) {
      assertThat(store.search(everywhere)).hasSize(2);
    }
  }

  @Test
  void puttingAgainWhatIsThereGivesItAVector() {
    plain.setup();
    plain.put(Put.of(USER, "a", text("green tea")).timeToLive(Duration.ofDays(1)));
    store.setup();
    store.scan(item -> store.update(item.namespace(), item.key(), document -> {}), corrupt -> {});
    assertThat(store.search(ask("tea").ranking(Ranking.SEMANTIC))).hasSize(1);
    assertThat(store.get(USER, "a").orElseThrow().timeToLive()).isEqualTo(Duration.ofDays(1));
  }
}

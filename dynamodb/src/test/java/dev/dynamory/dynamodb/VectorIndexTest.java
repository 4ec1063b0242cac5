package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dynamory.BatchException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Delete;
import dev.dynamory.Distance;
import dev.dynamory.Filter;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items with vectors in the table, and searches that ask its index. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class VectorIndexTest {
  private static final Namespace USER = Namespace.of("users", "1");

  private final Watched watched = new Watched();
  private final WordEmbedder model = new WordEmbedder();
  private final DynamoDbStore plain = watched.newStore();
  private final DynamoDbStore store = plain.withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
  private final DynamoDbStore exact = store.withExactRanking();

  @BeforeEach
  void thereIsATable() {
    store.setup();
  }

  private Map<String, AttributeValue> row(String key) {
    return new Original(watched.table).row("users:1", key);
  }

  private static Search ask(String query) {
    return Search.in(USER).query(query).ranking(Ranking.SEMANTIC);
  }

  private float[] vector(String text) {
    return model.embed(List.of(text)).get(0);
  }

  private List<String> keys(Search search) {
    return store.search(search).stream().map(Item::key).toList();
  }

  @Test
  void aPutKeepsItsVectorAsLangGraphDoes() {
    store.put(USER, "a", Map.of("text", "green tea", "other", "x"));
    assertThat(row("a").get("embedding").l())
        .extracting(AttributeValue::n)
        .containsExactlyElementsOf(
            VectorItems.numbers(Vector.of(vector("green tea"))).stream()
                .map(AttributeValue::n)
                .toList());
    assertThat(row("a")).doesNotContainKey("vector");
  }

  @Test
  void anExactStorePacksTheVector() {
    exact.put(USER, "a", Map.of("text", "green tea"));
    assertThat(row("a").get("vector").b().asByteArray())
        .isEqualTo(Vector.of(vector("green tea")).packed());
    assertThat(row("a")).doesNotContainKey("embedding");
  }

  @Test
  void noPutLeavesAVectorBehindThatIsNotOfItsValue() {
    for (var other :
        List.<Runnable>of(
            () -> plain.put(USER, "a", Map.of("text", "black coffee")),
            () -> store.put(USER, "a", Map.of("n", 1)),
            () -> store.put(Put.of(USER, "a", Map.of("text", "tea")).notEmbedded()),
            () -> store.put(USER, "a", Map.of("text", " ")),
            () -> plain.batch(List.of(Put.of(USER, "a", Map.of("text", "black coffee")))),
            () -> plain.transact(List.of(Put.of(USER, "a", Map.of("text", "black coffee")))),
            () -> plain.update(USER, "a", document -> document.put("text", "coffee")),
            () -> store.delete(USER, "a"))) {
      for (var before : List.of(store, exact)) {
        before.put(USER, "a", Map.of("text", "green tea"));
        other.run();
        assertThat(row("a")).doesNotContainKeys("embedding", "vector");
        assertThat(store.search(ask("green tea"))).isEmpty();
      }
    }
  }

  @Test
  void exactAndIndexedPutsReplaceEachOther() {
    store.put(USER, "a", Map.of("text", "green tea"));
    exact.put(USER, "a", Map.of("text", "green tea"));
    assertThat(row("a")).containsKey("vector").doesNotContainKey("embedding");
    store.put(USER, "a", Map.of("text", "green tea"));
    assertThat(row("a")).containsKey("embedding").doesNotContainKey("vector");
  }

  @Test
  void anExactStoreRanksWhatAnIndexedOnePut() {
    store.put(USER, "a", Map.of("text", "green tea"));
    store.put(USER, "b", Map.of("text", "black coffee"));
    assertThat(exact.search(ask("coffee"))).extracting(Item::key).containsExactly("b", "a");
  }

  @Test
  void findsByMeaningWithTheScoresOfTheDistance() {
    store.put(USER, "a", Map.of("text", "green tea"));
    store.put(USER, "b", Map.of("text", "black coffee"));
    for (var distance : Distance.values()) {
      var watchedOther = new Watched();
      var other =
          watchedOther
              .newStore()
              .withEmbedder(model, WordEmbedder.DIMENSIONS, "text")
              .withDistance(distance);
      other.setup();
      other.put(USER, "a", Map.of("text", "green tea"));
      other.put(USER, "b", Map.of("text", "black coffee"));
      var asked = Vector.of(vector("tea"));
      var hits = other.search(ask("tea"));
      assertThat(hits).extracting(Item::key).containsExactly("a", "b");
      assertThat(hits.get(0).score())
          .isCloseTo(asked.score(Vector.of(vector("green tea")), distance), within(1e-6));
      assertThat(other.withExactRanking().search(ask("tea")).get(0).score())
          .isCloseTo(hits.get(0).score(), within(1e-6));
    }
  }

  @Test
  void embedsABatchAndATransactionInOneCallEach() {
    var puts =
        IntStream.range(0, 20)
            .mapToObj(n -> Put.of(USER, "k" + n, Map.of("text", "number " + n)))
            .toList();
    store.batch(puts);
    assertThat(model.calls()).isEqualTo(1);
    store.transact(puts);
    assertThat(model.calls()).isEqualTo(2);
    assertThat(store.search(ask("number 7").limit(1))).extracting(Item::key).containsExactly("k7");
  }

  @Test
  void anEmbedderThatFailsFailsThePutBeforeAnythingIsWritten() {
    store.put(USER, "a", Map.of("text", "green tea"));
    model.failWith(new IllegalStateException("the model is away"));
    watched.log.reset();
    assertThatThrownBy(() -> store.put(USER, "a", Map.of("text", "black coffee")))
        .hasMessageContaining("the model is away");
    assertThatThrownBy(
            () -> store.transact(List.of(Put.of(USER, "a", Map.of("text", "black coffee")))))
        .hasMessageContaining("the model is away");
    assertThat(watched.log.calls()).isEmpty();
    assertThatThrownBy(
            () ->
                store.batch(
                    List.of(
                        Put.of(USER, "a", Map.of("text", "coffee")),
                        Delete.of(USER, "none"),
                        Put.of(USER, "b", Map.of("text", "tea")))))
        .isInstanceOfSatisfying(
            BatchException.class, e -> assertThat(e.failures()).containsOnlyKeys(0, 2));
    assertThat(store.get(USER, "a").orElseThrow().value()).containsEntry("text", "green tea");
    assertThat(store.get(USER, "b")).isEmpty();
    model.failWith(null);
    assertThat(keys(ask("tea"))).containsExactly("a");
  }

  @Test
  void aModelThatMakesOtherVectorsThanTheStoreExpectsIsAnErrorBeforeAnythingIsWritten() {
    watched.log.reset();
    var wrong = plain.withEmbedder(model, 3, "text");
    assertThatThrownBy(() -> wrong.put(USER, "a", Map.of("text", "tea")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("64 dimensions");
    assertThat(watched.log.calls()).isEmpty();
  }

  @Test
  void aStoreOfOtherDimensionsThanTheIndexIsToldSoAtPutAndSearch() {
    var other = plain.withEmbedder(texts -> List.of(new float[] {1, 2, 3}), 3, "text");
    assertThatThrownBy(() -> other.put(USER, "a", Map.of("text", "tea")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("another embedder");
    assertThatThrownBy(() -> other.search(ask("tea")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("another embedder");
    store.put(USER, "a", Map.of("text", "tea"));
    assertThatThrownBy(() -> other.withExactRanking().search(ask("tea")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("64 dimensions");
  }

  @Test
  void aStoreWithoutAnEmbedderCannotRankByMeaning() {
    assertThatThrownBy(() -> plain.search(ask("tea"))).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> plain.withDistance(Distance.EUCLIDEAN))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void findsWhatLangGraphPutAndLangGraphFindsOurs() {
    new Original(watched.table)
        .put(
            "users:1",
            "theirs",
            Map.of("text", AttributeValue.fromS("green tea")),
            watched.clock.instant(),
            null,
            doubles("green tea"));
    store.put(USER, "ours", Map.of("text", "black tea"));
    assertThat(keys(ask("green tea"))).containsExactly("theirs", "ours");
    var theirs =
        Engine.client()
            .searchVectors(
                request ->
                    request
                        .tableName(watched.table)
                        .indexName("memory-vector-index")
                        .searchVector(VectorItems.numbers(Vector.of(vector("black"))))
                        .topK(1)
                        .searchConditionExpression("PK = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("users:1"))));
    assertThat(theirs.searchResults().get(0).item())
        .containsEntry("SK", AttributeValue.fromS("ours"))
        .doesNotContainKey("embedding");
  }

  private List<Double> doubles(String text) {
    var doubles = new ArrayList<Double>();
    for (var number : vector(text)) {
      doubles.add((double) number);
    }
    return doubles;
  }

  @Test
  void searchesAPrefixInAllItsNamespacesWithOneCallForEach() {
    for (var label : List.of("1", "2", "3")) {
      store.put(Namespace.of("users", label), "tea", Map.of("text", "tea of " + label));
      store.put(Namespace.of("users", label), "coffee", Map.of("text", "coffee"));
    }
    store.put(Namespace.of("users"), "own", Map.of("text", "tea"));
    store.put(Namespace.of("others"), "not", Map.of("text", "tea"));
    store.search(Search.in(Namespace.of("users")).query("tea").ranking(Ranking.SEMANTIC));
    watched.log.reset();
    var hits =
        store.search(
            Search.in(Namespace.of("users"))
                .query("tea of 2")
                .ranking(Ranking.SEMANTIC)
                .filter(Filter.ne("text", "coffee")));
    assertThat(hits).hasSize(4);
    assertThat(hits.get(0).namespace()).isEqualTo(Namespace.of("users", "2"));
    assertThat(watched.log.calls().stream().filter(c -> c.operation().equals("SearchVectors")))
        .hasSize(4);
  }

  @Test
  void saysHonestlyThatTheIndexGivesOnlyAHundred() {
    store.batch(texts(100));
    assertThat(store.searchPage(ask("number").limit(10)).isTruncated()).isTrue();
    store.delete(USER, "k000");
    var page = store.searchPage(ask("number").limit(10));
    assertThat(page.isTruncated()).isFalse();
    var all = new ArrayList<>(page.items());
    while (page.nextToken() != null) {
      page = store.searchPage(ask("number").limit(10).pageToken(page.nextToken()));
      all.addAll(page.items());
    }
    assertThat(all).hasSize(99).extracting(Item::key).doesNotHaveDuplicates();
    store.batch(texts(120));
    assertThat(keys(ask("number").limit(500))).hasSize(100);
    assertThat(store.search(ask("number").limit(500).consistent())).hasSize(120);
    assertThat(exact.search(ask("number").limit(500))).hasSize(120);
  }

  private static List<Put> texts(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                Put.of(
                    USER, "k%03d".formatted(n), Map.of("text", "number " + n, "even", n % 2 == 0)))
        .toList();
  }

  @Test
  void filtersBeforeTheLimitAndSkipsWhatHasExpired() {
    store.batch(texts(60));
    for (var n = 0; n < 15; n++) {
      store.put(
          Put.of(USER, "old" + n, Map.of("text", "number")).timeToLive(Duration.ofMinutes(1)));
    }
    watched.clock.advance(Duration.ofMinutes(2));
    assertThat(keys(ask("number").limit(10))).hasSize(10).noneMatch(key -> key.startsWith("old"));
    assertThat(store.search(ask("number").filter(Filter.eq("even", true)).limit(25)))
        .hasSize(25)
        .allMatch(item -> item.value().get("even").equals(true));
  }

  @Test
  void aLargeValueIsFoundByTheVectorOfItsHead() {
    store.put(USER, "large", Map.of("text", "green tea", "bytes", Rig.large(1).get("bytes")));
    assertThat(row("large")).containsKeys("embedding", "parts");
    assertThat(store.search(ask("green tea")).get(0).value()).containsKey("bytes");
  }

  @Test
  void noReadReturnsAVector() {
    store.put(USER, "a", Map.of("text", "green tea"));
    exact.put(USER, "b", Map.of("text", "green tea"));
    var seen = new ArrayList<>(store.search(Search.in(USER)));
    seen.addAll(store.search(ask("tea")));
    seen.add(store.get(USER, "b").orElseThrow());
    store.scan(seen::add, corrupt -> {});
    assertThat(seen)
        .hasSize(6)
        .allMatch(item -> item.value().keySet().equals(java.util.Set.of("text")));
  }

  @Test
  void aTableWithoutTheIndexIsAnErrorThatSaysWhatToDo() {
    var bare = new Watched();
    bare.newStore().setup();
    var asking = bare.newStore().withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
    asking.put(USER, "a", Map.of("text", "tea"));
    for (var ranking : List.of(Ranking.SEMANTIC, Ranking.HYBRID)) {
      assertThatThrownBy(() -> asking.search(ask("tea").ranking(ranking)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("setup()")
          .hasMessageContaining("withExactRanking()");
    }
    assertThat(asking.withExactRanking().search(ask("tea"))).hasSize(1);
    asking.setup();
    assertThat(asking.search(ask("tea"))).hasSize(1);
  }

  @Test
  void refreshesWhatItReturnsAndNothingElse() {
    var ttl = Duration.ofMinutes(10);
    store.put(Put.of(USER, "a", Map.of("text", "green tea")).timeToLive(ttl));
    store.put(Put.of(USER, "b", Map.of("text", "black coffee")).timeToLive(ttl));
    watched.clock.advance(Duration.ofMinutes(5));
    var hit = store.withRefreshOnRead().search(ask("tea").limit(1)).get(0);
    assertThat(hit.score()).isNotNull();
    watched.clock.advance(Duration.ofMinutes(6));
    assertThat(store.get(USER, "a")).isPresent();
    assertThat(store.get(USER, "b")).isEmpty();
  }

  @Test
  void returnsTheTurnsAroundAnAnswerThatTheIndexDidNotGive() {
    var turns = new ArrayList<Put>();
    for (var n = 0; n < 150; n++) {
      var text = n == 75 ? "the lighthouse" : "nothing of note " + n;
      var turn = new Turn("s", n, Instant.EPOCH.plusSeconds(n), "Ana", text);
      turns.add(Put.of(USER, turn.key(), turn));
    }
    store.batch(turns);
    var hits = store.search(ask("lighthouse").limit(1).surroundingTurns(2));
    assertThat(hits)
        .extracting(item -> item.value().get("position"))
        .containsExactly(73, 74, 75, 76, 77);
    assertThat(hits).filteredOn(item -> item.score() != null).hasSize(1);
  }

  @Test
  void theNamesOfThoseWhoSpeakAreNotSearchedFor() {
    for (var n = 0; n < 120; n++) {
      var turn = new Turn("s", n, Instant.EPOCH, "Ana", n == 7 ? "the lighthouse" : "Ana Ana " + n);
      store.put(USER, turn.key(), turn);
    }
    var asking = ask("Ana, Ana and Ana: the lighthouse?").exact().limit(1);
    for (var searches : List.of(2, 1)) {
      watched.log.reset();
      assertThat(store.search(asking).get(0).value()).containsEntry("position", 7);
      assertThat(watched.log.calls()).hasSize(searches);
    }
  }

  @Test
  void aQuestionIsEmbeddedOnceForAllItsPages() {
    store.batch(texts(30));
    var before = model.calls();
    var pages = Page.stream(token -> store.searchPage(ask("number").limit(10).pageToken(token)));
    assertThat(pages).hasSize(30);
    assertThat(model.calls()).isEqualTo(before + 1);
  }

  private static Put turn(int position, String text) {
    var turn = new Turn("s", position, Instant.EPOCH, "Ana", text);
    return Put.of(USER, turn.key(), turn);
  }

  @Test
  void aSearchOfAllItemsDoesNotTurnAgainWhatTheIndexHasTurned() {
    var last = turn(3, "and so are boats");
    store.batch(
        List.of(turn(0, "the lighthouse"), turn(1, "is far"), turn(2, "the sea is near"), last));
    var found = store.search(ask("lighthouse").limit(10));
    var consistent = store.search(ask("lighthouse").limit(10).consistent());
    assertThat(score(consistent, last.key())).isCloseTo(score(found, last.key()), within(1e-4));
  }

  private static double score(List<Item> items, String key) {
    return items.stream()
        .filter(item -> item.key().equals(key))
        .map(item -> Objects.requireNonNull(item.score()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theVectorOfATurnIsTurnedTowardsTheTurnsBeforeIt() {
    var said = List.of("a lighthouse", "by the sea", "far away", "and now", "something else");
    var expected = vector("Ana: and now");
    scaleTo(expected, 1);
    for (var k = 1; k <= 3; k++) {
      var before = vector("Ana: " + said.get(3 - k));
      scaleTo(before, 0.3 * Math.pow(0.5, k - 1));
      for (var i = 0; i < expected.length; i++) {
        expected[i] += before[i];
      }
    }
    scaleTo(expected, Vector.of(vector("Ana: and now")).length());
    var puts = IntStream.range(0, 5).mapToObj(n -> turn(n, said.get(n))).toList();
    var oneByOne = Namespace.of("users", "2");
    store.batch(puts);
    puts.forEach(put -> store.put(Put.of(oneByOne, put.key(), put.value())));
    var another = watched.newStore().withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
    watched.log.reset();
    var calls = model.calls();
    another.put(Put.of(oneByOne, puts.get(3).key(), puts.get(3).value()));
    assertThat(model.calls()).isEqualTo(calls + 1);
    assertThat(watched.log.calls().stream().filter(c -> c.operation().equals("BatchGetItem")))
        .hasSize(1);
    for (var partition : List.of("users:1", "users:2")) {
      var kept = new Original(watched.table).row(partition, puts.get(3).key()).get("embedding");
      for (var i = 0; i < expected.length; i++) {
        assertThat(Float.parseFloat(kept.l().get(i).n())).isCloseTo(expected[i], within(1e-4f));
      }
    }
    watched.log.reset();
    store.put(turn(5, "the next one"));
    assertThat(watched.log.calls()).hasSize(1);
  }

  private static void scaleTo(float[] vector, double length) {
    var now = Vector.of(vector).length();
    for (var i = 0; i < vector.length; i++) {
      vector[i] *= (float) (length / now);
    }
  }

  @Test
  void twoProcessesShareTheIndex() {
    var other = watched.newStore().withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
    other.setup();
    store.put(USER, "a", Map.of("text", "green tea"));
    assertThat(other.search(ask("tea"))).hasSize(1);
    other.put(USER, "a", Map.of("text", "black coffee"));
    assertThat(store.search(ask("coffee")).get(0).score()).isGreaterThan(0.5);
    assertThat(store.search(ask("green tea")).get(0).score()).isLessThan(0.1);
  }
}

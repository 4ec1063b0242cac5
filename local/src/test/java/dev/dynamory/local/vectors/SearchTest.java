package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Shapes.attribute;
import static dev.dynamory.local.vectors.Shapes.filter;
import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.key;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.n;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static dev.dynamory.local.vectors.Shapes.vector;
import static dev.dynamory.local.vectors.Shapes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dynamory.local.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.SearchResultItem;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;
import software.amazon.awssdk.services.dynamodb.model.VectorDistanceFunction;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What a search finds, in which order, and what it gives of it. */
class SearchTest {
  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @ParameterizedTest
  @CsvSource({"COSINE, 0.4", "EUCLIDEAN, 0.894427", "DOT_PRODUCT, 0.6"})
  void scoresAsTheServiceDoes(VectorDistanceFunction distance, double score) {
    create(index("vix", i -> i.distanceFunction(distance)));
    put(item("a", "e", list(0.6, 0.8, 0)));

    assertThat(search("vix").get(0).score()).isCloseTo(score, within(1e-6));
  }

  @Test
  void findsTheNearestFirst() {
    create(
        index("cosine"),
        index("euclid", i -> i.distanceFunction(VectorDistanceFunction.EUCLIDEAN)),
        index("dotted", i -> i.distanceFunction(VectorDistanceFunction.DOT_PRODUCT)));
    put(item("opposite", "e", list(-1, 0, 0)));
    put(item("long", "e", list(9, 9, 0)));
    put(item("same", "e", list(1, 0, 0)));
    put(item("short", "e", list(0.5, 0, 0.1)));

    assertThat(keys(search("cosine"))).containsExactly("same", "short", "long", "opposite");
    assertThat(keys(search("euclid"))).containsExactly("same", "short", "opposite", "long");
    assertThat(keys(search("dotted"))).containsExactly("long", "same", "short", "opposite");
  }

  @Test
  void scoresIdenticalVectorsZeroAndOppositeOnesTwo() {
    create(index("vix"));
    put(item("same", "e", list(0.1, 0.7, -0.3)));
    put(item("opposite", "e", list(-0.1, -0.7, 0.3)));

    var found = search("vix", r -> r.searchVector(vector(0.1, 0.7, -0.3)));

    assertThat(found).extracting(SearchResultItem::score).containsExactly(0.0, 2.0);
  }

  @Test
  void scoresZeroVectorsOneByCosine() {
    create(index("vix"));
    put(item("zero", "e", list(0, 0, 0)));
    put(item("not", "e", list(1, 0, 0)));

    assertThat(search("vix").get(1).score()).isEqualTo(1.0);
    assertThat(search("vix", r -> r.searchVector(vector(0, 0, 0))))
        .extracting(SearchResultItem::score)
        .containsExactly(1.0, 1.0);
  }

  @Test
  void keepsScoresFinite() {
    create(
        index("dotted", i -> i.distanceFunction(VectorDistanceFunction.DOT_PRODUCT)),
        index("euclid", i -> i.distanceFunction(VectorDistanceFunction.EUCLIDEAN)),
        index("cosine"));
    put(item("huge", "e", list(3e38, 3e38, 0)));
    var far = vector(-3e38, -3e38, 0);

    assertThat(search("dotted", r -> r.searchVector(far)).get(0).score())
        .isEqualTo(-Float.MAX_VALUE);
    assertThat(search("euclid", r -> r.searchVector(far)).get(0).score())
        .isEqualTo(Float.MAX_VALUE);
    assertThat(search("cosine", r -> r.searchVector(far)).get(0).score())
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void breaksTiesByKey() {
    create(index("vix"));
    for (String pk : List.of("d", "a", "c", "b")) {
      put(item(pk, "e", list(1, 0, 0)));
    }

    assertThat(keys(search("vix"))).containsExactly("a", "b", "c", "d");
    assertThat(keys(search("vix", r -> r.topK(2)))).containsExactly("a", "b");
  }

  @Test
  void breaksTiesBySortKeyAsANumber() {
    client.createTable(
        table(table, attribute("sk", ScalarAttributeType.N))
            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
            .vectorIndexes(index("vix", hash("pk")))
            .build());
    for (String sk : List.of("10", "9", "-1")) {
      put(item("a", "sk", n(sk), "e", list(1, 0, 0)));
    }

    assertThat(search("vix", where("pk = :p", Map.of(":p", s("a")))))
        .extracting(hit -> hit.item().get("sk").n())
        .containsExactly("-1", "9", "10");
  }

  @Test
  void findsAsManyAsThereAreUpToAHundred() {
    create(index("vix"));
    putAll(IntStream.range(0, 120).mapToObj(n -> item("k" + n, "e", list(n, 1, 0))).toList());

    assertThat(search("vix", r -> r.topK(100))).hasSize(100);
    assertThat(search("vix", r -> r.topK(1))).hasSize(1);
    create("other-", index("empty"));
    assertThat(
            client
                .searchVectors(r -> request(r, "empty").tableName("other-" + table))
                .searchResults())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = VectorDistanceFunction.class,
      names = "UNKNOWN_TO_SDK_VERSION",
      mode = EnumSource.Mode.EXCLUDE)
  void findsExactlyWhatALookAtEveryItemFinds(VectorDistanceFunction distance) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    create(index("vix", i -> i.distanceFunction(distance).dimensions(16L)));
    var vectors = new ArrayList<float[]>();
    IntStream.range(0, 200).forEach(n -> vectors.add(random(random)));
    putAll(
        IntStream.range(0, 200)
            .mapToObj(n -> item("k" + n, "e", list(doubles(vectors.get(n)))))
            .toList());
    float[] query = random(random);

    var found = search("vix", r -> r.topK(20).searchVector(vector(doubles(query))));

    boolean isDot = distance == VectorDistanceFunction.DOT_PRODUCT;
    var scores = vectors.stream().map(v -> score(distance, query, v));
    var expected =
        scores
            .sorted(isDot ? Comparator.reverseOrder() : Comparator.naturalOrder())
            .limit(20)
            .toList();
    assertThat(found).as("seed " + seed).hasSize(20);
    for (int n = 0; n < 20; n++) {
      assertThat(found.get(n).score()).as("seed " + seed).isCloseTo(expected.get(n), within(1e-9));
    }
  }

  @Test
  void seesEveryWriteBeforeIt() {
    create(index("vix"));
    put(item("a", "e", list(1, 0, 0), "note", s("first")));
    assertThat(search("vix").get(0).item()).containsEntry("note", s("first"));

    put(item("a", "e", list(1, 0, 0), "note", s("second")));
    assertThat(search("vix").get(0).item()).containsEntry("note", s("second"));

    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(item("a"))
                .updateExpression("SET note = :n")
                .expressionAttributeValues(Map.of(":n", s("third"))));
    assertThat(search("vix").get(0).item()).containsEntry("note", s("third"));

    client.transactWriteItems(
        t ->
            t.transactItems(
                write(w -> w.put(p -> p.tableName(table).item(item("b", "e", list(1, 0, 0))))),
                write(
                    w ->
                        w.update(
                            u ->
                                u.tableName(table)
                                    .key(item("a"))
                                    .updateExpression("SET e = :e")
                                    .expressionAttributeValues(Map.of(":e", list(0, 1, 0)))))));
    assertThat(keys(search("vix"))).containsExactly("b", "a");

    client.executeStatement(
        run -> run.statement("UPDATE \"" + table + "\" SET note = 'fourth' WHERE pk = 'a'"));
    assertThat(search("vix").get(1).item()).containsEntry("note", s("fourth"));

    client.deleteItem(delete -> delete.tableName(table).key(item("b")));
    assertThat(keys(search("vix"))).containsExactly("a");

    client.batchWriteItem(
        batch ->
            batch.requestItems(
                Map.of(
                    table,
                    List.of(WriteRequest.builder().deleteRequest(d -> d.key(item("a"))).build()))));
    assertThat(search("vix")).isEmpty();
  }

  @Test
  void losesTheEntryWithTheVectorOrTheHash() {
    createWith(List.of(text("tenant")), index("vix", hash("tenant")));
    var ofTheTenant = where("tenant = :t", Map.of(":t", s("t")));
    for (String attribute : List.of("e", "tenant")) {
      put(item("a", "e", list(1, 0, 0), "tenant", s("t")));
      assertThat(search("vix", ofTheTenant)).hasSize(1);

      client.updateItem(
          update -> update.tableName(table).key(item("a")).updateExpression("REMOVE " + attribute));

      assertThat(search("vix", ofTheTenant)).isEmpty();
    }
  }

  @Test
  void doesNotSeeAWriteThatFailed() {
    create(index("vix"));
    put(item("a", "e", list(1, 0, 0)));

    try {
      client.putItem(
          put ->
              put.tableName(table)
                  .item(item("a", "e", list(0, 1, 0)))
                  .conditionExpression("attribute_not_exists(pk)"));
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining("conditional");
    }

    assertThat(search("vix").get(0).score()).isZero();
  }

  @Test
  void holdsItemsWithoutAFilterAndNoneWithoutVectorOrHash() {
    createWith(List.of(text("tenant"), text("kind")), index("vix", hash("tenant"), filter("kind")));
    put(item("complete", "e", list(1, 0, 0), "tenant", s("t"), "kind", s("k")));
    put(item("no filter", "e", list(1, 0, 0), "tenant", s("t")));
    put(item("no hash", "e", list(1, 0, 0), "kind", s("k")));
    put(item("no vector", "tenant", s("t"), "kind", s("k")));

    assertThat(keys(search("vix", where("tenant = :t", Map.of(":t", s("t"))))))
        .containsExactly("complete", "no filter");
    assertThat(
            keys(
                search(
                    "vix",
                    where("(tenant = :t) and kind = :k", Map.of(":t", s("t"), ":k", s("k"))))))
        .containsExactly("complete");
  }

  @Test
  void holdsWithAHashWhatHasOne() {
    createWith(List.of(text("tenant")), index("hashed", hash("tenant")), index("free"));
    put(item("with", "e", list(1, 0, 0), "tenant", s("t")));
    put(item("without", "e", list(1, 0, 0)));

    assertThat(keys(search("free"))).containsExactly("with", "without");
    assertThat(keys(search("hashed", where("tenant = :t", Map.of(":t", s("t"))))))
        .containsExactly("with");
  }

  @Test
  void comparesNumbersAsNumbersAndBytesAsBytes() {
    createWith(
        List.of(
            attribute("year", ScalarAttributeType.N), attribute("owner", ScalarAttributeType.B)),
        index("vix", hash("year"), filter("owner")));
    var bytes = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1}));
    put(item("a", "e", list(1, 0, 0), "year", n("2026.0"), "owner", bytes));

    var found =
        search(
            "vix",
            where("#y = :y AND #o = :o", Map.of(":y", n("2.026e3"), ":o", bytes))
                .andThen(r -> r.expressionAttributeNames(Map.of("#y", "year", "#o", "owner"))));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).item()).containsEntry("year", n("2026"));
  }

  @Test
  void keepsSeveralIndexesApart() {
    create(
        index("one"),
        index("two", i -> i.vectorAttribute(v -> v.attributeName("f")).dimensions(2L)));
    put(item("a", "e", list(1, 0, 0)));
    put(item("b", "f", list(0, 1)));
    put(item("both", "e", list(1, 0, 0), "f", list(1, 0)));

    assertThat(keys(search("one"))).containsExactly("a", "both");
    var found = search("two", r -> r.searchVector(vector(0, 1)));
    assertThat(keys(found)).containsExactly("b", "both");
    assertThat(found.get(1).item()).containsOnlyKeys("pk", "e");
  }

  @Test
  void givesWhatTheIndexHoldsWithoutTheVector() {
    createWith(
        List.of(text("kind")),
        index("all"),
        index(
            "keys",
            i -> i.projection(p -> p.projectionType(ProjectionType.KEYS_ONLY)),
            filter("kind")),
        index(
            "some",
            i ->
                i.projection(
                    p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("title"))));
    put(item("a", "e", list(1, 0, 0), "kind", s("k"), "title", s("t"), "body", s("b")));

    assertThat(search("all").get(0).item()).containsOnlyKeys("pk", "kind", "title", "body");
    assertThat(search("keys").get(0).item()).containsOnlyKeys("pk", "kind");
    assertThat(search("some").get(0).item()).containsOnlyKeys("pk", "title");
  }

  @Test
  void givesTheVectorWhenAskedInTheDigitsOf32Bits() {
    create(index("vix"));
    put(
        item(
            "a",
            "e",
            AttributeValue.fromL(List.of(n("1"), n("16777217"), n("0.1234567890123456789")))));

    var found = search("vix", r -> r.projectionExpression("e"));

    assertThat(found.get(0).item())
        .isEqualTo(
            Map.of("e", AttributeValue.fromL(List.of(n("1.0"), n("16777216"), n("0.12345679")))));
  }

  @Test
  void givesThePathsAskedForAndLeavesOutWhatTheIndexDoesNotHold() {
    create(
        index(
            "vix",
            i ->
                i.projection(
                    p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("doc"))));
    var doc =
        AttributeValue.fromM(
            Map.of(
                "a", AttributeValue.fromL(List.of(s("0"), s("1"), s("2"))),
                "b", s("b")));
    put(item("a", "e", list(1, 0, 0), "doc", doc, "body", s("not held")));

    var found =
        search(
            "vix",
            r ->
                r.projectionExpression("pk, #d.a[2], #d.a[0], body, e[0]")
                    .expressionAttributeNames(Map.of("#d", "doc")));

    assertThat(found.get(0).item())
        .isEqualTo(
            item(
                "a",
                "doc",
                AttributeValue.fromM(Map.of("a", AttributeValue.fromL(List.of(s("0"), s("2"))))),
                "e",
                AttributeValue.fromL(List.of(n("1.0")))));
  }

  @Test
  void fillsAnIndexThatIsAddedAndSkipsWhatAWriteWouldRefuse() {
    client.createTable(table(table).build());
    put(item("good", "e", list(1, 0, 0)));
    put(item("short", "e", list(1, 0)));
    put(item("text", "e", s("text")));
    put(item("huge", "e", list(1, 0, 1e39)));
    put(item("type", "e", list(1, 0, 0), "tenant", n("1")));
    put(item("empty", "e", list(1, 0, 0), "tenant", s("")));
    put(item("absent", "e", list(1, 0, 0)));
    put(item("hashed", "e", list(1, 0, 0), "tenant", s("t")));

    client.updateTable(
        update ->
            update
                .tableName(table)
                .attributeDefinitions(text("pk"), text("tenant"))
                .vectorIndexUpdates(
                    VectorIndexUpdate.builder()
                        .create(Shapes.creation(index("hashed", hash("tenant"))))
                        .build()));
    assertThat(keys(search("hashed", where("tenant = :t", Map.of(":t", s("t"))))))
        .containsExactly("hashed");
    client.updateTable(
        update ->
            update
                .tableName(table)
                .vectorIndexUpdates(
                    VectorIndexUpdate.builder().create(Shapes.creation(index("vix"))).build()));

    assertThat(keys(search("vix"))).containsExactly("absent", "empty", "good", "hashed", "type");
  }

  @Test
  void answersWithTheArnOfATable() {
    create(index("vix"));
    put(item("a", "e", list(1, 0, 0)));
    String arn = client.describeTable(d -> d.tableName(table)).table().tableArn();

    assertThat(search("vix", r -> r.tableName(arn))).hasSize(1);
  }

  @Test
  void forgetsTheItemsOfADeletedTable() {
    create(index("vix"));
    put(item("a", "e", list(1, 0, 0)));
    client.deleteTable(d -> d.tableName(table));

    create(index("vix"));

    assertThat(search("vix")).isEmpty();
  }

  @Test
  void doesNotFindWhatTheEngineExpired() {
    create(index("vix"));
    client.updateTimeToLive(
        ttl ->
            ttl.tableName(table)
                .timeToLiveSpecification(t -> t.enabled(true).attributeName("expires")));
    var past = n(Long.toString(Instant.now().minusSeconds(60).getEpochSecond()));
    put(item("expired", "e", list(1, 0, 0), "expires", past));
    put(item("lasting", "e", list(1, 0, 0)));

    assertThat(
            Wait.until(
                Duration.ofSeconds(60), () -> keys(search("vix")).equals(List.of("lasting"))))
        .isTrue();
  }

  @Test
  void countsWhatASearchCosts() {
    create(index("vix"));
    put(item("a", "e", list(1, 0, 0)));

    for (String asked : List.of("TOTAL", "INDEXES")) {
      assertThat(
              client
                  .searchVectors(r -> request(r, "vix").returnConsumedCapacity(asked))
                  .consumedCapacity()
                  .vectorSearchRequestBytes())
          .isGreaterThanOrEqualTo(1024);
    }
    assertThat(
            client
                .searchVectors(r -> request(r, "vix").returnConsumedCapacity("NONE"))
                .consumedCapacity())
        .isNull();
  }

  @Test
  void carriesARequestIdAndAChecksum() throws Exception {
    create(index("vix"));
    String body =
        """
        {"TableName":"%s","IndexName":"vix","SearchVector":[{"N":"1"},{"N":"0"},{"N":"0"}],"TopK":1}\
        """
            .formatted(table);

    var answer = Answers.send(Engine.shared(), "SearchVectors", body);

    assertThat(answer.body()).isEqualTo("{\"SearchResults\":[]}");
    var checksum = new CRC32();
    checksum.update(answer.body().getBytes(StandardCharsets.UTF_8));
    assertThat(answer.headers().firstValue("x-amz-crc32"))
        .hasValue(Long.toString(checksum.getValue()));
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.0");
  }

  private void create(VectorIndex... indexes) {
    create("", indexes);
  }

  private void create(String prefix, VectorIndex... indexes) {
    client.createTable(table(prefix + table).vectorIndexes(indexes).build());
  }

  private void createWith(List<AttributeDefinition> definitions, VectorIndex... indexes) {
    client.createTable(
        table(table, definitions.toArray(AttributeDefinition[]::new))
            .vectorIndexes(indexes)
            .build());
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private void putAll(List<Map<String, AttributeValue>> items) {
    for (int from = 0; from < items.size(); from += 25) {
      var writes =
          items.subList(from, Math.min(items.size(), from + 25)).stream()
              .map(item -> WriteRequest.builder().putRequest(p -> p.item(item)).build())
              .toList();
      client.batchWriteItem(batch -> batch.requestItems(Map.of(table, writes)));
    }
  }

  private List<SearchResultItem> search(String index) {
    return search(index, r -> {});
  }

  private List<SearchResultItem> search(String index, Consumer<SearchVectorsRequest.Builder> more) {
    return client.searchVectors(r -> request(r, index).applyMutation(more)).searchResults();
  }

  private SearchVectorsRequest.Builder request(SearchVectorsRequest.Builder request, String index) {
    return request.tableName(table).indexName(index).searchVector(vector(1, 0, 0)).topK(10);
  }

  private static Consumer<SearchVectorsRequest.Builder> where(
      String condition, Map<String, AttributeValue> values) {
    return r -> r.searchConditionExpression(condition).expressionAttributeValues(values);
  }

  private static List<String> keys(List<SearchResultItem> found) {
    return found.stream().map(hit -> hit.item().get("pk").s()).toList();
  }

  private static float[] random(Random random) {
    var vector = new float[16];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double[] doubles(float[] vector) {
    return IntStream.range(0, vector.length)
        .mapToDouble(i -> Double.parseDouble(Float.toString(vector[i])))
        .toArray();
  }

  private static double score(VectorDistanceFunction distance, float[] a, float[] b) {
    double dot = IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
    double lengths = Stream.of(a, b).mapToDouble(SearchTest::length).reduce(1, (x, y) -> x * y);
    return switch (distance) {
      case COSINE -> 1 - dot / lengths;
      case EUCLIDEAN ->
          Math.sqrt(
              IntStream.range(0, a.length)
                  .mapToDouble(i -> Math.pow((double) a[i] - b[i], 2))
                  .sum());
      default -> dot;
    };
  }

  private static double length(float[] v) {
    return Math.sqrt(IntStream.range(0, v.length).mapToDouble(i -> (double) v[i] * v[i]).sum());
  }
}

package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Distance;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.TableCreationException;
import dev.dynamory.local.IndexTiming;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateVectorIndexAction;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** The index of vectors from nothing to serving, on an engine whose indexes take their time. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class VectorIndexSetupTest {
  private static final Namespace USER = Namespace.of("users", "1");
  private static final Duration PHASE = Duration.ofMillis(400);
  private static final Duration LAG = Duration.ofMillis(500);
  private static final LocalDynamoDb SLOW =
      LocalDynamoDb.inMemory(0, IndexTiming.INSTANT.withPhases(PHASE, PHASE).withLag(LAG));

  private final WordEmbedder model = new WordEmbedder();
  private final String table = Engine.newTable();

  @AfterAll
  static void close() {
    SLOW.close();
  }

  private DynamoDbStore plain() {
    return Dynamory.using(SLOW.client()).store(table);
  }

  private DynamoDbStore store() {
    return plain().withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
  }

  private static List<Item> search(DynamoDbStore store) {
    return store.search(Search.in(USER).query("tea").ranking(Ranking.SEMANTIC));
  }

  @Test
  void aTableIsMadeWithItsIndexAndServesOnceSetupReturns() {
    store().setup();
    assertThat(search(store())).isEmpty();
    assertThat(store().verify()).isEmpty();
    store().setup();
  }

  @Test
  void aNewTableIsCreatedWithItsIndexByOneCall() {
    var sent = new ConcurrentLinkedQueue<SdkRequest>();
    try (var client = client(sent::add)) {
      Dynamory.using(client)
          .store(table)
          .withEmbedder(model, WordEmbedder.DIMENSIONS, "text")
          .setup();
    }
    assertThat(sent).noneMatch(UpdateTableRequest.class::isInstance);
    assertThat(sent)
        .filteredOn(CreateTableRequest.class::isInstance)
        .singleElement()
        .satisfies(
            request ->
                assertThat(((CreateTableRequest) request).vectorIndexes())
                    .singleElement()
                    .satisfies(
                        index -> assertThat(index.indexName()).isEqualTo("memory-vector-index")));
  }

  @Test
  void whatWaitingDoesNotHelpAgainstIsThrownAtOnce() {
    store().setup();
    for (var refusal :
        Map.of(
                "AccessDeniedException", "not authorized to perform: dynamodb:SearchVectors",
                "ValidationException", "One or more parameter values were invalid")
            .entrySet()) {
      var error =
          DynamoDbException.builder()
              .message(refusal.getValue())
              .awsErrorDetails(
                  AwsErrorDetails.builder()
                      .errorCode(refusal.getKey())
                      .errorMessage(refusal.getValue())
                      .build())
              .statusCode(400)
              .build();
      var searches = new AtomicInteger();
      Consumer<SdkRequest> refused =
          request -> {
            if (request instanceof SearchVectorsRequest) {
              searches.incrementAndGet();
              throw error;
            }
          };
      try (var client = client(refused)) {
        var refusing =
            Dynamory.using(client)
                .store(table)
                .withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
        assertThatThrownBy(refusing::setup).hasMessageContaining(refusal.getValue());
      }
      assertThat(searches).hasValue(1);
    }
  }

  private static DynamoDbClient client(Consumer<SdkRequest> sent) {
    return DynamoDbClient.builder()
        .endpointOverride(SLOW.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(
            o ->
                o.addExecutionInterceptor(
                    new ExecutionInterceptor() {
                      @Override
                      public void beforeExecution(
                          Context.BeforeExecution context, ExecutionAttributes attributes) {
                        sent.accept(context.request());
                      }
                    }))
        .build();
  }

  @Test
  void anIndexThatIsAddedServesEverythingOnceSetupReturns() {
    plain().setup();
    store().put(USER, "a", Map.of("text", "tea"));
    assertThat(store().verify()).containsExactly("the index memory-vector-index is missing");
    store().setup();
    assertThat(search(store())).hasSize(1);
    assertThat(store().verify()).isEmpty();
  }

  @Test
  void inNoPhaseDoesASearchFindNothingInsteadOfFailing() {
    plain().setup();
    store().put(USER, "a", Map.of("text", "tea"));
    var setup = CompletableFuture.runAsync(() -> store().setup());
    var failed = 0;
    while (!setup.isDone()) {
      try {
        assertThat(search(store())).hasSize(1);
      } catch (ConfigurationException e) {
        failed++;
        assertThat(e).hasMessageContaining("setup()");
      }
    }
    setup.join();
    assertThat(failed).isPositive();
    assertThat(search(store())).hasSize(1);
  }

  @Test
  void manyProcessesCanSetUpAtOnce() {
    plain().setup();
    var all =
        IntStream.range(0, 4)
            .mapToObj(n -> CompletableFuture.runAsync(() -> store().setup()))
            .toList();
    all.forEach(CompletableFuture::join);
    assertThat(search(store())).isEmpty();
  }

  @Test
  void waitsForAnotherIndexThatIsBeingMade() {
    plain().setup();
    addIndex("another-index", "embedding", 64, "PK");
    store().setup();
    assertThat(search(store())).isEmpty();
  }

  @Test
  void saysThatItGoesOnWhenItHasWaitedLongEnough() {
    plain().setup();
    var definition = TableDefinition.STORE.named(table).vectors(WordEmbedder.DIMENSIONS);
    var connection = new Connection(SLOW.client(), Runnable::run, InstantSource.system());
    var impatient =
        new VectorIndexSetup(
            connection, definition, definition.vectors().orElseThrow(), Duration.ofMillis(100));
    impatient.request();
    assertThatThrownBy(impatient::awaitServing)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("call setup() again");
    assertThat(store().verify())
        .containsExactly("the index memory-vector-index is still being built");
    store().setup();
    assertThat(search(store())).isEmpty();
  }

  @Test
  void anIndexOfOtherDimensionsDistanceOrAttributeIsRefusedBySetupAndToldByVerify() {
    store().setup();
    var others =
        Map.of(
            plain().withEmbedder(model, 3, "text"), "has 64 dimensions, not 3",
            store().withDistance(Distance.EUCLIDEAN), "compares by COSINE, not by EUCLIDEAN");
    others.forEach(
        (other, message) -> {
          assertThatThrownBy(other::setup)
              .isInstanceOf(ConfigurationException.class)
              .hasMessageContaining(message);
          assertThat(other.verify()).hasSize(1).first().asString().contains(message);
        });
  }

  @Test
  void anIndexOfThisNameOverAnotherAttributeOrWithoutTheNamespaceIsRefused() {
    plain().setup();
    addIndex("memory-vector-index", "other", 64, "PK");
    assertThatThrownBy(() -> store().setup())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("of the attribute other, not of embedding");
  }

  @Test
  void aProvisionedTableIsToldThatItCannotHaveOne() {
    plain().setup();
    SLOW.client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(5L)));
    assertThatThrownBy(() -> store().setup())
        .isInstanceOf(TableCreationException.class)
        .hasMessageContaining("PAY_PER_REQUEST")
        .hasMessageContaining("withExactRanking()");
  }

  @Test
  void aConsistentSearchSeesWhatTheIndexDoesNotSeeYet() {
    store().setup();
    store().put(USER, "a", Map.of("text", "tea"));
    assertThat(
            store()
                .withConsistentReads()
                .search(Search.in(USER).query("tea").ranking(Ranking.SEMANTIC)))
        .hasSize(1);
    assertThat(store().search(Search.in(USER).query("tea").ranking(Ranking.SEMANTIC).consistent()))
        .hasSize(1);
    assertThat(
            store()
                .withExactRanking()
                .search(Search.in(USER).query("tea").ranking(Ranking.SEMANTIC)))
        .hasSize(1);
  }

  private void addIndex(String name, String attribute, long dimensions, String hash) {
    SLOW.client()
        .updateTable(
            update ->
                update
                    .tableName(table)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName(hash)
                            .attributeType("S")
                            .build())
                    .vectorIndexUpdates(
                        VectorIndexUpdate.builder()
                            .create(
                                CreateVectorIndexAction.builder()
                                    .indexName(name)
                                    .vectorAttribute(v -> v.attributeName(attribute))
                                    .dimensions(dimensions)
                                    .distanceFunction("COSINE")
                                    .searchSchema(
                                        SearchSchemaElement.builder()
                                            .attributeName(hash)
                                            .searchSchemaElementType("HASH")
                                            .build())
                                    .projection(p -> p.projectionType("ALL"))
                                    .build())
                            .build()));
  }
}

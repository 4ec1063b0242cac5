package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.ConfigurationException;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.TableCreationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Tables that others fill, and tables that are not as they should be. */
class SharedTableTest {
  private static final Map<String, AttributeValue> THEIRS =
      Map.of("by", AttributeValue.fromS("python"));

  private final Watched watched = new Watched();
  private final DynamoDbStore store = watched.newStore();
  private final Original python = new Original(watched.table);

  /** As the original makes it, which never writes a catalogue. */
  private void aTableThatPythonFills() {
    Engine.client()
        .createTable(creation("PK", "SK").billingMode(BillingMode.PAY_PER_REQUEST).build());
    python.put("users:1", "a", THEIRS, watched.clock.instant(), null);
    python.put("users:1:deep", "b", THEIRS, watched.clock.instant(), null);
    python.put("q::r", "c", THEIRS, watched.clock.instant(), null);
    python.put("bad\u001flabel", "d", THEIRS, watched.clock.instant(), null);
  }

  @SuppressWarnings("unchecked") // generic varargs of the SDK
  private CreateTableRequest.Builder creation(String partitionKey, String sortKey) {
    return CreateTableRequest.builder()
        .tableName(watched.table)
        .keySchema(
            k -> k.attributeName(partitionKey).keyType("HASH"),
            k -> k.attributeName(sortKey).keyType("RANGE"))
        .attributeDefinitions(
            a -> a.attributeName(partitionKey).attributeType("S"),
            a -> a.attributeName(sortKey).attributeType("S"));
  }

  @Test
  void refusesToAnswerShortWhereNothingIsListed() {
    aTableThatPythonFills();
    store.setup();
    var calls =
        List.<Callable<?>>of(
            () -> store.search(Namespace.of("users")),
            () -> store.searchPage(Search.everywhere()),
            () -> store.listNamespaces(),
            () -> store.deleteNamespace(Namespace.of("users")));
    for (var call : calls) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(call::call)
          .withMessageContaining(watched.table)
          .withMessageContaining("adopt");
    }
    assertThat(store.search(Search.in(Namespace.of("users", "1")).exact())).hasSize(1);
    assertThat(store.get(Namespace.of("q", "", "r"), "c")).isPresent();
  }

  @Test
  void adoptingListsWhatIsThereAndSaysWhatCannotBeListed() {
    aTableThatPythonFills();
    for (var calls = 0; calls < 10; calls++) {
      watched.faults.stopAfter(calls);
      assertThat(catchThrowable(() -> watched.newStore().adopt()))
          .as("stopped after %d calls", calls)
          .isNotNull();
      watched.faults.reset();
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> watched.newStore().listNamespaces());
    }
    assertThat(store.adopt()).containsExactly("bad\u001flabel");
    assertThat(store.adopt()).hasSize(1);
    assertThat(watched.newStore().listNamespaces())
        .containsExactly(
            new Namespace(List.of("q", "", "r")),
            Namespace.of("users", "1"),
            Namespace.of("users", "1", "deep"));
    assertThat(watched.newStore().search(Namespace.of("users"))).hasSize(2);
  }

  @Test
  void scanningFindsEverythingThatOthersWrite() {
    aTableThatPythonFills();
    var scanning = store.withScannedNamespaces();
    assertThat(scanning.listNamespaces()).hasSize(4);
    python.put("users:2", "new", THEIRS, watched.clock.instant(), null);
    assertThat(scanning.search(Namespace.of("users"))).hasSize(3);
    assertThat(scanning.listNamespaces(ListNamespaces.all().maxDepth(1))).hasSize(3);
    scanning.put(Namespace.of("ours"), "a", Map.of());
    assertThat(scanning.deleteNamespace(Namespace.of("users"))).isEqualTo(3);
    assertThat(scanning.scan(item -> {}, corrupt -> {})).isEqualTo(3);
  }

  @Test
  void aScanCountsWhatIsCorruptAndGoesOn() {
    store.setup();
    store.put(Namespace.of("a"), "good", Map.of());
    Engine.client()
        .putItem(
            r ->
                r.tableName(watched.table)
                    .item(
                        Map.of(
                            "PK",
                            AttributeValue.fromS("a"),
                            "SK",
                            AttributeValue.fromS("bad"),
                            "value",
                            AttributeValue.fromS("text"))));
    var corrupt = new ArrayList<String>();
    assertThat(store.scan(item -> {}, e -> corrupt.add(e.key()))).isEqualTo(1);
    assertThat(corrupt).singleElement().asString().contains("bad");
  }

  @Test
  void verifyListsEachDifference() {
    assertThat(store.verify()).containsExactly("table " + watched.table + " does not exist");
    aTableThatPythonFills();
    python.put("dynamory", "x", THEIRS, watched.clock.instant(), null);
    assertThat(store.verify())
        .hasSize(3)
        .anyMatch(s -> s.contains("TTL"))
        .anyMatch(s -> s.contains("catalogue"))
        .anyMatch(s -> s.contains("reserved"));
    Engine.client()
        .updateTimeToLive(
            r ->
                r.tableName(watched.table)
                    .timeToLiveSpecification(t -> t.enabled(true).attributeName("other")));
    assertThat(store.verify()).anyMatch(s -> s.contains("TTL is enabled on attribute other"));
    var good = new Watched();
    good.newStore().setup();
    assertThat(good.newStore().verify()).isEmpty();
  }

  @Test
  void aTableWithOtherKeysIsAnErrorThatSaysSo() {
    Engine.client()
        .createTable(
            creation("id", "when")
                .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(1L))
                .build());
    assertThat(store.verify())
        .anyMatch(s -> s.contains("partition key is id (S), not PK (S)"))
        .anyMatch(s -> s.contains("on demand"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(store::setup)
        .withMessageContaining("other keys");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> store.get(Namespace.of("a"), "b"))
        .withMessageContaining("other keys");
  }

  @Test
  void aMissingTableIsNamedByEveryOperation() {
    var user = Namespace.of("users", "1");
    var operations =
        List.<Callable<?>>of(
            () -> store.put(user, "a", Map.of()),
            () -> store.get(user, "a"),
            () -> store.search(user),
            () -> store.listNamespaces(),
            () -> store.deleteNamespace(user),
            () -> store.adopt(),
            () -> store.sweep());
    for (var operation : operations) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(operation::call)
          .withMessageContaining(watched.table)
          .withMessageContaining("setup");
    }
  }

  @Test
  void eightProcessesMaySetUpAtOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      var setups = new ArrayList<Callable<Boolean>>();
      for (var n = 0; n < 8; n++) {
        setups.add(
            () -> {
              watched.newStore().setup();
              return true;
            });
      }
      for (var done : threads.invokeAll(setups)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void aRefusedCreationNamesTheTableAndItsReason() {
    var refusing =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (context.request() instanceof CreateTableRequest) {
              throw DynamoDbException.builder()
                  .message("not authorized to perform dynamodb:CreateTable")
                  .awsErrorDetails(
                      AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
                  .statusCode(400)
                  .build();
            }
          }
        };
    assertThatExceptionOfType(TableCreationException.class)
        .isThrownBy(() -> watched.newProcess(refusing).store(watched.table).setup())
        .withMessageContaining(watched.table)
        .withMessageContaining("not authorized");
  }

  @Test
  void theLimitsOfAnOnDemandTableAreAskedFor() {
    var asked = new ArrayList<CreateTableRequest>();
    var listening =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof CreateTableRequest create) {
              asked.add(create);
            }
          }
        };
    watched
        .newProcess(listening)
        .store(watched.table)
        .withMaxReadRequestUnits(100)
        .withMaxWriteRequestUnits(50)
        .setup();
    assertThat(asked.get(0).onDemandThroughput().maxReadRequestUnits()).isEqualTo(100);
    assertThat(asked.get(0).onDemandThroughput().maxWriteRequestUnits()).isEqualTo(50);
  }

  @Test
  void afterCloseEveryCallSaysSoAndTheCallersClientStaysOpen() {
    var mine = Dynamory.using(Engine.client());
    var closed = mine.store(watched.table);
    mine.close();
    mine.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> closed.get(Namespace.of("a"), "b"));
    assertThat(Engine.client().listTables().hasTableNames()).isTrue();
  }
}

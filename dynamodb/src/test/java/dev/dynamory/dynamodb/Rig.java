package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import dev.dynamory.testkit.CallLog;
import dev.dynamory.testkit.FaultyDynamoDb;
import dev.dynamory.testkit.MovableClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table of its own, a clock that stands, and a client whose calls are counted and can fail. */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
final class Rig {
  static final int ATTEMPTS = 3;
  private static final SdkHttpClient HTTP = Apache5HttpClient.builder().maxConnections(64).build();

  final String table = Engine.newTable();
  final MovableClock clock = MovableClock.now();
  final FaultyDynamoDb faults = new FaultyDynamoDb();
  final CallLog log = new CallLog();
  final DynamoDbClient client = client(Engine.endpoint());

  private Rig() {}

  /** A rig whose table is not there. */
  static Rig withoutTable() {
    return new Rig();
  }

  /** A rig whose table is set up and empty. */
  static Rig withTable() {
    var rig = new Rig();
    rig.store().setup();
    rig.log.reset();
    return rig;
  }

  private DynamoDbClient client(URI endpoint) {
    var builder =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("rig", "rig")))
            .overrideConfiguration(
                o ->
                    o.addExecutionInterceptor(log)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                .circuitBreakerEnabled(false)
                                .build()));
    return faults.into(builder, HTTP).build();
  }

  /** A store of a process that knows nothing yet and sends one call after the other. */
  DynamoDbStore store() {
    return Dynamory.builder()
        .client(client)
        .clock(clock)
        .executor(
            task -> {
              throw new RejectedExecutionException("the caller does the work itself");
            })
        .build()
        .store(table);
  }

  /** A store of a process that knows nothing yet and sends calls side by side. */
  DynamoDbStore parallelStore() {
    return Dynamory.builder().client(client).clock(clock).build().store(table);
  }

  /** What others write. */
  Originals originals() {
    return new Originals(table, clock);
  }

  /** A row as it lies there; empty if there is none. */
  Map<String, AttributeValue> row(Namespace namespace, String key) {
    return row(Labels.partitionKey(namespace), key);
  }

  Map<String, AttributeValue> row(String partitionKey, String key) {
    return Engine.client()
        .getItem(
            get -> get.tableName(table).key(StoreItems.key(partitionKey, key)).consistentRead(true))
        .item();
  }

  /** Every row of a partition. */
  List<Map<String, AttributeValue>> rows(String partitionKey) {
    return Engine.client()
        .query(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("PK = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partitionKey))))
        .items();
  }

  /** The partition and sort keys of every row whose partition key begins like this. */
  List<String> keysUnder(String prefix) {
    var found = new ArrayList<String>();
    Engine.client()
        .scanPaginator(
            scan ->
                scan.tableName(table)
                    .consistentRead(true)
                    .filterExpression("begins_with(PK, :prefix)")
                    .projectionExpression("PK, SK")
                    .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(prefix))))
        .items()
        .forEach(row -> found.add(row.get("PK").s() + " " + row.get("SK").s()));
    return found.stream().sorted().toList();
  }

  /** The ids of all registered large values under a root. */
  List<String> registrations(Namespace namespace) {
    return rows(LargeValues.WRITES + Labels.encode(namespace.labels().get(0))).stream()
        .map(CatalogueItems::key)
        .toList();
  }

  /** Whether the namespace, and its root, are in the catalogue. */
  boolean lists(Namespace namespace) {
    var root = namespace.labels().get(0);
    return !row(CatalogueItems.ROOTS, root + Labels.TERMINATOR).isEmpty()
        && !row(CatalogueItems.partition(root), Labels.catalogueKey(namespace)).isEmpty();
  }

  static Namespace fresh(String... labels) {
    var namespace = Namespace.of("r-" + UUID.randomUUID());
    for (var label : labels) {
      namespace = namespace.child(label);
    }
    return namespace;
  }

  /** A value that needs two parts, and that gzip does not shrink; the same for the same seed. */
  static Map<String, Object> large(long seed) {
    var bytes = new byte[400_000];
    new Random(seed).nextBytes(bytes);
    return Map.of("bytes", bytes, "seed", seed);
  }
}

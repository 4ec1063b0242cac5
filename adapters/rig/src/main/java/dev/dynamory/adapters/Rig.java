package dev.dynamory.adapters;

import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import dev.dynamory.dynamodb.DynamoDbSessions;
import dev.dynamory.dynamodb.DynamoDbSingleItemSessions;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.testkit.CallLog;
import dev.dynamory.testkit.FaultyDynamoDb;
import dev.dynamory.testkit.MovableClock;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Tables of a test's own, and processes whose calls are counted and can be made to fail. */
public final class Rig {
  private static final LocalDynamoDb ENGINE = LocalDynamoDb.inMemory();
  private static final SdkHttpClient HTTP = Apache5HttpClient.builder().maxConnections(64).build();
  private static final AtomicInteger TABLES = new AtomicInteger();

  /** As often as the SDK tries by itself, but without its waiting. */
  private static final RetryStrategy AT_ONCE =
      AwsRetryStrategy.standardRetryStrategy().toBuilder()
          .maxAttempts(9)
          .backoffStrategy(BackoffStrategy.retryImmediately())
          .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
          .circuitBreakerEnabled(false)
          .build();

  public final CallLog log = new CallLog();
  public final FaultyDynamoDb faults = new FaultyDynamoDb();
  public final MovableClock clock = MovableClock.now();
  private final String table = "table-" + TABLES.incrementAndGet();

  /** Sessions of a process that knows nothing yet. */
  public DynamoDbSessions sessions() {
    var sessions = process().sessions(table + "-sessions").withConsistentReads();
    sessions.setup();
    return sessions;
  }

  /** The same in the layout of one item a session. */
  public DynamoDbSingleItemSessions singleItemSessions() {
    var sessions = process().singleItemSessions(table + "-single");
    sessions.setup();
    return sessions;
  }

  /** A store of a process that knows nothing yet. */
  public DynamoDbStore store() {
    var store = process().store(table + "-store").withConsistentReads();
    store.setup();
    return store;
  }

  /** A checkpointer of a process that knows nothing yet. */
  public DynamoDbCheckpointer checkpointer() {
    var checkpointer = process().checkpointer(table + "-checkpoints").withConsistentReads();
    checkpointer.setup();
    return checkpointer;
  }

  /** A process that knows nothing yet; its work after an answer is done before the answer. */
  public Dynamory process() {
    return Dynamory.builder().client(client()).clock(clock).executor(Runnable::run).build();
  }

  /** A client whose calls are counted and can be made to fail. */
  public DynamoDbClient client() {
    var builder =
        DynamoDbClient.builder()
            .endpointOverride(ENGINE.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .overrideConfiguration(o -> o.retryStrategy(AT_ONCE).addExecutionInterceptor(log));
    return faults.into(builder, HTTP).build();
  }

  /** Where the engine is. */
  public static URI endpoint() {
    return ENGINE.endpoint();
  }
}

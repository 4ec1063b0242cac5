package dev.dynamory.benchmarks;

import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import dev.dynamory.dynamodb.DynamoDbSessions;
import dev.dynamory.dynamodb.DynamoDbSingleItemCheckpointer;
import dev.dynamory.dynamodb.DynamoDbSingleItemSessions;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.testkit.CallLog;
import dev.dynamory.testkit.FaultyDynamoDb;
import dev.dynamory.testkit.MovableClock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An engine in memory whose calls are counted, and a clock that can be moved. */
final class Meter implements AutoCloseable {
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);
  private static final int MAX_CONNECTIONS = 64;

  private final LocalDynamoDb engine = LocalDynamoDb.inMemory();
  private final CallLog log = new CallLog();
  private final FaultyDynamoDb calls = new FaultyDynamoDb();
  private final MovableClock clock = MovableClock.now();
  private final DynamoDbClient client;
  private final Duration quiet;

  /**
   * Calls that start within this time of each other, without waiting for each other's answers, are
   * one round trip.
   */
  Meter(Duration quiet) {
    this.quiet = quiet;
    var credentials = AwsBasicCredentials.create("dynamory", "dynamory");
    var builder =
        DynamoDbClient.builder()
            .endpointOverride(engine.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .overrideConfiguration(
                o -> o.apiCallTimeout(CALL_TIMEOUT).addExecutionInterceptor(log));
    client =
        calls
            .into(builder, Apache5HttpClient.builder().maxConnections(MAX_CONNECTIONS).build())
            .build();
  }

  /** A store as a new process has it, which knows nothing of the table. */
  DynamoDbStore newProcess(String table) {
    return newProcess().store(table);
  }

  DynamoDbCheckpointer checkpointer(String table) {
    return newProcess().checkpointer(table);
  }

  DynamoDbSingleItemCheckpointer singleItemCheckpointer(String table) {
    return newProcess().singleItemCheckpointer(table);
  }

  /** The library as a new process has it, which knows nothing of any table. */
  Dynamory newProcess() {
    return Dynamory.builder().client(client).clock(clock).build();
  }

  /** Sessions as a new process has them, whose work after an answer is left out. */
  DynamoDbSessions newSessions(String table) {
    return Dynamory.builder()
        .client(client)
        .clock(clock)
        .executor(task -> {})
        .build()
        .sessions(table);
  }

  /** The same of a process that sends calls side by side. */
  DynamoDbSessions newParallelSessions(String table) {
    return newProcess().sessions(table);
  }

  DynamoDbSingleItemSessions newSingleItemSessions(String table) {
    return newProcess().singleItemSessions(table);
  }

  DynamoDbClient client() {
    return client;
  }

  void advance(Duration duration) {
    clock.advance(duration);
  }

  /** What the calls of an operation come to. */
  CallLog.Totals measure(Runnable operation) {
    log.reset();
    calls.holdAnswers(quiet);
    try {
      operation.run();
    } finally {
      calls.reset();
    }
    return log.totals();
  }

  /** As {@link #measure}, but for round trips, which are not counted. */
  CallLog.Totals measureQuickly(Runnable operation) {
    log.reset();
    operation.run();
    return log.totals();
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}

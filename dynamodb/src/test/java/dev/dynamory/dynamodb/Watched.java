package dev.dynamory.dynamodb;

import dev.dynamory.testkit.CallLog;
import dev.dynamory.testkit.FaultyDynamoDb;
import dev.dynamory.testkit.MovableClock;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A table of a test's own, with a clock that moves, over a client whose calls are counted and can
 * be made to fail.
 */
final class Watched {
  private static final SdkHttpClient HTTP = Apache5HttpClient.builder().maxConnections(256).build();

  final MovableClock clock = MovableClock.now();
  final CallLog log = new CallLog();
  final FaultyDynamoDb faults = new FaultyDynamoDb();
  final String table = Engine.newTable();
  private final DynamoDbClient shared = client();

  /** Another process: it has its own client and knows nothing yet. */
  Dynamory newProcess(ExecutionInterceptor... more) {
    return Dynamory.builder().client(client(more)).clock(clock).build();
  }

  /** Another process as far as this library can tell; all of these share a client. */
  Dynamory newProcessOfOneClient() {
    return Dynamory.builder().client(shared).clock(clock).build();
  }

  /** Another process, whose work side by side and after an answer goes to this executor. */
  Dynamory newProcess(Executor executor) {
    return Dynamory.builder().client(client()).clock(clock).executor(executor).build();
  }

  DynamoDbStore newStore() {
    return newProcess().store(table);
  }

  /** Tries four times, without waiting. */
  DynamoDbClient client(ExecutionInterceptor... more) {
    var builder =
        DynamoDbClient.builder()
            .endpointOverride(Engine.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .overrideConfiguration(
                o -> {
                  o.retryStrategy(
                      AwsRetryStrategy.standardRetryStrategy().toBuilder()
                          .maxAttempts(4)
                          .backoffStrategy(BackoffStrategy.retryImmediately())
                          .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                          .circuitBreakerEnabled(false)
                          .build());
                  o.addExecutionInterceptor(log);
                  for (var interceptor : more) {
                    o.addExecutionInterceptor(interceptor);
                  }
                });
    return faults.into(builder, HTTP).build();
  }
}

package dev.dynamory.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB on this machine: DynamoDB Local in a process of its own, on 127.0.0.1 only, with one
 * database whatever the region or the credentials. It ends with {@link #close()}, or with this JVM.
 */
public final class LocalDynamoDb implements AutoCloseable {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private final URI endpoint;
  private final @Nullable EngineProcess engine;
  private @Nullable DynamoDbClient client;
  private boolean closed;

  LocalDynamoDb(URI endpoint, @Nullable EngineProcess engine) {
    this.endpoint = endpoint;
    this.engine = engine;
  }

  /** Keeps everything in memory, on a free port. */
  public static LocalDynamoDb inMemory() {
    return inMemory(0);
  }

  /** Keeps everything in memory; port 0 takes a free one. */
  public static LocalDynamoDb inMemory(int port) {
    return inMemory(port, IndexTiming.INSTANT);
  }

  /** As {@link #inMemory(int)}, with vector indexes that take their time. */
  public static LocalDynamoDb inMemory(int port, IndexTiming timing) {
    loadTheClient();
    return Start.inMemory(EngineClassPath.ofThisMachine(), port, timing);
  }

  /**
   * Keeps everything in the folder, which it creates, on a free port. Where {@link #serve} shares
   * the folder it connects to that engine; where another process holds it for itself it waits 20
   * seconds, then throws IllegalStateException.
   */
  public static LocalDynamoDb on(Path folder) {
    return on(folder, 0);
  }

  /** As {@link #on(Path)}, on this port; port 0 takes a free one. */
  public static LocalDynamoDb on(Path folder, int port) {
    return on(folder, port, IndexTiming.INSTANT);
  }

  /**
   * As {@link #on(Path, int)}, with vector indexes that take their time; an engine that is served
   * keeps its own.
   */
  public static LocalDynamoDb on(Path folder, int port, IndexTiming timing) {
    loadTheClient();
    return Start.on(folder, port).timed(timing).now();
  }

  /**
   * As {@link #on(Path, int)}, for every other process on this machine that asks for the folder.
   */
  public static LocalDynamoDb serve(Path folder, int port) {
    return serve(folder, port, IndexTiming.INSTANT);
  }

  /** As {@link #serve(Path, int)}, with vector indexes that take their time. */
  public static LocalDynamoDb serve(Path folder, int port, IndexTiming timing) {
    return Start.on(folder, port).timed(timing).shared().now();
  }

  /**
   * Where any SDK in any language reaches it; any region, any credentials of letters and digits.
   */
  public URI endpoint() {
    return endpoint;
  }

  /** One client, always the same, closed by {@link #close()}. */
  public synchronized DynamoDbClient client() {
    if (closed) {
      throw new IllegalStateException("This engine is closed");
    }
    if (client == null) {
      client = clientAt(endpoint);
    }
    return client;
  }

  /** Ends the client and the engine; an engine that another process shares lives on. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (client != null) {
      client.close();
    }
    if (engine != null) {
      engine.close();
    }
  }

  ProcessHandle process() {
    return Objects.requireNonNull(engine, "another process owns the engine").handle();
  }

  private static DynamoDbClient clientAt(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("dynamory", "dynamory")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(
            o -> o.retryStrategy(RetryMode.STANDARD).apiCallTimeout(CALL_TIMEOUT))
        .build();
  }

  /** The SDK's classes take as long to load as the engine takes to start; so both at once. */
  private static void loadTheClient() {
    ForkJoinPool.commonPool().execute(() -> clientAt(URI.create("http://127.0.0.1:1")).close());
  }
}

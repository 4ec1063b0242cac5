package dev.dynamory.dynamodb;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What all stores of one {@link Dynamory} share. */
final class Connection {
  private final DynamoDbClient client;
  private final Executor executor;
  private final InstantSource clock;
  private volatile boolean closed;

  Connection(DynamoDbClient client, Executor executor, InstantSource clock) {
    this.client = client;
    this.executor = executor;
    this.clock = clock;
  }

  DynamoDbClient client() {
    if (closed) {
      throw new IllegalStateException("this Dynamory is closed");
    }
    return client;
  }

  FanOut fanOut() {
    return new FanOut(executor);
  }

  Executor executor() {
    return executor;
  }

  Instant now() {
    return clock.instant();
  }

  /** Safe to repeat. */
  void close(boolean withClient) {
    closed = true;
    if (withClient) {
      client.close();
    }
  }
}

package dev.dynamory.dynamodb;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What all stores of one {@link Dynamory} share. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final DynamoDbClient client;
  private final Executor executor;
  private final InstantSource clock;

  private int working;
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

  /**
   * Does work that an operation leaves for after its answer; {@link RejectedExecutionException} if
   * the executor takes none.
   */
  void later(Runnable work) {
    begin();
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } finally {
              end();
            }
          });
    } catch (RejectedExecutionException e) {
      end();
      throw e;
    }
  }

  private synchronized void begin() {
    working++;
  }

  private synchronized void end() {
    working--;
    notifyAll();
  }

  private synchronized void awaitWork() {
    var last = System.nanoTime() + LONGEST_WAIT_NANOS;
    try {
      for (var left = LONGEST_WAIT_NANOS;
          working > 0 && left > 0;
          left = last - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (working > 0) {
      LOG.warn("closed before the work after some answers was done; a later change repeats it");
    }
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Waits for the work after answers, but not long: what is left undone a later change does. Safe
   * to repeat.
   */
  void close(boolean withClient) {
    if (!closed) {
      awaitWork();
    }
    closed = true;
    if (withClient) {
      client.close();
    }
  }
}

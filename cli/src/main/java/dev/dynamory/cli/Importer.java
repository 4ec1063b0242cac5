package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Put;
import dev.dynamory.Store;
import dev.dynamory.ValueTooLargeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines into a store, many side by side, those of one key in their order. What is on its way
 * never takes more than a fixed part of the memory, however long the input is.
 */
final class Importer {
  private static final int LANES = 32;
  private static final int OVERHEAD_OF_A_LINE = 2048;
  private static final int SMALLEST_BUDGET = 1 << 20;
  private static final int LARGEST_BUDGET = 16 << 20;
  private static final long WATCH_MILLIS = 200;

  /** A put that begins this little after its expiry was computed still rounds up to it. */
  private static final Duration ROUNDING = Duration.ofMillis(500);

  private final Store store;
  private final LineImport.Manner manner;
  private final int budget =
      (int)
          Math.max(
              SMALLEST_BUDGET, Math.min(LARGEST_BUDGET, Runtime.getRuntime().maxMemory() / 64));
  private final Semaphore room = new Semaphore(budget);
  private final List<ExecutorService> lanes =
      Stream.generate(Importer::newLane).limit(LANES).toList();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final LongAdder imported = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder bad = new LongAdder();
  private final LongAdder bytesDone = new LongAdder();

  Importer(Store store, LineImport.Manner manner) {
    this.store = store;
    this.manner = manner;
  }

  /** Puts them all; those that had expired are passed over. */
  LineImport.Outcome run(Lines lines) throws IOException {
    try {
      while (failure.get() == null && takeOne(lines)) {
        watch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.compareAndSet(null, new IllegalStateException("interrupted", e));
    } finally {
      finish();
    }
    return new LineImport.Outcome(imported.sum(), expired.sum(), bad.sum(), failure.get());
  }

  /** Reads one line and has it put; false after the last. */
  private boolean takeOne(Lines lines) throws IOException, InterruptedException {
    var before = lines.bytesRead();
    try {
      var text = lines.next();
      if (text == null) {
        return false;
      }
      if (!text.isBlank()) {
        send(ItemJson.read(text), lines.number(), text.length(), lines.bytesRead() - before);
        return true;
      }
    } catch (InvalidInputException e) {
      refuse(lines.number(), e);
    }
    bytesDone.add(lines.bytesRead() - before);
    return true;
  }

  private void send(ItemJson.Incoming line, long number, int length, long bytes)
      throws InterruptedException {
    // refuses bad input here, where the lines are still in order
    var put =
        Put.of(line.namespace(), line.key(), line.value())
            .operationId(UUID.randomUUID().toString());
    var weight = Math.min(budget, length + OVERHEAD_OF_A_LINE);
    while (!room.tryAcquire(weight, WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
      watch();
    }
    var lane = Math.floorMod(31 * line.namespace().hashCode() + line.key().hashCode(), LANES);
    lanes
        .get(lane)
        .execute(
            () -> {
              try {
                put(put, line.expiresAt(), number);
              } finally {
                room.release(weight);
                bytesDone.add(bytes);
              }
            });
  }

  private void put(Put put, @Nullable Instant expiresAt, long number) {
    if (failure.get() != null) {
      return;
    }
    if (expiresAt != null && left(expiresAt).isNegative()) {
      expired.increment();
      return;
    }
    try {
      manner
          .patience()
          .run(
              () ->
                  store.put(
                      put.timeToLive(
                          expiresAt == null ? Put.FOREVER : atLeastSome(left(expiresAt)))),
              () -> failure.get() == null);
      imported.increment();
    } catch (InvalidInputException | ValueTooLargeException e) {
      refuse(number, e);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** The time to live that makes a put of now expire at that whole second. */
  private static Duration left(Instant expiresAt) {
    return Duration.between(Instant.now(), expiresAt).minus(ROUNDING);
  }

  private static Duration atLeastSome(Duration left) {
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  private void refuse(long number, RuntimeException e) {
    bad.increment();
    manner.badLine().accept(e, number);
  }

  private void watch() {
    manner.progress().at(bytesDone.sum(), imported.sum() + " items");
  }

  private void finish() {
    lanes.forEach(ExecutorService::shutdown);
    try {
      for (var lane : lanes) {
        while (!lane.awaitTermination(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
          watch();
        }
      }
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new IllegalStateException("interrupted", e));
      lanes.forEach(ExecutorService::shutdownNow);
      Thread.currentThread().interrupt();
    }
  }

  private static ExecutorService newLane() {
    return Executors.newSingleThreadExecutor(
        task -> {
          var thread = new Thread(task, "dynamory-import");
          thread.setDaemon(true);
          return thread;
        });
  }
}

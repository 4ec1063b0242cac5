package dev.dynamory.cli;

import dev.dynamory.WriteConflictException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Repeats what an engine refuses because it is busy, for as long as it takes anything at all: a
 * fresh on-demand table throttles a fast writer for minutes before it has grown.
 */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int SERVER_ERROR = 500;

  private final Duration whenBusy;
  private final Duration whenSilent;
  private final AtomicLong lastSuccess = new AtomicLong(System.nanoTime());

  /** Gives up after {@code whenBusy} without one success; {@code whenSilent} if nobody answers. */
  Patience(Duration whenBusy, Duration whenSilent) {
    this.whenBusy = whenBusy;
    this.whenSilent = whenSilent;
  }

  /** Runs the write until it succeeds; its last failure if it never does, or nobody wants it. */
  void run(Runnable write, BooleanSupplier wanted) {
    for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        write.run();
        lastSuccess.set(System.nanoTime());
        return;
      } catch (RuntimeException e) {
        if (!wanted.getAsBoolean() || !mayPass(e) || !slept(pause)) {
          throw e;
        }
      }
    }
  }

  private boolean mayPass(RuntimeException failure) {
    var waited = Duration.ofNanos(System.nanoTime() - lastSuccess.get());
    return (isBusy(failure) && waited.compareTo(whenBusy) < 0)
        || (isSilent(failure) && waited.compareTo(whenSilent) < 0);
  }

  private static boolean isBusy(RuntimeException failure) {
    return failure instanceof WriteConflictException
        || (failure instanceof SdkServiceException service
            && (service.isThrottlingException() || service.statusCode() >= SERVER_ERROR));
  }

  private static boolean isSilent(RuntimeException failure) {
    return failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || failure.getCause() instanceof IOException;
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  /** Waits between nothing and the pause, so that many writers do not come back at once. */
  private static boolean slept(Duration pause) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(pause.toMillis()) + 1);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

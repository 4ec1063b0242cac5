package dev.dynamory.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks side by side, at most 32 at once. The calling thread takes tasks itself and only ever
 * waits for tasks that another thread has begun, so that a full or small executor makes this
 * slower, never stuck.
 */
final class FanOut {
  private static final int MAX_IN_FLIGHT = 32;

  private final Executor executor;
  private final int maxInFlight;

  FanOut(Executor executor) {
    this(executor, MAX_IN_FLIGHT);
  }

  private FanOut(Executor executor, int maxInFlight) {
    this.executor = executor;
    this.maxInFlight = maxInFlight;
  }

  FanOut atMost(int inFlight) {
    return new FanOut(executor, inFlight);
  }

  /**
   * All results in order. Every task is run; the first failure is then thrown with the others
   * suppressed.
   */
  <T, R> List<R> map(Collection<? extends T> inputs, Function<? super T, ? extends R> function) {
    var outcomes = outcomes(inputs, function);
    RuntimeException first = null;
    for (var outcome : outcomes) {
      var failure = outcome.failure();
      if (first == null) {
        first = failure;
      } else if (failure != null && failure != first) {
        first.addSuppressed(failure);
      }
    }
    if (first != null) {
      throw first;
    }
    var results = new ArrayList<R>(outcomes.size());
    outcomes.forEach(outcome -> results.add(outcome.get()));
    return results;
  }

  void run(Collection<? extends Runnable> tasks) {
    map(
        tasks,
        task -> {
          task.run();
          return true;
        });
  }

  /** Two things at once. */
  <A, B> Both<A, B> both(Supplier<A> a, Supplier<B> b) {
    var results = map(List.<Supplier<?>>of(a, b), Supplier::get);
    @SuppressWarnings("unchecked")
    var both = new Both<>((A) results.get(0), (B) results.get(1));
    return both;
  }

  record Both<A, B>(A first, B second) {}

  /** What became of a task. */
  record Outcome<R>(@Nullable R result, @Nullable RuntimeException failure) {
    @SuppressWarnings("NullAway") // the result of a task without failure
    R get() {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  /** What became of each task, in order. Errors are thrown. */
  <T, R> List<Outcome<R>> outcomes(
      Collection<? extends T> inputs, Function<? super T, ? extends R> function) {
    var shared = new Shared<T, R>(List.copyOf(inputs), function);
    for (var i = 1; i < Math.min(inputs.size(), maxInFlight); i++) {
      try {
        executor.execute(shared::work);
      } catch (RejectedExecutionException e) {
        break; // this thread does the work
      }
    }
    shared.work();
    return shared.await();
  }

  private static final class Shared<T, R> {
    private final List<T> inputs;
    private final Function<? super T, ? extends R> function;
    private final List<@Nullable Outcome<R>> outcomes;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private volatile @Nullable Error error;

    Shared(List<T> inputs, Function<? super T, ? extends R> function) {
      this.inputs = inputs;
      this.function = function;
      this.left = new CountDownLatch(inputs.size());
      this.outcomes = new ArrayList<>(Collections.nCopies(inputs.size(), null));
    }

    void work() {
      for (var i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
        try {
          set(i, new Outcome<>(function.apply(inputs.get(i)), null));
        } catch (RuntimeException e) {
          set(i, new Outcome<>(null, e));
        } catch (Error e) {
          error = e;
        } finally {
          left.countDown();
        }
      }
    }

    private synchronized void set(int index, Outcome<R> outcome) {
      outcomes.set(index, outcome);
    }

    synchronized List<Outcome<R>> results() {
      var results = new ArrayList<Outcome<R>>();
      for (var outcome : outcomes) {
        if (outcome != null) {
          results.add(outcome);
        }
      }
      return results;
    }

    List<Outcome<R>> await() {
      var interrupted = false;
      while (true) {
        try {
          left.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // calls that are under way cannot be taken back
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      var thrown = error;
      if (thrown != null) {
        throw thrown;
      }
      return results();
    }
  }
}

package dev.dynamory.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs tasks at the same moment, each in a thread of its own, and waits for all of them. */
public final class Race {
  private static final int SECONDS = 120;

  private Race() {}

  /** The results of this many tasks, in order; the first failure is thrown. */
  public static <R> List<R> of(int tasks, IntFunction<Callable<R>> task) {
    var callables = new ArrayList<Callable<R>>();
    for (var n = 0; n < tasks; n++) {
      callables.add(task.apply(n));
    }
    return of(callables);
  }

  /** The results of these tasks, in order; the first failure is thrown. */
  public static <R> List<R> of(List<Callable<R>> tasks) {
    var threads = Executors.newFixedThreadPool(tasks.size());
    try {
      var start = new CountDownLatch(tasks.size());
      var running = new ArrayList<Future<R>>();
      for (var task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return task.call();
                }));
      }
      var results = new ArrayList<R>();
      for (var result : running) {
        results.add(result.get(SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a task failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a task was not done after " + SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }
}

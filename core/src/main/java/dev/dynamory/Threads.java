package dev.dynamory;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that asynchronous calls run on when the caller names none. */
final class Threads {
  private Threads() {}

  static Executor shared() {
    return Shared.EXECUTOR;
  }

  /**
   * Made at first use, and never shut down: its threads are virtual, or daemons that end when idle.
   */
  private static final class Shared {
    static final Executor EXECUTOR = make();

    private static Executor make() {
      try {
        return (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      } catch (ReflectiveOperationException e) {
        return Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "dynamory-async");
              thread.setDaemon(true);
              return thread;
            });
      }
    }
  }
}

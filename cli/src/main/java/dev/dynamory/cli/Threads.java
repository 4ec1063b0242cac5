package dev.dynamory.cli;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads of a command. What a store does after its answer, such as erasing, is done on them,
 * so the end of a command waits for it.
 */
final class Threads implements Executor, AutoCloseable {
  private static final long MOST_SECONDS = 60;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "dynamory-command");
            thread.setDaemon(true);
            return thread;
          });

  /** One party for the command, and one for each task that is not done. */
  private final Phaser running = new Phaser(1);

  @Override
  public void execute(Runnable task) {
    running.register();
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            running.arriveAndDeregister();
          }
        });
  }

  @Override
  public void close() {
    try {
      running.awaitAdvanceInterruptibly(running.arrive(), MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      // what is not done now is done by a later change, or by what removes leftovers
    }
    threads.shutdown();
  }
}

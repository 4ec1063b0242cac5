package dev.dynamory.langgraph4j;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Tasks that run at once, each in a thread of its own. */
final class Together {
  private Together() {}

  /** Fails as the first of them that does. */
  static void run(List<Callable<Void>> tasks) throws Exception {
    var threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}

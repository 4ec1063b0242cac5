package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncTest {
  private static final Namespace DOCS = Namespace.of("docs");

  private final Store store = InMemory.store();

  @Test
  void givesWhatTheBlockingCallGives() throws Exception {
    var version =
        store.async().call(s -> s.put(DOCS, "k", Map.of("a", 1))).get(10, TimeUnit.SECONDS);
    store.async().run(s -> s.put(DOCS, "l", Map.of())).get(10, TimeUnit.SECONDS);
    var item = store.async().call(s -> s.get(DOCS, "k")).get(10, TimeUnit.SECONDS);
    assertThat(item.orElseThrow().version()).isEqualTo(version);
    assertThat(store.get(DOCS, "l")).isPresent();
  }

  @Test
  void aFailureCompletesTheFuture() {
    var call = store.async().call(s -> s.put(Namespace.ROOT, "k", Map.of()));
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InvalidInputException.class);
    var run =
        store.async().run(s -> s.delete(Delete.of(DOCS, "k").when(WriteCondition.version(1))));
    assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WriteConflictException.class);
  }

  @Test
  void runsOnTheCallersExecutorOnly() {
    var tasks = new ArrayList<Runnable>();
    var async = Async.of(store, tasks::add);
    var call = async.call(s -> s.put(DOCS, "k", Map.of()));
    var run = async.run(s -> s.delete(DOCS, "other"));
    assertThat(tasks).hasSize(2);
    assertThat(call).isNotDone();
    assertThat(store.get(DOCS, "k")).isEmpty();
    tasks.forEach(Runnable::run);
    assertThat(call).isCompleted();
    assertThat(run).isCompleted();
  }

  @Test
  void doesNotRunOnTheCallersThread() throws Exception {
    var thread = Async.of(store).call(s -> Thread.currentThread()).get(10, TimeUnit.SECONDS);
    assertThat(thread).isNotEqualTo(Thread.currentThread());
    assertThat(thread.isDaemon()).isTrue();
  }
}

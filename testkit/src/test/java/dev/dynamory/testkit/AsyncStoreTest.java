package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.InMemory;
import dev.dynamory.Namespace;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AsyncStoreTest {
  private static final Namespace NAMESPACE = Namespace.of("n");

  @Test
  void runsOperationsInOtherThreads() {
    var store = AsyncStore.over(InMemory.store());
    var caller = Thread.currentThread();
    store.update(
        NAMESPACE, "k", document -> document.put("other", Thread.currentThread() != caller));
    assertThat(store.get(NAMESPACE, "k").orElseThrow().value()).isEqualTo(Map.of("other", true));
  }

  @Test
  void throwsWhatTheOperationThrows() {
    var store = AsyncStore.over(InMemory.store());
    var exception = new IllegalStateException("the operation's");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                store.update(
                    NAMESPACE,
                    "k",
                    document -> {
                      throw exception;
                    }))
        .isSameAs(exception);
    var error = new AssertionError("the operation's");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                store.update(
                    NAMESPACE,
                    "k",
                    document -> {
                      throw error;
                    }))
        .isSameAs(error);
  }

  @Test
  void stopsWaitingWhenInterrupted() {
    var store = AsyncStore.over(InMemory.store());
    var release = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                store.update(
                    NAMESPACE,
                    "k",
                    document -> {
                      try {
                        release.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
  }
}

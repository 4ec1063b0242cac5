package dev.dynamory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Any blocking interface, asynchronously: {@code store.async().call(s -> s.get(users, "ana"))}. A
 * failure completes the future with it.
 *
 * @param <S> the blocking interface
 */
public final class Async<S> {
  private final S blocking;
  private final Executor executor;

  private Async(S blocking, Executor executor) {
    this.blocking = blocking;
    this.executor = executor;
  }

  /** On virtual threads where the JVM has them, else on a pool of daemon threads. */
  public static <S> Async<S> of(S blocking) {
    return of(blocking, sharedExecutor());
  }

  /**
   * The threads that are used when none are named: virtual where the JVM has them, else daemons.
   * Never shut down.
   */
  public static Executor sharedExecutor() {
    return Threads.shared();
  }

  /** On the caller's executor. */
  public static <S> Async<S> of(S blocking, Executor executor) {
    return new Async<>(blocking, executor);
  }

  /** Calls an operation that gives something. */
  public <R> CompletableFuture<R> call(Function<? super S, ? extends R> operation) {
    return CompletableFuture.supplyAsync(() -> operation.apply(blocking), executor);
  }

  /** Calls an operation that gives nothing. */
  public CompletableFuture<Void> run(Consumer<? super S> operation) {
    return CompletableFuture.runAsync(() -> operation.accept(blocking), executor);
  }
}

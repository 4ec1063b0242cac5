package dev.dynamory.testkit;

import dev.dynamory.Async;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Sends every operation through a store's async view, so that the contracts run through it. */
public final class AsyncStore implements Store {
  private final Store store;
  private final Async<? extends Store> view;

  private AsyncStore(Store store) {
    this.store = store;
    this.view = store.async();
  }

  /** The same store, through {@link Store#async}. */
  public static AsyncStore over(Store store) {
    return new AsyncStore(store);
  }

  @Override
  public long put(Namespace namespace, String key, Map<String, ?> value) {
    return await(view.call(s -> s.put(namespace, key, value)));
  }

  @Override
  public long put(Namespace namespace, String key, Record value) {
    return await(view.call(s -> s.put(namespace, key, value)));
  }

  @Override
  public long put(Put put) {
    return await(view.call(s -> s.put(put)));
  }

  @Override
  public Optional<Item> get(Namespace namespace, String key) {
    return await(view.call(s -> s.get(namespace, key)));
  }

  @Override
  public Optional<Item> get(Get get) {
    return await(view.call(s -> s.get(get)));
  }

  @Override
  public void delete(Namespace namespace, String key) {
    await(view.run(s -> s.delete(namespace, key)));
  }

  @Override
  public void delete(Delete delete) {
    await(view.run(s -> s.delete(delete)));
  }

  @Override
  public long update(Namespace namespace, String key, Consumer<Map<String, Object>> change) {
    return await(view.call(s -> s.update(namespace, key, change)));
  }

  @Override
  public List<Item> search(Namespace prefix) {
    return await(view.call(s -> s.search(prefix)));
  }

  @Override
  public List<Item> search(Search search) {
    return await(view.call(s -> s.search(search)));
  }

  @Override
  public Page<Item> searchPage(Search search) {
    return await(view.call(s -> s.searchPage(search)));
  }

  @Override
  public List<Namespace> listNamespaces() {
    return await(view.call(s -> s.listNamespaces()));
  }

  @Override
  public List<Namespace> listNamespaces(ListNamespaces which) {
    return await(view.call(s -> s.listNamespaces(which)));
  }

  @Override
  public <R> List<R> batch(List<? extends Operation<? extends R>> operations) {
    return await(view.call(s -> s.<R>batch(operations)));
  }

  @Override
  public List<Long> transact(List<? extends Write> writes) {
    return await(view.call(s -> s.transact(writes)));
  }

  @Override
  public long deleteNamespace(Namespace prefix) {
    return await(view.call(s -> s.deleteNamespace(prefix)));
  }

  @Override
  public Async<? extends Store> async() {
    return view;
  }

  @Override
  public String toString() {
    return store + ", asynchronously";
  }

  /** What the operation gives or throws, as if it had been called here. */
  static <R> R await(CompletableFuture<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("a store throws no checked exceptions", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting; the operation goes on");
      cancelled.initCause(e);
      throw cancelled;
    }
  }
}

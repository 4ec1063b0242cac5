package dev.dynamory.testkit;

import dev.dynamory.Async;
import dev.dynamory.NamespaceChange;
import dev.dynamory.NamespaceForest;
import dev.dynamory.NamespaceRegistry;
import dev.dynamory.NamespaceTree;
import dev.dynamory.RegisteredNamespace;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends every operation through the async view, so that the contracts run through it. */
public final class AsyncNamespaceRegistry implements NamespaceRegistry {
  private final Async<? extends NamespaceRegistry> view;

  private AsyncNamespaceRegistry(NamespaceRegistry registry) {
    this.view = registry.async();
  }

  /** The same registry, through {@link NamespaceRegistry#async}. */
  public static AsyncNamespaceRegistry over(NamespaceRegistry registry) {
    return new AsyncNamespaceRegistry(registry);
  }

  @Override
  public RegisteredNamespace create(RegisteredNamespace namespace) {
    return AsyncStore.await(view.call(r -> r.create(namespace)));
  }

  @Override
  public Optional<RegisteredNamespace> get(String id) {
    return AsyncStore.await(view.call(r -> r.get(id)));
  }

  @Override
  public boolean exists(String id) {
    return AsyncStore.await(view.call(r -> r.exists(id)));
  }

  @Override
  public RegisteredNamespace update(NamespaceChange change) {
    return AsyncStore.await(view.call(r -> r.update(change)));
  }

  @Override
  public void move(String id, @Nullable String parentId) {
    AsyncStore.await(view.run(r -> r.move(id, parentId)));
  }

  @Override
  public boolean delete(String id) {
    return AsyncStore.await(view.call(r -> r.delete(id)));
  }

  @Override
  public List<String> deleteTree(String id, Consumer<? super String> deleted) {
    return AsyncStore.await(view.call(r -> r.deleteTree(id, deleted)));
  }

  @Override
  public List<RegisteredNamespace> list(@Nullable String parentId) {
    return AsyncStore.await(view.call(r -> r.list(parentId)));
  }

  @Override
  public List<RegisteredNamespace> listRecursively(@Nullable String parentId) {
    return AsyncStore.await(view.call(r -> r.listRecursively(parentId)));
  }

  @Override
  public NamespaceForest tree() {
    return AsyncStore.await(view.call(r -> r.tree()));
  }

  @Override
  public Optional<NamespaceTree> tree(String id) {
    return AsyncStore.await(view.call(r -> r.tree(id)));
  }

  @Override
  public List<RegisteredNamespace> path(String id) {
    return AsyncStore.await(view.call(r -> r.path(id)));
  }

  @Override
  public RegisteredNamespace createPath(String path) {
    return AsyncStore.await(view.call(r -> r.createPath(path)));
  }

  @Override
  public Optional<RegisteredNamespace> resolve(String path) {
    return AsyncStore.await(view.call(r -> r.resolve(path)));
  }
}

package dev.dynamory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Registered namespaces in memory. Views made by the {@code with} methods share them. */
public final class InMemoryNamespaceRegistry implements NamespaceRegistry {
  private final Map<String, RegisteredNamespace> kept;
  private final InstantSource clock;

  InMemoryNamespaceRegistry() {
    this(new HashMap<>(), InstantSource.system());
  }

  private InMemoryNamespaceRegistry(Map<String, RegisteredNamespace> kept, InstantSource clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** A view with another clock. */
  public InMemoryNamespaceRegistry withClock(InstantSource clock) {
    return new InMemoryNamespaceRegistry(kept, clock);
  }

  @Override
  public RegisteredNamespace create(RegisteredNamespace namespace) {
    synchronized (kept) {
      if (kept.containsKey(namespace.id())) {
        throw refused(
            RefusedException.Reason.ALREADY_EXISTS,
            "namespace '" + namespace.id() + "' is there already");
      }
      checkParent(namespace.parentId());
      var now = clock.instant();
      var created =
          new RegisteredNamespace(
              namespace.id(),
              namespace.name(),
              namespace.parentId(),
              namespace.description(),
              namespace.metadata(),
              namespace.filterKeys(),
              now,
              now);
      kept.put(created.id(), created);
      return created;
    }
  }

  private void checkParent(@Nullable String parentId) {
    if (parentId != null && !kept.containsKey(parentId)) {
      throw refused(
          RefusedException.Reason.PARENT_MISSING,
          "the parent '" + parentId + "' is not there; create it first");
    }
  }

  private static RefusedException refused(RefusedException.Reason reason, String message) {
    return new RefusedException(reason, message, null);
  }

  @Override
  public Optional<RegisteredNamespace> get(String id) {
    NamespaceRules.checkId("id", id);
    synchronized (kept) {
      return Optional.ofNullable(kept.get(id));
    }
  }

  @Override
  public boolean exists(String id) {
    return get(id).isPresent();
  }

  @Override
  public RegisteredNamespace update(NamespaceChange change) {
    synchronized (kept) {
      var old = required(change.id());
      var metadata = new LinkedHashMap<>(old.metadata());
      if (change.metadata() != null) {
        metadata.putAll(change.metadata());
      }
      var changed =
          new RegisteredNamespace(
              old.id(),
              change.name() == null ? old.name() : change.name(),
              old.parentId(),
              change.description() == null ? old.description() : change.description(),
              metadata,
              change.filterKeys() == null ? old.filterKeys() : change.filterKeys(),
              old.createdAt(),
              clock.instant());
      kept.put(changed.id(), changed);
      return changed;
    }
  }

  private RegisteredNamespace required(String id) {
    NamespaceRules.checkId("id", id);
    var found = kept.get(id);
    if (found == null) {
      throw new NotFoundException("namespace '" + id + "'");
    }
    return found;
  }

  @Override
  public void move(String id, @Nullable String parentId) {
    NamespaceRules.checkParent(parentId);
    synchronized (kept) {
      var old = required(id);
      checkParent(parentId);
      for (var at = parentId; at != null; ) {
        if (at.equals(id)) {
          throw refused(
              RefusedException.Reason.CYCLE,
              "'" + id + "' cannot be moved under '" + parentId + "', which is below it");
        }
        var above = kept.get(at);
        at = above == null ? null : above.parentId();
      }
      if (!Objects.equals(old.parentId(), parentId)) {
        kept.put(
            id,
            new RegisteredNamespace(
                id,
                old.name(),
                parentId,
                old.description(),
                old.metadata(),
                old.filterKeys(),
                old.createdAt(),
                clock.instant()));
      }
    }
  }

  @Override
  public boolean delete(String id) {
    NamespaceRules.checkId("id", id);
    synchronized (kept) {
      if (!list(id).isEmpty()) {
        throw refused(
            RefusedException.Reason.HAS_CHILDREN,
            "namespace '" + id + "' has children; move or delete them first, or deleteTree");
      }
      return kept.remove(id) != null;
    }
  }

  @Override
  public List<String> deleteTree(String id, Consumer<? super String> deleted) {
    synchronized (kept) {
      var ids = new ArrayList<String>();
      tree(id)
          .ifPresent(
              tree -> {
                ids.add(id);
                tree.descendants().forEach(below -> ids.add(below.id()));
              });
      Collections.reverse(ids);
      ids.forEach(
          one -> {
            kept.remove(one);
            deleted.accept(one);
          });
      return List.copyOf(ids);
    }
  }

  @Override
  public List<RegisteredNamespace> list(@Nullable String parentId) {
    NamespaceRules.checkParent(parentId);
    synchronized (kept) {
      return kept.values().stream()
          .filter(namespace -> Objects.equals(namespace.parentId(), parentId))
          .sorted(RegisteredNamespace.byName())
          .toList();
    }
  }

  @Override
  public NamespaceForest tree() {
    synchronized (kept) {
      return NamespaceForest.of(kept.values());
    }
  }

  @Override
  public Optional<NamespaceTree> tree(String id) {
    NamespaceRules.checkId("id", id);
    synchronized (kept) {
      return NamespaceForest.treeOf(id, kept.values());
    }
  }

  @Override
  public List<RegisteredNamespace> path(String id) {
    NamespaceRules.checkId("id", id);
    synchronized (kept) {
      var path = new ArrayList<RegisteredNamespace>();
      var seen = new HashSet<String>();
      for (var at = kept.get(id); at != null && seen.add(at.id()); ) {
        path.add(at);
        at = at.parentId() == null ? null : kept.get(at.parentId());
      }
      Collections.reverse(path);
      return List.copyOf(path);
    }
  }

  @Override
  public Async<InMemoryNamespaceRegistry> async() {
    return Async.of(this);
  }
}

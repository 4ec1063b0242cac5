package dev.dynamory;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registered namespaces, a tree: each has at most one parent, and none is its own ancestor, however
 * many change it at once. Its ids say nothing of the tree.
 */
public interface NamespaceRegistry {

  /**
   * Creates a namespace that is not there, under a parent that is; else {@link RefusedException}.
   * Gives it as it was created.
   */
  RegisteredNamespace create(RegisteredNamespace namespace);

  /** The namespace; empty if there is none. */
  Optional<RegisteredNamespace> get(String id);

  /** Whether there is such a namespace. */
  boolean exists(String id);

  /**
   * Changes what the change names; two at once that name different metadata keys both hold. {@link
   * NotFoundException} if there is no such namespace. Gives it as it then is.
   */
  RegisteredNamespace update(NamespaceChange change);

  /**
   * Puts a namespace, and all below it, under another parent, or with null to the root. {@link
   * NotFoundException} if it is not there, {@link RefusedException} if the parent is not, or if it
   * would become its own ancestor, also if two moves only together would make that.
   */
  void move(String id, @Nullable String parentId);

  /**
   * Deletes a namespace without children, else {@link RefusedException}; says whether it was there.
   * What else is kept under its name, such as documents, stays.
   */
  boolean delete(String id);

  /** Deletes a namespace and all below it, see {@link #deleteTree(String, Consumer)}. */
  default List<String> deleteTree(String id) {
    return deleteTree(id, deleted -> {});
  }

  /**
   * Deletes a namespace and all below it, the deepest first, and gives the ids that it deleted;
   * each is told to {@code deleted} at once. Safe to run again after a failure: it then deletes
   * what is left. None if there is no such namespace.
   */
  List<String> deleteTree(String id, Consumer<? super String> deleted);

  /** The children of a namespace, or with null the namespaces at the root, by name. */
  List<RegisteredNamespace> list(@Nullable String parentId);

  /**
   * All below a namespace, or with null below the root, each before what is below it, siblings by
   * name.
   */
  default List<RegisteredNamespace> listRecursively(@Nullable String parentId) {
    if (parentId != null) {
      return tree(parentId).map(NamespaceTree::descendants).orElse(List.of());
    }
    return tree().roots().stream()
        .flatMap(root -> Stream.concat(Stream.of(root.namespace()), root.descendants().stream()))
        .toList();
  }

  /** Everything, also what others left without a parent. */
  NamespaceForest tree();

  /** A namespace with all below it; empty if there is none. */
  Optional<NamespaceTree> tree(String id);

  /**
   * From the root to the namespace, which is last; none if there is no such namespace. Where a
   * parent is missing, the path begins below it.
   */
  List<RegisteredNamespace> path(String id);

  /**
   * The namespace of a display path such as {@code research/papers/2026} (or with dots, where there
   * is no slash), with all parents that are not there yet. The id of each is the path so far, with
   * slashes; the name its last label. {@link RefusedException} if such an id is there under another
   * parent.
   */
  default RegisteredNamespace createPath(String path) {
    return NamespacePaths.create(this, path);
  }

  /**
   * The namespace that a display path means: the one with this id, else the one that its labels
   * name from the root down. {@link RefusedException} if two siblings on the way have the same
   * name.
   */
  default Optional<RegisteredNamespace> resolve(String path) {
    return NamespacePaths.resolve(this, path);
  }

  /** This registry, asynchronously. */
  default Async<? extends NamespaceRegistry> async() {
    return Async.of(this);
  }
}

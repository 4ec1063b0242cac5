package dev.dynamory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All registered namespaces: the trees below the root, and apart from them what others left
 * unattached, each with what is below it: a namespace whose parent is missing, and of namespaces
 * that are each other's ancestors the one with the least id. Each namespace is there exactly once.
 */
public record NamespaceForest(List<NamespaceTree> roots, List<NamespaceTree> unattached) {

  /** The lists are copied. */
  public NamespaceForest {
    roots = List.copyOf(roots);
    unattached = List.copyOf(unattached);
  }

  /** The forest that these are, whatever their order. */
  public static NamespaceForest of(Collection<RegisteredNamespace> all) {
    return new Planting(all).forest();
  }

  /** The tree of these below this one; empty if it is not among them. */
  public static Optional<NamespaceTree> treeOf(String id, Collection<RegisteredNamespace> all) {
    var planting = new Planting(all);
    var top = planting.byId.get(id);
    return top == null ? Optional.empty() : Optional.of(planting.plant(top));
  }

  private static final class Planting {
    private final Map<String, RegisteredNamespace> byId = new TreeMap<>(CodePoints::compare);
    private final Map<String, List<RegisteredNamespace>> children = new HashMap<>();
    private final Set<String> planted = new HashSet<>();

    Planting(Collection<RegisteredNamespace> all) {
      for (var namespace : all) {
        byId.put(namespace.id(), namespace);
        if (namespace.parentId() != null) {
          children.computeIfAbsent(namespace.parentId(), id -> new ArrayList<>()).add(namespace);
        }
      }
      children.values().forEach(siblings -> siblings.sort(RegisteredNamespace.byName()));
    }

    NamespaceForest forest() {
      var roots = new ArrayList<NamespaceTree>();
      var unattached = new ArrayList<NamespaceTree>();
      byId.values().stream()
          .filter(namespace -> namespace.parentId() == null)
          .sorted(RegisteredNamespace.byName())
          .forEach(namespace -> roots.add(plant(namespace)));
      byId.values().stream()
          .filter(namespace -> namespace.parentId() != null)
          .filter(namespace -> !byId.containsKey(namespace.parentId()))
          .sorted(RegisteredNamespace.byName())
          .forEach(namespace -> unattached.add(plant(namespace)));
      for (var namespace : byId.values()) {
        if (!planted.contains(namespace.id())) {
          unattached.add(plant(onCycle(namespace)));
        }
      }
      return new NamespaceForest(roots, unattached);
    }

    /** The least id of the cycle that one gets into upwards from here. */
    private RegisteredNamespace onCycle(RegisteredNamespace from) {
      var seen = new HashSet<String>();
      var at = from;
      while (seen.add(at.id())) {
        at = parent(at);
      }
      var least = at;
      for (var next = parent(at); !next.id().equals(at.id()); next = parent(next)) {
        least = CodePoints.compare(next.id(), least.id()) < 0 ? next : least;
      }
      return least;
    }

    private RegisteredNamespace parent(RegisteredNamespace namespace) {
      var parent = namespace.parentId() == null ? null : byId.get(namespace.parentId());
      return parent == null ? namespace : parent;
    }

    /** Without recursion: a chain may be deeper than a thread's stack. */
    NamespaceTree plant(RegisteredNamespace top) {
      var order = new ArrayList<RegisteredNamespace>();
      order.add(top);
      planted.add(top.id());
      var under = new HashMap<String, List<RegisteredNamespace>>();
      for (var n = 0; n < order.size(); n++) {
        var own = new ArrayList<RegisteredNamespace>();
        for (var child : children.getOrDefault(order.get(n).id(), List.of())) {
          if (planted.add(child.id())) {
            own.add(child);
            order.add(child);
          }
        }
        under.put(order.get(n).id(), own);
      }
      var trees = new HashMap<String, NamespaceTree>();
      for (var n = order.size() - 1; n >= 0; n--) {
        var namespace = order.get(n);
        var below = new ArrayList<NamespaceTree>();
        for (var child : under.getOrDefault(namespace.id(), List.of())) {
          var tree = trees.remove(child.id());
          if (tree != null) {
            below.add(tree);
          }
        }
        trees.put(namespace.id(), new NamespaceTree(namespace, below));
      }
      return new NamespaceTree(
          top, Optional.ofNullable(trees.get(top.id())).orElseThrow().children());
    }
  }
}

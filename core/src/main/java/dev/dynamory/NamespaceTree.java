package dev.dynamory;

import java.util.ArrayList;
import java.util.List;

/** A registered namespace with everything below it; children by name. */
public record NamespaceTree(RegisteredNamespace namespace, List<NamespaceTree> children) {

  /** The children are copied. */
  public NamespaceTree {
    children = List.copyOf(children);
  }

  /** Everything below, each before what is below it, siblings by name. */
  public List<RegisteredNamespace> descendants() {
    var found = new ArrayList<RegisteredNamespace>();
    collect(this, found);
    return found;
  }

  private static void collect(NamespaceTree tree, List<RegisteredNamespace> found) {
    for (var child : tree.children) {
      found.add(child.namespace);
      collect(child, found);
    }
  }
}

package dev.dynamory.cli;

import dev.dynamory.NamespaceForest;
import dev.dynamory.NamespaceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of namespaces: as lines for people, or each as JSON, nested under {@code children}. */
final class TreeDrawing {
  private final Cli cli;

  TreeDrawing(Cli cli) {
    this.cli = cli;
  }

  /** One that is not attached to the root has {@code unattached}, and comes last. */
  void print(NamespaceForest forest) {
    forest.roots().forEach(this::print);
    if (!cli.json() && !forest.unattached().isEmpty()) {
      cli.console().out().println("not attached to the root:");
    }
    for (var tree : forest.unattached()) {
      var record = nested(tree);
      record.put("unattached", true);
      cli.print(record, drawn(tree));
    }
    if (!cli.json() && forest.roots().isEmpty() && forest.unattached().isEmpty()) {
      cli.note("there are no namespaces");
    }
  }

  void print(NamespaceTree tree) {
    cli.print(nested(tree), drawn(tree));
  }

  /** The lines of a drawing. */
  List<String> lines(NamespaceTree tree) {
    var lines = new ArrayList<String>();
    draw(tree, "", "", lines);
    return lines;
  }

  private String drawn(NamespaceTree tree) {
    return String.join("\n", lines(tree));
  }

  /** What stands before the node's own line, and before those below it. */
  private void draw(NamespaceTree tree, String own, String below, List<String> lines) {
    var namespace = tree.namespace();
    lines.add(
        own + cli.console().bold(namespace.id()) + "  " + Console.printable(namespace.name()));
    var children = tree.children();
    for (var n = 0; n < children.size(); n++) {
      var last = n == children.size() - 1;
      draw(
          children.get(n),
          below + (last ? "└── " : "├── "),
          below + (last ? "    " : "│   "),
          lines);
    }
  }

  private static Map<String, @Nullable Object> nested(NamespaceTree tree) {
    var record = NamespaceCommand.record(tree.namespace());
    record.put("children", tree.children().stream().map(TreeDrawing::nested).toList());
    return record;
  }
}

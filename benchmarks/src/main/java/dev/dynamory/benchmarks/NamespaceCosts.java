package dev.dynamory.benchmarks;

import dev.dynamory.NamespaceChange;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbNamespaceRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Carries out each operation of a namespace registry once and measures it. */
final class NamespaceCosts {
  private static final int PROJECTS = 10;
  private static final int FOLDERS_IN_EACH = 99;
  private static final int DESCRIPTION = 150;

  private final CostSheet sheet;
  private final DynamoDbNamespaceRegistry registry;

  private NamespaceCosts(Meter meter) {
    sheet = new CostSheet(meter);
    registry = meter.newProcess().namespaces("namespaces");
    registry.setup();
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new NamespaceCosts(meter);
      all.creates();
      all.reads();
      all.changes();
      all.deletes();
      return all.sheet.costs();
    }
  }

  private static RegisteredNamespace namespace(String id) {
    return RegisteredNamespace.of(id, id).description("x".repeat(DESCRIPTION));
  }

  private void creates() {
    sheet.add(
        "create at the root",
        Limit.of(1, 0, 2),
        CostSheet.NOTHING,
        () -> registry.create(namespace("a")));
    sheet.add(
        "create under a parent, its first child",
        Limit.of(2, 0.5, 6),
        "races make orphans",
        () -> registry.create(namespace("a1").under("a")));
    sheet.add(
        "create under a parent that has children",
        Limit.of(2, 0.5, 6),
        "races make orphans",
        () -> registry.create(namespace("a2").under("a")));
    registry.create(namespace("a11").under("a1"));
    for (var project = 0; project < PROJECTS; project++) {
      registry.create(namespace("project-" + project));
      for (var folder = 0; folder < FOLDERS_IN_EACH; folder++) {
        registry.create(namespace("folder-" + project + "-" + folder).under("project-" + project));
      }
    }
  }

  private void reads() {
    sheet.add("get", Limit.of(1, 0.5, 0), CostSheet.SAME, () -> registry.get("a"));
    sheet.add(
        "path, three levels", Limit.of(3, 1.5, 0), CostSheet.SAME, () -> registry.path("a11"));
    sheet.add(
        "list of 99 children",
        Limit.of(1, 7, 0),
        CostSheet.NOTHING,
        () -> registry.list("project-1"));
    sheet.add(
        "tree() of 1,000",
        Limit.inRoundTrips(1, 43, 0),
        "the same Scan; loses what is not attached",
        registry::tree);
    sheet.add(
        "tree(id), 3 below it on two levels",
        Limit.of(5, 2.5, 0),
        CostSheet.NOTHING,
        () -> registry.tree("a"));
  }

  private void changes() {
    sheet.add(
        "update of the name",
        Limit.of(1, 0, 2),
        "reads, then writes: loses updates",
        () -> registry.update(NamespaceChange.of("a2").name("Another")));
    sheet.add(
        "update of metadata",
        Limit.of(2, 1, 2),
        "reads, then writes: loses updates",
        () -> registry.update(NamespaceChange.of("a2").metadata(Map.of("year", 2026))));
    sheet.add(
        "move to another parent",
        Limit.NONE,
        "races make cycles",
        () -> registry.move("a2", "project-0"));
  }

  private void deletes() {
    sheet.add(
        "delete, a leaf", Limit.of(2, 0.5, 2), "races make orphans", () -> registry.delete("a2"));
    registry.delete("a11");
    sheet.add(
        "delete of one that had children, of 1,000",
        Limit.NONE,
        "races make orphans",
        () -> registry.delete("a1"));
    sheet.add(
        "deleteTree of 100, of 1,000",
        Limit.NONE,
        CostSheet.NOTHING,
        () -> registry.deleteTree("project-9"));
  }
}

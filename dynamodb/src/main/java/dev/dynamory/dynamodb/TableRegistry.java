package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.CorruptDataException;
import dev.dynamory.NamespaceChange;
import dev.dynamory.NamespaceForest;
import dev.dynamory.NamespaceRules;
import dev.dynamory.NamespaceTree;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.tables.TableDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The registered namespaces in one table. */
final class TableRegistry extends DefinedTable implements DynamoDbNamespaceRegistry {
  private final boolean consistent;
  private final boolean transactions;
  private final TableCalls calls;
  private final RegistryItems items;
  private final RegistryCalls registry;
  private final RegistryWrites writes;
  private final RegistryDeletions deletions;

  private TableRegistry(
      Connection connection, TableDefinition definition, boolean consistent, boolean transactions) {
    super(connection, definition);
    this.consistent = consistent;
    this.transactions = transactions;
    calls = new TableCalls(connection, definition, "namespaces");
    items = new RegistryItems(definition.name());
    registry = new RegistryCalls(connection, calls, items);
    writes =
        new RegistryWrites(
            registry, transactions ? new TransactedLinks(registry) : new MarkedLinks(registry));
    deletions = new RegistryDeletions(registry);
  }

  static DynamoDbNamespaceRegistry of(Connection connection, String table) {
    return new TableRegistry(connection, named(TableDefinition.NAMESPACES, table), false, true);
  }

  @Override
  public DynamoDbNamespaceRegistry withConsistentReads() {
    return new TableRegistry(connection, definition, true, transactions);
  }

  @Override
  public DynamoDbNamespaceRegistry withoutTransactions() {
    return new TableRegistry(connection, definition, consistent, false);
  }

  @Override
  public RegisteredNamespace create(RegisteredNamespace namespace) {
    return writes.create(namespace);
  }

  @Override
  public Optional<RegisteredNamespace> get(String id) {
    NamespaceRules.checkId("id", id);
    var row = registry.read(id, consistent);
    return row.exists() ? Optional.of(namespace(row)) : Optional.empty();
  }

  private RegisteredNamespace namespace(RegistryRow row) {
    return row.namespace(definition.name());
  }

  @Override
  public boolean exists(String id) {
    NamespaceRules.checkId("id", id);
    return registry.read(id, consistent).exists();
  }

  @Override
  public RegisteredNamespace update(NamespaceChange change) {
    return writes.update(change);
  }

  @Override
  public void move(String id, @Nullable String parentId) {
    NamespaceRules.checkId("id", id);
    NamespaceRules.checkParent(parentId);
    writes.move(id, parentId);
  }

  @Override
  public boolean delete(String id) {
    NamespaceRules.checkId("id", id);
    return deletions.delete(id);
  }

  @Override
  public List<String> deleteTree(String id, Consumer<? super String> deleted) {
    NamespaceRules.checkId("id", id);
    return deletions.deleteTree(id, deleted);
  }

  @Override
  public List<RegisteredNamespace> list(@Nullable String parentId) {
    NamespaceRules.checkParent(parentId);
    var found = new ArrayList<RegisteredNamespace>();
    if (consistent) {
      deletions.rows(items.scanChildren(parentId)).forEach(row -> found.add(namespace(row)));
    } else {
      calls.queryAll(
          items.children(parentId),
          page -> {
            page.items().forEach(item -> found.add(namespace(new RegistryRow(item))));
            return true;
          });
    }
    found.sort(RegisteredNamespace.byName());
    return List.copyOf(found);
  }

  @Override
  public NamespaceForest tree() {
    return NamespaceForest.of(all());
  }

  private List<RegisteredNamespace> all() {
    return deletions.rows(items.scan(consistent)).stream().map(this::namespace).toList();
  }

  @Override
  public Optional<NamespaceTree> tree(String id) {
    NamespaceRules.checkId("id", id);
    if (consistent) {
      return NamespaceForest.treeOf(id, all());
    }
    var first = connection.fanOut().both(() -> get(id), () -> list(id));
    if (first.first().isEmpty()) {
      return Optional.empty();
    }
    var found = new ArrayList<RegisteredNamespace>();
    found.add(first.first().get());
    var seen = new HashSet<String>();
    seen.add(id);
    var level = first.second();
    while (!level.isEmpty()) {
      var fresh = level.stream().filter(child -> seen.add(child.id())).toList();
      found.addAll(fresh);
      level =
          connection
              .fanOut()
              .<RegisteredNamespace, List<RegisteredNamespace>>map(fresh, child -> list(child.id()))
              .stream()
              .flatMap(List::stream)
              .toList();
    }
    return NamespaceForest.treeOf(id, found);
  }

  @Override
  public List<RegisteredNamespace> path(String id) {
    NamespaceRules.checkId("id", id);
    var path = new ArrayList<RegisteredNamespace>();
    var seen = new HashSet<String>();
    for (var at = get(id); at.isPresent() && seen.add(at.get().id()); ) {
      path.add(at.get());
      at = Optional.ofNullable(at.get().parentId()).flatMap(this::get);
    }
    Collections.reverse(path);
    return List.copyOf(path);
  }

  @Override
  public RegisteredNamespace createPath(String path) {
    return consistent
        ? DynamoDbNamespaceRegistry.super.createPath(path)
        : withConsistentReads().createPath(path);
  }

  @Override
  public Async<DynamoDbNamespaceRegistry> async() {
    return Async.of(this, connection.executor());
  }

  @Override
  public List<String> verify() {
    var setup = new TableSetup(connection, definition);
    var findings = new ArrayList<>(setup.differences());
    if (setup.hasItsKeys()) {
      findings.addAll(findings());
    }
    return List.copyOf(findings);
  }

  private List<String> findings() {
    var findings = new ArrayList<String>();
    var readable = new ArrayList<RegisteredNamespace>();
    var rows = deletions.rows(items.scan(true));
    for (var row : rows) {
      try {
        readable.add(namespace(row));
      } catch (CorruptDataException e) {
        findings.add(String.valueOf(e.getMessage()));
      }
    }
    var ids = rows.stream().map(RegistryRow::id).collect(Collectors.toSet());
    for (var tree : NamespaceForest.of(readable).unattached()) {
      var top = tree.namespace();
      var isOrphan = top.parentId() != null && !ids.contains(top.parentId());
      findings.add(
          isOrphan
              ? "namespace '"
                  + top.id()
                  + "' is an orphan: its parent '"
                  + top.parentId()
                  + "' is not there"
              : "namespace '" + top.id() + "' is on a cycle of ancestors");
    }
    var parents = parents(rows);
    for (var row : rows) {
      if (isForgotten(row.mark())) {
        findings.add("namespace '" + row.id() + "' carries the mark of an unfinished deletion");
      }
      if (isForgotten(row.moving())) {
        findings.add("namespace '" + row.id() + "' carries the mark of an unfinished move");
      }
      if (row.isLeaf() && parents.contains(row.id())) {
        findings.add("namespace '" + row.id() + "' is noted as a leaf, but has children");
      }
    }
    return findings;
  }

  private boolean isForgotten(Optional<String> mark) {
    return mark.filter(registry::isOld).isPresent();
  }

  private static Set<String> parents(List<RegistryRow> rows) {
    return rows.stream().map(RegistryRow::parent).collect(Collectors.toSet());
  }

  @Override
  public List<String> repair() {
    var done = new ArrayList<String>();
    var rows = deletions.rows(items.scan(true));
    var parents = parents(rows);
    for (var row : rows) {
      if (registry.liftOld(row)) {
        done.add("lifted the mark of an unfinished operation from namespace '" + row.id() + "'");
      }
      if (row.isLeaf() && parents.contains(row.id())) {
        calls.update(registry.marks.noLeaf(row.id()));
        done.add("noted that namespace '" + row.id() + "' has children");
      }
    }
    return done;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.NamespaceChange;
import dev.dynamory.RegisteredNamespace;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Create, update and move: one conditional write, or {@link RegistryLinks} where it depends on
 * other rows. What it finds instead decides whether it was applied before, is tried again, or is
 * refused.
 */
final class RegistryWrites {
  private static final int MAX_MERGES = 200;

  private final RegistryCalls rows;
  private final RegistryLinks links;

  RegistryWrites(RegistryCalls rows, RegistryLinks links) {
    this.rows = rows;
    this.links = links;
  }

  RegisteredNamespace create(RegisteredNamespace namespace) {
    var operation = RegistryItems.newOperation();
    var now = rows.now();
    var parentId = namespace.parentId();
    if (parentId == null) {
      try {
        rows.calls.put(rows.items.create(namespace, operation, now));
      } catch (ConditionalCheckFailedException e) {
        RegistryCalls.requireOwn(new RegistryRow(e.item()), operation, namespace.id(), e);
      }
    } else if (parentId.equals(namespace.id())) {
      var itself = rows.read(parentId, true);
      RegistryCalls.requireParent(itself, parentId, null);
      RegistryCalls.requireOwn(itself, operation, parentId, null);
    } else {
      links.createUnder(parentId, namespace, operation, now);
    }
    var times = Timestamps.parse(Timestamps.format(now)).orElse(now);
    return new RegisteredNamespace(
        namespace.id(),
        namespace.name(),
        parentId,
        namespace.description(),
        namespace.metadata(),
        namespace.filterKeys(),
        times,
        times);
  }

  RegisteredNamespace update(NamespaceChange change) {
    var operation = RegistryItems.newOperation();
    var read = change.metadata() == null ? new RegistryRow(Map.of()) : rows.read(change.id(), true);
    for (var tries = 1; ; tries++) {
      if (change.metadata() != null) {
        RegistryCalls.requireThere(read, change.id());
      }
      try {
        var now = rows.now();
        var row = rows.calls.updated(rows.items.update(change, read, operation, now));
        return new RegistryRow(row).namespace(rows.calls.table());
      } catch (ConditionalCheckFailedException e) {
        read = new RegistryRow(e.item());
        RegistryCalls.requireThere(read, change.id());
        if (read.knows(operation)) {
          return read.namespace(rows.calls.table());
        } else if (read.isMarked()) {
          rows.wait(read, tries, e);
        } else if (tries == MAX_MERGES) {
          throw RegistryCalls.busy(change.id(), e);
        } else {
          Backoff.pause(tries);
        }
      }
    }
  }

  void move(String id, @Nullable String parentId) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; ; tries++) {
      var node = rows.read(id, true);
      RegistryCalls.requireThere(node, id);
      if (node.knows(operation)) {
        return;
      }
      if (parentId == null
          ? moveToRoot(node, operation, tries)
          : links.moveUnder(node, parentId, operation, tries)) {
        return;
      }
    }
  }

  private boolean moveToRoot(RegistryRow node, String operation, int tries) {
    if (node.parentId() == null) {
      return true;
    }
    try {
      rows.calls.update(rows.items.moveToRoot(node, operation, rows.now()));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return rows.again(new RegistryRow(e.item()), operation, tries, e);
    }
  }
}

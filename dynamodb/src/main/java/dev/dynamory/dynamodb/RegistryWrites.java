package dev.dynamory.dynamodb;

import dev.dynamory.NamespaceChange;
import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import dev.dynamory.RegisteredNamespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Create, update and move: one conditional write, or one transaction over all rows that it depends
 * on. What it finds instead decides whether it was applied before, is tried again, or is refused.
 */
final class RegistryWrites {
  private static final int MAX_TRIES = 20;
  private static final int MAX_MERGES = 200;
  private static final int MAX_ANCESTORS = 99;
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final List<String> TRANSIENT =
      List.of("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final Connection connection;
  private final TableCalls calls;
  private final RegistryItems items;

  RegistryWrites(Connection connection, TableCalls calls, RegistryItems items) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
  }

  RegistryRow read(String id, boolean consistent) {
    return new RegistryRow(calls.getItem(items.get(id, consistent)));
  }

  RegisteredNamespace create(RegisteredNamespace namespace) {
    var operation = RegistryItems.newOperation();
    var now = connection.now();
    var parentId = namespace.parentId();
    if (parentId == null) {
      try {
        calls.put(items.create(namespace, operation, now));
      } catch (ConditionalCheckFailedException e) {
        requireOwn(new RegistryRow(e.item()), operation, namespace.id(), e);
      }
    } else {
      createUnder(parentId, namespace, operation, now);
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

  private static void requireOwn(
      RegistryRow found, String operation, String id, @Nullable RuntimeException cause) {
    if (!found.knows(operation)) {
      throw new RefusedException(
          Reason.ALREADY_EXISTS, "namespace '" + id + "' is there already", cause);
    }
  }

  private void createUnder(
      String parentId, RegisteredNamespace namespace, String operation, Instant now) {
    var isItsOwn = parentId.equals(namespace.id());
    var parent = read(parentId, isItsOwn);
    if (isItsOwn) { // a transaction may name a row only once, and it is refused in any case
      requireParent(parent, parentId, null);
      requireOwn(parent, operation, parentId, null);
    }
    for (var tries = 1; ; tries++) {
      try {
        transact(items.createUnder(parent, parentId, namespace, operation, now));
        return;
      } catch (TransactionCanceledException e) {
        var reasons = reasons(e);
        if (failed(reasons.get(0))) {
          requireOwn(row(reasons.get(0)), operation, namespace.id(), e);
          return;
        }
        if (failed(reasons.get(1))) {
          parent = row(reasons.get(1));
          requireParent(parent, parentId, e);
          wait(parent, tries, e);
        } else {
          waitForOthers(tries, e);
        }
      }
    }
  }

  private static void requireParent(
      RegistryRow parent, String parentId, @Nullable RuntimeException cause) {
    if (!parent.exists()) {
      throw new RefusedException(
          Reason.PARENT_MISSING,
          "the parent '" + parentId + "' is not there; create it first",
          cause);
    }
  }

  /**
   * Before trying again what this row stood against: at once if that was only another form, later
   * if it is being deleted; a mark so old that nobody is at work is lifted.
   */
  private void wait(RegistryRow row, int tries, RuntimeException e) {
    if (tries >= MAX_TRIES) {
      throw busy(row.id(), e);
    }
    var mark = row.mark();
    if (mark.isPresent() && RegistryItems.isOld(mark.get(), connection.now())) {
      lift(row.id(), mark.get());
    } else if (row.isMarked()) {
      Backoff.pause(tries);
    }
  }

  private static void waitForOthers(int tries, RuntimeException e) {
    if (tries >= MAX_TRIES) {
      throw e;
    }
    Backoff.pause(tries);
  }

  static RefusedException busy(String id, @Nullable RuntimeException cause) {
    return new RefusedException(
        Reason.BUSY,
        "namespace '" + id + "' is being changed or deleted by somebody else; try again later",
        cause);
  }

  /** Takes a mark away, if it is still the same. */
  boolean lift(String id, String mark) {
    try {
      calls.update(items.lift(id, mark));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  RegisteredNamespace update(NamespaceChange change) {
    var operation = RegistryItems.newOperation();
    var read = change.metadata() == null ? new RegistryRow(Map.of()) : read(change.id(), true);
    for (var tries = 1; ; tries++) {
      if (change.metadata() != null) {
        requireThere(read, change.id());
      }
      try {
        var now = connection.now();
        var row = calls.updated(items.update(change, read, operation, now));
        return new RegistryRow(row).namespace(calls.table());
      } catch (ConditionalCheckFailedException e) {
        read = new RegistryRow(e.item());
        requireThere(read, change.id());
        if (read.knows(operation)) {
          return read.namespace(calls.table());
        } else if (read.isMarked()) {
          wait(read, tries, e);
        } else if (tries == MAX_MERGES) {
          throw busy(change.id(), e);
        } else {
          Backoff.pause(tries);
        }
      }
    }
  }

  private static void requireThere(RegistryRow row, String id) {
    if (!row.exists()) {
      throw new NotFoundException("namespace '" + id + "'");
    }
  }

  void move(String id, @Nullable String parentId) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; ; tries++) {
      var node = read(id, true);
      requireThere(node, id);
      if (node.knows(operation)) {
        return;
      }
      if (parentId == null
          ? moveToRoot(node, operation, tries)
          : moveUnder(node, parentId, operation, tries)) {
        return;
      }
    }
  }

  private boolean moveToRoot(RegistryRow node, String operation, int tries) {
    if (node.parentId() == null) {
      return true;
    }
    try {
      calls.update(items.moveToRoot(node, operation, connection.now()));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return again(new RegistryRow(e.item()), operation, tries, e);
    }
  }

  /** Whether it was applied after all; else waits. */
  private boolean again(RegistryRow found, String operation, int tries, RuntimeException e) {
    if (found.exists()) {
      if (found.knows(operation)) {
        return true;
      }
      wait(found, tries, e);
    }
    Backoff.pause(tries);
    return false;
  }

  private boolean moveUnder(RegistryRow node, String parentId, String operation, int tries) {
    var ancestors = ancestors(node, parentId);
    if (parentId.equals(node.parentId())) {
      return true;
    }
    try {
      transact(items.move(node, ancestors, operation, connection.now()));
      return true;
    } catch (TransactionCanceledException e) {
      var reasons = reasons(e);
      if (failed(reasons.get(0))) {
        return again(row(reasons.get(0)), operation, tries, e);
      } else if (failed(reasons.get(1))) {
        var parent = row(reasons.get(1));
        requireParent(parent, parentId, e);
        return again(parent, operation, tries, e);
      }
      waitForOthers(tries, e);
      return false;
    }
  }

  /** From the new parent to the root, or to where the chain breaks off. */
  private List<RegistryRow> ancestors(RegistryRow node, String parentId) {
    var ancestors = new ArrayList<RegistryRow>();
    var seen = new HashSet<String>();
    for (var at = Optional.of(parentId); at.isPresent(); ) {
      if (at.get().equals(node.id()) || !seen.add(at.get())) {
        throw new RefusedException(
            Reason.CYCLE,
            "'"
                + node.id()
                + "' cannot be moved under '"
                + parentId
                + "', "
                + (at.get().equals(node.id()) ? "which is below it" : "which is on a cycle"),
            null);
      }
      var row = read(at.get(), true);
      if (ancestors.isEmpty()) {
        requireParent(row, parentId, null);
      } else if (!row.exists()) {
        return ancestors;
      }
      ancestors.add(row);
      if (ancestors.size() > MAX_ANCESTORS) {
        throw new RefusedException(
            Reason.TOO_DEEP,
            "'"
                + parentId
                + "' lies more than "
                + (MAX_ANCESTORS - 1)
                + " deep: a move there cannot be checked",
            null);
      }
      at = Optional.ofNullable(row.parentId());
    }
    return ancestors;
  }

  private void transact(List<TransactWriteItem> writes) {
    calls.transact(
        TransactWriteItemsRequest.builder()
            .transactItems(writes)
            .clientRequestToken(UUID.randomUUID().toString())
            .build());
  }

  /** Those of a cancellation for conditions, or for others at work; else it is thrown. */
  private static List<CancellationReason> reasons(TransactionCanceledException e) {
    for (var reason : e.cancellationReasons()) {
      if (!failed(reason) && reason.code() != null && !TRANSIENT.contains(reason.code())) {
        throw e;
      }
    }
    return e.cancellationReasons();
  }

  private static boolean failed(CancellationReason reason) {
    return CONDITION_FAILED.equals(reason.code());
  }

  private static RegistryRow row(CancellationReason reason) {
    return new RegistryRow(reason.item());
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.RegisteredNamespace;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** One transaction over the namespace and every row that its place depends on. */
final class TransactedLinks implements RegistryLinks {
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final List<String> TRANSIENT =
      List.of("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final RegistryCalls rows;

  TransactedLinks(RegistryCalls rows) {
    this.rows = rows;
  }

  @Override
  public void createUnder(
      String parentId, RegisteredNamespace namespace, String operation, Instant now) {
    var parent = rows.read(parentId, false);
    for (var tries = 1; ; tries++) {
      try {
        transact(rows.items.createUnder(parent, parentId, namespace, operation, now));
        return;
      } catch (TransactionCanceledException e) {
        var reasons = reasons(e);
        if (failed(reasons.get(0))) {
          RegistryCalls.requireOwn(row(reasons.get(0)), operation, namespace.id(), e);
          return;
        }
        if (failed(reasons.get(1))) {
          parent = row(reasons.get(1));
          RegistryCalls.requireParent(parent, parentId, e);
          rows.wait(parent, tries, e);
        } else {
          RegistryCalls.waitForOthers(tries, e);
        }
      }
    }
  }

  @Override
  public boolean moveUnder(RegistryRow node, String parentId, String operation, int tries) {
    var ancestors = rows.ancestors(node, parentId);
    if (parentId.equals(node.parentId())) {
      return true;
    }
    try {
      transact(rows.items.move(node, ancestors, operation, rows.now()));
      return true;
    } catch (TransactionCanceledException e) {
      var reasons = reasons(e);
      if (failed(reasons.get(0))) {
        return rows.again(row(reasons.get(0)), operation, tries, e);
      }
      for (var n = 1; n < reasons.size(); n++) {
        if (failed(reasons.get(n))) {
          var ancestor = row(reasons.get(n));
          if (n == 1) {
            RegistryCalls.requireParent(ancestor, parentId, e);
          }
          return rows.again(ancestor, operation, tries, e);
        }
      }
      RegistryCalls.waitForOthers(tries, e);
      return false;
    }
  }

  private void transact(List<TransactWriteItem> writes) {
    rows.calls.transact(
        TransactWriteItemsRequest.builder()
            .transactItems(writes)
            .clientRequestToken(UUID.randomUUID().toString())
            .build(),
        "use the registry withoutTransactions()");
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

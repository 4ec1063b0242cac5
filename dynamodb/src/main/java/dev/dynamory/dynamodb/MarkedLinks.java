package dev.dynamory.dynamodb;

import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import dev.dynamory.RegisteredNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Where there are no transactions: a mark first, then a look at what the place depends on. Of two
 * that are in each other's way, at least one sees the other's mark and goes back. Exact for every
 * operation that is answered; what a process that ended in between leaves, {@code verify} reports.
 */
final class MarkedLinks implements RegistryLinks {
  private final RegistryCalls rows;
  private final RegistryMarks marks;

  MarkedLinks(RegistryCalls rows) {
    this.rows = rows;
    marks = rows.marks;
  }

  /** Nobody can put a child under it, or rely on it, before its parent was seen once more. */
  @Override
  public void createUnder(
      String parentId, RegisteredNamespace namespace, String operation, Instant now) {
    var id = namespace.id();
    for (var tries = 1; ; tries++) {
      if (!adopt(parentId, tries)) {
        var taken = rows.read(id, true);
        if (taken.exists()) {
          RegistryCalls.requireOwn(taken, operation, id, null);
        }
        throw RegistryCalls.parentMissing(parentId, null);
      }
      var mark = RegistryMarks.newMark(rows.now());
      try {
        rows.calls.put(marks.create(namespace, mark, operation, now));
      } catch (ConditionalCheckFailedException e) {
        var found = new RegistryRow(e.item());
        RegistryCalls.requireOwn(found, operation, id, e);
        if (!found.mark().equals(Optional.of(mark))) {
          return; // resent, and in use by others since
        }
      }
      var parent = rows.read(parentId, true);
      if (parent.exists() && !parent.isMarked()) {
        rows.tryTo(marks.lift(id, mark)); // if it fails, others are deleting what was created
        return;
      }
      try {
        rows.calls.delete(marks.deleteMarked(id, mark));
      } catch (ConditionalCheckFailedException e) {
        if (e.hasItem() && !e.item().isEmpty()) {
          throw RegistryCalls.busy(parentId, e); // whoever deletes the parent deletes this too
        }
      }
      RegistryCalls.requireParent(parent, parentId, null);
      rows.wait(parent, tries, null);
    }
  }

  /** From now on nobody takes the parent for a leaf; false if it is not there. */
  private boolean adopt(String parentId, int before) {
    for (var tries = before; ; tries++) {
      var found = rows.tryTo(marks.adopt(parentId));
      if (found.isEmpty() || !found.get().exists()) {
        return found.isEmpty();
      }
      rows.wait(found.get(), tries, null);
    }
  }

  @Override
  public boolean moveUnder(RegistryRow node, String parentId, String operation, int tries) {
    var mark = RegistryMarks.newMark(rows.now());
    var found = rows.tryTo(marks.markMoving(node.id(), mark));
    if (found.isPresent() && !found.get().moving().equals(Optional.of(mark))) {
      return retry(found.get(), tries);
    }
    try {
      return moveMarked(node.id(), parentId, mark, operation, tries);
    } catch (RefusedException e) {
      rows.tryTo(marks.liftMoving(node.id(), mark));
      throw e;
    }
  }

  private boolean retry(RegistryRow found, int tries) {
    if (found.exists()) {
      rows.wait(found, tries, null);
    }
    return false;
  }

  private boolean moveMarked(String id, String parentId, String mark, String operation, int tries) {
    var node = rows.read(id, true);
    RegistryCalls.requireThere(node, id);
    var busy = ofOthers(rows.ancestors(node, parentId));
    if (busy.isPresent()) {
      rows.tryTo(marks.liftMoving(id, mark));
      return retry(busy.get(), tries);
    } else if (parentId.equals(node.parentId())) {
      rows.tryTo(marks.liftMoving(id, mark));
      return true;
    }
    if (!adopt(parentId, tries)) {
      throw RegistryCalls.parentMissing(parentId, null);
    }
    var against = rows.tryTo(marks.putUnder(id, parentId, mark));
    if (against.isPresent()) {
      rows.tryTo(marks.liftMoving(id, mark));
      return retry(against.get(), tries);
    }
    var parent = rows.read(parentId, true);
    if (!parent.exists() || parent.isMarked()) {
      moveBack(node, parentId, mark);
      RegistryCalls.requireParent(parent, parentId, null);
      return retry(parent, tries);
    }
    rows.tryTo(marks.moved(id, mark, operation, rows.now()));
    return true;
  }

  private static Optional<RegistryRow> ofOthers(List<RegistryRow> ancestors) {
    return ancestors.stream().filter(RegistryRow::isMoving).findFirst();
  }

  /** To where it was, or to the root if that is gone too. */
  private void moveBack(RegistryRow node, String parentId, String mark) {
    var id = node.id();
    if (rows.tryTo(marks.putUnder(id, node.parent(), mark)).isPresent()) {
      return; // deleted, with what it was put under
    }
    var before = node.parentId();
    if (before != null && !rows.read(before, true).exists()) {
      rows.tryTo(marks.putUnder(id, RegistryRow.ROOT, mark));
      rows.tryTo(marks.liftMoving(id, mark));
      throw new RefusedException(
          Reason.PARENT_MISSING,
          "'"
              + id
              + "' is at the root now: both '"
              + parentId
              + "' and its parent '"
              + before
              + "' were deleted while it was moved",
          null);
    }
    rows.tryTo(marks.liftMoving(id, mark));
  }
}

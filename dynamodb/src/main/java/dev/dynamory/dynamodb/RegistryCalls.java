package dev.dynamory.dynamodb;

import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The rows of a registry: how they are read, and what is done about others at work on them. */
final class RegistryCalls {
  private static final int MAX_TRIES = 20;
  private static final int MAX_ANCESTORS = 99;

  final Connection connection;
  final TableCalls calls;
  final RegistryItems items;
  final RegistryMarks marks;

  RegistryCalls(Connection connection, TableCalls calls, RegistryItems items) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    marks = new RegistryMarks(calls.table(), items);
  }

  Instant now() {
    return connection.now();
  }

  RegistryRow read(String id, boolean consistent) {
    return new RegistryRow(calls.getItem(items.get(id, consistent)));
  }

  /** What stands against an update; empty if it was carried out. */
  Optional<RegistryRow> tryTo(UpdateItemRequest update) {
    try {
      calls.update(update);
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      return Optional.of(new RegistryRow(e.item()));
    }
  }

  static void requireOwn(
      RegistryRow found, String operation, String id, @Nullable RuntimeException cause) {
    if (!found.knows(operation)) {
      throw new RefusedException(
          Reason.ALREADY_EXISTS, "namespace '" + id + "' is there already", cause);
    }
  }

  static void requireThere(RegistryRow row, String id) {
    if (!row.exists()) {
      throw new NotFoundException("namespace '" + id + "'");
    }
  }

  static void requireParent(RegistryRow parent, String parentId, @Nullable RuntimeException cause) {
    if (!parent.exists()) {
      throw parentMissing(parentId, cause);
    }
  }

  static RefusedException parentMissing(String parentId, @Nullable RuntimeException cause) {
    return new RefusedException(
        Reason.PARENT_MISSING,
        "the parent '" + parentId + "' is not there; create it first",
        cause);
  }

  static RefusedException busy(String id, @Nullable RuntimeException cause) {
    return new RefusedException(
        Reason.BUSY,
        "namespace '" + id + "' is being changed or deleted by somebody else; try again later",
        cause);
  }

  /**
   * Before trying again what this row stood against: at once if that was only another form, later
   * if somebody is at work on it; marks so old that nobody is are lifted.
   */
  void wait(RegistryRow row, int tries, @Nullable RuntimeException e) {
    if (tries >= MAX_TRIES) {
      throw busy(row.id(), e);
    }
    if (!liftOld(row) && (row.isMarked() || row.isMoving())) {
      Backoff.pause(tries);
    }
  }

  /** Whether a mark was so old that it was taken away. */
  boolean liftOld(RegistryRow row) {
    var lifted = false;
    if (row.mark().filter(this::isOld).isPresent()) {
      lifted = lift(row.id(), row.mark().get());
    }
    if (row.moving().filter(this::isOld).isPresent()) {
      lifted |= tryTo(marks.liftMoving(row.id(), row.moving().get())).isEmpty();
    }
    return lifted;
  }

  boolean isOld(String mark) {
    return RegistryMarks.isOld(mark, now());
  }

  static void waitForOthers(int tries, RuntimeException e) {
    if (tries >= MAX_TRIES) {
      throw e;
    }
    Backoff.pause(tries);
  }

  /** Takes a mark away, if it is still the same. */
  boolean lift(String id, String mark) {
    return tryTo(marks.lift(id, mark)).isEmpty();
  }

  /** Whether it was applied after all; else waits. */
  boolean again(RegistryRow found, String operation, int tries, RuntimeException e) {
    if (found.exists()) {
      if (found.knows(operation)) {
        return true;
      }
      wait(found, tries, e);
    }
    Backoff.pause(tries);
    return false;
  }

  /** From the new parent to the root, or to where the chain breaks off. */
  List<RegistryRow> ancestors(RegistryRow node, String parentId) {
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
}

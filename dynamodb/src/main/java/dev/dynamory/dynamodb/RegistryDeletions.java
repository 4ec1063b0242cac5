package dev.dynamory.dynamodb;

import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Deletes without leaving orphans: what is deleted is marked first, which stops whoever would put a
 * child under it, and the children are looked for after that, in the table itself.
 */
final class RegistryDeletions {
  private static final int FEW = 5;
  private static final int MAX_TRIES = 20;
  private static final int SEGMENTS = 4;

  private final Connection connection;
  private final TableCalls calls;
  private final RegistryItems items;
  private final RegistryMarks marks;
  private final RegistryCalls rows;

  RegistryDeletions(RegistryCalls rows) {
    connection = rows.connection;
    calls = rows.calls;
    items = rows.items;
    marks = rows.marks;
    this.rows = rows;
  }

  boolean delete(String id) {
    if (showsAChild(id)) {
      throw hasChildren(id);
    }
    try {
      calls.delete(marks.deleteLeaf(id));
      return true;
    } catch (ConditionalCheckFailedException e) {
      var row = new RegistryRow(e.item());
      return row.exists() ? deleteMarked(id, row) : wasResent(e);
    }
  }

  private static boolean wasResent(ConditionalCheckFailedException e) {
    return e.numAttempts() != null && e.numAttempts() > 1;
  }

  private static RefusedException hasChildren(String id) {
    return new RefusedException(
        Reason.HAS_CHILDREN,
        "namespace '" + id + "' has children; move or delete them first, or deleteTree",
        null);
  }

  /** Whether the index shows one that is really there: it may be late. */
  private boolean showsAChild(String id) {
    return calls.query(items.children(id).toBuilder().limit(FEW).build()).items().stream()
        .map(RegistryRow::new)
        .map(child -> rows.read(child.id(), true))
        .anyMatch(child -> child.exists() && id.equals(child.parentId()));
  }

  private boolean deleteMarked(String id, RegistryRow found) {
    var row = found;
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var mark = RegistryMarks.newMark(connection.now());
      try {
        calls.update(marks.mark(id, row.mark(), mark));
      } catch (ConditionalCheckFailedException e) {
        row = new RegistryRow(e.item());
        if (!row.exists()) {
          return false;
        } else if (!row.mark().equals(Optional.of(mark))) {
          Backoff.pause(tries);
          continue;
        }
      }
      if (hasChild(id)) {
        rows.lift(id, mark);
        throw hasChildren(id);
      }
      try {
        calls.delete(marks.deleteMarked(id, mark));
        return true;
      } catch (ConditionalCheckFailedException e) {
        row = new RegistryRow(e.item());
        if (!row.exists()) {
          return wasResent(e);
        }
        Backoff.pause(tries);
      }
    }
    throw RegistryCalls.busy(id, null);
  }

  /** A child that is marked may be on its way out, or back: it is waited for. */
  private boolean hasChild(String id) {
    for (var tries = 1; ; tries++) {
      var children = scan(items.scanChildren(id));
      if (tries == MAX_TRIES || !children.stream().allMatch(RegistryRow::isMarked)) {
        return !children.isEmpty();
      } else if (children.isEmpty()) {
        return false;
      }
      children.forEach(rows::liftOld);
      Backoff.pause(tries);
    }
  }

  private List<RegistryRow> scan(ScanRequest request) {
    var segments = IntStream.range(0, SEGMENTS).boxed().toList();
    return connection
        .fanOut()
        .<Integer, List<RegistryRow>>map(
            segments,
            segment -> rows(request.toBuilder().segment(segment).totalSegments(SEGMENTS).build()))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** All rows that a scan gives, page after page. */
  List<RegistryRow> rows(ScanRequest first) {
    var rows = new ArrayList<RegistryRow>();
    for (var request = first; ; ) {
      var response = calls.scan(request);
      response.items().forEach(item -> rows.add(new RegistryRow(item)));
      if (!response.hasLastEvaluatedKey() || response.lastEvaluatedKey().isEmpty()) {
        return rows;
      }
      request = request.toBuilder().exclusiveStartKey(response.lastEvaluatedKey()).build();
    }
  }

  List<String> deleteTree(String id, Consumer<? super String> deleted) {
    var gone = Collections.synchronizedList(new ArrayList<String>());
    Consumer<String> report =
        one -> {
          gone.add(one);
          synchronized (deleted) {
            deleted.accept(one);
          }
        };
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var mark = RegistryMarks.newMark(connection.now());
      if (!markTop(id, mark) || new Tree(id, mark).delete(report)) {
        return List.copyOf(gone);
      }
      Backoff.pause(tries);
    }
    throw RegistryCalls.busy(id, null);
  }

  /** False if there is nothing to mark. */
  private boolean markTop(String id, String mark) {
    Optional<String> seen = Optional.empty();
    for (var tries = 1; ; tries++) {
      try {
        calls.update(marks.mark(id, seen, mark));
        return true;
      } catch (ConditionalCheckFailedException e) {
        var row = new RegistryRow(e.item());
        if (!row.exists()) {
          return false;
        } else if (row.mark().equals(Optional.of(mark))) {
          return true;
        } else if (tries == MAX_TRIES) {
          throw RegistryCalls.busy(id, e);
        }
        seen = row.mark();
      }
    }
  }

  /** What is marked for one deletion, level by level. */
  private final class Tree {
    private final String mark;
    private final List<Map<String, String>> levels = new ArrayList<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();

    Tree(String id, String mark) {
      this.mark = mark;
      add(id, "", 0);
    }

    private void add(String id, String parent, int depth) {
      while (levels.size() <= depth) {
        levels.add(new LinkedHashMap<>());
      }
      levels.get(depth).put(id, parent);
      depths.put(id, depth);
      parents.put(id, parent);
    }

    /** Whether everything is deleted; if not, somebody has lifted a mark. */
    boolean delete(Consumer<String> deleted) {
      while (markMore()) {
        // a child may have come while its parent was not yet marked: look again
      }
      var kept = Collections.synchronizedSet(new HashSet<String>());
      for (var depth = levels.size() - 1; depth >= 0; depth--) {
        connection
            .fanOut()
            .run(
                levels.get(depth).keySet().stream()
                    .<Runnable>map(id -> () -> deleteOne(id, kept, deleted))
                    .toList());
      }
      return kept.isEmpty();
    }

    private void deleteOne(String id, Set<String> kept, Consumer<String> deleted) {
      var parent = parents.getOrDefault(id, "");
      if (kept.contains(id)) {
        kept.add(parent);
        return;
      }
      try {
        calls.delete(marks.deleteMarked(id, mark));
        deleted.accept(id);
      } catch (ConditionalCheckFailedException e) {
        if (e.hasItem() && !e.item().isEmpty()) {
          kept.add(id);
          kept.add(parent);
        } else if (wasResent(e)) {
          deleted.accept(id);
        }
      }
    }

    /** Whether a scan showed children of what is marked, which now are. */
    private boolean markMore() {
      var children = new HashMap<String, List<String>>();
      for (var row : scan(items.outline())) {
        var parent = row.parentId();
        if (parent != null && !depths.containsKey(row.id())) {
          children.computeIfAbsent(parent, p -> new ArrayList<>()).add(row.id());
        }
      }
      var marked = false;
      Collection<String> above = List.copyOf(depths.keySet());
      while (!above.isEmpty()) {
        var next = new ArrayList<Map.Entry<String, String>>();
        for (var parent : above) {
          children.getOrDefault(parent, List.of()).forEach(id -> next.add(Map.entry(id, parent)));
        }
        var done = connection.fanOut().<Map.Entry<String, String>, Boolean>map(next, this::markOne);
        var below = new ArrayList<String>();
        for (var n = 0; n < next.size(); n++) {
          if (done.get(n)) {
            var child = next.get(n);
            add(child.getKey(), child.getValue(), depths.getOrDefault(child.getValue(), 0) + 1);
            below.add(child.getKey());
          }
        }
        marked |= !below.isEmpty();
        above = below;
      }
      return marked;
    }

    private boolean markOne(Map.Entry<String, String> child) {
      try {
        calls.update(marks.markChild(child.getKey(), child.getValue(), mark));
        return true;
      } catch (ConditionalCheckFailedException e) {
        return false; // moved away or gone since
      }
    }
  }
}

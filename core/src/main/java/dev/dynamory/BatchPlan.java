package dev.dynamory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link Store#batch} carries out: every read, and the last write to each key, with the
 * operations' indices. For those who implement a store.
 */
public final class BatchPlan {
  /** How many writes a transaction can have. */
  public static final int MAX_TRANSACTION = 100;

  private final SortedMap<Integer, Operation<?>> reads = new TreeMap<>();
  private final Map<Place, Write> writes = new LinkedHashMap<>();
  private final Map<Place, List<Integer>> indices = new LinkedHashMap<>();

  private record Place(Namespace namespace, String key) {
    static Place of(Write write) {
      return new Place(write.namespace(), write.key());
    }
  }

  private BatchPlan() {}

  /**
   * Settles which writes are carried out; an earlier write to the same key that has a condition is
   * bad input, and so is what {@link Search#checkList} refuses.
   */
  public static BatchPlan of(List<? extends Operation<?>> operations) {
    var plan = new BatchPlan();
    for (var i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof Write write) {
        plan.add(i, write);
      } else {
        if (operations.get(i) instanceof Search search) {
          search.checkList();
        }
        plan.reads.put(i, operations.get(i));
      }
    }
    return plan;
  }

  private void add(int index, Write write) {
    var place = Place.of(write);
    var earlier = writes.put(place, write);
    if (earlier != null && !(earlier.condition() instanceof WriteCondition.Any)) {
      throw new InvalidInputException(
          "operations",
          "operations[" + index + "]",
          "writes the key of an earlier operation of this batch that has a condition");
    }
    indices.computeIfAbsent(place, p -> new ArrayList<>()).add(index);
  }

  /** The gets, searches and listings, by their index. */
  public SortedMap<Integer, Operation<?>> reads() {
    return Collections.unmodifiableSortedMap(reads);
  }

  /** The writes to carry out, each with the indices of all operations on its key. */
  public Map<Write, List<Integer>> writes() {
    var byWrite = new LinkedHashMap<Write, List<Integer>>();
    writes.forEach((place, write) -> byWrite.put(write, indices.getOrDefault(place, List.of())));
    return byWrite;
  }

  /** Checks what {@link Store#transact} asks: 1 to 100 writes, at most one to a key. */
  public static void checkTransaction(List<? extends Write> writes) {
    if (writes.isEmpty() || writes.size() > MAX_TRANSACTION) {
      throw new InvalidInputException(
          "writes", "a transaction has 1 to " + MAX_TRANSACTION + " writes, not " + writes.size());
    }
    var seen = new HashSet<Place>();
    for (var i = 0; i < writes.size(); i++) {
      if (!seen.add(Place.of(writes.get(i)))) {
        throw new InvalidInputException(
            "writes", "writes[" + i + "]", "a transaction writes a key at most once");
      }
    }
  }
}

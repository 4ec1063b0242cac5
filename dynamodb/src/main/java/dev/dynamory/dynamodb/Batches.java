package dev.dynamory.dynamodb;

import dev.dynamory.BatchException;
import dev.dynamory.BatchPlan;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many operations at once: first all reads side by side, gets 100 to a call; when they are done,
 * all writes side by side.
 */
final class Batches {
  private static final int GETS_IN_A_CALL = 100;

  private final Connection connection;
  private final ItemReader reader;
  private final ItemWriter writer;
  private final Searches searches;
  private final Namespaces namespaces;
  private final Catalogue catalogue;
  private final StoreOptions options;
  private final Vectors vectors;

  Batches(
      Connection connection,
      ItemReader reader,
      ItemWriter writer,
      Searches searches,
      Namespaces namespaces,
      Catalogue catalogue,
      StoreOptions options,
      Vectors vectors) {
    this.connection = connection;
    this.reader = reader;
    this.writer = writer;
    this.searches = searches;
    this.namespaces = namespaces;
    this.catalogue = catalogue;
    this.options = options;
    this.vectors = vectors;
  }

  List<?> run(List<? extends Operation<?>> operations) {
    var plan = BatchPlan.of(operations);
    plan.reads().values().forEach(Batches::check);
    var results = new TreeMap<Integer, Object>();
    var failures = new TreeMap<Integer, RuntimeException>();
    collect(connection.fanOut().outcomes(reads(plan), Task::run), results, failures);
    write(plan, results, failures);
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
    return List.copyOf(results.values());
  }

  private static void check(Operation<?> read) {
    if (read instanceof Search search) {
      search.checkList();
    }
  }

  /**
   * Some operations that are carried out together, and how: gives their results in the order of the
   * indices.
   */
  private record Task(List<Integer> indices, Supplier<List<?>> operation) {
    Done run() {
      try {
        return new Done(this, operation.get(), null);
      } catch (RuntimeException e) {
        return new Done(this, List.of(), e);
      }
    }
  }

  private record Done(Task task, List<?> results, @Nullable RuntimeException failure) {}

  private List<Task> reads(BatchPlan plan) {
    var tasks = new ArrayList<Task>();
    var gets = new LinkedHashMap<Boolean, Map<Integer, Get>>();
    plan.reads()
        .forEach(
            (index, operation) -> {
              if (operation instanceof Get get) {
                gets.computeIfAbsent(reader.isConsistent(get), c -> new LinkedHashMap<>())
                    .put(index, get);
              } else if (operation instanceof Search search) {
                tasks.add(new Task(List.of(index), () -> List.of(searches.list(search))));
              } else if (operation instanceof ListNamespaces which) {
                tasks.add(
                    new Task(
                        List.of(index),
                        () -> List.of(namespaces.list(which, options.consistentReads()))));
              }
            });
    gets.forEach((consistent, byIndex) -> tasks.addAll(calls(byIndex, consistent)));
    return tasks;
  }

  /** Equal gets go into the same call, which asks once. */
  private List<Task> calls(Map<Integer, Get> gets, boolean consistent) {
    if (gets.size() <= GETS_IN_A_CALL) {
      var all = List.copyOf(gets.values());
      return List.of(new Task(List.copyOf(gets.keySet()), () -> reader.getAll(all, consistent)));
    }
    var byGet = new LinkedHashMap<Get, List<Integer>>();
    gets.forEach((index, get) -> byGet.computeIfAbsent(get, g -> new ArrayList<>()).add(index));
    var tasks = new ArrayList<Task>();
    var distinct = List.copyOf(byGet.keySet());
    for (var from = 0; from < distinct.size(); from += GETS_IN_A_CALL) {
      var wanted = new ArrayList<Get>();
      var indices = new ArrayList<Integer>();
      for (var get : distinct.subList(from, Math.min(distinct.size(), from + GETS_IN_A_CALL))) {
        for (var index : byGet.getOrDefault(get, List.of())) {
          wanted.add(get);
          indices.add(index);
        }
      }
      tasks.add(new Task(indices, () -> reader.getAll(wanted, consistent)));
    }
    return tasks;
  }

  private void write(
      BatchPlan plan, Map<Integer, Object> results, Map<Integer, RuntimeException> failures) {
    var writes = List.copyOf(plan.writes().keySet());
    var embedded = connection.fanOut().outcomes(List.of(writes), vectors::of).get(0);
    var failure = embedded.failure();
    var made =
        failure == null
            ? embedded.get()
            : Collections.<VectorItems.@Nullable Stored>nCopies(writes.size(), null);
    var next = made.iterator();
    var tasks = new ArrayList<Task>();
    var namespaces = new LinkedHashSet<Namespace>();
    for (var planned : plan.writes().entrySet()) {
      var indices = planned.getValue();
      var vector = next.next();
      if (planned.getKey() instanceof Delete delete) {
        tasks.add(new Task(indices, () -> delete(delete, indices.size())));
      } else if (planned.getKey() instanceof Put put) {
        if (failure != null && vectors.needs(put)) {
          indices.forEach(index -> failures.put(index, failure));
        } else {
          namespaces.add(put.namespace());
          tasks.add(
              new Task(
                  indices, () -> Collections.nCopies(indices.size(), writer.put(put, vector))));
        }
      }
    }
    // Once a namespace, not once a put. Where that fails, each put tries again and fails alone.
    connection.fanOut().outcomes(namespaces, catalogue::list);
    collect(connection.fanOut().outcomes(tasks, Task::run), results, failures);
  }

  private List<?> delete(Delete delete, int times) {
    writer.delete(delete);
    return Collections.nCopies(times, 0L);
  }

  private static void collect(
      List<FanOut.Outcome<Done>> outcomes,
      Map<Integer, Object> results,
      Map<Integer, RuntimeException> failures) {
    for (var outcome : outcomes) {
      var done = outcome.get();
      var indices = done.task().indices();
      for (var i = 0; i < indices.size(); i++) {
        if (done.failure() != null) {
          failures.put(indices.get(i), done.failure());
        } else {
          results.put(indices.get(i), done.results().get(i));
        }
      }
    }
  }
}

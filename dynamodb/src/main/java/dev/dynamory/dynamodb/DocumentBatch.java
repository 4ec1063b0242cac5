package dev.dynamory.dynamodb;

import dev.dynamory.BatchException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Does the same with many documents side by side, with those of one id in their order. */
final class DocumentBatch {
  private final FanOut fanOut;

  DocumentBatch(FanOut fanOut) {
    this.fanOut = fanOut;
  }

  /** All are tried; {@link BatchException} says by index which failed. */
  <T, R> List<R> each(
      List<T> inputs, IntFunction<String> idOf, BiFunction<String, T, R> operation) {
    var results = new ArrayList<@Nullable R>(Collections.nCopies(inputs.size(), null));
    var failures = new TreeMap<Integer, RuntimeException>();
    var byId = new LinkedHashMap<String, List<Integer>>();
    for (var n = 0; n < inputs.size(); n++) {
      try {
        byId.computeIfAbsent(idOf.apply(n), id -> new ArrayList<>()).add(n);
      } catch (RuntimeException e) {
        failures.put(n, e);
      }
    }
    fanOut.run(
        byId.entrySet().stream()
            .<Runnable>map(
                entry ->
                    () -> {
                      for (var n : entry.getValue()) {
                        try {
                          var result = operation.apply(entry.getKey(), inputs.get(n));
                          synchronized (failures) {
                            results.set(n, result);
                          }
                        } catch (RuntimeException e) {
                          synchronized (failures) {
                            failures.put(n, e);
                          }
                        }
                      }
                    })
            .toList());
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
    @SuppressWarnings("NullAway") // none failed, so each is there
    List<R> all = results;
    return all;
  }
}

package dev.dynamory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Read, change, write if unchanged, else again. */
final class Updates {
  private static final int MAX_TRIES = 100;
  private static final long LONGEST_WAIT_NANOS = 100_000_000;

  private Updates() {}

  static long update(
      Store store, Namespace namespace, String key, Consumer<Map<String, Object>> change) {
    for (var tries = 1; ; tries++) {
      var item = store.get(Get.of(namespace, key).consistent());
      var document = new LinkedHashMap<String, Object>();
      item.ifPresent(
          found ->
              found.value().forEach((field, value) -> put(document, field, modifiable(value))));
      change.accept(document);
      var put =
          Put.of(namespace, key, document)
              .when(WriteCondition.version(item.map(Item::version).orElse(0L)));
      if (item.isPresent()) {
        var own = item.get().timeToLive();
        put = put.timeToLive(own == null ? Put.FOREVER : own);
      }
      try {
        return store.put(put);
      } catch (WriteConflictException e) {
        if (tries == MAX_TRIES || e.outcomeUnknown()) {
          throw e;
        }
        LockSupport.parkNanos(
            ThreadLocalRandom.current()
                .nextLong(Math.min(LONGEST_WAIT_NANOS, 1_000_000L << Math.min(tries, 20))));
      }
    }
  }

  private static @Nullable Object modifiable(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<String, Object>();
      map.forEach((key, element) -> put(copy, (String) key, modifiable(element)));
      return copy;
    } else if (value instanceof Set<?> set) {
      return new LinkedHashSet<>(set);
    } else if (value instanceof List<?> list) {
      var copy = new ArrayList<@Nullable Object>();
      list.forEach(element -> copy.add(modifiable(element)));
      return copy;
    }
    return value;
  }

  @SuppressWarnings("NullAway") // a document's map may hold null
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }
}

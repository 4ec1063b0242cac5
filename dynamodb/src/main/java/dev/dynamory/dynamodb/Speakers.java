package dev.dynamory.dynamodb;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who speaks in the turns that searches have found: their names say nothing of what is asked about,
 * and draw a question's vector away from it. Kept for the namespaces that were searched last; who
 * is not found any more is forgotten.
 */
final class Speakers {
  private static final int MOST_NAMESPACES = 1_000;
  private static final int MOST_NAMES = 100;
  private static final int SEARCHES = 20;

  /** Names, and how many searches ago they were found; those found last at the end. */
  private final Map<Namespace, Map<String, Integer>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Namespace, Map<String, Integer>> eldest) {
          return size() > MOST_NAMESPACES;
        }
      };

  synchronized Set<String> in(Search search) {
    return Set.copyOf(known.getOrDefault(search.prefix(), Map.of()).keySet());
  }

  /** Those who are known now. */
  synchronized Set<String> add(Search search, Collection<Item> found) {
    var names = known.computeIfAbsent(search.prefix(), prefix -> new LinkedHashMap<>());
    names.replaceAll((name, searches) -> searches + 1);
    for (var item : found) {
      Turn.of(item.value())
          .ifPresent(
              turn -> {
                names.remove(turn.speaker());
                names.put(turn.speaker(), 0);
              });
    }
    names.values().removeIf(searches -> searches > SEARCHES);
    var oldest = names.keySet().iterator();
    for (var tooMany = names.size() - MOST_NAMES; tooMany > 0; tooMany--) {
      oldest.next();
      oldest.remove();
    }
    return Set.copyOf(names.keySet());
  }
}

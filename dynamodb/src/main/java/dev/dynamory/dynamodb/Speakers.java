package dev.dynamory.dynamodb;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who speaks in the turns that searches have found: their names say nothing of what is asked about,
 * and draw a question's vector away from it. Kept for the namespaces that were searched last.
 */
final class Speakers {
  private static final int MOST_NAMESPACES = 1_000;
  private static final int MOST_NAMES = 100;

  private final Map<Namespace, Set<String>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Namespace, Set<String>> eldest) {
          return size() > MOST_NAMESPACES;
        }
      };

  synchronized Set<String> in(Search search) {
    return Set.copyOf(known.getOrDefault(search.prefix(), Set.of()));
  }

  /** Those who are known now. */
  synchronized Set<String> add(Search search, Collection<Item> found) {
    var names = known.computeIfAbsent(search.prefix(), prefix -> new LinkedHashSet<>());
    for (var item : found) {
      if (names.size() < MOST_NAMES) {
        Turn.of(item.value()).ifPresent(turn -> names.add(turn.speaker()));
      }
    }
    return Set.copyOf(names);
  }
}

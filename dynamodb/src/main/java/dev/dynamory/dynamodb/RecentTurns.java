package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import dev.dynamory.Vector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vectors that the last turns have by themselves, so that the next turn asks for none. */
final class RecentTurns {
  private static final int MOST = 1_000;

  private final Map<Place, Vector> vectors =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Vector> eldest) {
          return size() > MOST;
        }
      };

  /** Where a turn lies. */
  record Place(Namespace namespace, String key) {}

  synchronized @Nullable Vector find(Place place) {
    return vectors.get(place);
  }

  synchronized void add(Map<Place, Vector> turns) {
    vectors.putAll(turns);
  }
}

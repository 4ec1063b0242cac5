package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Namespace;
import dev.dynamory.Vector;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vectors that the last turns have by themselves, so that the next turn asks for none, and
 * where there is none. What is written, and what may have been, is forgotten.
 */
final class RecentTurns {
  private static final int MOST = 1_000;

  private final Map<Place, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Known> eldest) {
          return size() > MOST;
        }
      };

  /** Where a turn lies. */
  record Place(Namespace namespace, String key) {}

  /** What is known, until when, and the embedding that made it; null is no vector, and for ever. */
  private record Known(Embedding embedding, @Nullable Vector vector, @Nullable Instant until) {
    boolean holds(Embedding asked, Instant now) {
      return embedding.equals(asked) && (until == null || until.isAfter(now));
    }
  }

  synchronized boolean knows(Place place, Embedding embedding, Instant now) {
    var found = known.get(place);
    return found != null && found.holds(embedding, now);
  }

  synchronized Optional<Vector> find(Place place, Embedding embedding, Instant now) {
    var found = known.get(place);
    return found == null || !found.holds(embedding, now)
        ? Optional.empty()
        : Optional.ofNullable(found.vector());
  }

  synchronized void add(
      Place place, Embedding embedding, @Nullable Vector vector, @Nullable Instant until) {
    known.put(place, new Known(embedding, vector, until));
  }

  synchronized void forget(Place place) {
    known.remove(place);
  }

  synchronized void forgetUnder(Namespace prefix) {
    known.keySet().removeIf(place -> place.namespace().startsWith(prefix));
  }
}

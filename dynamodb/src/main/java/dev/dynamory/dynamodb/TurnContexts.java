package dev.dynamory.dynamodb;

import dev.dynamory.Embedding;
import dev.dynamory.Expiry;
import dev.dynamory.Put;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import dev.dynamory.Write;
import dev.dynamory.dynamodb.RecentTurns.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the vectors of turns towards those of the three turns before them, for an index, which
 * knows each vector by itself: {@code v(i) + Σ 0.3·0.5^(k-1) v(i-k)}, as long as before. Turns are
 * known by the key that {@link Turn#key()} makes.
 */
final class TurnContexts {
  private static final double[] BEFORE = {0.3, 0.15, 0.075};

  /** Another process may put a turn that was missing. */
  private static final Duration ABSENCE_HOLDS = Duration.ofMinutes(1);

  private final TableCalls calls;
  private final Connection connection;
  private final StoreOptions options;
  private final RecentTurns recent;

  TurnContexts(TableCalls calls, Connection connection, StoreOptions options) {
    this.calls = calls;
    this.connection = connection;
    this.options = options;
    this.recent = options.recentTurns();
  }

  /** A turn that is there, as it was put, and until when. */
  record Earlier(Put put, @Nullable Instant until) {}

  /**
   * The turns before those that are embedded, as they were put, of which nothing is known; none of
   * those that are replaced with them.
   */
  List<Earlier> before(Embedding embedding, List<Put> embedded, Set<Place> replaced) {
    var now = connection.now();
    var wanted = new LinkedHashSet<Place>();
    embedded.forEach(one -> turn(one).ifPresent(turn -> wanted.addAll(before(one, turn))));
    wanted.removeAll(replaced);
    wanted.removeIf(place -> recent.knows(place, embedding, now));
    return wanted.isEmpty() ? List.of() : read(embedding, wanted);
  }

  /** Only what has a vector; what has none is known then. */
  private List<Earlier> read(Embedding embedding, Set<Place> wanted) {
    var byKey =
        wanted.stream()
            .collect(
                Collectors.toMap(
                    place -> StoreItems.key(Labels.partitionKey(place.namespace()), place.key()),
                    place -> place));
    var now = connection.now();
    var missing = new LinkedHashSet<>(wanted);
    var found = new ArrayList<Earlier>();
    for (var row : calls.batchGet(byKey.keySet(), true)) {
      var place = byKey.get(StoreItems.key(row.partitionKey(), row.key()));
      var put = place == null ? null : put(place, row, now);
      if (put != null && !embedding.text(put).isBlank()) {
        found.add(new Earlier(put, row.expiresAt()));
        missing.remove(place);
      }
    }
    missing.forEach(place -> recent.add(place, embedding, null, now.plus(ABSENCE_HOLDS)));
    return found;
  }

  private static @Nullable Put put(Place place, Row row, Instant now) {
    var value = row.value();
    return row.isItem(now)
            && row.attributes().containsKey(VectorItems.INDEXED)
            && !row.isHead()
            && value != null
            && value.hasM()
        ? Put.of(place.namespace(), place.key(), AttributeValues.toDocument(value))
        : null;
  }

  /**
   * The vectors of puts from those that they have by themselves; the first {@code count}. What is
   * replaced with them counts no more.
   */
  List<Vector> turned(
      Embedding embedding, List<Put> puts, List<Vector> plain, int count, Set<Place> replaced) {
    var now = connection.now();
    var known = new HashMap<Place, Vector>();
    for (var i = 0; i < puts.size(); i++) {
      if (turn(puts.get(i)).isPresent()) {
        known.put(place(puts.get(i)), plain.get(i));
      }
    }
    Function<Place, Optional<Vector>> vectors =
        place ->
            known.containsKey(place) || replaced.contains(place)
                ? Optional.ofNullable(known.get(place))
                : recent.find(place, embedding, now);
    var turned = new ArrayList<Vector>(count);
    for (var i = 0; i < count; i++) {
      var put = puts.get(i);
      var own = plain.get(i);
      turned.add(turn(put).map(turn -> turned(own, before(put, turn), vectors)).orElse(own));
    }
    return turned;
  }

  /** What was read, with the vectors that they have by themselves. */
  void found(Embedding embedding, List<Earlier> earlier, List<Vector> plain) {
    for (var i = 0; i < earlier.size(); i++) {
      var one = earlier.get(i);
      recent.add(place(one.put()), embedding, plain.get(i), one.until());
    }
  }

  /** What was put is there now, with the vector that it has by itself. */
  void written(Embedding embedding, Put put, Vector plain) {
    if (turn(put).isPresent()) {
      var until =
          Expiry.timeToLive(put, options.timeToLive())
              .map(own -> Expiry.after(connection.now(), own))
              .orElse(null);
      recent.add(place(put), embedding, plain, until);
    } else {
      recent.forget(place(put));
    }
  }

  private Vector turned(Vector own, List<Place> before, Function<Place, Optional<Vector>> vectors) {
    if (own.length() == 0) {
      return own;
    }
    var sum = new float[own.dimensions()];
    own.addTo(sum, 1 / own.length());
    for (var k = 0; k < before.size(); k++) {
      var weight = BEFORE[k];
      vectors
          .apply(before.get(k))
          .filter(vector -> vector.length() > 0)
          .ifPresent(vector -> vector.addTo(sum, weight / vector.length()));
    }
    var turned = Vector.of(sum);
    var scaled = new float[own.dimensions()];
    turned.addTo(scaled, turned.length() == 0 ? 1 : own.length() / turned.length());
    return Vector.of(scaled);
  }

  static Set<Place> places(List<? extends Write> writes) {
    return writes.stream().map(TurnContexts::place).collect(Collectors.toSet());
  }

  private static Place place(Write write) {
    return new Place(write.namespace(), write.key());
  }

  private static Optional<Turn> turn(Put put) {
    return put.embeddedFields() != null
        ? Optional.empty()
        : Turn.of(put.value()).filter(turn -> turn.key().equals(put.key()));
  }

  /** Nearest first. */
  private static List<Place> before(Put put, Turn turn) {
    var places = new ArrayList<Place>();
    for (var k = 1; k <= BEFORE.length && turn.position() >= k; k++) {
      var earlier = new Turn(turn.session(), turn.position() - k, Instant.EPOCH, "", "");
      places.add(new Place(put.namespace(), earlier.key()));
    }
    return places;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Put;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import dev.dynamory.dynamodb.RecentTurns.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns the vectors of turns towards those of the three turns before them, for an index, which
 * knows each vector by itself: {@code v(i) + Σ 0.3·0.5^(k-1) v(i-k)}, as long as before. Turns are
 * known by the key that {@link Turn#key()} makes.
 */
final class TurnContexts {
  private static final double[] BEFORE = {0.3, 0.15, 0.075};

  private final TableCalls calls;
  private final Connection connection;
  private final RecentTurns recent;

  TurnContexts(TableCalls calls, Connection connection, RecentTurns recent) {
    this.calls = calls;
    this.connection = connection;
    this.recent = recent;
  }

  /** The turns before those that are put, as they were put, of which no vector is known. */
  List<Put> before(List<Put> puts) {
    var put = puts.stream().map(one -> new Place(one.namespace(), one.key())).toList();
    var wanted = new LinkedHashSet<Place>();
    puts.forEach(one -> turn(one).ifPresent(turn -> wanted.addAll(before(one, turn))));
    wanted.removeAll(put);
    wanted.removeIf(place -> recent.find(place) != null);
    return wanted.isEmpty() ? List.of() : read(wanted);
  }

  private List<Put> read(LinkedHashSet<Place> wanted) {
    var byKey =
        wanted.stream()
            .collect(
                Collectors.toMap(
                    place -> StoreItems.key(Labels.partitionKey(place.namespace()), place.key()),
                    place -> place));
    var now = connection.now();
    var found = new ArrayList<Put>();
    for (var row : calls.batchGet(byKey.keySet(), true)) {
      var place = byKey.get(StoreItems.key(row.partitionKey(), row.key()));
      var value = row.value();
      if (place != null && row.isItem(now) && !row.isHead() && value != null && value.hasM()) {
        found.add(Put.of(place.namespace(), place.key(), AttributeValues.toDocument(value)));
      }
    }
    return found;
  }

  /** The vectors of puts from those that they have by themselves; the first {@code count}. */
  List<Vector> turned(List<Put> puts, List<Vector> plain, int count) {
    var known = new HashMap<Place, Vector>();
    for (var i = 0; i < puts.size(); i++) {
      if (turn(puts.get(i)).isPresent()) {
        known.put(new Place(puts.get(i).namespace(), puts.get(i).key()), plain.get(i));
      }
    }
    var turned = new ArrayList<Vector>(count);
    for (var i = 0; i < count; i++) {
      var put = puts.get(i);
      var own = plain.get(i);
      turned.add(turn(put).map(turn -> turned(own, before(put, turn), known)).orElse(own));
    }
    recent.add(known);
    return turned;
  }

  private Vector turned(Vector own, List<Place> before, Map<Place, Vector> known) {
    if (own.length() == 0) {
      return own;
    }
    var sum = new float[own.dimensions()];
    own.addTo(sum, 1 / own.length());
    for (var k = 0; k < before.size(); k++) {
      var place = before.get(k);
      var vector = known.containsKey(place) ? known.get(place) : recent.find(place);
      if (vector != null && vector.length() > 0) {
        vector.addTo(sum, BEFORE[k] / vector.length());
      }
    }
    var turned = Vector.of(sum);
    var scaled = new float[own.dimensions()];
    turned.addTo(scaled, turned.length() == 0 ? 1 : own.length() / turned.length());
    return Vector.of(scaled);
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

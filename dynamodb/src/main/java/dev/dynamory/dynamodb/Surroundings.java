package dev.dynamory.dynamodb;

import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The turns around answers that an index of vectors gave: those that it gave too, and those that
 * are found by their key, where turns have the key that {@link Turn#key()} makes.
 */
final class Surroundings {
  private final ItemReader reader;
  private final boolean consistent;

  Surroundings(ItemReader reader, boolean consistent) {
    this.reader = reader;
    this.consistent = consistent;
  }

  private record Place(Namespace namespace, String session, long position) {
    static Optional<Place> of(Item item) {
      return Turn.of(item.value())
          .map(turn -> new Place(item.namespace(), turn.session(), turn.position()));
    }

    /** The places of as many turns before and after this one, and its own among them. */
    List<Place> around(int turns) {
      var places = new ArrayList<Place>();
      for (var away = -turns; away <= turns; away++) {
        if (position + away >= 0) {
          places.add(new Place(namespace, session, position + away));
        }
      }
      return places;
    }

    String key() {
      return new Turn(session, position, Instant.EPOCH, "", "").key();
    }
  }

  /** Each answer among its turns; a turn between two answers stands with the better one. */
  List<Item> of(List<Item> answers, List<Item> candidates, int turns) {
    var known = new HashMap<Place, Item>();
    candidates.forEach(
        item -> Place.of(item).ifPresent(place -> known.put(place, item.withScore(null))));
    var isAnswer = new LinkedHashMap<Place, Item>();
    answers.forEach(item -> Place.of(item).ifPresent(place -> isAnswer.putIfAbsent(place, item)));
    known.putAll(read(missing(isAnswer, known, turns)));
    var items = new ArrayList<Item>();
    var shown = new LinkedHashSet<>(isAnswer.keySet());
    for (var answer : answers) {
      var own = Place.of(answer);
      if (own.isEmpty()) {
        items.add(answer);
        continue;
      }
      for (var place : own.get().around(turns)) {
        var turn = known.get(place);
        if (place.equals(own.get())) {
          items.add(answer);
        } else if (turn != null && shown.add(place)) {
          items.add(turn);
        }
      }
    }
    return items;
  }

  /** What to ask for: around answers that have the key of their turn. */
  private static List<Place> missing(Map<Place, Item> answers, Map<Place, Item> known, int turns) {
    var missing = new LinkedHashSet<Place>();
    answers.forEach(
        (place, item) -> {
          if (item.key().equals(place.key())) {
            missing.addAll(place.around(turns));
          }
        });
    missing.removeAll(known.keySet());
    return List.copyOf(missing);
  }

  private Map<Place, Item> read(List<Place> places) {
    var found = new HashMap<Place, Item>();
    if (!places.isEmpty()) {
      var gets = places.stream().map(place -> Get.of(place.namespace(), place.key())).toList();
      for (var item : reader.getAll(gets, consistent)) {
        item.flatMap(Place::of).ifPresent(place -> found.put(place, item.get()));
      }
    }
    return found;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Payload;
import dev.dynamory.dynamodb.SessionState.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the visible items of a session are and what they look like, pinned ones first; enough to
 * replace them without reading them again.
 */
record SessionOutline(long seq, List<Item> items) {
  private static final int MAX_ITEMS = 2_000;
  private static final int MAX_PINS = 16;

  /** An item's place, and 128 bits of its SHA-256. */
  record Item(Place place, long high, long low) {
    static Item of(Place place, Map<String, Object> item) {
      var digest = ByteBuffer.wrap(Pieces.sha256(Payload.of(item).bytes()));
      return new Item(place, digest.getLong(), digest.getLong());
    }

    boolean looksLike(Item other) {
      return high == other.high && low == other.low;
    }
  }

  static Optional<SessionOutline> of(long seq, List<Item> items) {
    return items.size() > MAX_ITEMS
        ? Optional.empty()
        : Optional.of(new SessionOutline(seq, List.copyOf(items)));
  }

  /** Items of a row that is to be written. */
  static List<Item> items(long seq, List<Map<String, Object>> items) {
    var outlined = new ArrayList<Item>(items.size());
    for (var item : items) {
      outlined.add(Item.of(new Place(seq, outlined.size()), item));
    }
    return outlined;
  }

  /** How a new list begins: with so many of the first old items, then so many of the last. */
  record Match(int pins, int window) {
    int length() {
      return pins + window;
    }
  }

  /**
   * The longest beginning of a new list that is at most 16 of the first old items and then the end
   * of the old ones. Linear for each number of first items.
   */
  static Match match(List<Item> old, List<Item> fresh) {
    var best = new Match(0, window(old, fresh));
    var most = Math.min(MAX_PINS, Math.min(old.size(), fresh.size()));
    for (var pins = 1; pins <= most && old.get(pins - 1).looksLike(fresh.get(pins - 1)); pins++) {
      var match =
          new Match(pins, window(old.subList(pins, old.size()), fresh.subList(pins, fresh.size())));
      if (match.length() > best.length()) {
        best = match;
      }
    }
    return best;
  }

  /** How many of the last old items the new ones begin with: Knuth, Morris and Pratt. */
  private static int window(List<Item> old, List<Item> fresh) {
    var borders = new int[fresh.size()];
    for (int at = 1, border = 0; at < borders.length; at++) {
      while (border > 0 && !fresh.get(at).looksLike(fresh.get(border))) {
        border = borders[border - 1];
      }
      border = fresh.get(at).looksLike(fresh.get(border)) ? border + 1 : border;
      borders[at] = border;
    }
    var matched = 0;
    for (var item : old) {
      if (matched == borders.length && matched > 0) {
        matched = borders[matched - 1];
      }
      while (matched > 0 && !item.looksLike(fresh.get(matched))) {
        matched = borders[matched - 1];
      }
      matched =
          matched < borders.length && item.looksLike(fresh.get(matched)) ? matched + 1 : matched;
    }
    return matched;
  }
}

package dev.dynamory.ranking;

import dev.dynamory.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts side by side as they were said: the turns of a session in a namespace in their order, any
 * other item by itself. With what follows from that, as long as the texts stay the same.
 */
final class Arrangement {
  private final Text[] given;
  private final int[] order;
  private final Text[] texts;
  private final int[] first;
  private final int[] end;
  private final long[] positions;
  private final Words words;
  private final Participants participants;
  private volatile @Nullable Contexts contexts;

  private record Conversation(Namespace namespace, String session) {}

  private record Place(int given, long position, String key) {}

  private Arrangement(Text[] given, Iterable<List<Place>> conversations) {
    this.given = given;
    order = new int[given.length];
    texts = new Text[given.length];
    first = new int[given.length];
    end = new int[given.length];
    positions = new long[given.length];
    var at = 0;
    for (var conversation : conversations) {
      var start = at;
      for (var place : conversation) {
        order[at] = place.given();
        texts[at] = given[place.given()];
        positions[at] = place.position();
        first[at] = start;
        end[at++] = start + conversation.size();
      }
    }
    words = new Words(this);
    participants = Participants.of(texts);
  }

  /** The texts are those of the memories. */
  static Arrangement of(List<Memory> memories, Text[] given) {
    var conversations = new LinkedHashMap<Object, List<Place>>();
    for (var i = 0; i < given.length; i++) {
      var item = memories.get(i).item();
      var saying = given[i].saying();
      var conversation =
          saying == null ? (Object) i : new Conversation(item.namespace(), saying.session());
      conversations
          .computeIfAbsent(conversation, c -> new ArrayList<>(1))
          .add(new Place(i, saying == null ? 0 : saying.position(), item.key()));
    }
    var order = Comparator.comparingLong(Place::position).thenComparing(Place::key);
    conversations.values().forEach(conversation -> conversation.sort(order));
    return new Arrangement(given, conversations.values());
  }

  boolean isOf(Text[] others) {
    if (others.length != given.length) {
      return false;
    }
    for (var i = 0; i < given.length; i++) {
      if (given[i] != others[i]) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return texts.length;
  }

  /** Which of those given stands here. */
  int given(int at) {
    return order[at];
  }

  Text text(int at) {
    return texts[at];
  }

  Text.@Nullable Saying saying(int at) {
    return texts[at].saying();
  }

  /** Where the conversation of this one begins. */
  int first(int at) {
    return first[at];
  }

  /** Where the conversation of this one has ended. */
  int end(int at) {
    return end[at];
  }

  /** How far two of one conversation are from each other, also by what is missing between them. */
  long distance(int from, int to) {
    return Math.max(Math.abs(to - from), Math.abs(positions[to] - positions[from]));
  }

  Words words() {
    return words;
  }

  Participants participants() {
    return participants;
  }

  /** The contexts of these vectors. */
  Contexts contexts(Lineup lineup) {
    var known = contexts;
    if (known == null || !known.areOf(lineup)) {
      known = new Contexts(lineup);
      contexts = known;
    }
    return known;
  }
}

package dev.dynamory.ranking;

import dev.dynamory.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Memories in an arrangement. */
final class Lineup {
  private final Arrangement arrangement;
  private final Memory[] memories;

  Lineup(Arrangement arrangement, List<Memory> given) {
    this.arrangement = arrangement;
    this.memories = new Memory[given.size()];
    for (var i = 0; i < memories.length; i++) {
      memories[i] = given.get(arrangement.given(i));
    }
  }

  int size() {
    return memories.length;
  }

  Arrangement arrangement() {
    return arrangement;
  }

  Memory memory(int at) {
    return memories[at];
  }

  @Nullable Vector vector(int at) {
    return memories[at].vector();
  }

  /** Whether its vector says already what was said before it. */
  boolean isTurned(int at) {
    return memories[at].isTurned();
  }

  long distance(int from, int to) {
    return arrangement.distance(from, to);
  }

  int first(int at) {
    return arrangement.first(at);
  }

  int end(int at) {
    return arrangement.end(at);
  }
}

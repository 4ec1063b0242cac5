package dev.dynamory.ranking;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ranking knows of one version of an item: its terms, as sorted hashes of 64 bits, each as
 * often as it stands there; and if it is a turn, where and how it was said.
 */
final class Text {
  private final long version;
  private final long[] terms;
  private final long signature;
  private final @Nullable Saying saying;

  /** What a turn brings besides its words. */
  record Saying(
      String session,
      long position,
      String speaker,
      int words,
      boolean isQuestion,
      boolean tellsTime) {}

  Text(long version, List<String> terms, @Nullable Saying saying) {
    this.version = version;
    this.terms = terms.stream().mapToLong(Text::hash).sorted().toArray();
    this.signature = Arrays.stream(this.terms).map(Text::bit).reduce(0, (a, b) -> a | b);
    this.saying = saying;
  }

  /** FNV-1a. */
  static long hash(String term) {
    var hash = 0xcbf29ce484222325L;
    for (var i = 0; i < term.length(); i++) {
      hash = (hash ^ term.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The one bit of a term that is set in the signature of each text that has it. */
  static long bit(long term) {
    return 1L << (term >>> 58);
  }

  long version() {
    return version;
  }

  @Nullable Saying saying() {
    return saying;
  }

  /** How many terms there are. */
  int length() {
    return terms.length;
  }

  /** The bits of all terms. */
  long signature() {
    return signature;
  }

  /** How often a term stands there. */
  int count(long term) {
    var found = Arrays.binarySearch(terms, term);
    if (found < 0) {
      return 0;
    }
    var from = found;
    while (from > 0 && terms[from - 1] == term) {
      from--;
    }
    var to = found + 1;
    while (to < terms.length && terms[to] == term) {
      to++;
    }
    return to - from;
  }
}

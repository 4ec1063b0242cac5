package dev.dynamory.ranking;

import dev.dynamory.Item;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ranking knows of an item as it was once: its terms, as sorted hashes of 64 bits, each as
 * often as it stands there; and if it is a turn, where and how it was said.
 */
final class Text {
  private final long version;
  private final WeakReference<Map<String, Object>> document;
  private final int fingerprint;
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

  Text(Item item, List<String> terms, @Nullable Saying saying) {
    this.version = item.version();
    this.document = new WeakReference<>(item.value());
    this.fingerprint = fingerprint(item.value());
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

  /** Whether this is what the item says now: what others change need not have another version. */
  boolean isOf(Item item) {
    return version == item.version()
        && (document.refersTo(item.value()) || fingerprint == fingerprint(item.value()));
  }

  /** As the hash of a document, but for its bytes, which are no text. */
  private static int fingerprint(@Nullable Object value) {
    var sum = 0;
    if (value instanceof Map<?, ?> fields) {
      for (var field : fields.entrySet()) {
        sum += Objects.hashCode(field.getKey()) ^ (31 * fingerprint(field.getValue()));
      }
      return sum;
    } else if (value instanceof List<?> elements) {
      for (var element : elements) {
        sum = 31 * sum + fingerprint(element);
      }
      return sum;
    } else if (value instanceof Set<?> elements) {
      for (var element : elements) {
        sum += fingerprint(element);
      }
      return sum;
    }
    return value instanceof byte[] ? 0 : Objects.hashCode(value);
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

package dev.dynamory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Finds the items in a namespace and in all namespaces under it, ordered by namespace and then key.
 * The filter is applied before offset and limit. Immutable.
 */
public final class Search implements Operation<List<Item>> {
  /** How many are found when nothing is said. */
  public static final int DEFAULT_LIMIT = 10;

  private static final int TOKEN_VERSION = 1;

  private final Namespace prefix;
  private final Filter filter;
  private final int limit;
  private final int offset;
  private final @Nullable String pageToken;
  private final boolean exact;
  private final boolean consistent;
  private final int maxRead;

  private Search(
      Namespace prefix,
      Filter filter,
      int limit,
      int offset,
      @Nullable String pageToken,
      boolean exact,
      boolean consistent,
      int maxRead) {
    this.prefix = prefix;
    this.filter = filter;
    this.limit = limit;
    this.offset = offset;
    this.pageToken = pageToken;
    this.exact = exact;
    this.consistent = consistent;
    this.maxRead = maxRead;
  }

  /** The items of this namespace and of those under it; {@link Namespace#ROOT} is everything. */
  public static Search in(Namespace prefix) {
    return new Search(
        prefix.checkedPrefix("prefix"), Filter.NONE, DEFAULT_LIMIT, 0, null, false, false, 0);
  }

  /** All items. */
  public static Search everywhere() {
    return in(Namespace.ROOT);
  }

  /** Only items whose document matches; replaces an earlier filter. */
  public Search filter(Filter filter) {
    return new Search(prefix, filter, limit, offset, pageToken, exact, consistent, maxRead);
  }

  /** At most this many, 10 if not said; 0 gives none. */
  public Search limit(int limit) {
    checkNotNegative("limit", limit);
    return new Search(prefix, filter, limit, offset, pageToken, exact, consistent, maxRead);
  }

  /**
   * Skips this many matches, and costs what it skips; a page token remembers what is left of it.
   */
  public Search offset(int offset) {
    checkNotNegative("offset", offset);
    return new Search(prefix, filter, limit, offset, pageToken, exact, consistent, maxRead);
  }

  /**
   * Continues where a page of the same prefix and filter ended; null is the first page. The offset
   * is then the token's.
   */
  public Search pageToken(@Nullable String token) {
    return new Search(prefix, filter, limit, offset, token, exact, consistent, maxRead);
  }

  /** Only the items of exactly this namespace. */
  public Search exact() {
    if (prefix.labels().isEmpty()) {
      throw new InvalidInputException(
          "prefix", "an exact search needs a namespace with at least one label");
    }
    return new Search(prefix, filter, limit, offset, pageToken, true, consistent, maxRead);
  }

  /** Sees every write that was acknowledged before. */
  public Search consistent() {
    return new Search(prefix, filter, limit, offset, pageToken, exact, true, maxRead);
  }

  /**
   * For {@link Store#searchPage}: ends the page once this many items were read, 10,000 if not said.
   */
  public Search maxRead(int items) {
    if (items < 1) {
      throw new InvalidInputException("maxRead", "must be at least 1, but is " + items);
    }
    return new Search(prefix, filter, limit, offset, pageToken, exact, consistent, items);
  }

  /** What is searched. */
  public Namespace prefix() {
    return prefix;
  }

  /** What the documents must match. */
  public Filter filter() {
    return filter;
  }

  /** How many at most. */
  public int limit() {
    return limit;
  }

  /**
   * How many matches are skipped: after a page token, those that the pages before did not reach.
   */
  public int offset() {
    return pageToken == null ? offset : decode(pageToken).toSkip();
  }

  /** Whether namespaces under the prefix are left out. */
  public boolean isExact() {
    return exact;
  }

  /** Whether every acknowledged write must be seen. */
  public boolean isConsistent() {
    return consistent;
  }

  /** How many items a page may read, if said. */
  public OptionalInt maxRead() {
    return maxRead == 0 ? OptionalInt.empty() : OptionalInt.of(maxRead);
  }

  /** A place in the order of a search's results. */
  public record Position(Namespace namespace, String key) {}

  private record Token(Position position, int toSkip) {}

  /**
   * The token that continues this search after an item; so many matches are still to be skipped.
   */
  public String tokenAfter(Position position, int toSkip) {
    var token = new LinkedHashMap<String, Object>();
    token.put("v", TOKEN_VERSION);
    token.put("h", fingerprint());
    token.put("n", position.namespace().labels());
    token.put("k", position.key());
    token.put("o", toSkip);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Payload.of(token).bytes());
  }

  /**
   * Where the page token says to continue; a token of another prefix or filter, or one that leads
   * out of the prefix, is bad input.
   */
  public Optional<Position> startAfter() {
    if (pageToken == null) {
      return Optional.empty();
    }
    var position = decode(pageToken).position();
    if (!position.namespace().startsWith(prefix)
        || (exact && !position.namespace().equals(prefix))) {
      throw new InvalidInputException("pageToken", "belongs to another search");
    }
    return Optional.of(position);
  }

  private Token decode(String token) {
    Map<String, Object> document;
    try {
      document = Payload.of(Payload.DOCUMENT, Base64.getUrlDecoder().decode(token)).document();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("pageToken", "is not a token of this library");
    }
    if (Documents.equal(document.get("v"), TOKEN_VERSION)
        && Documents.equal(document.get("h"), fingerprint())
        && document.get("n") instanceof List<?> labels
        && !labels.isEmpty()
        && !labels.get(0).equals(Namespace.RESERVED)
        && labels.stream().allMatch(String.class::isInstance)
        && document.get("k") instanceof String key
        && !key.isEmpty()
        && document.get("o") instanceof Integer toSkip
        && toSkip >= 0) {
      var namespace = new Namespace(labels.stream().map(String.class::cast).toList());
      return new Token(new Position(namespace, key), toSkip);
    }
    throw new InvalidInputException(
        "pageToken", "belongs to another search, or to another version of this library");
  }

  /** The same for equal searches in any process, whatever the order of the filter's fields. */
  private long fingerprint() {
    var search =
        DocumentCodec.encode(Map.of("p", prefix.labels(), "f", filter.conditions(), "e", exact));
    return ByteBuffer.wrap(Digests.sha256(search)).getLong();
  }

  /**
   * What {@link Store#search} refuses: {@link #maxRead}, and another search's page token. For those
   * who implement a store.
   */
  public void checkList() {
    if (maxRead != 0) {
      throw new InvalidInputException("maxRead", "is for searchPage; a list is never cut short");
    }
    startAfter();
  }

  /**
   * What {@link Store#searchPage} refuses: a limit of 0, and another search's page token. For those
   * who implement a store.
   */
  public void checkPage() {
    if (limit == 0) {
      throw new InvalidInputException("limit", "must be at least 1 for a page");
    }
    startAfter();
  }

  static void checkNotNegative(String argument, int number) {
    if (number < 0) {
      throw new InvalidInputException(argument, "must not be negative, but is " + number);
    }
  }

  private List<Object> all() {
    return Arrays.asList(
        prefix, filter, limit, offset, Optional.ofNullable(pageToken), exact, consistent, maxRead);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Search search && all().equals(search.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return "Search in '"
        + prefix
        + "'"
        + (exact ? " exactly" : "")
        + ", filter "
        + filter.conditions()
        + ", limit "
        + limit;
  }
}

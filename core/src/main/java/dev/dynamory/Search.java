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
 * Finds the items in a namespace and in all namespaces under it, ordered by namespace and then key,
 * or by how well they answer a query. The filter is applied before offset and limit. Immutable.
 */
public final class Search implements Operation<List<Item>> {
  /** How many are found when nothing is said. */
  public static final int DEFAULT_LIMIT = 10;

  private static final int MOST_SURROUNDING_TURNS = 100;

  private static final int TOKEN_VERSION = 1;

  private final Namespace prefix;
  private final Filter filter;
  private final int limit;
  private final int offset;
  private final @Nullable String pageToken;
  private final boolean exact;
  private final boolean consistent;
  private final int maxRead;
  private final @Nullable Question question;

  private Search(
      Namespace prefix,
      Filter filter,
      int limit,
      int offset,
      @Nullable String pageToken,
      boolean exact,
      boolean consistent,
      int maxRead,
      @Nullable Question question) {
    this.prefix = prefix;
    this.filter = filter;
    this.limit = limit;
    this.offset = offset;
    this.pageToken = pageToken;
    this.exact = exact;
    this.consistent = consistent;
    this.maxRead = maxRead;
    this.question = question;
  }

  /** The items of this namespace and of those under it; {@link Namespace#ROOT} is everything. */
  public static Search in(Namespace prefix) {
    return new Search(
        prefix.checkedPrefix("prefix"), Filter.NONE, DEFAULT_LIMIT, 0, null, false, false, 0, null);
  }

  /** All items. */
  public static Search everywhere() {
    return in(Namespace.ROOT);
  }

  /** Only items whose document matches; replaces an earlier filter. */
  public Search filter(Filter filter) {
    return new Search(
        prefix, filter, limit, offset, pageToken, exact, consistent, maxRead, question);
  }

  /** At most this many, 10 if not said; 0 gives none. */
  public Search limit(int limit) {
    checkNotNegative("limit", limit);
    return new Search(
        prefix, filter, limit, offset, pageToken, exact, consistent, maxRead, question);
  }

  /**
   * Skips this many matches, and costs what it skips; a page token remembers what is left of it.
   */
  public Search offset(int offset) {
    checkNotNegative("offset", offset);
    return new Search(
        prefix, filter, limit, offset, pageToken, exact, consistent, maxRead, question);
  }

  /**
   * Continues where a page of the same prefix and filter ended; null is the first page. The offset
   * is then the token's.
   */
  public Search pageToken(@Nullable String token) {
    return new Search(prefix, filter, limit, offset, token, exact, consistent, maxRead, question);
  }

  /** Only the items of exactly this namespace. */
  public Search exact() {
    if (prefix.labels().isEmpty()) {
      throw new InvalidInputException(
          "prefix", "an exact search needs a namespace with at least one label");
    }
    return new Search(
        prefix, filter, limit, offset, pageToken, true, consistent, maxRead, question);
  }

  /** Sees every write that was acknowledged before. */
  public Search consistent() {
    return new Search(prefix, filter, limit, offset, pageToken, exact, true, maxRead, question);
  }

  /**
   * For {@link Store#searchPage}: ends the page once this many items were read, 10,000 if not said.
   * Not for a query.
   */
  public Search maxRead(int items) {
    if (items < 1) {
      throw new InvalidInputException("maxRead", "must be at least 1, but is " + items);
    }
    return new Search(prefix, filter, limit, offset, pageToken, exact, consistent, items, question);
  }

  /**
   * Ranks the memories by how well they answer this, best first, instead of by namespace and key.
   * Their score is relative to this query, never a threshold, unless the ranking is {@link
   * Ranking#SEMANTIC}.
   */
  public Search query(String text) {
    var asked = question;
    return asking(
        asked == null
            ? new Question(text, Ranking.HYBRID, 0)
            : new Question(text, asked.ranking(), asked.surroundingTurns()));
  }

  /** What the query's answers are ranked by, {@link Ranking#HYBRID} if not said. */
  public Search ranking(Ranking ranking) {
    var asked = asked("ranking");
    return asking(new Question(asked.text(), ranking, asked.surroundingTurns()));
  }

  /**
   * With each answer that is a {@link Turn}, as many turns before and after it, which have no score
   * and do not count towards the limit. At most 100.
   */
  public Search surroundingTurns(int turns) {
    var asked = asked("surroundingTurns");
    if (turns > MOST_SURROUNDING_TURNS) {
      throw new InvalidInputException(
          "surroundingTurns", "must be at most " + MOST_SURROUNDING_TURNS + ", but is " + turns);
    }
    return asking(new Question(asked.text(), asked.ranking(), turns));
  }

  private Question asked(String argument) {
    if (question == null) {
      throw new InvalidInputException(argument, "is for a query; say query(…) first");
    }
    return question;
  }

  private Search asking(Question asked) {
    return new Search(prefix, filter, limit, offset, pageToken, exact, consistent, maxRead, asked);
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

  /** What is asked, if anything is. */
  public Optional<Question> question() {
    return Optional.ofNullable(question);
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
  public record Position(Namespace namespace, String key) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      var byNamespace = namespace.compareTo(other.namespace);
      return byNamespace == 0 ? CodePoints.compare(key, other.key) : byNamespace;
    }
  }

  private record Token(@Nullable Position position, int toSkip) {}

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
    return encode(token);
  }

  /** The token that continues a query after so many answers. */
  public String tokenAfter(int answers) {
    return encode(Map.of("v", TOKEN_VERSION, "h", fingerprint(), "o", answers));
  }

  private static String encode(Map<String, Object> token) {
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
    if (position == null) {
      return Optional.empty();
    }
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
    var isOfThis =
        Documents.equal(document.get("v"), TOKEN_VERSION)
            && Documents.equal(document.get("h"), fingerprint());
    if (isOfThis
        && question != null
        && document.get("o") instanceof Integer answers
        && answers > 0) {
      return new Token(null, answers);
    }
    if (isOfThis
        && question == null
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
    var what = new LinkedHashMap<String, Object>();
    what.put("p", prefix.labels());
    what.put("f", filter.conditions());
    what.put("e", exact);
    if (question != null) {
      what.put("q", question.text());
      what.put("r", question.ranking().name());
    }
    var search = DocumentCodec.encode(what);
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
   * What {@link Store#searchPage} refuses: a limit of 0, {@link #maxRead} with a query, and another
   * search's page token. For those who implement a store.
   */
  public void checkPage() {
    if (limit == 0) {
      throw new InvalidInputException("limit", "must be at least 1 for a page");
    }
    if (question != null && maxRead != 0) {
      throw new InvalidInputException("maxRead", "is not for a query, which ranks all memories");
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
        prefix,
        filter,
        limit,
        offset,
        Optional.ofNullable(pageToken),
        exact,
        consistent,
        maxRead,
        question());
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
        + limit
        + (question == null ? "" : ", query " + question);
  }
}

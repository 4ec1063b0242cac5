package dev.dynamory.spring.ai.session;

import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions expire when, in the order of time. What it says is written before a session says
 * so and removed after, and so is to be compared with the session.
 *
 * <pre>
 * namespace                              key                                       value
 * (spring-ai-session-expiry, 2027-01-20) 2027-01-20T09:30:00.000000000Z session-1  {session}
 * </pre>
 */
final class Expiries {
  private static final String EXPIRY = "spring-ai-session-expiry";
  private static final String SESSION = "session";
  private static final int DAY = 10;
  private static final int PAGE = 100;
  private static final Duration SAVED_WITHIN = Duration.ofHours(1);
  private static final DateTimeFormatter SORTED =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private final Store store;

  Expiries(Store store) {
    this.store = store;
  }

  /** An entry: the session, and where the entry is. */
  record Expiry(String sessionId, Namespace day, String key, Instant since) {}

  void add(String sessionId, @Nullable Instant expiresAt) {
    if (expiresAt != null) {
      store.put(
          Put.of(day(expiresAt), key(sessionId, expiresAt), Map.of(SESSION, sessionId))
              .timeToLive(Put.FOREVER));
    }
  }

  void remove(String sessionId, @Nullable Instant expiresAt) {
    if (expiresAt != null) {
      store.delete(day(expiresAt), key(sessionId, expiresAt));
    }
  }

  /** Removes an entry without a session, unless one may just be about to be saved. */
  void removeOld(Expiry expiry, Instant now) {
    if (expiry.since().plus(SAVED_WITHIN).isBefore(now)) {
      store.delete(expiry.day(), expiry.key());
    }
  }

  /** Those before a moment, day by day. */
  Stream<Expiry> before(Instant moment) {
    var last = SORTED.format(moment);
    return store.listNamespaces(ListNamespaces.under(EXPIRY).limit(Integer.MAX_VALUE)).stream()
        .filter(day -> day.labels().get(1).compareTo(last.substring(0, DAY)) <= 0)
        .flatMap(day -> entries(day).takeWhile(entry -> entry.key().compareTo(last) < 0));
  }

  private Stream<Expiry> entries(Namespace day) {
    var search = Search.in(day).exact().limit(PAGE).consistent();
    return Page.stream(token -> store.searchPage(search.pageToken(token)))
        .map(
            item ->
                new Expiry(
                    String.valueOf(item.value().get(SESSION)), day, item.key(), item.updatedAt()));
  }

  private static Namespace day(Instant at) {
    return Namespace.of(EXPIRY, SORTED.format(at).substring(0, DAY));
  }

  private static String key(String sessionId, Instant at) {
    return SORTED.format(at) + " " + sessionId;
  }
}

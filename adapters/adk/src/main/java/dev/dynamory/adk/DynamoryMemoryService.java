package dev.dynamory.adk;

import static java.util.stream.Collectors.toCollection;

import com.google.adk.events.Event;
import com.google.adk.memory.BaseMemoryService;
import com.google.adk.memory.MemoryEntry;
import com.google.adk.memory.SearchMemoryResponse;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Turn;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users said and were told, an item an event, found by words: an event matches if it has a
 * word of the query; or {@linkplain #withRanking ranked}. Namespace {@code (adk-memory, app,
 * user)}, key {@code session/time/event}; an event that somebody said is a {@link Turn}. Nothing
 * happens before a subscription, and then on its thread.
 */
public final class DynamoryMemoryService implements BaseMemoryService {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+|\\p{N}+");
  private static final int PAGE = 1_000;

  private static final String SESSION = "session";
  private static final String POSITION = "position";
  private static final String AT = "at";
  private static final String SPEAKER = "speaker";
  private static final String TEXT = "text";
  private static final String CONTENT = "content";

  private final Store store;
  private final int most;

  private DynamoryMemoryService(Store store, int most) {
    this.store = store;
    this.most = most;
  }

  /** Over this store, which also says how long memories live. */
  public static DynamoryMemoryService of(Store store) {
    return new DynamoryMemoryService(store, 0);
  }

  /**
   * Searches give the events that answer the query best, best first, so many at most, as the store
   * ranks them: it must have an embedder, or {@code dynamory-lucene} on the class path.
   */
  public DynamoryMemoryService withRanking(int most) {
    if (most < 1) {
      throw new InvalidInputException("most", "must be at least 1, but is " + most);
    }
    return new DynamoryMemoryService(store, most);
  }

  /** Adds the session's events that have content and are not there yet; the others are read. */
  @Override
  public Completable addSessionToMemory(Session session) {
    return Completable.fromAction(
        () -> {
          var namespace = namespace(session.appName(), session.userId());
          var events =
              List.copyOf(session.events()).stream().filter(e -> !parts(e).isEmpty()).toList();
          var there =
              store.batch(events.stream().map(e -> Get.of(namespace, key(session, e))).toList());
          var added = new ArrayList<Put>();
          for (var n = 0; n < events.size(); n++) {
            var put =
                Put.of(namespace, key(session, events.get(n)), memory(session, events.get(n)));
            if (!there.get(n).map(Item::value).equals(Optional.of(put.value()))) {
              added.add(put);
            }
          }
          store.batch(added);
        });
  }

  /** The matching events, by session and then as they happened, unless they are ranked. */
  @Override
  public Single<SearchMemoryResponse> searchMemory(String appName, String userId, String query) {
    return Single.fromCallable(
        () ->
            SearchMemoryResponse.builder()
                .memories(
                    found(namespace(appName, userId), query)
                        .map(DynamoryMemoryService::entry)
                        .toList())
                .build());
  }

  /** The one place that knows how memories are found. */
  private Stream<Item> found(Namespace namespace, String query) {
    if (most == 0) {
      return withAWordOf(query, namespace);
    }
    var ranked = Search.in(namespace).exact().limit(most);
    return query.isBlank() ? Stream.of() : store.search(ranked.query(query)).stream();
  }

  private Stream<Item> withAWordOf(String query, Namespace namespace) {
    var wanted = words(query);
    var all = Search.in(namespace).exact().limit(PAGE);
    return wanted.isEmpty()
        ? Stream.of()
        : Page.stream(token -> store.searchPage(all.pageToken(token)))
            .filter(item -> !Collections.disjoint(words(text(item, TEXT)), wanted));
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(toCollection(HashSet::new));
  }

  private static Namespace namespace(String appName, String userId) {
    return SessionNames.under("adk-memory", appName, userId);
  }

  private static String key(Session session, Event event) {
    return Namespace.of(
            SessionNames.checked("sessionId", session.id()),
            String.format(Locale.ROOT, "%019d", event.timestamp()),
            event.id() == null ? Integer.toHexString(event.toJson().hashCode()) : event.id())
        .toString();
  }

  private static List<Part> parts(Event event) {
    return event.content().flatMap(Content::parts).orElse(List.of());
  }

  private static Map<String, Object> memory(Session session, Event event) {
    var memory = new HashMap<String, Object>();
    memory.put(SESSION, session.id());
    memory.put(POSITION, event.timestamp());
    memory.put(AT, Instant.ofEpochMilli(event.timestamp()).toString());
    memory.put(
        TEXT,
        parts(event).stream()
            .flatMap(part -> part.text().stream())
            .collect(Collectors.joining("\n")));
    memory.put(CONTENT, event.content().orElseThrow().toJson());
    if (event.author() != null) {
      memory.put(SPEAKER, event.author());
    }
    return memory;
  }

  private static MemoryEntry entry(Item item) {
    return MemoryEntry.builder()
        .content(Content.fromJson(text(item, CONTENT)))
        .author(item.value().get(SPEAKER) instanceof String speaker ? speaker : null)
        .timestamp(text(item, AT))
        .build();
  }

  private static String text(Item item, String field) {
    if (item.value().get(field) instanceof String text) {
      return text;
    }
    throw new CorruptDataException("memory", item.key(), "has no " + field, null);
  }
}

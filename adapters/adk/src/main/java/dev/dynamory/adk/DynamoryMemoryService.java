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
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
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
 * word of the query. Namespace {@code (adk-memory, app, user)}, key {@code session/time/event}.
 * Nothing happens before a subscription, and then on its thread.
 */
public final class DynamoryMemoryService implements BaseMemoryService {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+|\\p{N}+");
  private static final int PAGE = 1_000;

  /** What a later ranking by meaning reads, too. */
  private static final String TEXT = "text";

  private static final String CONTENT = "content";
  private static final String AUTHOR = "author";
  private static final String TIMESTAMP = "timestamp";

  private final Store store;

  private DynamoryMemoryService(Store store) {
    this.store = store;
  }

  /** Over this store, which also says how long memories live. */
  public static DynamoryMemoryService of(Store store) {
    return new DynamoryMemoryService(store);
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
            var put = Put.of(namespace, key(session, events.get(n)), memory(events.get(n)));
            if (!there.get(n).map(Item::value).equals(Optional.of(put.value()))) {
              added.add(put);
            }
          }
          store.batch(added);
        });
  }

  /** The matching events, by session and then as they happened. */
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

  private static Map<String, Object> memory(Event event) {
    var memory = new HashMap<String, Object>();
    memory.put(
        TEXT,
        parts(event).stream()
            .flatMap(part -> part.text().stream())
            .collect(Collectors.joining("\n")));
    memory.put(CONTENT, event.content().orElseThrow().toJson());
    memory.put(TIMESTAMP, Instant.ofEpochMilli(event.timestamp()).toString());
    if (event.author() != null) {
      memory.put(AUTHOR, event.author());
    }
    return memory;
  }

  private static MemoryEntry entry(Item item) {
    return MemoryEntry.builder()
        .content(Content.fromJson(text(item, CONTENT)))
        .author(item.value().get(AUTHOR) instanceof String author ? author : null)
        .timestamp(text(item, TIMESTAMP))
        .build();
  }

  private static String text(Item item, String field) {
    if (item.value().get(field) instanceof String text) {
      return text;
    }
    throw new CorruptDataException("memory", item.key(), "has no " + field, null);
  }
}

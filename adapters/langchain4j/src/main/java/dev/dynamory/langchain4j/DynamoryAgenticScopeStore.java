package dev.dynamory.langchain4j;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.ReadVersions;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.langchain4j.agentic.scope.AgenticScopeKey;
import dev.langchain4j.agentic.scope.AgenticScopeSerializer;
import dev.langchain4j.agentic.scope.AgenticScopeStore;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Agentic scopes as items of a store: namespace {@code (agentic-scopes, agentId)}, key {@code
 * String:memoryId}. Memory ids are strings, integers, longs or UUIDs, and come back as such. A
 * scope is saved if nobody saved another since it was loaded, else {@link WriteConflictException};
 * see {@link #withOverwriting}.
 */
public final class DynamoryAgenticScopeStore implements AgenticScopeStore {
  private static final Namespace SCOPES = Namespace.of("agentic-scopes");
  private static final int PAGE = 100;

  private final Store store;
  private final boolean overwriting;
  private final ReadVersions seen;

  private DynamoryAgenticScopeStore(Store store, boolean overwriting, ReadVersions seen) {
    this.store = store;
    this.overwriting = overwriting;
    this.seen = seen;
  }

  /** Over this store, which also says how long scopes live. */
  public static DynamoryAgenticScopeStore of(Store store) {
    return new DynamoryAgenticScopeStore(store, false, new ReadVersions());
  }

  /**
   * The last to save a scope wins: for several processes that hold one scope, as LangChain4j never
   * loads again what a process holds.
   */
  public DynamoryAgenticScopeStore withOverwriting() {
    return new DynamoryAgenticScopeStore(store, true, seen);
  }

  /** Always true: what is not saved is an exception. */
  @Override
  public boolean save(AgenticScopeKey key, DefaultAgenticScope agenticScope) {
    var scope = Map.of("scope", AgenticScopeSerializer.toJson(agenticScope));
    var put = Put.of(namespace(key), key(key), scope);
    var version =
        store.put(
            overwriting
                ? put
                : put.when(WriteCondition.version(seen.get(agenticScope, key).orElse(0))));
    seen.put(agenticScope, key, version);
    return true;
  }

  @Override
  public Optional<DefaultAgenticScope> load(AgenticScopeKey key) {
    return find(key)
        .map(
            item -> {
              var scope = AgenticScopeSerializer.fromJson(json(item));
              seen.put(scope, key, item.version());
              return scope;
            });
  }

  /** Whether there was one. */
  @Override
  public boolean delete(AgenticScopeKey key) {
    var there = find(key).isPresent();
    store.delete(namespace(key), key(key));
    return there;
  }

  /** The keys of all scopes of all agents, which are read for it, a page at a time. */
  @Override
  public Set<AgenticScopeKey> getAllKeys() {
    var scopes = Search.in(SCOPES).limit(PAGE);
    return Page.stream(token -> store.searchPage(scopes.pageToken(token)))
        .map(DynamoryAgenticScopeStore::key)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Optional<Item> find(AgenticScopeKey key) {
    return store.get(Get.of(namespace(key), key(key)));
  }

  private static String json(Item item) {
    if (item.value().get("scope") instanceof String json) {
      return json;
    }
    throw new CorruptDataException("agentic scopes", item.key(), "has no scope", null);
  }

  private static Namespace namespace(AgenticScopeKey key) {
    return SCOPES.child(key.agentId());
  }

  private static String key(AgenticScopeKey key) {
    var id = key.memoryId();
    if (id instanceof String || id instanceof Integer || id instanceof Long || id instanceof UUID) {
      return id.getClass().getSimpleName() + ":" + id;
    }
    throw new InvalidInputException(
        "memoryId", "must be a String, an Integer, a Long or a UUID, so that it can come back");
  }

  private static AgenticScopeKey key(Item item) {
    var agentId = item.namespace().labels().get(1);
    var colon = item.key().indexOf(':');
    var id = item.key().substring(colon + 1);
    return switch (item.key().substring(0, Math.max(colon, 0))) {
      case "String" -> new AgenticScopeKey(agentId, id);
      case "Integer" -> new AgenticScopeKey(agentId, Integer.valueOf(id));
      case "Long" -> new AgenticScopeKey(agentId, Long.valueOf(id));
      case "UUID" -> new AgenticScopeKey(agentId, UUID.fromString(id));
      default ->
          throw new CorruptDataException("agentic scopes", item.key(), "is no memory id", null);
    };
  }
}

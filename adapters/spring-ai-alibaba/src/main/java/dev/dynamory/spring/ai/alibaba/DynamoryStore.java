package dev.dynamory.spring.ai.alibaba;

import com.alibaba.cloud.ai.graph.store.NamespaceListRequest;
import com.alibaba.cloud.ai.graph.store.StoreItem;
import com.alibaba.cloud.ai.graph.store.StoreSearchRequest;
import com.alibaba.cloud.ai.graph.store.StoreSearchResult;
import com.alibaba.cloud.ai.graph.store.stores.BaseStore;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The store of Spring AI Alibaba's graphs as a store: namespaces, keys and values are its own. The
 * times of an item are those of the store's clock. Bad input is an {@link
 * IllegalArgumentException}. Safe for any number of threads.
 */
public final class DynamoryStore extends BaseStore {
  private static final int PAGE = 500;

  private final Store store;

  private DynamoryStore(Store store) {
    this.store = store;
  }

  /** Over this store, which also says how long items live. */
  public static DynamoryStore of(Store store) {
    return new DynamoryStore(store);
  }

  @Override
  public void putItem(StoreItem item) {
    validatePutItem(item);
    if (item.getValue() == null) {
      throw new IllegalArgumentException("value cannot be null");
    }
    checked(
        () ->
            store.put(Put.of(new Namespace(item.getNamespace()), item.getKey(), item.getValue())));
  }

  @Override
  public Optional<StoreItem> getItem(List<String> namespace, String key) {
    validateGetItem(namespace, key);
    return checked(() -> store.get(new Namespace(namespace), key)).map(DynamoryStore::storeItem);
  }

  /** Whether there was one, and it was this call that deleted it. */
  @Override
  public boolean deleteItem(List<String> namespace, String key) {
    validateDeleteItem(namespace, key);
    var delete = checked(() -> Delete.of(new Namespace(namespace), key));
    while (true) {
      var there = checked(() -> store.get(Get.of(delete.namespace(), key).consistent()));
      if (there.isEmpty()) {
        return false;
      }
      try {
        store.delete(delete.when(WriteCondition.version(there.get().version())));
        return true;
      } catch (WriteConflictException e) {
        if (e.outcomeUnknown()) {
          return true;
        } // else somebody has put or deleted it since
      }
    }
  }

  /**
   * Reads all items below the namespace that match the filter, as the total is part of the result.
   * Without sort fields they are ordered by namespace, then key.
   */
  @Override
  public StoreSearchResult searchItems(StoreSearchRequest request) {
    validateSearchItems(request);
    var matching = new ItemMatching(request);
    var search =
        checked(
            () ->
                Search.in(new Namespace(request.getNamespace()))
                    .filter(matching.filter())
                    .limit(PAGE));
    var found =
        all(search)
            .map(DynamoryStore::storeItem)
            .filter(matching::test)
            .sorted(matching::order)
            .toList();
    var page = found.stream().skip(request.getOffset()).limit(request.getLimit()).toList();
    return StoreSearchResult.of(page, found.size(), request.getOffset(), request.getLimit());
  }

  /** The namespaces that hold items and all that these lie under, joined with {@code /}, sorted. */
  @Override
  public List<String> listNamespaces(NamespaceListRequest request) {
    validateListNamespaces(request);
    var prefix = checked(() -> new Namespace(request.getNamespace()));
    var listed =
        checked(
            () ->
                store.listNamespaces(
                    new ListNamespaces(
                        prefix, Namespace.ROOT, Integer.MAX_VALUE, Integer.MAX_VALUE, 0)));
    var paths = new TreeSet<String>();
    for (var namespace : listed) {
      if (namespace.startsWith(prefix)) { // a label '*' is no wildcard here
        var labels = namespace.labels();
        var depth = request.getMaxDepth() == -1 ? labels.size() : request.getMaxDepth();
        for (var n = 1; n <= Math.min(depth, labels.size()); n++) {
          paths.add(String.join("/", labels.subList(0, n)));
        }
      }
    }
    return paths.stream().skip(request.getOffset()).limit(request.getLimit()).toList();
  }

  /** Deletes everything in the store, whoever put it. */
  @Override
  public void clear() {
    store
        .listNamespaces(ListNamespaces.all().maxDepth(1).limit(Integer.MAX_VALUE))
        .forEach(store::deleteNamespace);
  }

  /** Reads all items to count them. */
  @Override
  public long size() {
    return all(Search.everywhere().limit(PAGE)).count();
  }

  @Override
  public boolean isEmpty() {
    return store.search(Search.everywhere().limit(1)).isEmpty();
  }

  private Stream<Item> all(Search search) {
    return Page.stream(token -> store.searchPage(search.pageToken(token)));
  }

  private static StoreItem storeItem(Item item) {
    return new StoreItem(
        item.namespace().labels(),
        item.key(),
        item.value(),
        item.createdAt().toEpochMilli(),
        item.updatedAt().toEpochMilli());
  }

  private static <T> T checked(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

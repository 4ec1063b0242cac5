package dev.dynamory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Documents under keys in hierarchical namespaces. Safe for any number of threads. An expired item
 * is absent in every operation, whenever the engine removes it. Bad input is an {@link
 * InvalidInputException} before any call; no failure ever looks like an empty result.
 */
public interface Store {

  /** Keeps a document, whatever was there. Gives its version. */
  default long put(Namespace namespace, String key, Map<String, ?> value) {
    return put(Put.of(namespace, key, value));
  }

  /** Keeps a record as a document, whatever was there. Gives its version. */
  default long put(Namespace namespace, String key, Record value) {
    return put(Put.of(namespace, key, value));
  }

  /**
   * Keeps a document if the put's condition holds, else {@link WriteConflictException}. Gives its
   * version.
   */
  long put(Put put);

  /** Reads an item; empty if there is none. */
  default Optional<Item> get(Namespace namespace, String key) {
    return get(Get.of(namespace, key));
  }

  /** Reads an item; empty if there is none. */
  Optional<Item> get(Get get);

  /** Removes an item, if there is one. */
  default void delete(Namespace namespace, String key) {
    delete(Delete.of(namespace, key));
  }

  /** Removes an item if the delete's condition holds, else {@link WriteConflictException}. */
  void delete(Delete delete);

  /**
   * Changes a document without losing anybody's change: reads it (an absent one is empty), applies
   * the change to a modifiable copy, and puts it if nothing came between, else again. An item keeps
   * its own time to live, which starts anew; its vector is made of the store's fields, whatever the
   * put before embedded. Gives the version. A conflict that leaves open whether the change was
   * applied is thrown, as applying it again could do it twice.
   */
  default long update(Namespace namespace, String key, Consumer<Map<String, Object>> change) {
    return Updates.update(this, namespace, key, change);
  }

  /** The first 10 items of a namespace and of those under it. */
  default List<Item> search(Namespace prefix) {
    return search(Search.in(prefix));
  }

  /**
   * Reads until there are as many matches as asked for, or nothing is left. {@link Search#maxRead}
   * is for {@link #searchPage} only.
   */
  List<Item> search(Search search);

  /**
   * The same, at most {@link Search#maxRead} items at a time, with a token that continues. The
   * limit must be at least 1.
   */
  Page<Item> searchPage(Search search);

  /** The first 100 namespaces that hold items, sorted. */
  default List<Namespace> listNamespaces() {
    return listNamespaces(ListNamespaces.all());
  }

  /** The namespaces that hold items, sorted. */
  List<Namespace> listNamespaces(ListNamespaces which);

  /**
   * Carries out all operations and gives their results in the same order. Every read has completed
   * before the first write is sent. Of several writes to one key the last wins and is the only one
   * carried out; if an earlier one has a condition, that is bad input. If some fail, all others are
   * still carried out and a {@link BatchException} says which.
   */
  <R> List<R> batch(List<? extends Operation<? extends R>> operations);

  /**
   * Carries out 1 to 100 writes, at most one to a key, all or none. Gives the versions; 0 for
   * deletes.
   */
  List<Long> transact(List<? extends Write> writes);

  /**
   * Deletes the items of a namespace and of those under it, and gives how many; run again after a
   * failure, it goes on.
   */
  long deleteNamespace(Namespace prefix);

  /** This store, asynchronously. */
  default Async<? extends Store> async() {
    return Async.of(this);
  }
}

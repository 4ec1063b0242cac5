package dev.dynamory.adk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.adk.sessions.SessionKey;
import com.google.adk.sessions.State;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Write;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of apps and users, an item a key, so that nobody overwrites another key:
 *
 * <pre>
 * (adk-state, app)                    key, without app:    {"value": "\\"JSON\\""}
 * (adk-state, app, user)              key, without user:   {"value": "\\"JSON\\""}
 * (adk-pending, app, user, session)   an event's id        {"delta": "{\\"app:a\\":1,\\"user:b\\":null}"}
 * </pre>
 *
 * A pending delta is put before its event, and goes away in the transaction that carries it out:
 * whoever reads the session after a process died in between carries it out, once.
 */
final class SharedState {
  private static final String STATE = "adk-state";
  private static final String VALUE = "value";
  private static final String DELTA = "delta";

  /** Long enough that a session whose writer died is read again; what had no event goes away. */
  private static final Duration PENDING = Duration.ofDays(30);

  /** A transaction's 100 writes, but for the pending delta's delete. */
  private static final int AT_ONCE = 99;

  /** A transaction keeps no value larger than an item, and 4 MB in all: a large one goes before. */
  private static final int LARGE = 8_000;

  private final Store store;

  SharedState(Store store) {
    this.store = store;
  }

  /** The state of the app and of the user, with prefixes. */
  Map<String, JsonNode> read(String appName, String userId) {
    var state = new HashMap<String, JsonNode>();
    var found = store.batch(List.of(all(app(appName)), all(user(appName, userId))));
    found.get(0).forEach(item -> state.put(State.APP_PREFIX + item.key(), value(item, VALUE)));
    found.get(1).forEach(item -> state.put(State.USER_PREFIX + item.key(), value(item, VALUE)));
    return state;
  }

  private static Search all(Namespace namespace) {
    return Search.in(namespace).exact().limit(Integer.MAX_VALUE);
  }

  private static Namespace app(String appName) {
    return Namespace.of(STATE, appName);
  }

  private static Namespace user(String appName, String userId) {
    return Namespace.of(STATE, appName, userId);
  }

  private static Namespace pending(SessionKey key) {
    return Namespace.of("adk-pending", key.appName(), key.userId(), key.id());
  }

  private static JsonNode value(Item item, String field) {
    return EventItems.parse(item.key(), item.value().get(field));
  }

  /** What waits is checked before anything is written. */
  void await(SessionKey key, String name, ObjectNode delta) {
    writes(key, delta);
    store.put(
        Put.of(pending(key), name, Map.of(DELTA, EventItems.json(delta))).timeToLive(PENDING));
  }

  /** Its event was not appended. */
  void forget(SessionKey key, String name) {
    store.delete(pending(key), name);
  }

  /** Carries out what waits, if it still does. */
  void complete(SessionKey key, String name) {
    var waiting = store.get(Get.of(pending(key), name).consistent());
    if (waiting.isEmpty()) {
      return;
    }
    if (!(value(waiting.get(), DELTA) instanceof ObjectNode delta)) {
      throw new CorruptDataException("adk", name, "a pending delta is no object", null);
    }
    var all = writes(key, delta);
    all.stream()
        .filter(SharedState::isLarge)
        .forEach(write -> store.put(((Put) write).operationId(name)));
    var writes = all.stream().filter(write -> !isLarge(write)).toList();
    for (; writes.size() > AT_ONCE; writes = writes.subList(AT_ONCE, writes.size())) {
      store.transact(writes.subList(0, AT_ONCE));
    }
    var last = new ArrayList<>(writes);
    last.add(Delete.of(pending(key), name).when(WriteCondition.version(waiting.get().version())));
    try {
      store.transact(last);
    } catch (WriteConflictException e) {
      // Somebody else carried it out meanwhile.
      if (store.get(Get.of(pending(key), name).consistent()).isPresent()) {
        throw e;
      }
    }
  }

  private static boolean isLarge(Write write) {
    return write instanceof Put put
        && put.value().get(VALUE) instanceof String json
        && json.length() > LARGE;
  }

  private static List<Write> writes(SessionKey key, ObjectNode delta) {
    var writes = new ArrayList<Write>();
    for (var change : delta.properties()) {
      var ofApp = change.getKey().startsWith(State.APP_PREFIX);
      var prefix = ofApp ? State.APP_PREFIX : State.USER_PREFIX;
      var namespace = ofApp ? app(key.appName()) : user(key.appName(), key.userId());
      var name = change.getKey().substring(prefix.length());
      writes.add(
          change.getValue().isNull()
              ? Delete.of(namespace, name)
              : Put.of(namespace, name, Map.of(VALUE, EventItems.json(change.getValue()))));
    }
    return writes;
  }
}

package dev.dynamory.spring.ai.session;

import dev.dynamory.BatchException;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Store;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose an event id is. It is taken before its event is written, so that no two sessions have it; a
 * session's life that is over gives up its ids.
 *
 * <pre>
 * namespace                       key   value
 * (spring-ai-session-events, 5)   id    {session, life, written?}
 * </pre>
 */
final class EventIds {
  private static final String EVENTS = "spring-ai-session-events";
  private static final int NAMESPACES = 8;
  private static final int BATCH = 100;
  private static final String WRITTEN = "written";

  private final Store store;
  private final Descriptions descriptions;

  EventIds(Store store, Descriptions descriptions) {
    this.store = store;
    this.descriptions = descriptions;
  }

  /** What was known of an id. */
  enum Known {
    NEW,
    /** It was taken for this session, and its event may have been written. */
    TAKEN,
    /** Its event has been written. */
    WRITTEN
  }

  /** Takes an id, or {@link IllegalStateException} if another session that lives has it. */
  Known take(String eventId, String sessionId, String life) {
    var owner = Map.<String, Object>of("session", sessionId, "life", life);
    var put = Put.of(namespace(eventId), eventId, owner);
    for (var condition = WriteCondition.absent(); ; ) {
      try {
        store.put(put.when(condition));
        return Known.NEW;
      } catch (WriteConflictException e) {
        var taken = value(eventId, e);
        if (taken.isEmpty()) {
          condition = WriteCondition.absent();
        } else if (isOwned(taken.get(), sessionId, life)) {
          return taken.get().containsKey(WRITTEN) ? Known.WRITTEN : Known.TAKEN;
        } else {
          checkIsOver(eventId, taken.get());
          condition = WriteCondition.version(e.currentVersion());
        }
      }
    }
  }

  private Optional<Map<String, Object>> value(String eventId, WriteConflictException e) {
    return e.currentValue().isPresent() || e.currentVersion() == 0
        ? e.currentValue()
        : store.get(get(eventId)).map(Item::value);
  }

  private void checkIsOver(String eventId, Map<String, Object> taken) {
    if (!(taken.get("session") instanceof String other
        && taken.get("life") instanceof String life)) {
      throw new CorruptDataException(EVENTS, eventId, "names no session", null);
    }
    if (descriptions.find(other).filter(d -> d.isLive() && d.life().equals(life)).isPresent()) {
      throw new IllegalStateException(
          "event id '" + eventId + "' is that of an event of session '" + other + "'");
    }
  }

  private static boolean isOwned(Map<String, Object> value, String sessionId, String life) {
    return Objects.equals(value.get("session"), sessionId) && life.equals(value.get("life"));
  }

  /** Its event was found in the log; the next repeat need not look for it. */
  void written(String eventId, String sessionId, String life) {
    var value = new LinkedHashMap<String, Object>();
    value.put("session", sessionId);
    value.put("life", life);
    value.put(WRITTEN, true);
    store.put(namespace(eventId), eventId, value);
  }

  /** Gives up those ids that a session's life has. */
  void release(List<String> eventIds, String sessionId, String life) {
    for (var from = 0; from < eventIds.size(); from += BATCH) {
      var ids = eventIds.subList(from, Math.min(from + BATCH, eventIds.size()));
      var deletes =
          store.batch(ids.stream().distinct().map(EventIds::get).toList()).stream()
              .flatMap(Optional::stream)
              .filter(item -> isOwned(item.value(), sessionId, life))
              .map(
                  item ->
                      Delete.of(item.namespace(), item.key())
                          .when(WriteCondition.version(item.version())))
              .toList();
      try {
        store.batch(deletes);
      } catch (BatchException e) {
        e.failures().values().stream()
            .filter(failure -> !(failure instanceof WriteConflictException))
            .findFirst()
            .ifPresent(
                failure -> {
                  throw failure;
                });
      }
    }
  }

  private static Get get(String eventId) {
    return Get.of(namespace(eventId), eventId).consistent();
  }

  /** Several, as a namespace is one partition of DynamoDB. */
  private static Namespace namespace(String eventId) {
    return Namespace.of(EVENTS, String.valueOf(Math.floorMod(eventId.hashCode(), NAMESPACES)));
  }
}

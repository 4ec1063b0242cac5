package dev.dynamory.spring.ai.session;

import dev.dynamory.CorruptDataException;
import dev.dynamory.spring.ai.MessageDocuments;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.SessionEvent;

/**
 * How events and compactions lie in their session; messages and metadata as {@link
 * MessageDocuments} has them.
 *
 * <pre>
 * an event       life  id  at  message  metadata?  branch?  archived?
 * a compaction   life  archive[ids]  drop[ids]  insert[{before?, events[]}]
 *                carried[events]  tail
 * </pre>
 *
 * A session that was deleted and saved again has another life: what an append that came too late
 * left of the old one is not seen. A compaction says the whole of what is active after it: the
 * carried events, then those among the last so many items before it, then what comes after it.
 */
final class EventItems {
  static final String ID = "id";
  private static final String LIFE = "life";
  private static final String AT = "at";
  private static final String MESSAGE = "message";
  private static final String METADATA = "metadata";
  private static final String BRANCH = "branch";
  private static final String ARCHIVED = "archived";
  private static final String ARCHIVE = "archive";
  private static final String DROP = "drop";
  private static final String INSERT = "insert";
  private static final String BEFORE = "before";
  private static final String EVENTS = "events";
  private static final String CARRIED = "carried";
  private static final String TAIL = "tail";

  private static final MessageDocuments MESSAGES = new MessageDocuments();

  private EventItems() {}

  static Map<String, Object> of(SessionEvent event, String life) {
    var item = new LinkedHashMap<String, Object>();
    item.put(LIFE, life);
    item.put(ID, event.getId());
    item.put(AT, event.getTimestamp().toString());
    item.put(MESSAGE, MESSAGES.document(event.getMessage(), "message"));
    if (!event.getMetadata().isEmpty()) {
      item.put(METADATA, MessageDocuments.metadataToJson(event.getMetadata()));
    }
    var branch = event.getBranch();
    if (branch != null) {
      item.put(BRANCH, branch);
    }
    if (event.isArchived()) {
      item.put(ARCHIVED, true);
    }
    return item;
  }

  static SessionEvent event(String sessionId, Map<String, Object> item, boolean archived) {
    try {
      return SessionEvent.builder()
          .id(text(item, ID))
          .sessionId(sessionId)
          .timestamp(Instant.parse(text(item, AT)))
          .message(MESSAGES.message(map(item.get(MESSAGE))))
          .metadata(
              item.get(METADATA) instanceof String json
                  ? MessageDocuments.metadataFromJson(json)
                  : Map.of())
          .branch(item.get(BRANCH) instanceof String branch ? branch : null)
          .archived(archived)
          .build();
    } catch (RuntimeException e) {
      throw new CorruptDataException(
          "sessions", sessionId, "an event cannot be read: " + item.get(ID), e);
    }
  }

  static boolean isOf(Map<String, Object> item, String life) {
    return life.equals(item.get(LIFE));
  }

  static boolean isCompaction(Map<String, Object> item) {
    return item.containsKey(TAIL);
  }

  static boolean isArchived(Map<String, Object> event) {
    return event.containsKey(ARCHIVED);
  }

  /** The same event, whether archived or not. */
  static Map<String, Object> active(Map<String, Object> event) {
    var active = new LinkedHashMap<>(event);
    active.remove(ARCHIVED);
    return active;
  }

  /** What a compaction changes, event by event. */
  record Change(List<String> archive, List<String> drop, List<Insert> inserts) {}

  /** New events before one that is there, or at the end. */
  record Insert(@Nullable String before, List<Map<String, Object>> events) {
    Map<String, Object> item() {
      return before == null ? Map.of(EVENTS, events) : Map.of(BEFORE, before, EVENTS, events);
    }
  }

  static Map<String, Object> compaction(
      String life, Change change, List<Map<String, Object>> carried, int tail) {
    var item = new LinkedHashMap<String, Object>();
    item.put(LIFE, life);
    put(item, ARCHIVE, change.archive());
    put(item, DROP, change.drop());
    put(item, INSERT, change.inserts().stream().map(Insert::item).toList());
    put(item, CARRIED, carried);
    item.put(TAIL, tail);
    return item;
  }

  static Change change(Map<String, Object> compaction) {
    return new Change(
        texts(compaction, ARCHIVE),
        texts(compaction, DROP),
        maps(compaction, INSERT).stream()
            .map(
                insert ->
                    new Insert(
                        insert.get(BEFORE) instanceof String id ? id : null, maps(insert, EVENTS)))
            .toList());
  }

  static List<Map<String, Object>> carried(Map<String, Object> compaction) {
    return maps(compaction, CARRIED);
  }

  static int tail(Map<String, Object> compaction) {
    return compaction.get(TAIL) instanceof Integer tail ? tail : 0;
  }

  static String id(Map<String, Object> event) {
    return text(event, ID);
  }

  private static void put(Map<String, Object> item, String field, List<?> list) {
    if (!list.isEmpty()) {
      item.put(field, list);
    }
  }

  private static List<String> texts(Map<String, Object> item, String field) {
    return item.get(field) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Map<String, Object> item, String field) {
    return item.get(field) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object document) {
    if (document instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("no message");
  }

  private static String text(Map<String, Object> item, String field) {
    if (item.get(field) instanceof String text) {
      return text;
    }
    throw new CorruptDataException(
        "sessions", String.valueOf(item.get(ID)), "has no " + field, null);
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Documents;
import dev.dynamory.Expiry;
import dev.dynamory.Session;
import dev.dynamory.SessionItems;
import dev.dynamory.SessionRules;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.dynamodb.SingleSessionItems.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** A session in one item: each change reads it and puts another in place of what was read. */
final class SingleItemSession implements Session {
  private static final int MAX_TRIES = 500;

  private final Connection connection;
  private final TableCalls calls;
  private final SingleSessionItems items;
  private final SessionOptions options;
  private final SessionMemory.OfSession known;
  private final String id;

  SingleItemSession(
      Connection connection,
      TableCalls calls,
      SingleSessionItems items,
      SessionOptions options,
      SessionMemory.OfSession known,
      String id) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.options = options;
    this.known = known;
    this.id = id;
  }

  @Override
  public String sessionId() {
    return id;
  }

  @Override
  public List<Map<String, Object>> getItems() {
    return options.defaultLimit() == 0 ? List.of() : read(options.defaultLimit()).items();
  }

  @Override
  public SessionItems read(int limit) {
    SessionRules.checkLimit("limit", limit);
    var stands = read();
    return stands.isLive(connection.now())
        ? new SessionItems(documents(newest(stands.items(), limit)), stands.version())
        : new SessionItems(List.of(), 0);
  }

  private static List<JsonReader.Element> newest(List<JsonReader.Element> items, int limit) {
    return items.subList(Math.max(0, items.size() - limit), items.size());
  }

  private static List<Map<String, Object>> documents(List<JsonReader.Element> items) {
    var documents = new ArrayList<Map<String, Object>>();
    for (var item : items) {
      @SuppressWarnings("unchecked") // checked when it was parsed
      var document = (Map<String, Object>) item.value();
      if (document != null) {
        documents.add(document);
      }
    }
    return documents;
  }

  private Conversation read() {
    return parse(calls.getItem(items.get(id)));
  }

  private Conversation parse(Map<String, AttributeValue> row) {
    try {
      return SingleSessionItems.parse(row);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException(
          calls.table(), "session '" + id + "'", "it cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public long addItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
    return add(items, condition, null);
  }

  @Override
  public long addItems(List<? extends Map<String, ?>> items, String operationId) {
    SessionRules.checkOperationId(operationId);
    return add(items, WriteCondition.any(), operationId);
  }

  private long add(
      List<? extends Map<String, ?>> items,
      WriteCondition condition,
      @Nullable String operationId) {
    var added = json(SessionRules.copyOf(items));
    return added.isEmpty()
        ? 0
        : change(
            condition, operationId, old -> Optional.of(Stream.concat(texts(old), added.stream())));
  }

  private static List<String> json(List<Map<String, Object>> items) {
    var json = new ArrayList<String>();
    for (var item : items) {
      json.add(JsonWriter.PYTHON.write(item, "items", "items[" + json.size() + "]"));
    }
    return json;
  }

  /** As they stand: what another wrote is not written anew. */
  private static Stream<String> texts(List<JsonReader.Element> items) {
    return items.stream().map(JsonReader.Element::json);
  }

  @Override
  public Optional<Map<String, Object>> popItem() {
    var popped = new ArrayList<Map<String, Object>>(1);
    change(
        WriteCondition.any(),
        null,
        old -> {
          popped.clear();
          popped.addAll(documents(newest(old, 1)));
          return old.isEmpty()
              ? Optional.empty()
              : Optional.of(texts(old.subList(0, old.size() - 1)));
        });
    return popped.stream().findFirst();
  }

  @Override
  public void clearSession() {
    trim(0);
  }

  @Override
  public long trim(int newest) {
    SessionRules.checkLimit("newest", newest);
    return change(
        WriteCondition.any(),
        null,
        old -> old.size() <= newest ? Optional.empty() : Optional.of(texts(newest(old, newest))));
  }

  @Override
  public long replaceItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
    var replacement = SessionRules.copyOf(items);
    var json = json(replacement);
    return change(
        condition,
        null,
        old ->
            Documents.equal(documents(old), replacement)
                ? Optional.empty()
                : Optional.of(json.stream()));
  }

  /** Carries out a change of the items; empty is none. Gives the version. */
  private long change(
      WriteCondition condition,
      @Nullable String callersOperation,
      Function<List<JsonReader.Element>, Optional<Stream<String>>> change) {
    var operation = callersOperation == null ? SessionEntries.newOperation() : callersOperation;
    known.turn.lock();
    try {
      var stands = read();
      for (var tries = 1; ; tries++) {
        var now = connection.now();
        var isLive = stands.isLive(now);
        var applied = isLive ? stands.find(operation) : Optional.<Long>empty();
        if (applied.isPresent()) {
          return applied.get();
        }
        check(condition, isLive ? stands.version() : 0);
        var changed = change.apply(isLive ? stands.items() : List.of());
        if (changed.isEmpty()) {
          return isLive ? stands.version() : 0;
        }
        var version = SingleSessionItems.next(stands);
        var expires = options.timeToLive() == null ? null : Expiry.after(now, options.timeToLive());
        try {
          calls.put(
              items.put(id, stands, changed.get().toList(), operation, version, now, expires));
          return version;
        } catch (ConditionalCheckFailedException e) {
          if (tries == MAX_TRIES) {
            throw conflict(condition, stands.version());
          }
          stands = e.hasItem() && !e.item().isEmpty() ? parse(e.item()) : read();
        }
        Backoff.pause(tries);
      }
    } finally {
      known.turn.unlock();
    }
  }

  private void check(WriteCondition condition, long version) {
    var holds =
        condition instanceof WriteCondition.Version expected
            ? expected.version() == version
            : condition instanceof WriteCondition.Any || version == 0;
    if (!holds) {
      throw conflict(condition, version);
    }
  }

  private WriteConflictException conflict(WriteCondition condition, long version) {
    return new WriteConflictException(
        "session '" + id + "'", condition, version, null, false, null);
  }

  @Override
  public void delete() {
    calls.delete(items.delete(id));
  }

  @Override
  public Async<? extends Session> async() {
    return Async.of(this, connection.executor());
  }
}

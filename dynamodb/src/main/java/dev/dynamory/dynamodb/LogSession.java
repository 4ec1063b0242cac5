package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.Session;
import dev.dynamory.SessionItems;
import dev.dynamory.SessionRules;
import dev.dynamory.WriteCondition;
import dev.dynamory.dynamodb.SessionLog.Planned;
import dev.dynamory.dynamodb.SessionOutline.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session as a log: each operation says what it wants of the newest state. */
final class LogSession implements Session {
  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;
  private final SessionOptions options;
  private final String id;
  private final SessionMemory.OfSession known;
  private final SessionReader reader;
  private final SessionDetails details;
  private final SessionAftermath aftermath;
  private final SessionLog log;

  LogSession(
      Connection connection,
      TableCalls calls,
      SessionEntries entries,
      SessionOptions options,
      SessionMemory memory,
      String id) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
    this.options = options;
    this.id = id;
    known = memory.of(id);
    reader = new SessionReader(connection, calls, entries, id, known);
    details = new SessionDetails(connection, calls, entries, options);
    aftermath = new SessionAftermath(connection, calls, entries, details, options, id, known);
    log = new SessionLog(connection, calls, entries, options, id, memory, known, reader, aftermath);
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
    var reading = reader.read(limit, options.consistentReads());
    return new SessionItems(
        reading.documents(), log.isLive(reading.state()) ? reading.state().seq() : 0);
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
    var added = SessionRules.copyOf(items);
    return added.isEmpty()
        ? 0
        : log.write(
            condition,
            operationId,
            (now, certain) ->
                Optional.of(
                    new Planned(
                        now, SessionChange.append(now, log.isLive(now), added, outline(now)))));
  }

  private @Nullable List<Item> outline(SessionState now) {
    return known.outline(now.seq()).map(SessionOutline::items).orElse(null);
  }

  @Override
  public Optional<Map<String, Object>> popItem() {
    var popped = new ArrayList<Map<String, Object>>(1);
    log.write(
        WriteCondition.any(),
        null,
        (now, certain) -> {
          var reading = reader.read(1, certain || options.consistentReads());
          popped.clear();
          if (reading.items().isEmpty()) {
            return Optional.empty();
          }
          var newest = reading.items().get(0);
          popped.add(newest.item());
          var outline = outline(reading.state());
          return Optional.of(
              new Planned(
                  reading.state(),
                  SessionChange.pop(
                      reading.state(),
                      newest,
                      outline == null ? null : outline.subList(0, outline.size() - 1))));
        });
    return popped.stream().findFirst();
  }

  @Override
  public void clearSession() {
    log.write(
        WriteCondition.any(),
        null,
        (now, certain) ->
            log.isLive(now) && now.size() > 0
                ? Optional.of(
                    new Planned(now, SessionChange.fresh(SessionEntries.CLEAR, List.of())))
                : Optional.empty());
  }

  @Override
  public long trim(int newest) {
    SessionRules.checkLimit("newest", newest);
    return log.write(
        WriteCondition.any(),
        null,
        (now, certain) -> {
          if (!log.isLive(now) || now.size() <= newest) {
            return Optional.empty();
          } else if (newest == 0) {
            return Optional.of(
                new Planned(now, SessionChange.fresh(SessionEntries.CLEAR, List.of())));
          }
          var outline = outline(now);
          if (outline != null) {
            var kept = outline.subList(outline.size() - newest, outline.size());
            return Optional.of(
                new Planned(now, SessionChange.trim(now, kept.get(0).place(), newest, kept)));
          }
          var reading = reader.read(newest, certain || options.consistentReads());
          if (reading.state().size() <= newest || reading.items().isEmpty()) {
            return Optional.empty();
          }
          var kept = new ArrayList<Item>();
          reading.items().forEach(placed -> kept.add(Item.of(placed.place(), placed.item())));
          return Optional.of(
              new Planned(
                  reading.state(),
                  SessionChange.trim(
                      reading.state(), reading.items().get(0).place(), newest, kept)));
        });
  }

  @Override
  public long replaceItems(List<? extends Map<String, ?>> items, WriteCondition condition) {
    var replacement = SessionRules.copyOf(items);
    return log.write(
        condition,
        null,
        (now, certain) -> {
          var state = now;
          var old = log.isLive(now) ? outline(now) : List.<Item>of();
          if (old == null) {
            var reading = reader.read(Integer.MAX_VALUE, certain || options.consistentReads());
            state = reading.state();
            var read = new ArrayList<Item>();
            reading.items().forEach(placed -> read.add(Item.of(placed.place(), placed.item())));
            old = read;
          }
          var change = SessionChange.replace(state, old, replacement);
          return change.items().isEmpty() && change.size() == old.size()
              ? Optional.empty()
              : Optional.of(new Planned(state, change));
        });
  }

  @Override
  public void delete() {
    delete(WriteCondition.any());
  }

  /**
   * The description is looked at before each try to end the log: what is written after it was
   * described anew makes the try fail, and the next one finds it described anew.
   */
  void delete(WriteCondition description) {
    var doomed = new SessionState[] {SessionState.NONE};
    log.write(
        WriteCondition.any(),
        null,
        (now, certain) -> {
          doomed[0] = now;
          details.check(id, description, now);
          return now.seq() == 0
                  || now.kind() == SessionEntries.TOMBSTONE
                  || now.kind() == SessionEntries.DELETE
              ? Optional.empty()
              : Optional.of(
                  new Planned(now, SessionChange.fresh(SessionEntries.DELETE, List.of())));
        });
    var describedAnew = details.delete(id, description);
    var before = doomed[0];
    if (isLeftBehind(before)) {
      aftermath.eraseLater(before);
    } else if (before.listed() > 0) {
      calls.batchWrite(
          List.of(SessionEntries.tombstone(id, before.listed(), null, connection.now())));
    }
    if (describedAnew.isPresent()) {
      throw describedAnew.get();
    }
  }

  /**
   * A row that says the new expiry; then all rows get the new removal, and only then a row that is
   * itself removed no later: stopped anywhere, no row is on top of one that expires after it.
   */
  void applyTimeToLive() {
    log.write(
        WriteCondition.any(),
        null,
        (now, certain) ->
            Optional.of(now).filter(log::isLive).map(s -> again(SessionEntries.TRIM, s)));
    var expiry = options.expiry(connection.now());
    if (expiry.isNever()) {
      return;
    }
    var done = new long[] {0};
    log.write(
        WriteCondition.any(),
        null,
        (now, certain) -> {
          if (!log.isLive(now)) {
            return Optional.empty();
          }
          new SessionRenewal(connection, calls, entries, id)
              .shorten(Math.max(now.base(), done[0]), now.seq(), now.pins(), expiry);
          done[0] = now.seq() + 1;
          return Optional.of(again(SessionEntries.SHORTENED, now));
        });
  }

  private Planned again(char kind, SessionState now) {
    return new Planned(now, SessionChange.again(kind, now, outline(now)));
  }

  /** {@link #vacuum}, unless the session is live. */
  void purge() {
    var newest = newest(true);
    if (!log.isLive(newest)) {
      vacuum(newest);
    }
  }

  /** Removes what is due, and completes what was stopped. */
  void vacuum() {
    vacuum(newest(true));
  }

  private void vacuum(SessionState newest) {
    if (isLeftBehind(newest)) {
      aftermath.eraseAll(newest);
    }
    new SessionVacuum(connection, calls, entries).run(id, newest);
  }

  /** Whether a delete was stopped before it had erased everything. */
  private static boolean isLeftBehind(SessionState newest) {
    return newest.kind() == SessionEntries.DELETE && newest.removed() == SessionExpiry.FOREVER;
  }

  @Override
  public Async<? extends Session> async() {
    return Async.of(this, connection.executor());
  }

  /** What is known of the newest row, read now. */
  SessionState newest(boolean consistent) {
    return reader.newest(1, consistent).state();
  }

  SessionDetails details() {
    return details;
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Writes a session's log. Every change is one conditional put of row last + 1; where somebody was
 * first, the failure brings their row, which is what the next try rests on.
 */
final class SessionLog {
  private static final long LISTED_ANEW_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final int MAX_TRIES = 500;
  private static final int READ_AGAIN_EVERY = 3;

  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;
  private final SessionOptions options;
  private final String id;
  private final SessionMemory memory;
  private final SessionMemory.OfSession known;
  private final SessionReader reader;
  private final SessionAftermath aftermath;

  SessionLog(
      Connection connection,
      TableCalls calls,
      SessionEntries entries,
      SessionOptions options,
      String id,
      SessionMemory memory,
      SessionMemory.OfSession known,
      SessionReader reader,
      SessionAftermath aftermath) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
    this.options = options;
    this.id = id;
    this.memory = memory;
    this.known = known;
    this.reader = reader;
    this.aftermath = aftermath;
  }

  /** What an operation wants of the newest state. */
  interface Planner {
    /**
     * The change, and the state it is for, which may be newer than the one given; empty if nothing
     * is to be done. Not certain: others may have written since.
     */
    Optional<Planned> plan(SessionState newest, boolean certain);
  }

  record Planned(SessionState newest, SessionChange change) {}

  long write(WriteCondition condition, @Nullable String callersOperation, Planner planner) {
    known.turn.lock();
    try {
      return new Attempts(condition, callersOperation, planner).run();
    } finally {
      known.turn.unlock();
    }
  }

  boolean isLive(SessionState state) {
    return state.isLive(connection.now().getEpochSecond());
  }

  private final class Attempts {
    private final WriteCondition condition;
    private final @Nullable String callersOperation;
    private final String operation;
    private final Planner planner;
    private SessionState newest = SessionState.NONE;
    private boolean certain;
    private List<Map<String, Object>> prepared = List.of();
    private SessionEntries.Content content = SessionEntries.Content.NONE;
    private boolean partsWritten;
    private boolean hasDetails;

    Attempts(WriteCondition condition, @Nullable String callersOperation, Planner planner) {
      this.condition = condition;
      this.callersOperation = callersOperation;
      this.operation = callersOperation == null ? SessionEntries.newOperation() : callersOperation;
      this.planner = planner;
    }

    long run() {
      begin();
      for (var tries = 0; tries < MAX_TRIES; ) {
        var repeated = appliedBefore();
        if (repeated.isPresent()) {
          if (certain) {
            return repeated.get();
          }
          readAgain(); // the session that it was applied to may have been deleted since
          continue;
        }
        var planned = holds() ? planner.plan(newest, certain) : Optional.<Planned>empty();
        if (planned.isEmpty()) {
          if (certain) {
            return end();
          }
          readAgain();
          continue;
        }
        var written = put(planned.get());
        if (written.isPresent()) {
          return written.get();
        }
        tries++;
        Backoff.pause(tries);
        if (tries % READ_AGAIN_EVERY == 0 || newest.kind() == SessionEntries.TOMBSTONE) {
          readAgain();
        }
      }
      removeParts();
      throw conflict();
    }

    /** Where the condition does not hold, that is the end; else nothing was to be done. */
    private long end() {
      if (!holds()) {
        removeParts();
        throw conflict();
      }
      return version();
    }

    private void begin() {
      var remembered = known.newest();
      if (remembered.isPresent() && (callersOperation == null || known.knowsOperations())) {
        newest = remembered.get();
      } else {
        read(limit(), callersOperation != null || !(condition instanceof WriteCondition.Any));
      }
    }

    private void readAgain() {
      read(limit(), true);
    }

    private int limit() {
      return callersOperation == null ? 1 : SessionMemory.OfSession.OPERATIONS;
    }

    private void read(int limit, boolean consistent) {
      var at = memory.nanos();
      var read = reader.newest(limit, consistent);
      newest = read.state();
      certain = consistent;
      hasDetails = read.hasDetails();
      known.saw(newest, at);
      known.sawOperations(read.rows(), read.complete());
    }

    private Optional<Long> appliedBefore() {
      return callersOperation == null || !isLive(newest)
          ? Optional.empty()
          : known.find(callersOperation);
    }

    private long version() {
      return isLive(newest) ? newest.seq() : 0;
    }

    private boolean holds() {
      return condition instanceof WriteCondition.Version expected
          ? expected.version() == version()
          : condition instanceof WriteCondition.Any || version() == 0;
    }

    private WriteConflictException conflict() {
      return new WriteConflictException(
          "session '" + id + "'", condition, version(), null, false, null);
    }

    /** The row that was written; empty if another row stands there, which is then the newest. */
    private Optional<Long> put(Planned planned) {
      var at = memory.nanos();
      if (planned.newest().seq() != newest.seq()) {
        newest = planned.newest();
        known.saw(newest, at);
        known.sawOperations(List.of(), false);
        if (!holds()) {
          certain = false;
          return Optional.empty();
        }
      }
      prepare(planned.change().items());
      var state = state(planned.change());
      writeParts(state.removed());
      try {
        calls.put(entries.entry(id, state, operation, content));
      } catch (ConditionalCheckFailedException e) {
        return lost(e, planned);
      } catch (RuntimeException e) {
        known.forget();
        throw e;
      }
      won(planned, state, at);
      return Optional.of(state.seq());
    }

    private void won(Planned planned, SessionState state, long at) {
      var old = newest;
      known.saw(state, at);
      known.sawNext(operation, state);
      known.wrote(state);
      var change = planned.change();
      if (change.outline() == null) {
        known.keep(null);
      } else {
        var outline = new ArrayList<>(change.outline());
        outline.addAll(SessionOutline.items(state.seq(), change.items()));
        known.keep(SessionOutline.of(state.seq(), outline).orElse(null));
      }
      aftermath.follow(old, state, hasDetails);
    }

    private Optional<Long> lost(ConditionalCheckFailedException e, Planned planned) {
      if (e.item() == null || e.item().isEmpty()) {
        read(SessionMemory.OfSession.OPERATIONS, true); // the engine does not say what stands there
        return known.find(operation);
      }
      var row = SessionRow.parse(e.item());
      if (row.operation().equals(operation)) {
        if (row.isTombstone()) {
          known.forget(); // an earlier attempt was applied, and others went on
        } else {
          won(planned, row.state(), memory.nanos());
        }
        return Optional.of(row.state().seq());
      }
      newest = row.state();
      certain = false;
      known.saw(newest, memory.nanos());
      known.sawNext(row.operation(), newest);
      return Optional.empty();
    }

    private void prepare(List<Map<String, Object>> items) {
      if (!items.equals(prepared)) {
        removeParts();
        content = SessionContent.of(items);
        prepared = items;
      }
    }

    private void writeParts(long removed) {
      var pieces = content.pieces();
      if (pieces != null && !partsWritten) {
        connection
            .fanOut()
            .atMost(8)
            .run(
                entries.parts(id, pieces, removed, connection.now()).stream()
                    .<Runnable>map(part -> () -> calls.put(part))
                    .toList());
        partsWritten = true;
      }
    }

    private void removeParts() {
      var pieces = content.pieces();
      if (pieces != null && partsWritten) {
        calls.batchWrite(
            entries.partKeys(id, pieces.parts()).stream().map(SessionEntries::deletion).toList());
        partsWritten = false;
      }
    }

    private SessionState state(SessionChange change) {
      var now = connection.now();
      var live = newest.isLive(now.getEpochSecond());
      var seq = newest.seq() + 1;
      var first = change.first() == 0 ? seq : change.first();
      var expiry =
          change.kind() == SessionEntries.DELETE ? SessionExpiry.NEVER : options.expiry(now);
      var removal = removal(change, expiry);
      var alone = first == seq && change.pins().isEmpty();
      var safe = alone ? removal : Math.min(known.safe(newest), expiry.removal());
      if (!alone && safe < expiry.needed()) {
        new SessionRenewal(connection, calls, entries, id)
            .run(newest, first, change.pins(), expiry);
        safe = Math.min(expiry.removal(), expiry.renewedBelow());
      }
      var unfinished =
          newest.kind() == SessionEntries.DELETE && newest.removed() == SessionExpiry.FOREVER;
      var base = live || unfinished ? Math.max(newest.base(), known.erasedBelow()) : seq;
      var state =
          new SessionState(
              seq,
              change.kind(),
              first,
              change.skip(),
              change.size(),
              change.pins(),
              change.previous() == 0 ? seq - 1 : change.previous(),
              change.keep(),
              change.kind() == SessionEntries.DELETE ? now.getEpochSecond() : expiry.at(),
              removal,
              safe,
              Math.min(base, first),
              newest.listed(),
              newest.listedAt(),
              content.pieces() != null
                  || (newest.big() && !(newest.size() == 0 && newest.base() >= newest.first())));
      return listed(state, live, now.toEpochMilli());
    }

    /**
     * No row is removed before one below it: that one may say a later expiry, of when sessions
     * lived longer, and would be on top then.
     */
    private long removal(SessionChange change, SessionExpiry expiry) {
      return change.kind() == SessionEntries.SHORTENED
              || newest.kind() == SessionEntries.DELETE
              || newest.kind() == SessionEntries.TOMBSTONE
          ? expiry.removal()
          : Math.max(expiry.removal(), newest.removed());
    }

    private SessionState listed(SessionState state, boolean live, long millis) {
      var isDelete = state.kind() == SessionEntries.DELETE;
      var anew =
          !live
              || state.listed() == 0
              || (state.erases() && !state.shows(state.listed()))
              || Math.abs(millis - state.listedAt()) >= LISTED_ANEW_MILLIS;
      return isDelete || !anew
          ? state.listedAs(isDelete ? 0 : state.listed(), isDelete ? 0 : state.listedAt())
          : state.listedAs(state.seq(), millis);
    }
  }
}

package dev.dynamory.dynamodb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the sessions of one table, the least recently used forgotten. Nothing
 * here decides what is true: a put that rests on something old fails its condition.
 */
final class SessionMemory {
  private static final int MAX_SESSIONS = 10_000;

  /**
   * A newest row is believed for so long, far less than its number stays taken after its death. The
   * only use of time for safety.
   */
  private static final long BELIEVED_NANOS = Duration.ofMinutes(5).toNanos();

  private final LongSupplier nanos;
  private final Map<String, OfSession> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OfSession> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  SessionMemory(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized OfSession of(String sessionId) {
    return sessions.computeIfAbsent(sessionId, id -> new OfSession());
  }

  /** What is known of one session. Changed under its lock; what readers use is volatile. */
  final class OfSession {
    static final int OPERATIONS = 25;

    /** Writers of this process take turns, so that only other processes are raced. */
    final ReentrantLock turn = new ReentrantLock();

    private @Nullable SessionState newest;
    private long seenAt;
    private final Deque<Applied> operations = new ArrayDeque<>();
    private boolean operationsComplete;
    private volatile long written;
    private volatile long erasedBelow = 1;
    private volatile Renewed renewed = new Renewed(-1, Long.MIN_VALUE);
    private @Nullable SessionOutline outline;

    /** An operation and the row it made. */
    record Applied(String operation, long seq) {}

    /** The rows up to this one are removed no earlier. */
    private record Renewed(long seq, long to) {}

    Optional<SessionState> newest() {
      var known = newest;
      return known == null || nanos.getAsLong() - seenAt > BELIEVED_NANOS
          ? Optional.empty()
          : Optional.of(known);
    }

    void saw(SessionState state, long atNanos) {
      newest = state;
      seenAt = atNanos;
      if (state.seq() + 1 < erasedBelow) {
        erasedBelow = 1; // all rows were removed, the numbers begin anew
      }
      if (outline != null && outline.seq() != state.seq()) {
        outline = null;
      }
    }

    /**
     * The newest rows' operations, newest first; all there are if complete. Those before the
     * session was deleted or expired are another session's.
     */
    void sawOperations(List<SessionRow> rows, boolean all) {
      operations.clear();
      operationsComplete = all || rows.size() >= OPERATIONS;
      for (var row : rows) {
        operations.addFirst(new Applied(row.operation(), row.state().seq()));
        if (row.state().begins() || row.state().kind() == SessionEntries.DELETE) {
          operationsComplete = true;
          return;
        }
      }
    }

    /** A row right above the newest that was known. */
    void sawNext(String operation, SessionState row) {
      if (row.begins()) {
        operations.clear();
        operationsComplete = true;
      }
      operations.addLast(new Applied(operation, row.seq()));
      if (operations.size() > OPERATIONS) {
        operations.removeFirst();
        operationsComplete = true;
      }
    }

    boolean knowsOperations() {
      return operationsComplete;
    }

    Optional<Long> find(String operation) {
      return operations.stream()
          .filter(applied -> applied.operation.equals(operation))
          .map(Applied::seq)
          .findFirst();
    }

    /** The operations of the newest rows, as far as they are known. */
    Map<Long, String> operations() {
      return operations.stream().collect(Collectors.toMap(Applied::seq, Applied::operation));
    }

    void forget() {
      newest = null;
      outline = null;
      operations.clear();
      operationsComplete = false;
    }

    void wrote(SessionState state) {
      written = state.seq();
    }

    /** The newest row this process wrote: its readers see no less. */
    long written() {
      return written;
    }

    void erased(long below) {
      erasedBelow = Math.max(erasedBelow, below);
    }

    long erasedBelow() {
      return erasedBelow;
    }

    void renewed(long seq, long to) {
      renewed = new Renewed(seq, to);
    }

    /** What a background pass made of the removals of the rows up to this one. */
    long safe(SessionState state) {
      return renewed.seq == state.seq() ? Math.max(state.safe(), renewed.to) : state.safe();
    }

    Optional<SessionOutline> outline(long seq) {
      var known = outline;
      return known == null || known.seq() != seq ? Optional.empty() : Optional.of(known);
    }

    void keep(@Nullable SessionOutline of) {
      outline = of;
    }
  }

  long nanos() {
    return nanos.getAsLong();
  }
}

package dev.dynamory;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of an agent, by thread. Safe for any number of threads. Bad input is an {@link
 * InvalidInputException} before any call; what cannot be read is a {@link CorruptDataException},
 * never an older state.
 */
public interface Checkpointer {

  /** Saves a document as the thread's newest state. Gives its version. */
  default long saveState(String threadId, Map<String, ?> state) {
    return saveState(threadId, Payload.of(state), WriteCondition.any());
  }

  /** Saves a record, see {@link Records}. */
  default long saveState(String threadId, Record state) {
    return saveState(threadId, Payload.of(state), WriteCondition.any());
  }

  /**
   * Saves what any serializer made, if the condition holds for the version of the thread's newest
   * state, else {@link WriteConflictException}.
   */
  long saveState(String threadId, Payload state, WriteCondition condition);

  /** The thread's newest state; empty for a thread that is unknown, expired or deleted. */
  default Optional<Map<String, Object>> loadState(String threadId) {
    return load(threadId).map(Checkpoint::state);
  }

  /** The newest state as a record. */
  default <T extends Record> Optional<T> loadState(String threadId, Class<T> type) {
    return load(threadId).map(checkpoint -> checkpoint.as(type));
  }

  /** The thread's newest state with its version, id and metadata. */
  Optional<Checkpoint> load(String threadId);

  /** Deletes all of a thread; one that is not there is no error. */
  void deleteThread(String threadId);

  /** A page of at most 1,000 thread ids; a null token begins. */
  Page<String> listThreads(int limit, @Nullable String pageToken);

  /** This checkpointer, asynchronously. */
  default Async<? extends Checkpointer> async() {
    return Async.of(this);
  }

  /** The rule for thread ids: 1 to 1,024 bytes, and not beginning with {@code dynamory:}. */
  static void checkThreadId(String threadId) {
    CodePoints.checkName("threadId", threadId, 1024);
    if (threadId.startsWith("dynamory:")) {
      throw new InvalidInputException(
          "threadId", "must not begin with 'dynamory:', which is reserved");
    }
  }

  /** The rule for the size of a page: 1 to 1,000. */
  static void checkLimit(int limit) {
    if (limit < 1 || limit > 1000) {
      throw new InvalidInputException("limit", "must be from 1 to 1000, but is " + limit);
    }
  }
}

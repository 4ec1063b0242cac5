package dev.dynamory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpointer that keeps every save as a checkpoint, until it is pruned, deleted or expired.
 * {@link #deleteThread}, {@link #prune} and {@link #copyThread} are for all checkpoint namespaces
 * of a thread, everything else for this view's.
 */
public interface CheckpointHistory extends Checkpointer {

  /** A view of another checkpoint namespace, such as a subgraph's; the empty one is the root. */
  CheckpointHistory namespace(String namespace);

  /**
   * Saves a checkpoint; {@link WriteConflictException} if the condition does not hold for the
   * thread's newest.
   */
  CheckpointInfo save(NewCheckpoint checkpoint);

  /** A checkpoint by its id. */
  Optional<Checkpoint> load(String threadId, String checkpointId);

  /** The thread's checkpoints, newest first; reads no payloads. */
  Page<CheckpointInfo> checkpoints(String threadId, int limit, @Nullable String pageToken);

  /** The same with their payloads and pending writes. */
  Page<Checkpoint> load(String threadId, int limit, @Nullable String pageToken);

  /**
   * Keeps what tasks of the step after this checkpoint have written, safe to repeat: an index from
   * 0 on keeps what was written first. Where it can be told without another call, an unknown
   * checkpoint is a {@link WriteConflictException}; else such writes are never seen.
   */
  void addPendingWrites(String threadId, String checkpointId, List<PendingWrite> writes);

  /**
   * Saves a checkpoint in the place of another, which is then gone; {@link WriteConflictException}
   * if that one is not there.
   */
  CheckpointInfo replace(String checkpointId, NewCheckpoint checkpoint);

  /**
   * Ends the thread's present life: gives all its checkpoints, newest first, and leaves none to
   * see.
   */
  List<Checkpoint> release(String threadId);

  /** Keeps the newest checkpoints, at least 1, of each namespace of the thread. */
  void prune(String threadId, int keepNewest);

  /**
   * Copies all of a thread, under the same checkpoint ids; {@link WriteConflictException} if the
   * other one is there already. One that holds unchanged copies of some of the namespaces and
   * nothing else is a copy that was interrupted: it gets the others.
   */
  void copyThread(String fromThreadId, String toThreadId);

  /** Deletes the checkpoints of a run, in whichever threads and namespaces. */
  void deleteRun(String runId);

  @Override
  default Async<? extends CheckpointHistory> async() {
    return Async.of(this);
  }

  /** The rule for checkpoint namespaces: at most 200 bytes. */
  static void checkNamespace(String namespace) {
    if (!namespace.isEmpty()) {
      CodePoints.checkName("namespace", namespace, 200);
    }
  }

  /** The rule for {@link #prune}. */
  static void checkKeepNewest(int keepNewest) {
    if (keepNewest < 1) {
      throw new InvalidInputException(
          "keepNewest", "must be at least 1, but is " + keepNewest + "; deleteThread keeps none");
    }
  }
}

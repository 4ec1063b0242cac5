package dev.dynamory.testkit;

import static dev.dynamory.testkit.AsyncStore.await;

import dev.dynamory.Async;
import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.WriteCondition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends every operation through a checkpoint history's async view. */
public final class AsyncCheckpointHistory implements CheckpointHistory {
  private final CheckpointHistory history;
  private final Async<? extends CheckpointHistory> view;

  private AsyncCheckpointHistory(CheckpointHistory history) {
    this.history = history;
    view = history.async();
  }

  /** The same checkpoints, through {@link CheckpointHistory#async}. */
  public static AsyncCheckpointHistory over(CheckpointHistory history) {
    return new AsyncCheckpointHistory(history);
  }

  @Override
  public CheckpointHistory namespace(String namespace) {
    return new AsyncCheckpointHistory(history.namespace(namespace));
  }

  @Override
  public long saveState(String threadId, Payload state, WriteCondition condition) {
    return await(view.call(c -> c.saveState(threadId, state, condition)));
  }

  @Override
  public Optional<Checkpoint> load(String threadId) {
    return await(view.call(c -> c.load(threadId)));
  }

  @Override
  public CheckpointInfo save(NewCheckpoint checkpoint) {
    return await(view.call(c -> c.save(checkpoint)));
  }

  @Override
  public Optional<Checkpoint> load(String threadId, String checkpointId) {
    return await(view.call(c -> c.load(threadId, checkpointId)));
  }

  @Override
  public Page<CheckpointInfo> checkpoints(String threadId, int limit, @Nullable String pageToken) {
    return await(view.call(c -> c.checkpoints(threadId, limit, pageToken)));
  }

  @Override
  public Page<Checkpoint> load(String threadId, int limit, @Nullable String pageToken) {
    return await(view.call(c -> c.load(threadId, limit, pageToken)));
  }

  @Override
  public void addPendingWrites(String threadId, String checkpointId, List<PendingWrite> writes) {
    await(view.run(c -> c.addPendingWrites(threadId, checkpointId, writes)));
  }

  @Override
  public CheckpointInfo replace(String checkpointId, NewCheckpoint checkpoint) {
    return await(view.call(c -> c.replace(checkpointId, checkpoint)));
  }

  @Override
  public List<Checkpoint> release(String threadId) {
    return await(view.call(c -> c.release(threadId)));
  }

  @Override
  public void prune(String threadId, int keepNewest) {
    await(view.run(c -> c.prune(threadId, keepNewest)));
  }

  @Override
  public void copyThread(String fromThreadId, String toThreadId) {
    await(view.run(c -> c.copyThread(fromThreadId, toThreadId)));
  }

  @Override
  public void deleteRun(String runId) {
    await(view.run(c -> c.deleteRun(runId)));
  }

  @Override
  public void deleteThread(String threadId) {
    await(view.run(c -> c.deleteThread(threadId)));
  }

  @Override
  public Page<String> listThreads(int limit, @Nullable String pageToken) {
    return await(view.call(c -> c.listThreads(limit, pageToken)));
  }
}

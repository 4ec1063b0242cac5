package dev.dynamory.testkit;

import static dev.dynamory.testkit.AsyncStore.await;

import dev.dynamory.Async;
import dev.dynamory.Checkpoint;
import dev.dynamory.Checkpointer;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.WriteCondition;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends every operation through a checkpointer's async view. */
public final class AsyncCheckpointer implements Checkpointer {
  private final Async<? extends Checkpointer> view;

  private AsyncCheckpointer(Checkpointer checkpointer) {
    view = checkpointer.async();
  }

  /** The same checkpointer, through {@link Checkpointer#async}. */
  public static AsyncCheckpointer over(Checkpointer checkpointer) {
    return new AsyncCheckpointer(checkpointer);
  }

  @Override
  public long saveState(String threadId, Map<String, ?> state) {
    return await(view.call(c -> c.saveState(threadId, state)));
  }

  @Override
  public long saveState(String threadId, Record state) {
    return await(view.call(c -> c.saveState(threadId, state)));
  }

  @Override
  public long saveState(String threadId, Payload state, WriteCondition condition) {
    return await(view.call(c -> c.saveState(threadId, state, condition)));
  }

  @Override
  public Optional<Map<String, Object>> loadState(String threadId) {
    return await(view.call(c -> c.loadState(threadId)));
  }

  @Override
  public <T extends Record> Optional<T> loadState(String threadId, Class<T> type) {
    return await(view.call(c -> c.loadState(threadId, type)));
  }

  @Override
  public Optional<Checkpoint> load(String threadId) {
    return await(view.call(c -> c.load(threadId)));
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

package dev.dynamory.spring.ai.alibaba;

import com.alibaba.cloud.ai.graph.RunnableConfig;
import com.alibaba.cloud.ai.graph.checkpoint.BaseCheckpointSaver;
import com.alibaba.cloud.ai.graph.checkpoint.Checkpoint;
import com.alibaba.cloud.ai.graph.serializer.StateSerializer;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CorruptDataException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Page;
import dev.dynamory.Payload;
import dev.dynamory.WriteConflictException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The checkpoints of Spring AI Alibaba's graphs in a checkpoint history, under their own ids; the
 * metadata name the {@code node} that has run and the {@code next} one. Runs that share a thread,
 * in any processes, add their checkpoints to one order, each of them whole. Safe for any number of
 * threads.
 */
public final class DynamoryCheckpointSaver implements BaseCheckpointSaver {
  private static final int PAGE = 100;

  private final CheckpointHistory history;
  private final StateSerializer serializer;

  private DynamoryCheckpointSaver(CheckpointHistory history, StateSerializer serializer) {
    this.history = history;
    this.serializer = serializer;
  }

  /**
   * Over this history, which also says how long threads live; states are stored as this serializer
   * writes them.
   */
  public static DynamoryCheckpointSaver of(CheckpointHistory history, StateSerializer serializer) {
    return new DynamoryCheckpointSaver(history, serializer);
  }

  private static String threadId(RunnableConfig config) {
    return config.threadId().orElse(THREAD_ID_DEFAULT);
  }

  /** All of the thread's checkpoints with their states, newest first. */
  @Override
  public List<Checkpoint> list(RunnableConfig config) {
    return Page.stream(token -> history.load(threadId(config), PAGE, token))
        .map(this::checkpoint)
        .toList();
  }

  /** The checkpoint that the config names, else the thread's newest; empty if it is not there. */
  @Override
  public Optional<Checkpoint> get(RunnableConfig config) {
    var named = config.checkPointId();
    var found =
        named.isPresent()
            ? history.load(threadId(config), named.get())
            : history.load(threadId(config));
    return found.map(this::checkpoint);
  }

  /**
   * Adds a checkpoint, or puts it in the place of the one that the config names, which must be
   * there.
   */
  @Override
  public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) throws IOException {
    var saved = saved(config, checkpoint);
    if (config.checkPointId().isPresent()) {
      replace(config.checkPointId().get(), saved);
      return config;
    }
    history.save(saved);
    return RunnableConfig.builder(config).checkPointId(checkpoint.getId()).build();
  }

  private void replace(String id, NewCheckpoint saved) {
    try {
      history.replace(id, saved);
    } catch (WriteConflictException e) {
      throw new NoSuchElementException(
          "thread '" + saved.threadId() + "' has no checkpoint '" + id + "'", e);
    }
  }

  /**
   * Ends the thread's life and gives what was in it, if all of that can be read; what is put next
   * begins a new one.
   */
  @Override
  public Tag release(RunnableConfig config) {
    list(config); // what the serializer cannot read must not be gone
    var released = history.release(threadId(config));
    return new Tag(threadId(config), released.stream().map(this::checkpoint).toList());
  }

  private NewCheckpoint saved(RunnableConfig config, Checkpoint checkpoint) throws IOException {
    var state = serializer.dataToBytes(checkpoint.getState());
    return NewCheckpoint.of(threadId(config), Payload.of(serializer.contentType(), state))
        .id(checkpoint.getId())
        .metadata(Map.of("node", checkpoint.getNodeId(), "next", checkpoint.getNextNodeId()));
  }

  private Checkpoint checkpoint(dev.dynamory.Checkpoint saved) {
    var bytes = saved.bytes(serializer.contentType());
    if (saved.info().metadata().get("node") instanceof String node
        && saved.info().metadata().get("next") instanceof String next) {
      try {
        var state = serializer.dataFromBytes(bytes);
        return Checkpoint.builder()
            .id(saved.id())
            .nodeId(node)
            .nextNodeId(next)
            .state(state)
            .build();
      } catch (IOException | ClassNotFoundException e) {
        throw new CorruptDataException(
            "checkpoints", saved.info().toString(), "the serializer cannot read its state", e);
      }
    }
    throw new CorruptDataException(
        "checkpoints", saved.info().toString(), "no graph has saved it", null);
  }
}

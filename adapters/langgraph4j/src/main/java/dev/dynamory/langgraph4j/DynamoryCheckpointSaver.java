package dev.dynamory.langgraph4j;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.Page;
import dev.dynamory.WriteConflictException;
import java.io.IOException;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.StateSerializer;
import org.bsc.langgraph4j.state.AgentState;

/**
 * LangGraph4j's checkpoints in a checkpoint history, whose threads are the graph's. Runs that share
 * a thread, in any processes, add their checkpoints to one order, each of them whole. Safe for any
 * number of threads.
 */
public final class DynamoryCheckpointSaver implements BaseCheckpointSaver {
  private static final int PAGE = 100;

  private final CheckpointHistory history;
  private final GraphStates states;

  private DynamoryCheckpointSaver(CheckpointHistory history, GraphStates states) {
    this.history = history;
    this.states = states;
  }

  /**
   * Over this history, which also says how long threads live; states are stored as this serializer
   * writes them.
   */
  public static DynamoryCheckpointSaver of(
      CheckpointHistory history, StateSerializer<? extends AgentState> serializer) {
    return new DynamoryCheckpointSaver(history, new GraphStates(serializer));
  }

  /** All of the thread's checkpoints with their states, newest first. */
  @Override
  public Collection<Checkpoint> list(RunnableConfig config) {
    var thread = threadId(config);
    return Page.stream(token -> history.load(thread, PAGE, token)).map(states::toGraph).toList();
  }

  /** The checkpoint that the config names, else the thread's newest; empty if it is not there. */
  @Override
  public Optional<Checkpoint> get(RunnableConfig config) {
    var thread = threadId(config);
    return config
        .checkPointId()
        .map(id -> history.load(thread, id))
        .orElseGet(() -> history.load(thread))
        .map(states::toGraph);
  }

  /**
   * Adds a checkpoint, or puts it in the place of the one that the config names, which must be
   * there.
   */
  @Override
  public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) throws IOException {
    var saved = states.toSave(threadId(config), checkpoint);
    var replaced = config.checkPointId();
    if (replaced.isEmpty()) {
      history.save(saved);
      return RunnableConfig.builder(config).checkPointId(checkpoint.getId()).build();
    }
    try {
      history.replace(replaced.get(), saved);
      return config;
    } catch (WriteConflictException e) {
      var missing = "no checkpoint '" + replaced.get() + "' in thread '" + saved.threadId() + "'";
      throw new NoSuchElementException(missing, e);
    }
  }

  /**
   * Ends the thread's life and gives what was in it, if all of that can be read; what is put next
   * begins a new one.
   */
  @Override
  public Tag release(RunnableConfig config) {
    var thread = threadId(config);
    list(config); // what the serializer cannot read must not be gone
    return new Tag(thread, history.release(thread).stream().map(states::toGraph).toList());
  }
}

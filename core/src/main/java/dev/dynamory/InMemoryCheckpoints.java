package dev.dynamory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of an in-memory checkpointer, by thread and checkpoint namespace. Whoever uses it
 * holds its monitor.
 */
final class InMemoryCheckpoints {
  private final Map<ThreadKey, Log> logs = new LinkedHashMap<>();
  private long last;

  /** A thread in one namespace. */
  record ThreadKey(String threadId, String namespace) {}

  /** What is kept of a checkpoint; the position is its place in the history. */
  record Saved(
      long position,
      CheckpointInfo info,
      Payload payload,
      TreeMap<String, TreeMap<Integer, PendingWrite>> writes) {

    Checkpoint checkpoint() {
      var ordered = new ArrayList<PendingWrite>();
      writes
          .values()
          .forEach(
              task ->
                  task.values()
                      .forEach(
                          write ->
                              ordered.add(
                                  new PendingWrite(
                                      write.taskId(),
                                      write.index(),
                                      write.channel(),
                                      copyOf(write.value())))));
      return new Checkpoint(info, copyOf(payload), ordered);
    }

    Saved inThread(String threadId) {
      var copy = new TreeMap<String, TreeMap<Integer, PendingWrite>>(CodePoints::compare);
      writes.forEach((task, byIndex) -> copy.put(task, new TreeMap<>(byIndex)));
      return new Saved(
          position,
          new CheckpointInfo(
              threadId,
              info.id(),
              info.parentId(),
              info.runId(),
              info.metadata(),
              info.createdAt(),
              info.life(),
              info.version()),
          payload,
          copy);
    }
  }

  /** The checkpoints of one thread and namespace, oldest first, and what holds for all of them. */
  static final class Log {
    final List<Saved> saved = new ArrayList<>();
    @Nullable Instant expiresAt;
    long savedLast;
    int life;

    Optional<Saved> newest() {
      return saved.isEmpty() ? Optional.empty() : Optional.of(saved.get(saved.size() - 1));
    }

    Optional<Saved> find(String id) {
      return saved.stream().filter(checkpoint -> checkpoint.info().id().equals(id)).findFirst();
    }
  }

  long next() {
    return ++last;
  }

  /** The log as it is now; an expired one is empty. */
  Log log(ThreadKey key, Instant now) {
    var log = logs.computeIfAbsent(key, k -> new Log());
    if (!Expiry.isLive(log.expiresAt, now)) {
      log.saved.clear();
      log.expiresAt = null;
      log.life = 0;
    }
    return log;
  }

  /** The logs of a thread, by namespace. */
  Map<ThreadKey, Log> ofThread(String threadId, Instant now) {
    var found = new LinkedHashMap<ThreadKey, Log>();
    List.copyOf(logs.keySet()).stream()
        .filter(key -> key.threadId().equals(threadId))
        .forEach(key -> found.put(key, log(key, now)));
    return found;
  }

  Map<ThreadKey, Log> all(Instant now) {
    var found = new LinkedHashMap<ThreadKey, Log>();
    List.copyOf(logs.keySet()).forEach(key -> found.put(key, log(key, now)));
    return found;
  }

  void remove(ThreadKey key) {
    logs.remove(key);
  }

  static Payload copyOf(Payload payload) {
    return Payload.of(payload.contentType(), payload.bytes().clone());
  }
}

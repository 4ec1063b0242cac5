package dev.dynamory;

import dev.dynamory.InMemoryCheckpoints.Log;
import dev.dynamory.InMemoryCheckpoints.Saved;
import dev.dynamory.InMemoryCheckpoints.ThreadKey;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A checkpointer in memory that shows what the one on DynamoDB shows. Each operation is atomic.
 * Views made by the {@code with} methods and by {@link #namespace} share the checkpoints.
 */
public final class InMemoryCheckpointer implements CheckpointHistory {
  private final InMemoryCheckpoints checkpoints;
  private final String namespace;
  private final @Nullable Duration timeToLive;
  private final InstantSource clock;

  InMemoryCheckpointer(
      InMemoryCheckpoints checkpoints,
      String namespace,
      @Nullable Duration timeToLive,
      InstantSource clock) {
    this.checkpoints = checkpoints;
    this.namespace = namespace;
    this.timeToLive = timeToLive;
    this.clock = clock;
  }

  /** A view in which a save restarts its thread's time to live, this long. */
  public InMemoryCheckpointer withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return new InMemoryCheckpointer(
        checkpoints, namespace, timeToLive.equals(Put.FOREVER) ? null : timeToLive, clock);
  }

  /** A view with another clock. */
  public InMemoryCheckpointer withClock(InstantSource clock) {
    return new InMemoryCheckpointer(checkpoints, namespace, timeToLive, clock);
  }

  @Override
  public InMemoryCheckpointer namespace(String namespace) {
    CheckpointHistory.checkNamespace(namespace);
    return new InMemoryCheckpointer(checkpoints, namespace, timeToLive, clock);
  }

  @Override
  public long saveState(String threadId, Payload state, WriteCondition condition) {
    return save(NewCheckpoint.of(threadId, state).when(condition)).version();
  }

  @Override
  public CheckpointInfo save(NewCheckpoint checkpoint) {
    synchronized (checkpoints) {
      var log = checked(checkpoint);
      var made = saved(checkpoint, log, null);
      log.saved.removeIf(former -> former.info().id().equals(made.info().id()));
      log.saved.add(made);
      return made.info();
    }
  }

  @Override
  public CheckpointInfo replace(String checkpointId, NewCheckpoint checkpoint) {
    NewCheckpoint.checkId("checkpointId", checkpointId);
    synchronized (checkpoints) {
      var log = checked(checkpoint);
      var former = log.find(checkpointId);
      if (former.isEmpty()) {
        throw missing(checkpoint.threadId(), checkpointId, checkpoint.condition());
      }
      var made = saved(checkpoint, log, former.get());
      log.saved.removeIf(other -> other.info().id().equals(made.info().id()));
      log.saved.remove(former.get());
      var after = log.saved.stream().filter(other -> other.position() > made.position()).count();
      log.saved.add(log.saved.size() - (int) after, made);
      return made.info();
    }
  }

  private Log checked(NewCheckpoint checkpoint) {
    var log = log(checkpoint.threadId());
    var current = log.newest().map(newest -> newest.info().version()).orElse(0L);
    var condition = checkpoint.condition();
    var holds =
        condition instanceof WriteCondition.Version wanted
            ? wanted.version() == current
            : condition instanceof WriteCondition.Any || current == 0;
    if (!holds) {
      throw new WriteConflictException(
          "thread '" + checkpoint.threadId() + "'", condition, current, null, false, null);
    }
    return log;
  }

  private Saved saved(NewCheckpoint checkpoint, Log log, @Nullable Saved former) {
    var now = clock.instant();
    var version = checkpoints.next();
    var parent = checkpoint.parentId();
    if (parent == null) {
      parent =
          former != null
              ? former.info().parentId()
              : log.newest().map(newest -> newest.info().id()).orElse(null);
    }
    var id = checkpoint.id();
    log.expiresAt = timeToLive == null ? null : Expiry.after(now, timeToLive);
    log.savedLast = version;
    log.changedLast = version;
    return new Saved(
        former == null ? version : former.position(),
        new CheckpointInfo(
            checkpoint.threadId(),
            id == null
                ? String.format(Locale.ROOT, "%012d-%016x", version, System.identityHashCode(log))
                : id,
            parent,
            checkpoint.runId(),
            checkpoint.metadata(),
            now.truncatedTo(ChronoUnit.MICROS),
            log.life,
            version),
        InMemoryCheckpoints.copyOf(checkpoint.payload()),
        new TreeMap<>(CodePoints::compare));
  }

  private static WriteConflictException missing(
      String threadId, String checkpointId, WriteCondition condition) {
    return new WriteConflictException(
        "checkpoint '" + checkpointId + "' of thread '" + threadId + "'",
        condition,
        0,
        null,
        false,
        null);
  }

  @Override
  public Optional<Checkpoint> load(String threadId) {
    Checkpointer.checkThreadId(threadId);
    synchronized (checkpoints) {
      return log(threadId).newest().map(Saved::checkpoint);
    }
  }

  @Override
  public Optional<Checkpoint> load(String threadId, String checkpointId) {
    Checkpointer.checkThreadId(threadId);
    NewCheckpoint.checkId("checkpointId", checkpointId);
    synchronized (checkpoints) {
      return log(threadId).find(checkpointId).map(Saved::checkpoint);
    }
  }

  @Override
  public Page<CheckpointInfo> checkpoints(String threadId, int limit, @Nullable String pageToken) {
    return page(threadId, limit, pageToken, Saved::info);
  }

  @Override
  public Page<Checkpoint> load(String threadId, int limit, @Nullable String pageToken) {
    return page(threadId, limit, pageToken, Saved::checkpoint);
  }

  private <T> Page<T> page(
      String threadId, int limit, @Nullable String pageToken, Function<Saved, T> shown) {
    Checkpointer.checkThreadId(threadId);
    Checkpointer.checkLimit(limit);
    var before = before(pageToken);
    synchronized (checkpoints) {
      var byPosition = new TreeMap<Long, Saved>();
      log(threadId).saved.forEach(saved -> byPosition.put(saved.position(), saved));
      var page = page(byPosition.headMap(before), limit);
      return new Page<>(page.items().stream().map(shown).toList(), page.nextToken());
    }
  }

  private static long before(@Nullable String pageToken) {
    try {
      return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("pageToken", "was not given by this method");
    }
  }

  /** The newest of those that come before the token; their places are all different. */
  private static <T> Page<T> page(SortedMap<Long, T> byPlace, int limit) {
    var newestFirst = new ArrayList<>(byPlace.entrySet());
    Collections.reverse(newestFirst);
    var items = newestFirst.stream().limit(limit).map(Map.Entry::getValue).toList();
    return new Page<>(
        items,
        newestFirst.size() > limit ? String.valueOf(newestFirst.get(limit - 1).getKey()) : null);
  }

  @Override
  public void addPendingWrites(String threadId, String checkpointId, List<PendingWrite> writes) {
    Checkpointer.checkThreadId(threadId);
    NewCheckpoint.checkId("checkpointId", checkpointId);
    synchronized (checkpoints) {
      var saved = log(threadId).find(checkpointId);
      if (writes.isEmpty()) {
        return;
      } else if (saved.isEmpty()) {
        throw missing(threadId, checkpointId, WriteCondition.any());
      }
      for (var write : writes) {
        var task = saved.get().writes().computeIfAbsent(write.taskId(), id -> new TreeMap<>());
        var kept =
            new PendingWrite(
                write.taskId(),
                write.index(),
                write.channel(),
                InMemoryCheckpoints.copyOf(write.value()));
        if (write.index() < 0) {
          task.put(write.index(), kept);
        } else {
          task.putIfAbsent(write.index(), kept);
        }
      }
    }
  }

  @Override
  public List<Checkpoint> release(String threadId) {
    Checkpointer.checkThreadId(threadId);
    synchronized (checkpoints) {
      var log = log(threadId);
      var released = new ArrayList<Checkpoint>();
      log.saved.forEach(saved -> released.add(0, saved.checkpoint()));
      if (!released.isEmpty()) {
        log.saved.clear();
        log.life++;
        log.changedLast = checkpoints.next();
      }
      return List.copyOf(released);
    }
  }

  @Override
  public void prune(String threadId, int keepNewest) {
    Checkpointer.checkThreadId(threadId);
    CheckpointHistory.checkKeepNewest(keepNewest);
    synchronized (checkpoints) {
      for (var log : checkpoints.ofThread(threadId, clock.instant()).values()) {
        if (log.saved.size() > keepNewest) {
          log.saved.subList(0, log.saved.size() - keepNewest).clear();
          log.changedLast = checkpoints.next();
        }
      }
    }
  }

  @Override
  public void copyThread(String fromThreadId, String toThreadId) {
    Checkpointer.checkThreadId(fromThreadId);
    Checkpointer.checkThreadId(toThreadId);
    synchronized (checkpoints) {
      var now = clock.instant();
      var left = checkpoints.shown(fromThreadId, now);
      var there = checkpoints.shown(toThreadId, now);
      var isThere = there.values().stream().findFirst();
      for (var copy : there.entrySet()) {
        var source = left.remove(copy.getKey());
        if (source == null || source.changedLast != copy.getValue().changedLast) {
          throw conflict(toThreadId, copy.getValue());
        }
      }
      if (left.isEmpty() && isThere.isPresent()) {
        throw conflict(toThreadId, isThere.get());
      }
      left.forEach(
          (namespace, log) -> {
            var copy = checkpoints.log(new ThreadKey(toThreadId, namespace), now);
            log.saved.forEach(saved -> copy.saved.add(saved.inThread(toThreadId)));
            copy.expiresAt = log.expiresAt;
            copy.savedLast = checkpoints.next();
            copy.changedLast = log.changedLast;
            copy.life = log.life;
          });
    }
  }

  private static WriteConflictException conflict(String threadId, Log log) {
    return new WriteConflictException(
        "thread '" + threadId + "'",
        WriteCondition.absent(),
        log.newest().map(newest -> newest.info().version()).orElse(0L),
        null,
        false,
        null);
  }

  @Override
  public void deleteRun(String runId) {
    NewCheckpoint.checkRunId(runId);
    synchronized (checkpoints) {
      checkpoints
          .all(clock.instant())
          .values()
          .forEach(
              log -> {
                if (log.saved.removeIf(saved -> runId.equals(saved.info().runId()))) {
                  log.changedLast = checkpoints.next();
                }
              });
    }
  }

  @Override
  public void deleteThread(String threadId) {
    Checkpointer.checkThreadId(threadId);
    synchronized (checkpoints) {
      checkpoints.ofThread(threadId, clock.instant()).keySet().forEach(checkpoints::remove);
    }
  }

  @Override
  public Page<String> listThreads(int limit, @Nullable String pageToken) {
    Checkpointer.checkLimit(limit);
    var before = before(pageToken);
    synchronized (checkpoints) {
      var threads = new TreeMap<Long, String>();
      checkpoints
          .all(clock.instant())
          .forEach(
              (key, log) -> {
                if (key.namespace().equals(namespace) && log.newest().isPresent()) {
                  threads.put(log.savedLast, key.threadId());
                }
              });
      return page(threads.headMap(before), limit);
    }
  }

  private Log log(String threadId) {
    return checkpoints.log(new ThreadKey(threadId, namespace), clock.instant());
  }
}

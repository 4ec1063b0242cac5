package dev.dynamory.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a thread's log says of the whole log after it. {@code top} is the row of the newest
 * checkpoint, 0 if nothing is to be seen, and {@code topId} its id; {@code visible} the lowest
 * position to be seen; {@code first} the lowest row that is needed; rows below {@code base} are
 * erased. A checkpoint's position is its row's number, unless that row replaced another in its
 * place ({@code moved}: position to row). {@code safe} is a lower bound of the physical expiry of
 * all rows that are needed; {@code listed} when the thread was last listed, in milliseconds.
 */
record CheckpointState(
    long seq,
    long top,
    @Nullable String topId,
    long visible,
    long first,
    long base,
    int life,
    long listed,
    @Nullable Long expires,
    @Nullable Long safe,
    SortedSet<Long> gone,
    SortedMap<Long, Long> moved) {

  /** Nothing was ever written, or nothing of it is left. */
  static CheckpointState none(long seq) {
    return none(seq, seq + 1);
  }

  private static CheckpointState none(long seq, long base) {
    return new CheckpointState(
        seq, 0, null, seq + 1, seq + 1, base, 0, 0, null, null, new TreeSet<>(), new TreeMap<>());
  }

  boolean hasExpired(Instant now) {
    return expires != null && expires <= now.getEpochSecond();
  }

  /** As it is now: an expired log is empty, and still to be erased. */
  CheckpointState at(Instant now) {
    return hasExpired(now) ? none(seq, base) : this;
  }

  boolean isEmpty() {
    return top == 0;
  }

  /** When DynamoDB may remove a row that changes nothing but this state; null is never. */
  @Nullable Long physical() {
    if (expires == null) {
      return null;
    }
    var earliest = expires + 2 * CheckpointExpiry.GUARD_SECONDS;
    return safe == null ? earliest : Math.max(safe, earliest);
  }

  /** The row that holds a position's checkpoint, 0 if none does. */
  long rowAt(long position) {
    return isEmpty() || position < visible || gone.contains(position)
        ? 0
        : moved.getOrDefault(position, position);
  }

  boolean shows(CheckpointRow row) {
    return row.isCheckpoint() && row.seq() <= seq && rowAt(row.position()) == row.seq();
  }

  /** A new checkpoint in a new row, after this. */
  CheckpointState saved(String id) {
    var next = seq + 1;
    return isEmpty()
        ? new CheckpointState(
            next,
            next,
            id,
            next,
            next,
            Math.min(base, next),
            life,
            listed,
            null,
            null,
            new TreeSet<>(),
            new TreeMap<>())
        : new CheckpointState(
            next, next, id, visible, first, base, life, listed, null, safe, gone, moved);
  }

  /** A new checkpoint in a new row that takes another's place. */
  CheckpointState replaced(long position, String id) {
    var next = seq + 1;
    var places = new TreeMap<>(moved);
    var former = places.put(position, next);
    var wasTop = top == (former == null ? position : former);
    return new CheckpointState(
        next,
        wasTop ? next : top,
        wasTop ? id : topId,
        visible,
        first,
        base,
        life,
        listed,
        null,
        safe,
        gone,
        places);
  }

  CheckpointState without(List<Long> positions, long newTop, @Nullable String newTopId) {
    var next = seq + 1;
    if (newTop == 0) {
      return emptied(life);
    }
    var hidden = new TreeSet<>(gone);
    hidden.addAll(positions);
    return new CheckpointState(
        next, newTop, newTopId, visible, first, base, life, listed, expires, safe, hidden, moved);
  }

  CheckpointState pruned(long lowestVisible, long lowestNeeded) {
    return new CheckpointState(
        seq + 1,
        top,
        topId,
        lowestVisible,
        lowestNeeded,
        base,
        life,
        listed,
        expires,
        safe,
        new TreeSet<>(gone.tailSet(lowestVisible)),
        new TreeMap<>(moved.tailMap(lowestVisible)));
  }

  CheckpointState emptied(int newLife) {
    var next = seq + 1;
    return new CheckpointState(
        next,
        0,
        null,
        next + 1,
        next + 1,
        base,
        newLife,
        0,
        expires,
        safe,
        new TreeSet<>(),
        new TreeMap<>());
  }

  CheckpointState erasedTo(long row) {
    return new CheckpointState(
        seq,
        top,
        topId,
        visible,
        first,
        Math.max(base, row),
        life,
        listed,
        expires,
        safe,
        gone,
        moved);
  }

  CheckpointState listedAt(long millis) {
    return new CheckpointState(
        seq, top, topId, visible, first, base, life, millis, expires, safe, gone, moved);
  }

  CheckpointState expiring(@Nullable Long at, @Nullable Long lowestPhysical) {
    return new CheckpointState(
        seq, top, topId, visible, first, base, life, listed, at, lowestPhysical, gone, moved);
  }

  /** The same log with every row's number higher by this much. */
  CheckpointState shifted(long by) {
    var newGone = new TreeSet<Long>();
    gone.forEach(position -> newGone.add(position + by));
    var newMoved = new TreeMap<Long, Long>();
    moved.forEach((position, row) -> newMoved.put(position + by, row + by));
    return new CheckpointState(
        seq + by,
        top == 0 ? 0 : top + by,
        topId,
        visible + by,
        first + by,
        base + by,
        life,
        listed,
        expires,
        safe,
        newGone,
        newMoved);
  }

  /** Of a row that is not the last of a copy: nothing is to be seen yet. */
  CheckpointState unseen() {
    return new CheckpointState(
        seq,
        0,
        null,
        seq + 1,
        first,
        base,
        life,
        listed,
        expires,
        safe,
        new TreeSet<>(),
        new TreeMap<>());
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Delete;
import dev.dynamory.Expiry;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Write;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Puts and deletes: one conditional call, whose failure brings the row that stands there. That row
 * says whether this very write was applied before, whether it must be sent again in another form,
 * or whether the caller's condition does not hold.
 */
final class ItemWriter {
  private static final int MAX_ROUNDS = 20;
  private static final int ROW_OVERHEAD = 512;

  /** A sweep may take the parts of an unfinished write after an hour. */
  private static final Duration LONGEST_LARGE_WRITE = Duration.ofMinutes(30);

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final Catalogue catalogue;
  private final LargeValues largeValues;
  private final StoreOptions options;
  private final Vectors vectors;

  ItemWriter(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      Catalogue catalogue,
      LargeValues largeValues,
      StoreOptions options,
      Vectors vectors) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.catalogue = catalogue;
    this.largeValues = largeValues;
    this.options = options;
    this.vectors = vectors;
  }

  long put(Put put) {
    if (vectors.needs(put)) {
      check(put);
    }
    return put(put, vectors.of(put));
  }

  /** What is refused for its size or its namespace is refused before a model is asked. */
  private void check(Put put) {
    Labels.partitionKey(put.namespace());
    if (inline(put, null).isEmpty()) {
      LargeValues.cut(put, options.largestValue());
    }
  }

  /** With the vector that {@link Vectors} made of it. */
  long put(Put put, VectorItems.@Nullable Stored vector) {
    long version;
    try {
      version = write(put, vector);
    } finally {
      vectors.forget(put);
    }
    vectors.written(put, vector);
    return version;
  }

  private long write(Put put, VectorItems.@Nullable Stored vector) {
    var inline = inline(put, vector);
    var cut = inline.isPresent() ? null : LargeValues.cut(put, options.largestValue());
    Labels.partitionKey(put.namespace());
    var listedSince = catalogue.list(put.namespace());
    long version;
    if (cut == null) {
      version = send(inline.orElseThrow());
    } else {
      version = putLarge(put, cut, vector);
    }
    catalogue.confirm(put.namespace(), listedSince);
    return version;
  }

  /** The put as it fits one item, if it does. */
  Optional<StoreItems.Ready> inline(Put put, VectorItems.@Nullable Stored vector) {
    var value = AttributeValues.of(put.value());
    var size =
        ROW_OVERHEAD
            + AttributeValues.size(value)
            + (vector == null ? 0 : AttributeValues.size(vector.value()))
            + 2L * (put.key().length() + Labels.catalogueKey(put.namespace()).length());
    return size > LargeValues.MAX_INLINE
        ? Optional.empty()
        : Optional.of(ready(put, value, null, vector));
  }

  private StoreItems.Ready ready(
      Put put, AttributeValue value, @Nullable Parts parts, VectorItems.@Nullable Stored vector) {
    return new StoreItems.Ready(
        put,
        put.newVersion(),
        value,
        parts,
        vector,
        Expiry.timeToLive(put, options.timeToLive()).orElse(null));
  }

  private long putLarge(Put put, Pieces cut, VectorItems.@Nullable Stored vector) {
    var begun = connection.now();
    largeValues.write(put, cut, begun);
    if (Duration.between(begun, connection.now()).compareTo(LONGEST_LARGE_WRITE) > 0) {
      throw new ConfigurationException(
          "the parts of '"
              + put.key()
              + "' took more than "
              + LONGEST_LARGE_WRITE
              + " to write, and may be swept away; nothing was changed, put it again");
    }
    var value = LargeValues.headValue(cut.parts());
    try {
      return send(ready(put, value, cut.parts(), vector));
    } catch (WriteConflictException e) {
      largeValues.remove(put.namespace(), cut.parts().id(), cut.parts().count());
      throw e;
    }
  }

  private long send(StoreItems.Ready ready) {
    var seen = StoreItems.Seen.NOTHING;
    for (var round = 1; ; round++) {
      var now = connection.now();
      try {
        calls.update(items.put(ready, seen, now));
        removeReplaced(ready.put().namespace(), seen);
        return ready.version();
      } catch (ConditionalCheckFailedException e) {
        var row = new Row(e.item());
        if (row.knows(ready.version())) {
          removeUnnamed(ready, row);
          removeReplaced(ready.put().namespace(), seen);
          return ready.version();
        }
        seen = next(ready.put(), seen, row, e, round, now);
      }
    }
  }

  /**
   * The parts that this write has written, if the row shows that an earlier attempt had its own, or
   * that they are replaced already.
   */
  private void removeUnnamed(StoreItems.Ready ready, Row row) {
    var parts = ready.parts();
    if (parts != null && !row.partsId().equals(Optional.of(parts.id()))) {
      largeValues.remove(ready.put().namespace(), parts.id(), parts.count());
    }
  }

  /**
   * What to send next, now that {@code row} is known to stand there; the conflict if that would be
   * the same again.
   */
  private StoreItems.Seen next(
      Write write,
      StoreItems.Seen seen,
      Row row,
      ConditionalCheckFailedException e,
      int round,
      Instant now) {
    var next = StoreItems.Seen.of(write, row, now);
    if (round == MAX_ROUNDS || next.equals(seen)) {
      throw conflict(write, row, wasRetried(e), e, now);
    }
    return next;
  }

  private static boolean wasRetried(ConditionalCheckFailedException e) {
    return e.numAttempts() != null && e.numAttempts() > 1;
  }

  WriteConflictException conflict(
      Write write, Row row, boolean outcomeUnknown, @Nullable Throwable cause, Instant now) {
    var what = "item '" + write.key() + "' in '" + write.namespace() + "'";
    var value = row.value();
    var isThere = row.isItem(now);
    return new WriteConflictException(
        what,
        write.condition(),
        isThere ? row.version() : 0,
        isThere && value != null && value.hasM() && !row.isHead()
            ? AttributeValues.toDocument(value)
            : null,
        outcomeUnknown,
        cause);
  }

  void delete(Delete delete) {
    try {
      send(delete);
    } finally {
      vectors.forget(delete);
    }
  }

  private void send(Delete delete) {
    var seen = StoreItems.Seen.NOTHING;
    for (var round = 1; ; round++) {
      var now = connection.now();
      try {
        calls.delete(items.delete(delete, seen, now));
        removeReplaced(delete.namespace(), seen);
        return;
      } catch (ConditionalCheckFailedException e) {
        var row = new Row(e.item());
        if (!row.exists() && wasRetried(e)) {
          removeReplaced(delete.namespace(), seen);
          return; // an earlier attempt deleted it, and its answer was lost
        }
        seen = next(delete, seen, row, e, round, now);
      }
    }
  }

  /** The parts that a write has replaced; if that fails, or is never done, a sweep finds them. */
  void removeReplaced(Namespace namespace, StoreItems.Seen seen) {
    if (seen.partsId() != null && seen.partsCount() > 0) {
      largeValues.remove(namespace, seen.partsId(), seen.partsCount());
    }
  }
}

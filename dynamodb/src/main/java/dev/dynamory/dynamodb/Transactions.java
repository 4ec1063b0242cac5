package dev.dynamory.dynamodb;

import dev.dynamory.BatchPlan;
import dev.dynamory.Delete;
import dev.dynamory.Put;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes that are all carried out or none: one call, sent again in another form when the rows it
 * found ask for that.
 */
final class Transactions {
  private static final int MAX_ROUNDS = 20;
  private static final long MAX_BYTES = 4L * 1024 * 1024;
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final String NONE = "None";
  private static final String INVALID = "ValidationError";
  private static final List<String> TRANSIENT =
      List.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final Catalogue catalogue;
  private final ItemWriter writer;
  private final Vectors vectors;

  Transactions(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      Catalogue catalogue,
      ItemWriter writer,
      Vectors vectors) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.catalogue = catalogue;
    this.writer = writer;
    this.vectors = vectors;
  }

  /** One write of the transaction, and what is known of the row it replaces. */
  private record Step(Write write, StoreItems.@Nullable Ready ready, StoreItems.Seen seen) {
    Step over(StoreItems.Seen seen) {
      return new Step(write, ready, seen);
    }

    boolean wasAppliedTo(Row row) {
      return ready != null && row.knows(ready.version());
    }
  }

  List<Long> run(List<? extends Write> writes) {
    BatchPlan.checkTransaction(writes);
    var steps = steps(writes);
    checkSize(steps);
    var listed =
        writes.stream().filter(Put.class::isInstance).map(Write::namespace).distinct().toList();
    var since = catalogue.listAll(listed);
    try {
      send(steps);
    } finally {
      writes.forEach(vectors::forget);
    }
    for (var step : steps) {
      if (step.ready() != null) {
        vectors.written(step.ready().put(), step.ready().vector());
      }
    }
    listed.forEach(namespace -> catalogue.confirm(namespace, since));
    return steps.stream().map(step -> step.ready() == null ? 0L : step.ready().version()).toList();
  }

  private List<Step> steps(List<? extends Write> writes) {
    for (var write : writes) {
      if (write instanceof Put put && vectors.needs(put)) {
        ready(put, null); // what is too large is refused before a model is asked
      }
    }
    var embedded = vectors.of(writes).iterator();
    var steps = new ArrayList<Step>();
    for (var write : writes) {
      var vector = embedded.next();
      var ready = write instanceof Put put ? ready(put, vector) : null;
      steps.add(new Step(write, ready, StoreItems.Seen.NOTHING));
    }
    return steps;
  }

  private StoreItems.Ready ready(Put put, VectorItems.@Nullable Stored vector) {
    return writer
        .inline(put, vector)
        .orElseThrow(
            () ->
                new ValueTooLargeException(
                    "the value of '" + put.key() + "' in '" + put.namespace() + "'",
                    AttributeValues.size(AttributeValues.of(put.value())),
                    LargeValues.MAX_INLINE,
                    "a transaction cannot keep it, put can",
                    null));
  }

  private static void checkSize(List<Step> steps) {
    var bytes =
        steps.stream().mapToLong(step -> step.ready() == null ? 0 : size(step.ready())).sum();
    if (bytes > MAX_BYTES) {
      throw new ValueTooLargeException(
          "the transaction", bytes, MAX_BYTES, "write in several transactions", null);
    }
  }

  private static long size(StoreItems.Ready ready) {
    var vector = ready.vector();
    return AttributeValues.size(ready.value())
        + (vector == null ? 0 : AttributeValues.size(vector.value()));
  }

  private void send(List<Step> first) {
    var steps = first;
    var token = UUID.randomUUID().toString();
    for (var round = 1; ; round++) {
      var now = connection.now();
      try {
        calls.transact(
            request(steps, token, now), "use put and delete, or batch, instead of transact");
        removeReplaced(steps);
        return;
      } catch (TransactionCanceledException e) {
        var next = next(steps, e, now);
        if (next == null) {
          removeReplaced(steps);
          return;
        } else if (round == MAX_ROUNDS) {
          throw e;
        } else if (next.equals(steps)) {
          TableCalls.pause(round);
        }
        steps = next;
        token = UUID.randomUUID().toString();
      }
    }
  }

  private void removeReplaced(List<Step> steps) {
    steps.forEach(step -> writer.removeReplaced(step.write().namespace(), step.seen()));
  }

  private TransactWriteItemsRequest request(List<Step> steps, String token, Instant now) {
    var writes = new ArrayList<TransactWriteItem>();
    for (var step : steps) {
      if (step.write() instanceof Delete delete) {
        writes.add(items.transactDelete(delete, step.seen(), now));
      } else if (step.ready() != null) {
        writes.add(items.transactPut(step.ready(), step.seen(), now));
      }
    }
    return TransactWriteItemsRequest.builder()
        .transactItems(writes)
        .clientRequestToken(token)
        .build();
  }

  /**
   * The steps to send next, the same ones if others only were in the way; null if the transaction
   * turns out to have been applied before.
   */
  private @Nullable List<Step> next(List<Step> steps, TransactionCanceledException e, Instant now) {
    var reasons = e.cancellationReasons();
    var next = new ArrayList<Step>();
    RuntimeException conflict = null;
    for (var i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      var reason = reasons.get(i);
      if (!CONDITION_FAILED.equals(reason.code())) {
        requireTransient(reason, e);
        next.add(step);
        continue;
      }
      var row = new Row(reason.item());
      if (step.wasAppliedTo(row)) {
        return null;
      }
      var seen = StoreItems.Seen.of(step.write(), row, now);
      next.add(step.over(seen));
      if (seen.equals(step.seen())) {
        var here = writer.conflict(step.write(), row, false, e, now);
        if (conflict == null) {
          conflict = here;
        } else {
          conflict.addSuppressed(here);
        }
      }
    }
    if (conflict != null) {
      throw conflict;
    }
    return next;
  }

  private void requireTransient(CancellationReason reason, TransactionCanceledException e) {
    if (reason.code() != null
        && !reason.code().equals(NONE)
        && !TRANSIENT.contains(reason.code())) {
      if (reason.code().equals(INVALID) && reason.message() != null) {
        var ofVectors = VectorCalls.translate(items.table(), reason.message(), e);
        if (ofVectors.isPresent()) {
          throw ofVectors.get();
        }
      }
      throw e;
    }
  }
}

package dev.dynamory.dynamodb;

import dev.dynamory.DocumentChange;
import dev.dynamory.IndexedDocument;
import dev.dynamory.IndexedDocument.Status;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import dev.dynamory.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Creates, changes, moves and deletes documents. */
final class IndexWrites {
  private static final int MAX_TRIES = 20;
  private static final List<String> OPTIONAL =
      List.of(
          "summary",
          "summary_embedding_id",
          "headings",
          "metadata",
          "file_type",
          "file_size",
          "source_path",
          "content_hash",
          "chunk_ids",
          "blob_key",
          "content_type",
          "text_blob_key",
          "deleted_at",
          "status");

  private final IndexCalls index;
  private final TableCalls calls;
  private final IndexItems items;

  IndexWrites(IndexCalls index) {
    this.index = index;
    this.calls = index.calls;
    this.items = index.items;
  }

  private Instant now() {
    return index.connection.now();
  }

  IndexedDocument create(IndexedDocument document, @Nullable Reservation reservation) {
    var operation = RegistryItems.newOperation();
    var set = index.writeChunks(document.chunkIds());
    var now = now();
    var row = IndexItems.row(document, set, operation, now);
    if (reservation == null) {
      createAlone(document, row, operation);
    } else {
      createReserved(document, row, reservation, operation, now);
    }
    return new IndexRow(row).document(items.table(), document.chunkIds());
  }

  private void createAlone(
      IndexedDocument document, Map<String, AttributeValue> row, String operation) {
    try {
      calls.put(
          PutItemRequest.builder()
              .tableName(items.table())
              .item(row)
              .conditionExpression(IndexItems.VACANT)
              .expressionAttributeNames(Placeholders.names(IndexItems.NAMES, IndexItems.VACANT))
              .expressionAttributeValues(IndexItems.texts(":purged", "purged"))
              .returnValuesOnConditionCheckFailure(IndexItems.ALL_OLD)
              .build());
    } catch (ConditionalCheckFailedException e) {
      requireOwn(new IndexRow(e.item()), document, row, operation);
    }
  }

  /** The document that stands there is the one this very operation wrote; else it is refused. */
  private void requireOwn(
      IndexRow found, IndexedDocument document, Map<String, AttributeValue> row, String operation) {
    if (!found.knows(operation)) {
      index.removeChunks(new IndexRow(row));
      var active = found.status() == Status.ACTIVE;
      throw new RefusedException(
          active ? Reason.ALREADY_EXISTS : Reason.IN_TRASH,
          "document '"
              + document.id()
              + (active ? "' is there already" : "' is in the trash; restore or purge it first"),
          null);
    }
  }

  private void createReserved(
      IndexedDocument document,
      Map<String, AttributeValue> row,
      Reservation reservation,
      String operation,
      Instant now) {
    var values =
        IndexItems.texts(
            ":mine",
            reservation.documentId(),
            ":pending",
            "pending",
            ":complete",
            "complete",
            ":now",
            Timestamps.format(now));
    values.put(":count", AttributeValues.number(document.chunkCount()));
    var found =
        index.transact(
            List.of(
                items.put(row, IndexItems.VACANT, IndexItems.texts(":purged", "purged")),
                items.update(
                    IndexItems.reservationKey(reservation),
                    "SET #status = :complete, #count = :count, #ingested = :now",
                    "#id = :mine AND #status = :pending",
                    values)));
    if (found.isPresent()) {
      if (found.get().get(0).isPresent()) {
        requireOwn(found.get().get(0).get(), document, row, operation);
        return;
      }
      index.removeChunks(new IndexRow(row));
      throw new RefusedException(
          Reason.BUSY,
          "the reservation of '" + reservation.filename() + "' is another's by now",
          null);
    }
  }

  IndexedDocument update(DocumentChange change) {
    var operation = RegistryItems.newOperation();
    var ids = change.chunkIds();
    var old = ids == null ? new IndexRow(Map.of()) : index.read(change.namespace(), change.id());
    if (ids != null && !old.isActive()) {
      throw IndexCalls.notActive(old, change.namespace(), change.id(), null);
    }
    var set = ids == null ? Optional.<IndexRow.ChunkSet>empty() : index.writeChunks(ids);
    var hasMetadata = true;
    for (var tries = 1; ; tries++) {
      var one = IndexItems.change(change, set, hasMetadata, operation, now());
      try {
        var row = new IndexRow(calls.updated(update(change, one)));
        index.removeChunks(old);
        return index.document(row);
      } catch (ConditionalCheckFailedException e) {
        var found = new IndexRow(e.item());
        if (found.knows(operation)) {
          index.removeChunks(old);
          return index.document(found);
        } else if (!found.isActive() || tries == MAX_TRIES) {
          throw IndexCalls.notActive(found, change.namespace(), change.id(), e);
        }
        hasMetadata = found.row().containsKey("metadata");
      }
    }
  }

  private UpdateItemRequest update(DocumentChange change, IndexItems.Change one) {
    return UpdateItemRequest.builder()
        .tableName(items.table())
        .key(IndexItems.documentKey(change.namespace(), change.id()))
        .updateExpression(one.update())
        .conditionExpression(one.condition())
        .expressionAttributeNames(one.names())
        .expressionAttributeValues(one.values())
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(IndexItems.ALL_OLD)
        .build();
  }

  /** A document that is found by its source path stays so. */
  IndexedDocument rename(String namespace, String id, String filename) {
    var operation = RegistryItems.newOperation();
    var byPath = false;
    for (var tries = 1; ; tries++) {
      var values = IndexItems.noted(operation, now());
      values.putAll(IndexItems.texts(":active", "active", ":filename", filename));
      if (!byPath) {
        values.putAll(IndexItems.texts(":gsi2pk", IndexItems.byName(namespace, filename)));
      }
      var update =
          "SET "
              + IndexItems.NOTED
              + ", #filename = :filename"
              + (byPath ? "" : ", #gsi2pk = :gsi2pk");
      var condition =
          IndexItems.ACTIVE
              + " AND "
              + IndexItems.FRESH
              + (byPath ? " AND attribute_exists(#path)" : " AND attribute_not_exists(#path)");
      try {
        return index.document(
            new IndexRow(
                calls.updated(
                    UpdateItemRequest.builder()
                        .tableName(items.table())
                        .key(IndexItems.documentKey(namespace, id))
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(
                            Placeholders.names(IndexItems.NAMES, update, condition))
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(IndexItems.ALL_OLD)
                        .build())));
      } catch (ConditionalCheckFailedException e) {
        var found = new IndexRow(e.item());
        if (found.knows(operation)) {
          return index.document(found);
        } else if (!found.isActive() || tries == MAX_TRIES) {
          throw IndexCalls.notActive(found, namespace, id, e);
        }
        byPath = found.row().containsKey("source_path");
      }
    }
  }

  IndexedDocument move(String namespace, String id, String toNamespace) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var read = index.read(namespace, id);
      if (!read.isActive()) {
        throw IndexCalls.notActive(read, namespace, id, null);
      } else if (namespace.equals(toNamespace)) {
        return index.document(read);
      }
      var row = IndexItems.moved(read, toNamespace, operation, now());
      var writes = new ArrayList<TransactWriteItem>();
      writes.add(items.deleteUnchanged(read, OPTIONAL));
      writes.add(items.put(row, IndexItems.VACANT, IndexItems.texts(":purged", "purged")));
      moveReservation(read, toNamespace, writes);
      var found = index.transact(writes);
      if (found.isEmpty()) {
        return index.document(new IndexRow(row));
      }
      var there = found.get().get(1);
      if (there.isPresent()) {
        if (there.get().knows(operation)) {
          return index.document(there.get());
        }
        throw new RefusedException(
            Reason.ALREADY_EXISTS,
            "namespace '" + toNamespace + "' has a document '" + id + "' already",
            null);
      }
      Backoff.pause(tries);
    }
    throw IndexCalls.notActive(index.read(namespace, id), namespace, id, null);
  }

  /** With the document, if it is its own and the other namespace has none of the same file. */
  private void moveReservation(IndexRow read, String toNamespace, List<TransactWriteItem> writes) {
    var document = read.document(items.table(), List.of());
    if (document.contentHash() == null) {
      return;
    }
    var from = Reservation.of(document);
    var old = index.read(IndexItems.reservationKey(from), true);
    if (!old.text(IndexRow.ID).equals(Optional.of(document.id()))) {
      return;
    }
    var to = Reservation.of(document.in(toNamespace));
    if (!index.read(IndexItems.reservationKey(to), true).row().isEmpty()) {
      return;
    }
    var row = new HashMap<>(old.row());
    row.putAll(IndexItems.reservationKey(to));
    row.putAll(IndexItems.texts("namespace", toNamespace));
    writes.add(items.deleteUnchanged(old, List.of()));
    writes.add(items.put(row, "attribute_not_exists(#pk)", Map.of()));
  }

  boolean delete(String namespace, String id) {
    var condition = "attribute_exists(#id)";
    try {
      var old =
          calls.deleted(
              DeleteItemRequest.builder()
                  .tableName(items.table())
                  .key(IndexItems.documentKey(namespace, id))
                  .conditionExpression(condition)
                  .expressionAttributeNames(Placeholders.names(IndexItems.NAMES, condition))
                  .returnValues(ReturnValue.ALL_OLD)
                  .build());
      index.removeChunks(new IndexRow(old));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return e.numAttempts() != null && e.numAttempts() > 1;
    }
  }
}

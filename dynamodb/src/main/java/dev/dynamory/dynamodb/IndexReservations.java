package dev.dynamory.dynamodb;

import dev.dynamory.IndexedDocument.Status;
import dev.dynamory.Reservation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Reserves files, so that of several ingesters only one indexes each, in stache's rows. */
final class IndexReservations {
  private static final int MAX_TRIES = 20;

  private final IndexCalls index;
  private final TableCalls calls;
  private final IndexItems items;

  IndexReservations(IndexCalls index) {
    this.index = index;
    this.calls = index.calls;
    this.items = index.items;
  }

  Reservation.Answer reserve(Reservation reservation) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; ; tries++) {
      var now = index.connection.now();
      try {
        calls.put(reservation(reservation, Optional.empty(), operation, now));
        return new Reservation.Answer(Reservation.State.RESERVED, reservation.documentId());
      } catch (ConditionalCheckFailedException e) {
        var found = new IndexRow(e.item());
        var owner = found.text(IndexRow.ID).orElse("");
        if (found.knows(operation)) {
          return new Reservation.Answer(Reservation.State.RESERVED, owner);
        } else if (found.text(IndexRow.STATUS).equals(Optional.of("pending"))) {
          return new Reservation.Answer(Reservation.State.IN_PROGRESS, owner);
        }
        var document = index.read(reservation.namespace(), owner);
        if ((document.isDocument() && document.status() != Status.PURGED) || tries == MAX_TRIES) {
          return new Reservation.Answer(Reservation.State.ALREADY, owner);
        } else if (takeOver(reservation, owner, operation, now)) {
          return new Reservation.Answer(Reservation.State.RESERVED, reservation.documentId());
        }
      }
    }
  }

  /** The reservation of a document that is gone. */
  private boolean takeOver(Reservation reservation, String owner, String operation, Instant now) {
    try {
      calls.put(reservation(reservation, Optional.of(owner), operation, now));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return new IndexRow(e.item()).knows(operation);
    }
  }

  private PutItemRequest reservation(
      Reservation reservation, Optional<String> instead, String operation, Instant now) {
    var path = reservation.sourcePath();
    var row = new HashMap<>(IndexItems.reservationKey(reservation));
    row.putAll(
        IndexItems.texts(
            "identifier_type",
            path == null ? "fingerprint" : "source_path",
            IndexRow.ID,
            reservation.documentId(),
            "namespace",
            reservation.namespace(),
            "content_hash",
            reservation.contentHash(),
            "filename",
            reservation.filename(),
            "reserved_at",
            Timestamps.format(now),
            IndexRow.STATUS,
            "pending",
            "op",
            operation));
    if (path != null) {
      row.putAll(IndexItems.texts("source_path", path));
    }
    var condition =
        instead.isPresent()
            ? "#id = :theirs AND (attribute_not_exists(#status) OR #status <> :pending)"
            : "attribute_not_exists(#pk) OR (#status = :pending AND #reserved < :old)";
    var values = IndexItems.texts(":pending", "pending");
    values.putAll(
        instead
            .map(owner -> IndexItems.texts(":theirs", owner))
            .orElseGet(
                () ->
                    IndexItems.texts(
                        ":old", Timestamps.format(now.minus(IndexItems.RESERVED_FOR)))));
    return PutItemRequest.builder()
        .tableName(items.table())
        .item(row)
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(IndexItems.NAMES, condition))
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(IndexItems.ALL_OLD)
        .build();
  }

  void release(Reservation reservation) {
    var condition = "#id = :mine AND #status = :pending";
    try {
      calls.delete(
          DeleteItemRequest.builder()
              .tableName(items.table())
              .key(IndexItems.reservationKey(reservation))
              .conditionExpression(condition)
              .expressionAttributeNames(Placeholders.names(IndexItems.NAMES, condition))
              .expressionAttributeValues(
                  IndexItems.texts(":mine", reservation.documentId(), ":pending", "pending"))
              .build());
    } catch (ConditionalCheckFailedException e) {
      // completed, or another's by now
    }
  }
}

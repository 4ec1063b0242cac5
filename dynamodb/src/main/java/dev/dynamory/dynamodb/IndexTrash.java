package dev.dynamory.dynamodb;

import dev.dynamory.IndexedDocument;
import dev.dynamory.IndexedDocument.Status;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The trash: what is put there, taken out, and removed for good, in stache's rows. */
final class IndexTrash {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final int MAX_TRIES = 20;
  private static final String ENTRY = "ENTRY";
  private static final String JOB = "JOB";
  private static final Map<String, String> NAMES = names();

  private final IndexCalls index;
  private final IndexItems items;

  IndexTrash(IndexCalls index) {
    this.index = index;
    this.items = index.items;
  }

  private static Map<String, String> names() {
    var names = new HashMap<>(IndexItems.NAMES);
    names.put("#deleted", "deleted_at");
    names.put("#purge", "purge_after");
    names.put("#reason", "delete_reason");
    names.put("#by", "deleted_by");
    names.put("#entry", "trash_pk");
    names.put("#restored", "restored_at");
    names.put("#started", "purge_started_at");
    names.put("#completed", "purge_completed_at");
    names.put("#job", "cleanup_job_id");
    return names;
  }

  private Instant now() {
    return index.connection.now();
  }

  private TransactWriteItem update(
      IndexRow read, String update, String condition, Map<String, AttributeValue> values) {
    var key =
        Map.of(
            IndexRow.PK, AttributeValues.required(read.row(), IndexRow.PK),
            IndexRow.SK, AttributeValues.required(read.row(), IndexRow.SK));
    return TransactWriteItem.builder()
        .update(
            items.update(key, "REMOVE #pk", "attribute_exists(#pk)", values).update().toBuilder()
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
                .expressionAttributeValues(values)
                .build())
        .build();
  }

  void trash(String namespace, String id) {
    var operation = RegistryItems.newOperation();
    var milliseconds = now().toEpochMilli();
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var read = index.read(namespace, id);
      if (read.knows(operation)) {
        return;
      } else if (!read.isActive()) {
        throw IndexCalls.notActive(read, namespace, id, null);
      }
      var filename = read.text("filename").orElse("unknown");
      var entry = IndexItems.trashKey(namespace, filename, milliseconds);
      var now = now();
      var purgeAfter = Timestamps.format(now.plus(RETENTION));
      var values = IndexItems.noted(operation, now);
      values.putAll(
          IndexItems.texts(
              ":active",
              "active",
              ":deleting",
              "deleting",
              ":purge",
              purgeAfter,
              ":reason",
              "user_initiated",
              ":entry",
              entry,
              ":filename",
              filename));
      var row = new HashMap<>(IndexItems.key(entry, ENTRY));
      row.putAll(
          IndexItems.texts(
              IndexRow.ID,
              id,
              "namespace",
              namespace,
              "filename",
              filename,
              "deleted_at",
              Timestamps.format(now),
              "delete_reason",
              "user_initiated",
              "purge_after",
              purgeAfter,
              "GSI1PK",
              "TRASH",
              "GSI1SK",
              Timestamps.format(now)));
      row.put("deleted_at_ms", AttributeValues.number(milliseconds));
      row.put("deleted_by", AttributeValue.fromNul(true));
      row.put("chunk_count", AttributeValues.number(read.number("chunk_count")));
      var found =
          index.transact(
              List.of(
                  update(
                      read,
                      "SET "
                          + IndexItems.NOTED
                          + ", #status = :deleting, #deleted = :now, #purge = :purge,"
                          + " #reason = :reason, #entry = :entry",
                      IndexItems.ACTIVE
                          + " AND "
                          + IndexItems.FRESH
                          + " AND (attribute_not_exists(#filename) OR #filename = :filename)",
                      values),
                  items.put(row, "attribute_not_exists(#pk)", Map.of())));
      if (found.isEmpty()
          || found.get().get(0).filter(there -> there.knows(operation)).isPresent()) {
        return;
      } else if (found.get().get(1).isPresent()) {
        milliseconds++;
      }
    }
    throw busy(id);
  }

  private static RefusedException busy(String id) {
    return new RefusedException(
        Reason.BUSY,
        "document '" + id + "' is being changed by somebody else; try again later",
        null);
  }

  /** A document of the trash; what is active, purged or not there is refused. */
  private IndexRow trashed(String namespace, String id) {
    var read = index.read(namespace, id);
    if (!read.isDocument() || read.status() == Status.PURGED) {
      throw IndexCalls.notActive(read, namespace, id, null);
    }
    return read;
  }

  void restore(String namespace, String id) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var read = trashed(namespace, id);
      if (read.status() == Status.ACTIVE) {
        return;
      }
      var values = IndexItems.noted(operation, now());
      values.putAll(
          IndexItems.texts(":active", "active", ":asRead", IndexRow.nameOf(read.status())));
      var writes = new ArrayList<TransactWriteItem>();
      writes.add(
          update(
              read,
              "SET "
                  + IndexItems.NOTED
                  + ", #status = :active, #restored = :now"
                  + " REMOVE #deleted, #purge, #by, #reason, #entry, #started, #job",
              "#status = :asRead AND " + IndexItems.FRESH,
              values));
      entry(read).ifPresent(key -> writes.add(items.delete(key)));
      job(read).ifPresent(key -> writes.add(items.delete(key)));
      if (isDone(index.transact(writes), operation)) {
        return;
      }
    }
    throw busy(id);
  }

  private static boolean isDone(Optional<List<Optional<IndexRow>>> found, String operation) {
    return found.isEmpty()
        || found.get().get(0).filter(there -> there.knows(operation)).isPresent();
  }

  /** The document's entry in the trash; stache does not note which it is. */
  private Optional<Map<String, AttributeValue>> entry(IndexRow read) {
    var noted = read.text("trash_pk");
    if (noted.isPresent()) {
      return noted.map(pk -> IndexItems.key(pk, ENTRY));
    }
    var found = new ArrayList<Map<String, AttributeValue>>();
    read.text("deleted_at")
        .ifPresent(
            deleted ->
                index.calls.queryAll(
                    trashEntries(
                        " AND #gsi1sk = :at",
                        "#id = :id",
                        IndexItems.texts(":at", deleted, ":id", read.text(IndexRow.ID).orElse(""))),
                    page -> {
                      page.items().forEach(row -> found.add(IndexRowKeys.of(row)));
                      return true;
                    }));
    return found.stream().findFirst();
  }

  private static Optional<Map<String, AttributeValue>> job(IndexRow read) {
    return read.text("cleanup_job_id").map(job -> IndexItems.key("CLEANUP#" + job, JOB));
  }

  private QueryRequest trashEntries(String and, String filter, Map<String, AttributeValue> more) {
    var values = new HashMap<>(more);
    values.putAll(IndexItems.texts(":trash", "TRASH"));
    var condition = "#gsi1pk = :trash" + and;
    return QueryRequest.builder()
        .tableName(items.table())
        .indexName("GSI1")
        .keyConditionExpression(condition)
        .filterExpression(filter)
        .expressionAttributeNames(Placeholders.names(NAMES, condition, filter))
        .expressionAttributeValues(values)
        .build();
  }

  List<String> purge(String namespace, String id) {
    return index.chunkIds(purged(namespace, id));
  }

  private IndexRow purged(String namespace, String id) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var read = trashed(namespace, id);
      if (read.status() == Status.ACTIVE) {
        throw new RefusedException(
            Reason.NOT_IN_TRASH,
            "document '" + id + "' is not in the trash; put it there first",
            null);
      } else if (read.status() == Status.PURGING && read.row().containsKey("cleanup_job_id")) {
        return read;
      }
      var now = now();
      var values = IndexItems.noted(operation, now);
      values.putAll(
          IndexItems.texts(
              ":purging", "purging", ":asRead", IndexRow.nameOf(read.status()), ":job", operation));
      var writes = new ArrayList<TransactWriteItem>();
      writes.add(
          update(
              read,
              "SET " + IndexItems.NOTED + ", #status = :purging, #started = :now, #job = :job",
              "#status = :asRead AND " + IndexItems.FRESH,
              values));
      writes.add(items.put(jobRow(read, operation, now), "attribute_not_exists(#pk)", Map.of()));
      entry(read).ifPresent(key -> writes.add(items.delete(key)));
      if (isDone(index.transact(writes), operation)) {
        return read;
      }
    }
    throw busy(id);
  }

  /** Stache's worker must not take a document whose chunk ids it cannot see. */
  private static Map<String, AttributeValue> jobRow(IndexRow read, String operation, Instant now) {
    var row = new HashMap<>(IndexItems.key("CLEANUP#" + operation, JOB));
    var entry = read.text("trash_pk").orElse("");
    row.putAll(
        IndexItems.texts(
            "cleanup_job_id",
            operation,
            IndexRow.ID,
            read.text(IndexRow.ID).orElse(""),
            "namespace",
            read.text("namespace").orElse(""),
            "filename",
            read.text("filename").orElse("unknown"),
            "created_at",
            Timestamps.format(now),
            IndexRow.STATUS,
            read.chunkSet().isPresent() ? "dynamory-pending" : "pending"));
    var deleted =
        entry.isEmpty()
            ? read.text("deleted_at").flatMap(Timestamps::parse).orElse(now).toEpochMilli()
            : Long.parseLong(entry.substring(entry.lastIndexOf('#') + 1));
    row.put("deleted_at_ms", AttributeValues.number(deleted));
    row.put("deleted_by", AttributeValue.fromNul(true));
    row.put("retry_count", AttributeValues.number(0));
    row.put("max_retries", AttributeValues.number(10));
    row.put(IndexRow.CHUNKS, IndexItems.list(read.inlineChunkIds()));
    return row;
  }

  void completePurge(String namespace, String id) {
    var operation = RegistryItems.newOperation();
    for (var tries = 1; tries <= MAX_TRIES; tries++) {
      var read = index.read(namespace, id);
      if (read.isDocument() && read.status() == Status.PURGED) {
        return;
      }
      read = trashed(namespace, id);
      if (read.status() != Status.PURGING) {
        throw new RefusedException(
            Reason.NOT_IN_TRASH, "document '" + id + "' is not being purged; purge it first", null);
      }
      var values = IndexItems.noted(operation, now());
      values.putAll(IndexItems.texts(":purging", "purging", ":purged", "purged"));
      values.put(":count", AttributeValues.number(0));
      var writes = new ArrayList<TransactWriteItem>();
      writes.add(
          update(
              read,
              "SET "
                  + IndexItems.NOTED
                  + ", #status = :purged, #completed = :now, #count = :count"
                  + " REMOVE #chunks, #set, #job, #entry, #gsi1pk, #gsi1sk, #gsi2pk, #gsi2sk",
              "#status = :purging AND " + IndexItems.FRESH,
              values));
      job(read).ifPresent(key -> writes.add(items.delete(key)));
      if (isDone(index.transact(writes), operation)) {
        index.removeChunks(read);
        return;
      }
    }
    throw busy(id);
  }

  List<IndexedDocument> purgeExpired() {
    var entries = new ArrayList<IndexRow>();
    index.calls.queryAll(
        trashEntries("", "#purge < :now", IndexItems.texts(":now", Timestamps.format(now()))),
        page -> {
          page.items().forEach(row -> entries.add(new IndexRow(row)));
          return true;
        });
    var purged = new ArrayList<IndexedDocument>();
    for (var entry : entries) {
      var namespace = entry.text("namespace").orElse("");
      var id = entry.text(IndexRow.ID).orElse("");
      var read = index.read(namespace, id);
      if (read.isDocument() && read.status() == Status.DELETING && isEntryOf(entry, read)) {
        purged(namespace, id);
        purged.add(index.document(index.read(namespace, id)));
      } else {
        index.calls.delete(
            DeleteItemRequest.builder()
                .tableName(items.table())
                .key(IndexRowKeys.of(entry.row()))
                .build());
      }
    }
    return purged;
  }

  /** An entry can outlast its document, and another of the same id be in the trash since. */
  private static boolean isEntryOf(IndexRow entry, IndexRow read) {
    return read.text("trash_pk")
        .map(pk -> entry.text(IndexRow.PK).equals(Optional.of(pk)))
        .orElseGet(() -> entry.text("deleted_at").equals(read.text("deleted_at")));
  }

  /** The key of a row that was read. */
  private static final class IndexRowKeys {
    static Map<String, AttributeValue> of(Map<String, AttributeValue> row) {
      return Map.of(
          IndexRow.PK, AttributeValues.required(row, IndexRow.PK),
          IndexRow.SK, AttributeValues.required(row, IndexRow.SK));
    }
  }
}

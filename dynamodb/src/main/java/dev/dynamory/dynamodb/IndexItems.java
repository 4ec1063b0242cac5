package dev.dynamory.dynamodb;

import static dev.dynamory.dynamodb.IndexRow.CHUNKS;
import static dev.dynamory.dynamodb.IndexRow.CHUNK_SET;
import static dev.dynamory.dynamodb.IndexRow.ID;
import static dev.dynamory.dynamodb.IndexRow.PK;
import static dev.dynamory.dynamodb.IndexRow.SK;
import static dev.dynamory.dynamodb.IndexRow.STATUS;

import dev.dynamory.DocumentChange;
import dev.dynamory.IndexedDocument;
import dev.dynamory.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * How documents lie in stache's table. Pure: requests out, no client.
 *
 * <pre>
 * PK                        SK           GSI1PK          GSI1SK        GSI2PK
 * DOC#mba#doc-1             METADATA     NAMESPACE#mba   CREATED#2026… FILENAME#mba#/notes.pdf
 * SOURCE#mba#/notes.pdf     RESERVATION
 * HASH#mba#8f3c…#notes.pdf  RESERVATION
 * TRASH#mba#notes.pdf#1793… ENTRY        TRASH           2026…
 * CLEANUP#77ac…             JOB
 * DYNAMORY#CHUNKS#02ab…     0            (ours: chunk ids that do not fit their document)
 * </pre>
 *
 * A document has what stache writes, and of ours {@code op}, {@code prev_op}, {@code updated_at},
 * {@code title}, {@code source}, {@code chunk_set} and {@code trash_pk}, none of them binary:
 * stache's API cannot answer with bytes.
 */
final class IndexItems {
  static final String DOCUMENT = "METADATA";
  static final String RESERVATION = "RESERVATION";
  static final Duration RESERVED_FOR = Duration.ofMinutes(15);
  static final ReturnValuesOnConditionCheckFailure ALL_OLD =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;
  static final String ACTIVE =
      "attribute_exists(#id) AND (attribute_not_exists(#status) OR #status = :active)";
  static final String FRESH =
      "(attribute_not_exists(#op) OR #op <> :op) AND (attribute_not_exists(#prev) OR #prev <> :op)";
  static final String NOTED = "#updated = :now, #prev = if_not_exists(#op, :none), #op = :op";
  static final String VACANT = "attribute_not_exists(#id) OR #status = :purged";
  static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("#pk", PK),
          Map.entry("#id", ID),
          Map.entry("#status", STATUS),
          Map.entry("#op", "op"),
          Map.entry("#prev", "prev_op"),
          Map.entry("#updated", "updated_at"),
          Map.entry("#filename", "filename"),
          Map.entry("#path", "source_path"),
          Map.entry("#title", "title"),
          Map.entry("#source", "source"),
          Map.entry("#type", "content_type"),
          Map.entry("#hash", "content_hash"),
          Map.entry("#summary", "summary"),
          Map.entry("#chunks", CHUNKS),
          Map.entry("#set", CHUNK_SET),
          Map.entry("#count", "chunk_count"),
          Map.entry("#metadata", "metadata"),
          Map.entry("#gsi1pk", "GSI1PK"),
          Map.entry("#gsi1sk", "GSI1SK"),
          Map.entry("#gsi2pk", "GSI2PK"),
          Map.entry("#gsi2sk", "GSI2SK"),
          Map.entry("#reserved", "reserved_at"),
          Map.entry("#ingested", "ingested_at"));

  private final String table;

  IndexItems(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }

  private static String escape(String text) {
    return text.replace("%", "%25").replace("#", "%23");
  }

  static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
  }

  static Map<String, AttributeValue> documentKey(String namespace, String id) {
    return key("DOC#" + escape(namespace) + "#" + id, DOCUMENT);
  }

  static Map<String, AttributeValue> reservationKey(Reservation reservation) {
    var namespace = escape(reservation.namespace());
    var path = reservation.sourcePath();
    return key(
        path == null
            ? "HASH#"
                + namespace
                + "#"
                + reservation.contentHash()
                + "#"
                + escape(reservation.filename())
            : "SOURCE#" + namespace + "#" + escape(path),
        RESERVATION);
  }

  static String trashKey(String namespace, String filename, long milliseconds) {
    return "TRASH#" + escape(namespace) + "#" + escape(filename) + "#" + milliseconds;
  }

  static String byNamespace(String namespace) {
    return "NAMESPACE#" + escape(namespace);
  }

  static String byName(String namespace, String filename) {
    return "FILENAME#" + escape(namespace) + "#" + escape(filename);
  }

  static Map<String, AttributeValue> texts(String... namesAndTexts) {
    var values = new HashMap<String, AttributeValue>();
    for (var n = 0; n < namesAndTexts.length; n += 2) {
      values.put(namesAndTexts[n], AttributeValue.fromS(namesAndTexts[n + 1]));
    }
    return values;
  }

  static Map<String, AttributeValue> noted(String operation, Instant now) {
    return texts(":op", operation, ":none", "none", ":now", Timestamps.format(now));
  }

  /** A new document; its chunk ids are in the set, if there is one. */
  static Map<String, AttributeValue> row(
      IndexedDocument document, Optional<IndexRow.ChunkSet> set, String operation, Instant now) {
    var row = new HashMap<>(documentKey(document.namespace(), document.id()));
    var time = Timestamps.format(now);
    var path = document.sourcePath();
    row.putAll(
        texts(
            "GSI1PK",
            byNamespace(document.namespace()),
            "GSI1SK",
            "CREATED#" + time,
            "GSI2PK",
            byName(document.namespace(), path == null ? document.filename() : path),
            "GSI2SK",
            "CREATED#" + time,
            ID,
            document.id(),
            "namespace",
            document.namespace(),
            "filename",
            document.filename(),
            STATUS,
            "active",
            "created_at",
            time,
            "updated_at",
            time,
            "op",
            operation));
    put(row, "title", document.title());
    put(row, "source", document.source());
    put(row, "source_path", path);
    put(row, "content_type", document.contentType());
    put(row, "content_hash", document.contentHash());
    put(row, "summary", document.summary());
    if (document.size() != null) {
      row.put("file_size", AttributeValues.number(document.size()));
    }
    row.put("metadata", AttributeValues.of(document.metadata()));
    row.put("chunk_count", AttributeValues.number(document.chunkCount()));
    row.putAll(chunks(document.chunkIds(), set));
    return row;
  }

  private static void put(
      Map<String, AttributeValue> row, String attribute, @Nullable String text) {
    if (text != null) {
      row.put(attribute, AttributeValue.fromS(text));
    }
  }

  static Map<String, AttributeValue> chunks(List<String> ids, Optional<IndexRow.ChunkSet> set) {
    return set.isPresent()
        ? Map.of(
            CHUNK_SET,
            AttributeValue.fromM(
                Map.of(
                    "id", AttributeValue.fromS(set.get().id()),
                    "count", AttributeValues.number(set.get().count()))))
        : Map.of(CHUNKS, list(ids));
  }

  static AttributeValue list(List<String> ids) {
    return AttributeValue.fromL(ids.stream().map(AttributeValue::fromS).toList());
  }

  /** The row that a document moved becomes. */
  static Map<String, AttributeValue> moved(
      IndexRow read, String toNamespace, String operation, Instant now) {
    var row = new HashMap<>(read.row());
    var id = read.text(ID).orElseThrow();
    var name = read.text("source_path").or(() -> read.text("filename")).orElse("unknown");
    row.putAll(documentKey(toNamespace, id));
    row.putAll(
        texts(
            "namespace", toNamespace,
            "GSI1PK", byNamespace(toNamespace),
            "GSI2PK", byName(toNamespace, name),
            "updated_at", Timestamps.format(now),
            "prev_op", read.text("op").orElse("none"),
            "op", operation));
    return row;
  }

  TransactWriteItem put(
      Map<String, AttributeValue> row, String condition, Map<String, AttributeValue> values) {
    return TransactWriteItem.builder()
        .put(
            Put.builder()
                .tableName(table)
                .item(row)
                .conditionExpression(condition)
                .expressionAttributeNames(Placeholders.names(NAMES, condition))
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .build())
        .build();
  }

  TransactWriteItem update(
      Map<String, AttributeValue> key,
      String update,
      String condition,
      Map<String, AttributeValue> values) {
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(table)
                .key(key)
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(Placeholders.names(NAMES, update, condition))
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .build())
        .build();
  }

  TransactWriteItem delete(Map<String, AttributeValue> key) {
    return TransactWriteItem.builder()
        .delete(Delete.builder().tableName(table).key(key).build())
        .build();
  }

  /** Deletes a row if it is exactly what was read, and has none of these attributes besides. */
  TransactWriteItem deleteUnchanged(IndexRow read, List<String> optional) {
    var names = new HashMap<String, String>();
    var values = new HashMap<String, AttributeValue>();
    var conditions = new ArrayList<String>();
    new TreeMap<>(read.row())
        .forEach(
            (attribute, value) -> {
              if (!attribute.equals(PK) && !attribute.equals(SK)) {
                var n = names.size();
                names.put("#a" + n, attribute);
                values.put(":a" + n, value);
                conditions.add("#a" + n + " = :a" + n);
              }
            });
    for (var attribute : optional) {
      if (!read.row().containsKey(attribute)) {
        var n = names.size();
        names.put("#a" + n, attribute);
        conditions.add("attribute_not_exists(#a" + n + ")");
      }
    }
    return TransactWriteItem.builder()
        .delete(
            Delete.builder()
                .tableName(table)
                .key(Map.of(PK, read.row().get(PK), SK, read.row().get(SK)))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .build())
        .build();
  }

  /** What a change sets, and removes, of a document that has metadata, or none yet. */
  record Change(
      String update,
      String condition,
      Map<String, AttributeValue> values,
      Map<String, String> names) {}

  static Change change(
      DocumentChange change,
      Optional<IndexRow.ChunkSet> set,
      boolean hasMetadata,
      String operation,
      Instant now) {
    var sets = new StringBuilder("SET ").append(NOTED);
    var condition = new StringBuilder(ACTIVE).append(" AND ").append(FRESH);
    var values = noted(operation, now);
    values.put(":active", AttributeValue.fromS("active"));
    var keys = new HashMap<String, String>();
    set(sets, values, "title", change.title());
    set(sets, values, "source", change.source());
    set(sets, values, "type", change.contentType());
    set(sets, values, "hash", change.contentHash());
    set(sets, values, "summary", change.summary());
    var metadata = change.metadata();
    if (metadata != null && hasMetadata) {
      metadata.forEach(
          (name, value) -> {
            var n = keys.size();
            keys.put("#k" + n, name);
            values.put(":k" + n, AttributeValues.ofAny(value));
            sets.append(", #metadata.#k").append(n).append(" = :k").append(n);
          });
      condition.append(" AND attribute_exists(#metadata)");
    } else if (metadata != null) {
      sets.append(", #metadata = :metadata");
      values.put(":metadata", AttributeValues.of(metadata));
      condition.append(" AND attribute_not_exists(#metadata)");
    }
    var ids = change.chunkIds();
    if (ids != null) {
      sets.append(", #count = :count");
      values.put(":count", AttributeValues.number(ids.size()));
      var inline = set.isEmpty();
      sets.append(inline ? ", #chunks = :chunks REMOVE #set" : ", #set = :chunks REMOVE #chunks");
      values.put(
          ":chunks", AttributeValues.required(chunks(ids, set), inline ? CHUNKS : CHUNK_SET));
    }
    var all = new HashMap<>(NAMES);
    all.putAll(keys);
    return new Change(
        sets.toString(),
        condition.toString(),
        values,
        Placeholders.names(all, sets.toString(), condition.toString()));
  }

  private static void set(
      StringBuilder sets, Map<String, AttributeValue> values, String what, @Nullable String text) {
    if (text != null) {
      sets.append(", #").append(what).append(" = :").append(what);
      values.put(":" + what, AttributeValue.fromS(text));
    }
  }
}

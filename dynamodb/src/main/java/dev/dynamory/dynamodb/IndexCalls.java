package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import dev.dynamory.IndexedDocument;
import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The rows of a document index, read and written: documents, and chunk ids beside them. */
final class IndexCalls {
  private static final int MAX_TRIES = 20;
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final List<String> TRANSIENT =
      List.of("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  final Connection connection;
  final TableCalls calls;
  final IndexItems items;
  private final int inlineBytes;

  IndexCalls(Connection connection, TableCalls calls, IndexItems items, int inlineBytes) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.inlineBytes = inlineBytes;
  }

  IndexRow read(Map<String, AttributeValue> key, boolean consistent) {
    return new IndexRow(
        calls.getItem(
            GetItemRequest.builder()
                .tableName(items.table())
                .key(key)
                .consistentRead(consistent)
                .build()));
  }

  IndexRow read(String namespace, String id) {
    return read(IndexItems.documentKey(namespace, id), true);
  }

  /** With all chunk ids. */
  IndexedDocument document(IndexRow row) {
    return row.document(items.table(), chunkIds(row));
  }

  List<String> chunkIds(IndexRow row) {
    var set = row.chunkSet();
    if (set.isEmpty()) {
      return row.inlineChunkIds();
    }
    var parts = new HashMap<String, List<String>>();
    for (var part : calls.batchGet(set.get().keys(), true)) {
      var read = new IndexRow(part.attributes());
      parts.put(read.text(IndexRow.SK).orElse(""), read.inlineChunkIds());
    }
    var ids = new ArrayList<String>();
    for (var n = 0; n < set.get().keys().size(); n++) {
      ids.addAll(parts.getOrDefault(Integer.toString(n), List.of()));
    }
    if (ids.size() != set.get().count()) {
      throw new CorruptDataException(
          items.table(),
          "chunk set " + set.get().id(),
          "it has " + ids.size() + " ids, not " + set.get().count(),
          null);
    }
    return ids;
  }

  /** Writes the ids beside the document that is to come, if they do not fit into it. */
  Optional<IndexRow.ChunkSet> writeChunks(List<String> ids) {
    var bytes = 0L;
    for (var id : ids) {
      bytes += id.getBytes(StandardCharsets.UTF_8).length + 1L;
    }
    if (bytes <= inlineBytes) {
      return Optional.empty();
    }
    var set = new IndexRow.ChunkSet(RegistryItems.newOperation(), ids.size());
    var keys = set.keys();
    for (var n = 0; n < keys.size(); n++) {
      var row = new HashMap<>(keys.get(n));
      row.put(IndexRow.STATUS, AttributeValue.fromS("dynamory"));
      row.put(IndexRow.CHUNKS, IndexItems.list(set.part(ids, n)));
      calls.put(PutItemRequest.builder().tableName(items.table()).item(row).build());
    }
    return Optional.of(set);
  }

  /** What no document names any more. */
  void removeChunks(IndexRow row) {
    row.chunkSet()
        .ifPresent(
            set ->
                calls.batchWrite(
                    set.keys().stream()
                        .map(key -> WriteRequest.builder().deleteRequest(d -> d.key(key)).build())
                        .toList()));
  }

  /**
   * Carries out writes, again while only others are in the way; what stood against them, by index,
   * or nothing if they were carried out.
   */
  Optional<List<Optional<IndexRow>>> transact(List<TransactWriteItem> writes) {
    var token = UUID.randomUUID().toString();
    for (var tries = 1; ; tries++) {
      try {
        calls.transact(
            TransactWriteItemsRequest.builder()
                .transactItems(writes)
                .clientRequestToken(token)
                .build(),
            "move, trash and reservations need them; create and delete documents instead");
        return Optional.empty();
      } catch (TransactionCanceledException e) {
        var found = new ArrayList<Optional<IndexRow>>();
        for (var reason : e.cancellationReasons()) {
          found.add(found(reason, e));
        }
        if (found.stream().anyMatch(Optional::isPresent)) {
          return Optional.of(found);
        } else if (tries == MAX_TRIES) {
          throw e;
        }
        token = UUID.randomUUID().toString();
        Backoff.pause(tries);
      }
    }
  }

  private static Optional<IndexRow> found(
      CancellationReason reason, TransactionCanceledException e) {
    if (CONDITION_FAILED.equals(reason.code())) {
      return Optional.of(new IndexRow(reason.item()));
    } else if (reason.code() != null && !TRANSIENT.contains(reason.code())) {
      throw e;
    }
    return Optional.empty();
  }

  /** Why this row, found instead of an active document, cannot be changed. */
  static RuntimeException notActive(
      IndexRow row, String namespace, String id, @Nullable Throwable cause) {
    if (!row.isDocument() || row.status() == IndexedDocument.Status.PURGED) {
      return new NotFoundException("document '" + id + "' in namespace '" + namespace + "'");
    }
    return new RefusedException(
        row.status() == IndexedDocument.Status.ACTIVE ? Reason.BUSY : Reason.IN_TRASH,
        row.status() == IndexedDocument.Status.ACTIVE
            ? "document '" + id + "' is being changed by somebody else; try again later"
            : "document '" + id + "' is in the trash; restore or purge it first",
        cause);
  }
}

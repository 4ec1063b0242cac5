package dev.dynamory.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Finds the row of an id: an id of ours contains its number, the caller's have a row that names it.
 */
final class CheckpointIds {
  private static final String SEQ = "seq";

  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;

  CheckpointIds(TableCalls calls, CheckpointItems items, CheckpointLogs logs) {
    this.calls = calls;
    this.items = items;
    this.logs = logs;
  }

  /** The row of an id, if it is to be seen. A copied row has the id of where it was before. */
  Optional<CheckpointRow> find(
      CheckpointKey key, String id, CheckpointState state, boolean consistent) {
    var ours = CheckpointItems.seqOf(id);
    if (ours.isPresent()) {
      var row = row(key, ours.getAsLong(), id, consistent).filter(state::shows);
      if (row.isPresent()) {
        return row;
      }
    }
    var pointed = pointed(key, id).filter(state::shows);
    return pointed.isPresent() || ours.isPresent() ? pointed : search(key, id, state);
  }

  private Optional<CheckpointRow> row(CheckpointKey key, long seq, String id, boolean consistent) {
    return logs.row(key, seq, consistent).filter(row -> row.isCheckpoint() && row.id().equals(id));
  }

  private Optional<CheckpointRow> pointed(CheckpointKey key, String id) {
    var pointer = calls.get(items.get(key, CheckpointItems.idRow(key, id), true));
    var seq = pointer.attributes().get(SEQ);
    return seq == null || seq.n() == null
        ? Optional.empty()
        : row(key, Long.parseLong(seq.n()), id, true);
  }

  /** The pointer may never have been written: then only the rows know the id. */
  private Optional<CheckpointRow> search(CheckpointKey key, String id, CheckpointState state) {
    return all(key, id).stream().filter(state::shows).reduce((older, newer) -> newer);
  }

  /** Every row that was saved under a caller's id, oldest first. */
  List<CheckpointRow> all(CheckpointKey key, String id) {
    var request = items.rows(key.threadId(), CheckpointItems.prefix("c", key.namespace()), true);
    var values = new HashMap<>(request.expressionAttributeValues());
    values.put(":id", AttributeValue.fromS(id));
    values.put(":c", AttributeValue.fromS(CheckpointItems.CHECKPOINT));
    var found = new ArrayList<CheckpointRow>();
    logs.all(
        request.toBuilder()
            .filterExpression("id = :id AND k = :c")
            .expressionAttributeValues(values)
            .build(),
        row -> found.add(new CheckpointRow(row)));
    return found;
  }

  /** Gives the row that the id named before, 0 if none. */
  long point(CheckpointKey key, String id, long seq, @Nullable Long expiry) {
    var request =
        PutItemRequest.builder()
            .tableName(items.table())
            .item(row(key, id, seq, expiry))
            .returnValues(ReturnValue.ALL_OLD)
            .build();
    return seq(calls.replace(request).attributes());
  }

  /** Where an id's row points, 0 for no row. */
  static long seq(Map<String, AttributeValue> row) {
    var seq = row.get(SEQ);
    return seq == null || seq.n() == null ? 0 : Long.parseLong(seq.n());
  }

  static Map<String, AttributeValue> row(
      CheckpointKey key, String id, long seq, @Nullable Long expiry) {
    var row = new HashMap<>(CheckpointItems.key(key.threadId(), CheckpointItems.idRow(key, id)));
    row.put(SEQ, AttributeValues.number(seq));
    CheckpointItems.putIfAny(row, CheckpointItems.EXPIRY, expiry);
    return row;
  }
}

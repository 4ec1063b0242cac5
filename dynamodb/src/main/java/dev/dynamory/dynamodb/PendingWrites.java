package dev.dynamory.dynamodb;

import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.ValueTooLargeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The pending writes of checkpoints: a row for each task, in it an attribute for each index ({@code
 * w3}, {@code w-1}), which is a map of channel {@code c}, content type {@code ct} and the payload
 * as a checkpoint's row has it. {@code cid} is the checkpoint's id: a row that outlived its
 * checkpoint is not another's.
 */
final class PendingWrites {
  private static final String CHECKPOINT = "cid";
  private static final int PART_OF_NONE = -1;

  private final Connection connection;
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;
  private final CheckpointParts parts;

  PendingWrites(
      Connection connection,
      TableCalls calls,
      CheckpointItems items,
      CheckpointLogs logs,
      CheckpointParts parts) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.logs = logs;
    this.parts = parts;
  }

  /** One call for each task; all tasks at once. */
  void add(
      CheckpointKey key, long seq, String id, List<PendingWrite> writes, @Nullable Long expiry) {
    var byTask = new LinkedHashMap<String, Map<Integer, PendingWrite>>();
    writes.forEach(
        write -> {
          var task = byTask.computeIfAbsent(write.taskId(), t -> new TreeMap<>());
          if (write.index() < 0) {
            task.put(write.index(), write);
          } else {
            task.putIfAbsent(write.index(), write);
          }
        });
    connection
        .fanOut()
        .run(
            byTask.entrySet().stream()
                .<Runnable>map(
                    task -> () -> addAll(key, seq, id, task.getKey(), task.getValue(), expiry))
                .toList());
  }

  private void addAll(
      CheckpointKey key,
      long seq,
      String id,
      String task,
      Map<Integer, PendingWrite> writes,
      @Nullable Long expiry) {
    var row = CheckpointItems.key(key.threadId(), CheckpointItems.writesPrefix(key, seq) + task);
    try {
      send(row, id, values(key, seq, writes, CheckpointItems.MAX_INLINE, expiry), expiry);
    } catch (ValueTooLargeException e) {
      send(row, id, values(key, seq, writes, PART_OF_NONE, expiry), expiry);
    }
  }

  private Map<Integer, AttributeValue> values(
      CheckpointKey key,
      long seq,
      Map<Integer, PendingWrite> writes,
      int maxInline,
      @Nullable Long expiry) {
    var values = new TreeMap<Integer, AttributeValue>();
    writes.forEach(
        (index, write) -> {
          StoredPayload.check("the value of a pending write", write.value());
          var encoded = CheckpointParts.encode(write.value(), null, maxInline, seq);
          parts.write(key, encoded, expiry);
          var value = new HashMap<String, AttributeValue>();
          value.put("c", AttributeValue.fromS(write.channel()));
          CheckpointItems.put(value, encoded.stored());
          value.remove("sw");
          values.put(index, AttributeValue.fromM(value));
        });
    return values;
  }

  private void send(
      Map<String, AttributeValue> row,
      String id,
      Map<Integer, AttributeValue> writes,
      @Nullable Long expiry) {
    var sets = new ArrayList<String>();
    var names = new HashMap<String, String>();
    var values = new HashMap<String, AttributeValue>();
    values.put(":id", AttributeValue.fromS(id));
    sets.add("cid = :id");
    if (expiry != null) {
      names.put("#ttl", CheckpointItems.EXPIRY);
      values.put(":ttl", AttributeValues.number(expiry));
      sets.add("#ttl = :ttl");
    }
    writes.forEach(
        (index, value) -> {
          var n = names.size();
          names.put("#w" + n, "w" + index);
          values.put(":w" + n, value);
          sets.add(
              "#w%d = ".formatted(n)
                  + (index < 0 ? ":w" + n : "if_not_exists(#w%d, :w%d)".formatted(n, n)));
        });
    try {
      calls.update(
          UpdateItemRequest.builder()
              .tableName(items.table())
              .key(row)
              .updateExpression("SET " + String.join(", ", sets))
              .conditionExpression("attribute_not_exists(cid) OR cid = :id")
              .expressionAttributeNames(names)
              .expressionAttributeValues(values)
              .build());
    } catch (ConditionalCheckFailedException e) {
      var instead = new HashMap<>(row);
      instead.put(CHECKPOINT, AttributeValue.fromS(id));
      writes.forEach((index, value) -> instead.put("w" + index, value));
      CheckpointItems.putIfAny(instead, CheckpointItems.EXPIRY, expiry);
      calls.put(PutItemRequest.builder().tableName(items.table()).item(instead).build());
    }
  }

  /** Of each of these checkpoints, by task, then by index. */
  List<List<PendingWrite>> of(
      CheckpointKey key, List<CheckpointRow> checkpoints, boolean consistent)
      throws CheckpointParts.Missing {
    var rows = rows(key, checkpoints, consistent);
    var writes = new ArrayList<List<PendingWrite>>();
    for (var checkpoint : checkpoints) {
      try {
        writes.add(of(key, checkpoint, rows.getOrDefault(checkpoint.seq(), List.of()), consistent));
      } catch (CheckpointParts.Missing e) {
        throw e.of(checkpoint);
      } catch (CheckpointRow.Malformed e) {
        throw logs.malformed(key, checkpoint, e, consistent);
      }
    }
    return writes;
  }

  /** The rows from the lowest to the highest of these checkpoints, in order, by their numbers. */
  private Map<Long, List<Map<String, AttributeValue>>> rows(
      CheckpointKey key, List<CheckpointRow> checkpoints, boolean consistent) {
    var rows = new HashMap<Long, List<Map<String, AttributeValue>>>();
    var seqs = checkpoints.stream().mapToLong(CheckpointRow::seq).summaryStatistics();
    if (seqs.getCount() > 0) {
      logs.all(
          items.writes(key, seqs.getMin(), seqs.getMax(), consistent || logs.readsConsistently()),
          row ->
              rows.computeIfAbsent(
                      CheckpointItems.seqOfWrites(key, sortKey(row)), seq -> new ArrayList<>())
                  .add(row));
    }
    return rows;
  }

  private static String sortKey(Map<String, AttributeValue> row) {
    return AttributeValues.required(row, CheckpointItems.SORT).s();
  }

  private List<PendingWrite> of(
      CheckpointKey key,
      CheckpointRow checkpoint,
      List<Map<String, AttributeValue>> rows,
      boolean consistent)
      throws CheckpointParts.Missing {
    var prefix = CheckpointItems.writesPrefix(key, checkpoint.seq());
    var writes = new ArrayList<PendingWrite>();
    for (var row : rows) {
      var id = row.get(CHECKPOINT);
      if (id != null && checkpoint.id().equals(id.s())) {
        var task = sortKey(row).substring(prefix.length());
        for (var write : values(row).entrySet()) {
          writes.add(write(key, task, write.getKey(), write.getValue(), consistent));
        }
      }
    }
    return writes;
  }

  private PendingWrite write(
      CheckpointKey key, String task, int index, AttributeValue value, boolean consistent)
      throws CheckpointParts.Missing {
    var stored = new CheckpointRow(value.m()).payload();
    var channel = value.m().get("c");
    var bytes = CheckpointParts.decode(stored, parts.stored(key, stored, consistent), null);
    if (channel == null || channel.s() == null || !stored.matches(bytes)) {
      throw new CheckpointRow.Malformed(
          "write " + index + " of task '" + task + "' is not what was written", null);
    }
    return new PendingWrite(task, index, channel.s(), Payload.of(stored.contentType(), bytes));
  }

  private static Map<Integer, AttributeValue> values(Map<String, AttributeValue> row) {
    var values = new TreeMap<Integer, AttributeValue>(Comparator.naturalOrder());
    row.forEach(
        (name, value) -> {
          if (name.startsWith("w") && value.hasM()) {
            values.put(Integer.valueOf(name.substring(1)), value);
          }
        });
    return values;
  }

  /** What lies outside of a row of writes. */
  static List<StoredPayload.Parts> partsOf(Map<String, AttributeValue> row) {
    return values(row).values().stream()
        .flatMap(value -> new CheckpointRow(value.m()).parts("parts").stream())
        .toList();
  }
}

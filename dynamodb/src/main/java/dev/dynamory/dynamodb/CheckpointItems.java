package dev.dynamory.dynamodb;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * How a checkpointer's rows lie in its table. Pure: requests and rows out, no client. Inside a
 * namespace {@code #} is {@code %23} and {@code %} is {@code %25}.
 *
 * <pre>
 * thread_id            sk                      holds
 * user-123             c#&lt;ns&gt;#000000000007     a row of the log, see {@link CheckpointRow}: k = c checkpoint,
 *                                              g prune or delete by run, l release, d delete, x tombstone
 * user-123             p#&lt;ns&gt;#&lt;W&gt;#0000         b B: a part of what is over 32 KB, named by a row's parts
 * user-123             w#&lt;ns&gt;#000000000007#&lt;task&gt;  pending writes of one task, see {@link PendingWriteItems}
 * user-123             i#&lt;ns&gt;#&lt;id&gt;             seq N: the row of a checkpoint with an id of the caller's
 * user-123             t#&lt;ns&gt;                  ls S, la N: in the index listing; sq N: the row it was written for
 * dynamory:run:&lt;run&gt;   &lt;hash&gt;                  of S, ns S: a thread that the run has touched
 * </pre>
 */
final class CheckpointItems {
  static final String THREAD = "thread_id";
  static final String SORT = "sk";
  static final String KIND = "k";
  static final String EXPIRY = "ttl";
  static final String CHECKPOINT = "c";
  static final String CHANGE = "g";
  static final String RELEASE = "l";
  static final String DELETION = "d";
  static final String TOMBSTONE = "x";
  static final String RUN = "dynamory:run:";
  static final int MAX_INLINE = 32 * 1024;

  private static final Pattern OUR_ID = Pattern.compile("(\\d{12})-[0-9a-f]{16}");

  private final String table;

  CheckpointItems(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }

  static String id(long seq, String operation) {
    return "%012d-%s".formatted(seq, operation);
  }

  /** The row that an id of ours names. */
  static OptionalLong seqOf(String id) {
    var matcher = OUR_ID.matcher(id);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  static String escape(String namespace) {
    return namespace.replace("%", "%25").replace("#", "%23");
  }

  static String unescape(String segment) {
    return segment.replace("%23", "#").replace("%25", "%");
  }

  static String prefix(String kind, String namespace) {
    return kind + "#" + escape(namespace) + "#";
  }

  static String logRow(CheckpointKey key, long seq) {
    return prefix("c", key.namespace()) + "%012d".formatted(seq);
  }

  /** The namespace of a row of the log. */
  static String namespaceOf(String sortKey) {
    return unescape(sortKey.substring(2, sortKey.indexOf('#', 2)));
  }

  static String partRow(CheckpointKey key, String name, int number) {
    return prefix("p", key.namespace()) + name + "#%04d".formatted(number);
  }

  static String writesPrefix(CheckpointKey key, long seq) {
    return prefix("w", key.namespace()) + "%012d#".formatted(seq);
  }

  /** The number in the sort key of a row of writes. */
  static long seqOfWrites(CheckpointKey key, String sortKey) {
    var from = prefix("w", key.namespace()).length();
    return Long.parseLong(sortKey.substring(from, sortKey.indexOf('#', from)));
  }

  /** The pending writes of these rows, both included. */
  QueryRequest writes(CheckpointKey key, long from, long to, boolean consistent) {
    var after = prefix("w", key.namespace()) + "%012d".formatted(to + 1);
    return between(key.threadId(), writesPrefix(key, from), after, consistent);
  }

  static String idRow(CheckpointKey key, String id) {
    return prefix("i", key.namespace()) + id;
  }

  static String listingRow(CheckpointKey key) {
    return "t#" + escape(key.namespace());
  }

  static Map<String, AttributeValue> key(String threadId, String sortKey) {
    return Map.of(THREAD, AttributeValue.fromS(threadId), SORT, AttributeValue.fromS(sortKey));
  }

  GetItemRequest get(CheckpointKey key, String sortKey, boolean consistent) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(key(key.threadId(), sortKey))
        .consistentRead(consistent)
        .build();
  }

  /** The newest rows of a log. */
  QueryRequest newest(CheckpointKey key, boolean consistent, int count) {
    return rows(key.threadId(), prefix("c", key.namespace()), consistent).toBuilder()
        .scanIndexForward(false)
        .limit(count)
        .build();
  }

  /** The last row of all logs of a thread that come before this namespace's. */
  QueryRequest before(String threadId, @Nullable String namespace, boolean consistent) {
    return between(threadId, "c#", namespace == null ? "c$" : prefix("c", namespace), consistent)
        .toBuilder()
        .scanIndexForward(false)
        .limit(1)
        .build();
  }

  QueryRequest partition(String threadId) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression("thread_id = :thread")
        .expressionAttributeValues(Map.of(":thread", AttributeValue.fromS(threadId)))
        .consistentRead(true)
        .build();
  }

  QueryRequest rows(String threadId, String prefix, boolean consistent) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression("thread_id = :thread AND begins_with(sk, :prefix)")
        .expressionAttributeValues(
            Map.of(
                ":thread", AttributeValue.fromS(threadId),
                ":prefix", AttributeValue.fromS(prefix)))
        .consistentRead(consistent)
        .build();
  }

  /** Both ends included. */
  QueryRequest between(String threadId, String from, String to, boolean consistent) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression("thread_id = :thread AND sk BETWEEN :from AND :to")
        .expressionAttributeValues(
            Map.of(
                ":thread", AttributeValue.fromS(threadId),
                ":from", AttributeValue.fromS(from),
                ":to", AttributeValue.fromS(to)))
        .consistentRead(consistent)
        .build();
  }

  /** The one way a log changes: a row after the last one, which must not be there. */
  PutItemRequest append(Map<String, AttributeValue> row) {
    return PutItemRequest.builder()
        .tableName(table)
        .item(row)
        .conditionExpression("attribute_not_exists(sk)")
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  static Map<String, AttributeValue> row(
      CheckpointKey key, String kind, String operation, CheckpointState state) {
    var row = new HashMap<>(key(key.threadId(), logRow(key, state.seq())));
    row.put(KIND, AttributeValue.fromS(kind));
    row.put("op", AttributeValue.fromS(operation));
    put(row, state);
    putIfAny(row, EXPIRY, state.physical());
    return row;
  }

  static void put(Map<String, AttributeValue> row, CheckpointState state) {
    List.of("top", "tid", "exp", "safe", "gone", "moved", "life", "lt").forEach(row::remove);
    row.put("vis", AttributeValues.number(state.visible()));
    row.put("first", AttributeValues.number(state.first()));
    row.put("base", AttributeValues.number(state.base()));
    putUnlessZero(row, "top", state.top());
    putUnlessZero(row, "life", state.life());
    putUnlessZero(row, "lt", state.listed());
    var topId = state.topId();
    if (topId != null && state.top() != state.seq()) {
      row.put("tid", AttributeValue.fromS(topId));
    }
    putIfAny(row, "exp", state.expires());
    putIfAny(row, "safe", state.safe());
    if (!state.gone().isEmpty()) {
      row.put("gone", bytes(Varints.ofRising(List.copyOf(state.gone()))));
    }
    if (!state.moved().isEmpty()) {
      var flat = new ArrayList<AttributeValue>();
      state
          .moved()
          .forEach(
              (position, seq) -> {
                flat.add(AttributeValues.number(position));
                flat.add(AttributeValues.number(seq));
              });
      row.put("moved", AttributeValue.fromL(flat));
    }
  }

  static void put(
      Map<String, AttributeValue> row,
      NewCheckpoint checkpoint,
      @Nullable String parent,
      Instant now) {
    var id = checkpoint.id();
    var run = checkpoint.runId();
    if (id != null) {
      row.put("id", AttributeValue.fromS(id));
    }
    if (parent != null) {
      row.put("parent", AttributeValue.fromS(parent));
    }
    if (run != null) {
      row.put("run", AttributeValue.fromS(run));
    }
    if (!checkpoint.metadata().isEmpty()) {
      row.put("metadata", AttributeValues.of(checkpoint.metadata()));
    }
    row.put("created_at", AttributeValue.fromS(Timestamps.format(now)));
  }

  static void put(Map<String, AttributeValue> row, StoredPayload payload) {
    if (!payload.contentType().equals(Payload.DOCUMENT)) {
      row.put("ct", AttributeValue.fromS(payload.contentType()));
    }
    row.put("enc", AttributeValue.fromS(payload.encoding()));
    var inline = payload.inline();
    var parts = payload.parts();
    var snapshotParts = payload.snapshotParts();
    if (inline != null) {
      row.put("z", bytes(inline));
    }
    if (parts != null) {
      row.put("parts", parts.toAttribute());
    }
    row.put("len", AttributeValues.number(payload.length()));
    row.put("sha", bytes(payload.sha()));
    putChain(row, payload.chain());
    if (snapshotParts != null) {
      row.put("sp", snapshotParts.toAttribute());
    }
    putUnlessZero(row, "sw", payload.snapshotWeight());
    putUnlessZero(row, "cw", payload.chainWeight());
  }

  static void putChain(Map<String, AttributeValue> row, Collection<Long> chain) {
    if (!chain.isEmpty()) {
      row.put("ch", bytes(Varints.ofRising(List.copyOf(new TreeSet<>(chain)))));
    }
  }

  static AttributeValue bytes(byte[] bytes) {
    return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes));
  }

  private static void putUnlessZero(Map<String, AttributeValue> row, String name, long number) {
    if (number != 0) {
      row.put(name, AttributeValues.number(number));
    }
  }

  static void putIfAny(Map<String, AttributeValue> row, String name, @Nullable Long number) {
    if (number != null) {
      row.put(name, AttributeValues.number(number));
    }
  }
}

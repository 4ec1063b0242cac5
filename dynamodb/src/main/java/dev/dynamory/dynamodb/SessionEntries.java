package dev.dynamory.dynamodb;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * How sessions lie in their table: each a log in which every change is one conditional put of row
 * last + 1, and the newest row alone says what is visible. Pure: requests out, no client.
 *
 * <pre>
 * session_id  seq           holds
 * user-123    -(W·1000+i)   part i of the items of one entry, named W by it
 * user-123    0             whose session it is, title, data; only if somebody said so
 * user-123    1, 2, 3 …     entries: k a append, r replace, c clear, t trim, p pop, d delete, s time to
 *                           live shortened; the items they bring, and the state after them
 *                           ({@link SessionState})
 * user-123    7             k x: a tombstone, what is left of an erased entry for a day, so that a
 *                           writer who is behind does not write where nobody looks
 * </pre>
 *
 * Index {@code listing}: about one entry an hour carries {@code ls}, {@code la}. Index {@code
 * by-user}: row 0 carries {@code user_id}, {@code la}.
 */
final class SessionEntries {
  static final String ID = "session_id";
  static final String SEQ = "seq";
  static final String KIND = "k";
  static final String OPERATION = "op";
  static final String ITEMS = "items";
  static final String COUNT = "n";
  static final String PARTS = "parts";
  static final String EXPIRES = "exp";
  static final String REMOVED = "ttl";
  static final String SHARD = "ls";
  static final String ACTIVE = "la";

  static final char APPEND = 'a';
  static final char REPLACE = 'r';
  static final char CLEAR = 'c';
  static final char TRIM = 't';
  static final char POP = 'p';
  static final char DELETE = 'd';
  static final char SHORTENED = 's';
  static final char TOMBSTONE = 'x';

  static final int SHARDS = 8;
  private static final String BYTES = "b";
  static final String WRITTEN = "at";
  private static final BigInteger PARTS_PER_ENTRY = BigInteger.valueOf(1000);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("#id", ID),
          Map.entry("#seq", SEQ),
          Map.entry("#ttl", REMOVED),
          Map.entry("#exp", EXPIRES),
          Map.entry("#ls", SHARD),
          Map.entry("#la", ACTIVE),
          Map.entry("#k", KIND),
          Map.entry("#parts", PARTS),
          Map.entry("#op", OPERATION),
          Map.entry("#prev", SessionRow.PREVIOUS),
          Map.entry("#at", WRITTEN));

  private final String table;

  SessionEntries(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }

  /** The names of an operation and of parts that nobody else gives. */
  static String newOperation() {
    var bytes = new byte[9];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String newPartsId() {
    return new BigInteger(60, RANDOM).add(BigInteger.ONE).toString();
  }

  static Map<String, AttributeValue> key(String id, AttributeValue seq) {
    return Map.of(ID, AttributeValue.fromS(id), SEQ, seq);
  }

  static Map<String, AttributeValue> key(String id, long seq) {
    return key(id, AttributeValues.number(seq));
  }

  /** The newest rows, row 0 among them; newest first. */
  QueryRequest newest(String id, int limit, boolean consistent) {
    return query("#id = :id AND #seq >= :from", id, 0, 0, consistent).limit(limit).build();
  }

  /** Rows from one number down to another. */
  QueryRequest down(String id, long from, long to, @Nullable Integer limit, boolean consistent) {
    var request = query("#id = :id AND #seq BETWEEN :from AND :to", id, to, from, consistent);
    return (limit == null ? request : request.limit(limit)).build();
  }

  /** What must be known of rows to renew or erase them. */
  QueryRequest outlines(String id, long from, long to) {
    return outlines("#id = :id AND #seq BETWEEN :from AND :to", id, from, to);
  }

  /** The same of all rows there are, parts among them. */
  QueryRequest outlines(String id) {
    return outlines("#id = :id", id, 0, 0);
  }

  private QueryRequest outlines(String condition, String id, long from, long to) {
    var projection = "#seq, #k, #ttl, #parts, #op, #prev, #at";
    return query(condition, id, from, to, true)
        .projectionExpression(projection)
        .expressionAttributeNames(Placeholders.names(NAMES, condition, projection))
        .build();
  }

  private QueryRequest.Builder query(
      String condition, String id, long from, long to, boolean consistent) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .expressionAttributeValues(
            Placeholders.values(
                Map.of(
                    ":id", AttributeValue.fromS(id),
                    ":from", AttributeValues.number(from),
                    ":to", AttributeValues.number(to)),
                condition))
        .scanIndexForward(false)
        .consistentRead(consistent);
  }

  GetItemRequest get(String id, long seq, boolean consistent) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(key(id, seq))
        .consistentRead(consistent)
        .build();
  }

  /** The items that an entry brings, in it or in parts beside it. */
  record Content(int count, @Nullable AttributeValue items, @Nullable Pieces pieces) {
    static final Content NONE = new Content(0, null, null);
  }

  PutItemRequest entry(String id, SessionState state, String operation, Content content) {
    var row = new HashMap<>(SessionRow.attributes(state));
    row.put(ID, AttributeValue.fromS(id));
    row.put(OPERATION, AttributeValue.fromS(operation));
    if (content.items() != null) {
      row.put(ITEMS, content.items());
    } else if (content.pieces() != null) {
      row.put(COUNT, AttributeValues.number(content.count()));
      row.put(PARTS, content.pieces().parts().toAttribute());
    }
    if (state.listed() == state.seq()) {
      row.put(SHARD, AttributeValue.fromS(shard(id)));
      row.put(ACTIVE, AttributeValues.number(state.listedAt()));
    }
    return PutItemRequest.builder()
        .tableName(table)
        .item(row)
        .conditionExpression("attribute_not_exists(#seq)")
        .expressionAttributeNames(Map.of("#seq", SEQ))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** Which of the listing's partitions an id is in. */
  static String shard(String id) {
    var crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return "s" + crc.getValue() % SHARDS;
  }

  List<PutItemRequest> parts(String id, Pieces pieces, long removed, Instant now) {
    var requests = new ArrayList<PutItemRequest>();
    for (var n = 0; n < pieces.pieces().size(); n++) {
      var row = new HashMap<>(key(id, partSeq(pieces.parts(), n)));
      row.put(BYTES, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(pieces.pieces().get(n))));
      row.put(WRITTEN, AttributeValues.number(now.getEpochSecond()));
      if (removed != SessionExpiry.FOREVER) {
        row.put(REMOVED, AttributeValues.number(removed));
      }
      requests.add(PutItemRequest.builder().tableName(table).item(row).build());
    }
    return requests;
  }

  private static AttributeValue partSeq(Parts parts, int number) {
    return AttributeValue.fromN(
        new BigInteger(parts.id())
            .multiply(PARTS_PER_ENTRY)
            .add(BigInteger.valueOf(number))
            .negate()
            .toString());
  }

  List<Map<String, AttributeValue>> partKeys(String id, Parts parts) {
    return IntStream.range(0, parts.count()).mapToObj(n -> key(id, partSeq(parts, n))).toList();
  }

  /** The parts, the first one first. */
  QueryRequest parts(String id, Parts parts, boolean consistent) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression("#id = :id AND #seq BETWEEN :last AND :first")
        .expressionAttributeNames(Map.of("#id", ID, "#seq", SEQ))
        .expressionAttributeValues(
            Map.of(
                ":id", AttributeValue.fromS(id),
                ":first", partSeq(parts, 0),
                ":last", partSeq(parts, parts.count() - 1)))
        .scanIndexForward(false)
        .consistentRead(consistent)
        .build();
  }

  static byte[] bytes(Map<String, AttributeValue> part) {
    return AttributeValues.required(part, BYTES).b().asByteArrayUnsafe();
  }

  /** The operation is given for rows among which repeated ones are looked for. */
  static WriteRequest tombstone(String id, long seq, @Nullable String operation, Instant now) {
    var row = new HashMap<>(key(id, seq));
    if (operation != null) {
      row.put(OPERATION, AttributeValue.fromS(operation));
    }
    row.put(KIND, AttributeValue.fromS(String.valueOf(TOMBSTONE)));
    row.put(REMOVED, AttributeValues.number(now.plus(SessionOptions.GRACE).getEpochSecond() + 1));
    return WriteRequest.builder().putRequest(PutRequest.builder().item(row).build()).build();
  }

  static WriteRequest deletion(Map<String, AttributeValue> key) {
    return WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build();
  }

  /** Puts off a row's removal by DynamoDB, if it is there and would be removed earlier. */
  UpdateItemRequest renew(Map<String, AttributeValue> key, long removed) {
    var forever = removed == SessionExpiry.FOREVER;
    var update = forever ? "REMOVE #ttl" : "SET #ttl = :ttl";
    var condition =
        forever
            ? "attribute_exists(#seq) AND attribute_exists(#ttl)"
            : "attribute_exists(#seq) AND #ttl < :ttl";
    var request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key)
            .updateExpression(update)
            .conditionExpression(condition)
            .expressionAttributeNames(Placeholders.names(NAMES, update, condition));
    return (forever
            ? request
            : request.expressionAttributeValues(Map.of(":ttl", AttributeValues.number(removed))))
        .build();
  }

  /** Brings a row's removal by DynamoDB forward, if it is there and would be removed later. */
  UpdateItemRequest shorten(Map<String, AttributeValue> key, long removed) {
    var condition = "attribute_exists(#seq) AND (attribute_not_exists(#ttl) OR #ttl > :ttl)";
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key)
        .updateExpression("SET #ttl = :ttl")
        .conditionExpression(condition)
        .expressionAttributeNames(Placeholders.names(NAMES, condition))
        .expressionAttributeValues(Map.of(":ttl", AttributeValues.number(removed)))
        .build();
  }

  /** Lets a deleted session's last row go, once nothing is left below it. */
  UpdateItemRequest release(String id, long seq, Instant now) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(id, seq))
        .updateExpression("SET #ttl = :ttl")
        .conditionExpression("#k = :deleted")
        .expressionAttributeNames(Map.of("#ttl", REMOVED, "#k", KIND))
        .expressionAttributeValues(
            Map.of(
                ":deleted", AttributeValue.fromS(String.valueOf(DELETE)),
                ":ttl",
                    AttributeValues.number(now.plus(SessionOptions.GRACE).getEpochSecond() + 1)))
        .build();
  }

  /** Takes a row out of the listing. */
  UpdateItemRequest unlist(String id, long seq) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(id, seq))
        .updateExpression("REMOVE #ls, #la")
        .conditionExpression("attribute_exists(#ls)")
        .expressionAttributeNames(Map.of("#ls", SHARD, "#la", ACTIVE))
        .build();
  }
}

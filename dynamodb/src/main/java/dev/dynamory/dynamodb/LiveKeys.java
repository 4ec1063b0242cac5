package dev.dynamory.dynamodb;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** The partition keys of a table without a sort key, of what has not expired: a Scan, in pages. */
final class LiveKeys {
  private final Connection connection;
  private final TableCalls calls;
  private final String key;
  private final String expiry;

  LiveKeys(Connection connection, TableCalls calls, String key, String expiry) {
    this.connection = connection;
    this.calls = calls;
    this.key = key;
    this.expiry = expiry;
  }

  Page<String> page(int limit, @Nullable String pageToken) {
    var found = new ArrayList<String>();
    var last = pageToken == null ? null : parse(pageToken);
    do {
      var page = calls.scan(scan(limit - found.size(), last));
      var now = connection.now();
      for (var row : page.items()) {
        if (isLive(row, expiry, now)) {
          found.add(AttributeValues.required(row, key).s());
        }
      }
      last =
          page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty()
              ? AttributeValues.required(page.lastEvaluatedKey(), key).s()
              : null;
    } while (last != null && found.size() < limit);
    return new Page<>(found, last == null ? null : token(last));
  }

  /** Whether an item has no expiry, or one that is to come. */
  static boolean isLive(Map<String, AttributeValue> row, String expiry, Instant now) {
    var expires = row.get(expiry);
    return expires == null
        || expires.n() == null
        || new BigDecimal(expires.n()).compareTo(BigDecimal.valueOf(now.getEpochSecond())) > 0;
  }

  private ScanRequest scan(int limit, @Nullable String after) {
    var request =
        ScanRequest.builder()
            .tableName(calls.table())
            .projectionExpression("#key, #expiry")
            .expressionAttributeNames(Map.of("#key", key, "#expiry", expiry))
            .limit(limit);
    return after == null
        ? request.build()
        : request.exclusiveStartKey(Map.of(key, AttributeValue.fromS(after))).build();
  }

  private static String token(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String parse(String token) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new InvalidInputException("pageToken", "was not given by this method");
    }
  }
}

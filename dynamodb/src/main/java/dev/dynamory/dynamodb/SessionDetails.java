package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.SessionInfo;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Row 0 of a session: whose it is, title and data, with a version of its own. */
final class SessionDetails {
  static final String USER = "user_id";
  private static final String TITLE = "title";
  private static final String DATA = "data";
  private static final String CREATED = "created_at";
  private static final String VERSION = "ver";
  private static final int MAX_TRIES = 20;

  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;
  private final SessionOptions options;

  SessionDetails(
      Connection connection, TableCalls calls, SessionEntries entries, SessionOptions options) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
    this.options = options;
  }

  Map<String, AttributeValue> read(String id, boolean consistent) {
    return calls.getItem(entries.get(id, 0, consistent));
  }

  static long version(Map<String, AttributeValue> row) {
    return SessionRow.number(row, VERSION, 0);
  }

  static boolean isLive(Map<String, AttributeValue> row, Instant now) {
    return SessionRow.number(row, SessionEntries.EXPIRES, SessionExpiry.FOREVER)
        > now.getEpochSecond();
  }

  static SessionInfo info(String id, Map<String, AttributeValue> row) {
    return new SessionInfo(
        id,
        text(row, USER),
        text(row, TITLE),
        Optional.ofNullable(row.get(DATA)).map(AttributeValues::toDocument).orElse(Map.of()),
        Optional.ofNullable(text(row, CREATED)).flatMap(Timestamps::parse).orElse(null),
        active(row),
        version(row));
  }

  static @Nullable Instant active(Map<String, AttributeValue> row) {
    return row.containsKey(SessionEntries.ACTIVE)
        ? Instant.ofEpochMilli(SessionRow.number(row, SessionEntries.ACTIVE, 0))
        : null;
  }

  private static @Nullable String text(Map<String, AttributeValue> row, String attribute) {
    var value = row.get(attribute);
    return value == null ? null : value.s();
  }

  /** Writes the row in place of what stands there, live or not, if the condition holds. */
  long describe(SessionInfo info, WriteCondition condition, SessionState newest) {
    for (var tries = 0; tries < MAX_TRIES; tries++) {
      var now = connection.now();
      var stands = read(info.sessionId(), true);
      var version = version(stands, newest, now);
      check(info.sessionId(), condition, version);
      var fresh = Put.of(Namespace.of("session"), "0", Map.of()).newVersion();
      try {
        calls.put(put(row(info, version > 0 ? stands : Map.of(), newest, now, fresh), stands));
        return fresh;
      } catch (ConditionalCheckFailedException e) {
        if (e.item() != null && version(e.item()) == fresh) {
          return fresh;
        }
        TableCalls.pause(0);
      }
    }
    throw conflict(info.sessionId(), condition, version(read(info.sessionId(), true)));
  }

  /** The condition holds of the row as it stands now; no call if it asks for nothing. */
  void check(String id, WriteCondition condition, SessionState newest) {
    if (!(condition instanceof WriteCondition.Any)) {
      check(id, condition, version(read(id, true), newest, connection.now()));
    }
  }

  private static long version(
      Map<String, AttributeValue> stands, SessionState newest, Instant now) {
    return isLive(stands, now) || newest.isLive(now.getEpochSecond()) ? version(stands) : 0;
  }

  private static void check(String id, WriteCondition condition, long version) {
    var holds =
        condition instanceof WriteCondition.Version expected
            ? expected.version() == version
            : condition instanceof WriteCondition.Any || version == 0;
    if (!holds) {
      throw conflict(id, condition, version);
    }
  }

  private static WriteConflictException conflict(
      String id, WriteCondition condition, long version) {
    return new WriteConflictException(
        "the description of session '" + id + "'", condition, version, null, false, null);
  }

  private Map<String, AttributeValue> row(
      SessionInfo info,
      Map<String, AttributeValue> old,
      SessionState newest,
      Instant now,
      long version) {
    var row = new HashMap<>(SessionEntries.key(info.sessionId(), 0));
    put(row, USER, info.userId());
    put(row, TITLE, info.title());
    if (!info.data().isEmpty()) {
      row.put(DATA, AttributeValues.of(info.data()));
    }
    put(
        row,
        CREATED,
        Optional.ofNullable(text(old, CREATED)).orElseGet(() -> Timestamps.format(now)));
    row.put(VERSION, AttributeValues.number(version));
    row.put(SessionEntries.ACTIVE, AttributeValues.number(now.toEpochMilli()));
    var expiry = options.expiry(now);
    var live = newest.isLive(now.getEpochSecond());
    number(
        row, SessionEntries.EXPIRES, live ? Math.max(expiry.at(), newest.expires()) : expiry.at());
    number(
        row,
        SessionEntries.REMOVED,
        live ? Math.max(expiry.removal(), newest.removed()) : expiry.removal());
    return row;
  }

  private static void put(
      Map<String, AttributeValue> row, String attribute, @Nullable String text) {
    if (text != null) {
      row.put(attribute, AttributeValue.fromS(text));
    }
  }

  private static void number(Map<String, AttributeValue> row, String attribute, long value) {
    if (value != SessionExpiry.FOREVER) {
      row.put(attribute, AttributeValues.number(value));
    }
  }

  private PutItemRequest put(Map<String, AttributeValue> row, Map<String, AttributeValue> stands) {
    var request =
        PutItemRequest.builder()
            .tableName(entries.table())
            .item(row)
            .expressionAttributeNames(Map.of("#ver", VERSION))
            .returnValuesOnConditionCheckFailure("ALL_OLD");
    return stands.isEmpty()
        ? request.conditionExpression("attribute_not_exists(#ver)").build()
        : request
            .conditionExpression("#ver = :ver")
            .expressionAttributeValues(Map.of(":ver", AttributeValues.number(version(stands))))
            .build();
  }

  /** The session is active: if something is said of it, that lives on and moves up. */
  void touch(String id) {
    var now = connection.now();
    var expiry = options.expiry(now);
    var request =
        UpdateItemRequest.builder()
            .tableName(entries.table())
            .key(SessionEntries.key(id, 0))
            .conditionExpression("attribute_exists(#ver)");
    var values = new HashMap<String, AttributeValue>();
    values.put(":la", AttributeValues.number(now.toEpochMilli()));
    if (expiry.isNever()) {
      request.updateExpression("SET #la = :la REMOVE #exp, #ttl");
    } else {
      request.updateExpression("SET #la = :la, #exp = :exp, #ttl = :ttl");
      values.put(":exp", AttributeValues.number(expiry.at()));
      values.put(":ttl", AttributeValues.number(expiry.removal()));
    }
    try {
      calls.update(
          request
              .expressionAttributeNames(
                  Map.of(
                      "#ver", VERSION,
                      "#la", SessionEntries.ACTIVE,
                      "#exp", SessionEntries.EXPIRES,
                      "#ttl", SessionEntries.REMOVED))
              .expressionAttributeValues(values)
              .build());
    } catch (ConditionalCheckFailedException e) {
      // nothing is said of it
    }
  }

  /** Removes the row, unless the session was described anew: the conflict then. */
  Optional<WriteConflictException> delete(String id, WriteCondition condition) {
    var request =
        DeleteItemRequest.builder().tableName(entries.table()).key(SessionEntries.key(id, 0));
    if (condition instanceof WriteCondition.Any) {
      calls.delete(request.build());
      return Optional.empty();
    }
    var names = Map.of("#ver", VERSION);
    if (condition instanceof WriteCondition.Version expected) {
      request
          .conditionExpression("attribute_not_exists(#ver) OR #ver = :ver")
          .expressionAttributeNames(names)
          .expressionAttributeValues(Map.of(":ver", AttributeValues.number(expected.version())));
    } else {
      request.conditionExpression("attribute_not_exists(#ver)").expressionAttributeNames(names);
    }
    try {
      calls.delete(request.build());
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      return Optional.of(conflict(id, condition, version(read(id, true))));
    }
  }
}

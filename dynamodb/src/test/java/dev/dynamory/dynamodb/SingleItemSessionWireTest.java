package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.CorruptDataException;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Session;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table is that of openai-agents-session 0.1.0: its rows are read and kept as they are, and
 * what is written is, byte for byte, what Python's {@code json.dumps} gives. The JSON in this test
 * came out of Python.
 */
class SingleItemSessionWireTest {
  private static final Instant NOW = Instant.parse("2096-11-21T10:00:00.6Z");
  private static final String WRITTEN_BY_PYTHON =
      "[{\"role\": \"user\", \"content\": \"Zo\\u00eb \\ud83d\\ude00 \\u4e2d \\\"q\\\" \\\\ /"
          + " \\n\\t\\r\\b\\f\\u0000\\u001f\\u007f<>&\"}, {\"type\": \"function_call\","
          + " \"arguments\": \"{\\\"city\\\": \\\"Lisbon\\\"}\", \"call_id\": \"c1\", \"n\": [1, -7,"
          + " 2.5, 0.1, 1e-05, -1.5e-07, 123456.789, 9007199254740993, 12345678901234567890],"
          + " \"ok\": true, \"no\": false, \"none\": null, \"empty\": {}, \"list\": []}]";

  /** Floats without a fraction, huge ones, half a character: not spelled so by us, nor changed. */
  private static final String ONLY_BY_PYTHON =
      "{\"a\": 1.0, \"b\": 1e+16, \"c\": 1e+22, \"d\": -0.0, \"e\": 2.5e-300,"
          + " \"f\": 1.7976931348623157e+308, \"g\": 10000000000000000000000000000000000000000,"
          + " \"s\": \"\\ud800\"}";

  private final Watched watched = new Watched();
  private final DynamoDbSingleItemSessions sessions =
      watched.newProcess().singleItemSessions(watched.table);
  private final Session session = sessions.session("user-123");

  @BeforeEach
  void setUp() {
    sessions.setup();
    watched.clock.set(NOW);
  }

  /** What the original's add_items, pop_item do last: a put of the whole item. */
  private void pythonPuts(String json, @Nullable Long timeToLive) {
    var item = new HashMap<String, AttributeValue>();
    item.put("session_id", AttributeValue.fromS("user-123"));
    item.put("conversation_data", AttributeValue.fromS(json));
    item.put("updated_at", AttributeValue.fromN("" + NOW.getEpochSecond()));
    if (timeToLive != null) {
      item.put("ttl", AttributeValue.fromN("" + (NOW.getEpochSecond() + timeToLive)));
    }
    Engine.client().putItem(put -> put.tableName(watched.table).item(item));
  }

  private Map<String, AttributeValue> row() {
    return Engine.client()
        .getItem(get -> get.tableName(watched.table).key(SingleSessionItems.key("user-123")))
        .item();
  }

  private @Nullable String stored() {
    var data = row().get("conversation_data");
    return data == null ? null : data.s();
  }

  private static List<Map<String, Object>> bothItems() {
    var message = new LinkedHashMap<String, Object>();
    message.put("role", "user");
    message.put("content", "Zoë 😀 中 \"q\" \\ / \n\t\r\b\f\u0000\u001f\u007f<>&");
    var call = new LinkedHashMap<String, Object>();
    call.put("type", "function_call");
    call.put("arguments", "{\"city\": \"Lisbon\"}");
    call.put("call_id", "c1");
    call.put(
        "n",
        List.of(
            1,
            -7,
            2.5,
            0.1,
            1e-5,
            -1.5e-7,
            123456.789,
            9007199254740993L,
            new BigInteger("12345678901234567890")));
    call.put("ok", true);
    call.put("no", false);
    call.put("none", null);
    call.put("empty", Map.of());
    call.put("list", List.of());
    return List.of(message, call);
  }

  @Test
  void whatIsWrittenIsByteForByteWhatPythonWrites() {
    session.addItems(bothItems());
    assertThat(stored()).isEqualTo(WRITTEN_BY_PYTHON);
    assertThat(row().keySet())
        .isEqualTo(Set.of("session_id", "conversation_data", "updated_at", "version", "ops"));
    assertThat(row().get("updated_at")).isEqualTo(AttributeValue.fromN("" + NOW.getEpochSecond()));
    sessions.withTimeToLive(Duration.ofHours(1)).session("user-123").clearSession();
    assertThat(stored()).isEqualTo("[]");
    assertThat(row().get("ttl"))
        .isEqualTo(AttributeValue.fromN("" + (NOW.getEpochSecond() + 3601))); // never early
  }

  @Test
  void whatPythonWroteIsRead() {
    pythonPuts(WRITTEN_BY_PYTHON, null);
    assertThat(session.getItems()).isEqualTo(bothItems());
    assertThat(session.getItems(1)).isEqualTo(bothItems().subList(1, 2));
    assertThat(session.read(9).version()).isPositive();
    assertThat(sessions.list(10, null).items()).containsExactly("user-123");
    pythonPuts("[]", null);
    assertThat(session.getItems()).isEmpty();
    assertThat(session.popItem()).isEmpty();
  }

  @Test
  void whatPythonWroteStaysAsItIsUnderAnAppendAPopAndATrim() {
    pythonPuts("[{\"role\": \"user\"}, " + ONLY_BY_PYTHON + "]", null);
    session.addItems(List.of(Map.of("n", 1), Map.of("n", 2)));
    assertThat(stored())
        .isEqualTo("[{\"role\": \"user\"}, " + ONLY_BY_PYTHON + ", {\"n\": 1}, {\"n\": 2}]");
    assertThat(session.popItem()).contains(Map.of("n", 2));
    session.trim(2);
    assertThat(stored()).isEqualTo("[" + ONLY_BY_PYTHON + ", {\"n\": 1}]");
    assertThat(session.getItems(2).get(0))
        .containsEntry("a", 1)
        .containsEntry("c", new BigInteger("10000000000000000000000"))
        .containsEntry("e", 2.5e-300);
  }

  @Test
  void aChangeOfPythonsIsNoticed() {
    var seen = session.addItems(List.of(Map.of("n", 1)));
    pythonPuts("[{\"n\": 1}, {\"py\": 1}]", null);
    for (var condition : List.of(version(seen), version(seen + 1))) {
      assertThatExceptionOfType(WriteConflictException.class)
          .isThrownBy(() -> session.addItems(List.of(Map.of("n", 2)), condition));
    }
    var theirs = session.read(5).version();
    pythonPuts("[{\"n\": 1}, {\"py\": 2}]", null);
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> session.replaceItems(List.of(), version(theirs)));
    session.addItems(List.of(Map.of("n", 2)), version(session.read(0).version()));
    assertThat(stored()).isEqualTo("[{\"n\": 1}, {\"py\": 2}, {\"n\": 2}]");
  }

  @Test
  void aWriteOfPythonsBetweenReadingAndWritingIsNotLost() {
    for (var before : Arrays.asList(null, "[]", "[{\"n\": 0}]")) {
      session.delete();
      if (before != null) {
        pythonPuts(before, null);
      }
      watched.faults.before(Call.of("PutItem"), () -> pythonPuts("[{\"py\": 1}]", null));
      session.addItems(List.of(Map.of("n", 1)));
      assertThat(stored()).isEqualTo("[{\"py\": 1}, {\"n\": 1}]");
      watched.faults.before(Call.of("PutItem"), () -> pythonPuts("[{\"py\": 2}]", null));
      assertThat(session.popItem()).contains(Map.of("py", 2));
      watched.faults.before(
          Call.of("PutItem"),
          () ->
              Engine.client()
                  .deleteItem(
                      delete ->
                          delete.tableName(watched.table).key(SingleSessionItems.key("user-123"))));
      session.addItems(List.of(Map.of("n", 2)));
      assertThat(stored()).as("Python's clear came first").isEqualTo("[{\"n\": 2}]");
    }
  }

  @Test
  void whatPythonLetsExpireIsGoneInTime() {
    pythonPuts("[{\"n\": 1}]", 60L);
    assertThat(session.getItems()).hasSize(1);
    watched.clock.set(NOW.plusSeconds(60));
    assertThat(session.getItems()).isEmpty();
    assertThat(session.popItem()).isEmpty();
    assertThat(sessions.list(10, null).items()).isEmpty();
    session.addItems(List.of(Map.of("n", 2)));
    assertThat(stored()).isEqualTo("[{\"n\": 2}]");
  }

  @Test
  void aConversationThatWouldBeTooLargeSaysSoAndStaysUsable() {
    var item = Map.of("text", "x".repeat(110_000));
    session.addItems(List.of(item, item, item, Map.of("n", 1)));
    var before = stored();
    for (var tooMuch : List.of(item, Map.of("text", "中".repeat(20_000)))) {
      assertThatExceptionOfType(ValueTooLargeException.class)
          .isThrownBy(() -> session.addItems(List.of(tooMuch, Map.of("n", 2))))
          .satisfies(e -> assertThat(e.bytes()).isGreaterThan(e.maxBytes()))
          .withMessageContaining("409600")
          .withMessageContaining("sessions(");
    }
    assertThat(stored()).isEqualTo(before);
    assertThat(session.getItems(1)).isEqualTo(List.of(Map.of("n", 1)));
    session.addItems(List.of(Map.of("n", 2)));
    assertThat(session.popItem()).contains(Map.of("n", 2));
    session.trim(2);
    session.addItems(List.of(item, Map.of("n", 3)));
    assertThat(session.getItems()).hasSize(4);
    session.clearSession();
    assertThat(stored()).isEqualTo("[]");
  }

  @Test
  void theSizeThatIsRefusedIsTheServicesOwn() {
    var low = 100_000;
    var high = 500_000;
    while (high - low > 1) {
      var size = (low + high) / 2;
      try {
        session.replaceItems(List.of(Map.of("t", "x".repeat(size))), version(0));
        session.delete();
        low = size;
      } catch (ValueTooLargeException e) {
        assertThat(e).as("refused here, before the call").hasNoCause();
        high = size;
      }
    }
    assertThat(high).as("characters").isBetween(409_600 - 250, 409_600);
  }

  @Test
  void bytesAndSetsAreNotJson() {
    for (var value : List.of(new byte[1], Set.of("a"))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> session.addItems(List.of(Map.of("n", 1), Map.of("v", value))))
          .withMessageContaining("items[1].v");
    }
    assertThat(row()).isEmpty();
  }

  @Test
  void damageIsAnErrorThatNamesTheSessionAndNeverAnEmptyConversation() {
    for (var json :
        List.of(
            "",
            "{}",
            "null",
            "[{\"n\": 1}",
            "[{\"n\": NaN}]",
            "[1]",
            "[{\"n\": 1}] x",
            "[{\"a\": " + "[".repeat(600) + "]".repeat(600) + "}]")) {
      pythonPuts(json, null);
      for (var operation :
          List.<Runnable>of(
              session::getItems, session::popItem, () -> session.addItems(List.of(Map.of())))) {
        assertThatExceptionOfType(CorruptDataException.class)
            .as(json)
            .isThrownBy(operation::run)
            .withMessageContaining("user-123");
      }
      assertThat(stored()).isEqualTo(json);
    }
    session.delete();
    assertThat(session.getItems()).isEmpty();
  }

  @Test
  void anAnswerThatWasLostDoesNotAddTwice() {
    var applied = new ArrayList<Long>();
    watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    applied.add(session.addItems(List.of(Map.of("n", 1))));
    watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    assertThat(session.popItem()).contains(Map.of("n", 1));
    assertThat(stored()).isEqualTo("[]");
    watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    applied.add(session.addItems(List.of(Map.of("n", 2)), "once"));
    assertThat(session.addItems(List.of(Map.of("n", 2)), "once")).isEqualTo(applied.get(1));
    assertThat(stored()).isEqualTo("[{\"n\": 2}]");
  }
}

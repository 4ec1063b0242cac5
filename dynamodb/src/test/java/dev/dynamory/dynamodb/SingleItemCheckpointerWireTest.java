package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.any;
import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.CorruptDataException;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Payload;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table is that of rust-deep-agents-sdk 0.0.30: its rows are read, and what is written is, byte
 * for byte, what its {@code serde_json::to_string} gives for the same fields in the same order.
 */
class SingleItemCheckpointerWireTest {
  private static final Instant NOW = Instant.parse("2096-11-21T10:00:00.600250Z");
  private static final String UPDATED = "2026-01-10T12:34:56.123456789+00:00";

  /** An AgentStateSnapshot: struct fields in their order, maps sorted, no spaces, UTF-8. */
  private static final String WRITTEN_BY_RUST =
      "{\"todos\":[{\"content\":\"Zürich 😀 \\\"q\\\" \\\\ / \\n\\t\\r\\b\\f\\u0000\\u001f\u007f<>&\","
          + "\"status\":\"in_progress\"},{\"content\":\"pack\",\"status\":\"pending\"}],"
          + "\"files\":{\"a.txt\":\"one\\ntwo\",\"b.txt\":\"\"},"
          + "\"scratchpad\":{\"a\":{},\"b\":[1,-2,2.5,0.1,1e-7,18446744073709551615,true,false,null,[]]},"
          + "\"pending_interrupts\":[{\"type\":\"human_in_loop\",\"tool_name\":\"send_email\","
          + "\"tool_args\":{\"to\":\"a@b.c\"},\"policy_note\":\"ask\","
          + "\"created_at\":\"2026-01-10T12:34:56.123456789Z\",\"call_id\":\"call_1\"}]}";

  /** The snapshot as its user has it: pending interrupts are left out while there are none. */
  private record Snapshot(
      List<Todo> todos, Map<String, String> files, Map<String, Object> scratchpad) {}

  private record Todo(String content, Status status) {}

  private enum Status {
    PENDING
  }

  private final Watched watched = new Watched();
  private final DynamoDbSingleItemCheckpointer checkpointer =
      watched.newProcess().singleItemCheckpointer(watched.table);

  @BeforeEach
  void setUp() {
    checkpointer.setup();
    watched.clock.set(NOW);
    watched.log.reset();
  }

  private void rustPuts(String json, @Nullable Long ttl) {
    var item = new HashMap<String, AttributeValue>();
    item.put("thread_id", AttributeValue.fromS("t"));
    item.put("state", AttributeValue.fromS(json));
    item.put("updated_at", AttributeValue.fromS(UPDATED));
    if (ttl != null) {
      item.put("ttl", AttributeValue.fromN(ttl.toString()));
    }
    put(item);
  }

  private void put(Map<String, AttributeValue> item) {
    Engine.client().putItem(put -> put.tableName(watched.table).item(item));
  }

  private Map<String, AttributeValue> row() {
    return Engine.client()
        .getItem(get -> get.tableName(watched.table).key(SingleCheckpointItems.key("t")))
        .item();
  }

  private String stored(String attribute) {
    return AttributeValues.required(row(), attribute).s();
  }

  private static Map<String, Object> rustsState() {
    var first = new LinkedHashMap<String, Object>();
    first.put("content", "Zürich 😀 \"q\" \\ / \n\t\r\b\f\u0000\u001f\u007f<>&");
    first.put("status", "in_progress");
    var numbers = new java.util.ArrayList<@Nullable Object>();
    numbers.addAll(List.of(1, -2, 2.5, 0.1, 1e-7, new BigInteger("18446744073709551615")));
    numbers.addAll(List.of(true, false));
    numbers.add(null);
    numbers.add(List.of());
    return Map.of(
        "todos",
        List.of(first, Map.of("content", "pack", "status", "pending")),
        "files",
        Map.of("a.txt", "one\ntwo", "b.txt", ""),
        "scratchpad",
        Map.of("a", Map.of(), "b", numbers),
        "pending_interrupts",
        List.of(
            Map.of(
                "type", "human_in_loop",
                "tool_name", "send_email",
                "tool_args", Map.of("to", "a@b.c"),
                "policy_note", "ask",
                "created_at", "2026-01-10T12:34:56.123456789Z",
                "call_id", "call_1")));
  }

  @Test
  void whatRustWroteIsRead() {
    rustPuts(WRITTEN_BY_RUST, null);
    assertThat(checkpointer.loadState("t")).contains(rustsState());
    var loaded = checkpointer.load("t").orElseThrow();
    assertThat(loaded.state()).isEqualTo(rustsState());
    assertThat(loaded.info().createdAt())
        .isEqualTo(Instant.parse("2026-01-10T12:34:56.123456789Z"));
    assertThat(loaded.info().version()).isPositive();
    assertThat(checkpointer.listThreads(10, null).items()).containsExactly("t");
  }

  @Test
  void aStateOfRustsThatIsSavedAgainIsByteForByteTheSame() {
    rustPuts(WRITTEN_BY_RUST, null);
    checkpointer.saveState("t", checkpointer.loadState("t").orElseThrow());
    assertThat(stored("state")).isEqualTo(WRITTEN_BY_RUST);
    rustPuts("{\"todos\":[],\"files\":{},\"scratchpad\":{}}", null);
    checkpointer.saveState("t", checkpointer.loadState("t").orElseThrow());
    assertThat(stored("state")).isEqualTo("{\"todos\":[],\"files\":{},\"scratchpad\":{}}");
  }

  @Test
  void aRecordIsWrittenAsRustWritesItsStruct() {
    checkpointer.saveState(
        "t", new Snapshot(List.of(new Todo("book flight", Status.PENDING)), Map.of(), Map.of()));
    assertThat(stored("state").toLowerCase(Locale.ROOT))
        .isEqualTo(
            "{\"todos\":[{\"content\":\"book flight\",\"status\":\"pending\"}],"
                + "\"files\":{},\"scratchpad\":{}}");
  }

  @Test
  void theRowIsRustsWithAVersionBeside() {
    var version = checkpointer.saveState("t", Map.of("n", 1));
    assertThat(row())
        .isEqualTo(
            Map.of(
                "thread_id", AttributeValue.fromS("t"),
                "state", AttributeValue.fromS("{\"n\":1}"),
                "updated_at", AttributeValue.fromS("2096-11-21T10:00:00.600250+00:00"),
                "version", AttributeValue.fromN(Long.toString(version))));
    checkpointer.withTimeToLive(Duration.ofHours(1)).saveState("t", Map.of("n", 2));
    assertThat(row().get("ttl"))
        .isEqualTo(AttributeValue.fromN("" + (NOW.getEpochSecond() + 3601))); // never early
    watched.clock.set(Instant.parse("2096-11-21T10:00:00Z"));
    checkpointer.saveState("t", Map.of("n", 3));
    assertThat(stored("updated_at")).isEqualTo("2096-11-21T10:00:00+00:00");
    assertThat(row().keySet()).isEqualTo(Set.of("thread_id", "state", "updated_at", "version"));
  }

  @Test
  void aSaveOfRustsIsNoticed() {
    var ours = checkpointer.saveState("t", Map.of("by", "java"));
    rustPuts("{\"by\":\"rust\"}", null);
    var rusts = checkpointer.load("t").orElseThrow().info().version();
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> save(ours))
        .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(rusts));
    assertThat(stored("state")).isEqualTo("{\"by\":\"rust\"}");
    save(rusts);
    assertThat(stored("state")).isEqualTo("{\"saved\":true}");
  }

  private long save(long over) {
    return checkpointer.saveState("t", Payload.of(Map.of("saved", true)), version(over));
  }

  @Test
  void rustsSaveThatComesInBetweenWins() {
    rustPuts("{\"n\":1}", null);
    var first = checkpointer.load("t").orElseThrow().info().version();
    watched.faults.after(Call.of("PutItem"), () -> rustPuts("{\"n\":2}", null));
    assertThatExceptionOfType(WriteConflictException.class).isThrownBy(() -> save(first));
    assertThat(stored("state")).isEqualTo("{\"n\":2}");
  }

  @Test
  void aSaveWhoseAnswerIsLostIsOneSave() {
    for (var fault :
        List.of(Fault.ANSWER_LOST, Fault.SERVER_ERROR_AFTER_APPLYING, Fault.REQUEST_LOST)) {
      var first = checkpointer.saveState("t", Map.of("n", 1));
      watched.faults.fail(Call.of("PutItem"), fault, 1);
      var second = save(first);
      assertThat(checkpointer.load("t").orElseThrow().info().version()).isEqualTo(second);
      checkpointer.deleteThread("t");
      watched.faults.fail(Call.of("PutItem"), fault, 1);
      var third = checkpointer.saveState("t", Payload.of(Map.of()), absent());
      assertThat(checkpointer.load("t").orElseThrow().info().version()).isEqualTo(third);
    }
  }

  @Test
  void anExpiredRowIsNeitherReadNorListedNorInTheWay() {
    rustPuts("{\"n\":1}", NOW.getEpochSecond());
    assertThat(checkpointer.loadState("t")).isEmpty();
    assertThat(checkpointer.load("t")).isEmpty();
    assertThat(checkpointer.listThreads(10, null).items()).isEmpty();
    assertThatExceptionOfType(WriteConflictException.class)
        .isThrownBy(() -> save(17))
        .satisfies(e -> assertThat(e.currentVersion()).isZero());
    checkpointer.saveState("t", Payload.of(Map.of("n", 2)), absent());
    assertThat(checkpointer.loadState("t")).contains(Map.of("n", 2));
  }

  @Test
  void aStateTooLargeNamesItsSizeAndTheWayOutAndTheOldOneStays() {
    checkpointer.saveState("t", Map.of("n", 1));
    watched.log.reset();
    assertThatExceptionOfType(ValueTooLargeException.class)
        .isThrownBy(() -> checkpointer.saveState("t", Map.of("file", "x".repeat(500_000))))
        .withMessageContaining("thread 't'")
        .withMessageContaining("500")
        .withMessageContaining("409600")
        .withMessageContaining("checkpointer(");
    assertThat(watched.log.calls()).isEmpty();
    checkpointer.saveState("t", Map.of("file", "x".repeat(409_600 - 200)));
    assertThat(checkpointer.loadState("t")).isPresent();
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> checkpointer.saveState("t", Payload.of("application/x-kryo", new byte[3]), any()))
        .withMessageContaining("application/x-kryo");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> checkpointer.saveState("t", Map.of("a", List.of(Map.of("b", new byte[3])))))
        .withMessageContaining("state.a[0].b");
  }

  @Test
  void whatIsNoStateIsAnErrorThatNamesTheThread() {
    for (var json : List.of("", "{", "[]", "1", "{\"a\":1}}", "{\"a\":NaN}")) {
      rustPuts(json.isEmpty() ? " " : json, null);
      for (var load :
          List.<Runnable>of(() -> checkpointer.load("t"), () -> checkpointer.loadState("t"))) {
        assertThatExceptionOfType(CorruptDataException.class)
            .isThrownBy(load::run)
            .withMessageContaining("thread 't'");
      }
    }
    put(Map.of("thread_id", AttributeValue.fromS("t"), "state", AttributeValue.fromM(Map.of())));
    assertThatExceptionOfType(CorruptDataException.class)
        .isThrownBy(() -> checkpointer.loadState("t"));
  }

  @Test
  void everyOperationIsOneCall() {
    checkpointer.saveState("t", Map.of("n", 1));
    var version = save(checkpointer.load("t").orElseThrow().info().version());
    save(version);
    checkpointer.loadState("t");
    checkpointer.listThreads(10, null);
    checkpointer.deleteThread("t");
    assertThat(watched.log.calls()).hasSize(7);
  }
}

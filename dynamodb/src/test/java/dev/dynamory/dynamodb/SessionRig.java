package dev.dynamory.dynamodb;

import dev.dynamory.testkit.MovableClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table of sessions of a test's own, and processes whose work after an answer waits until it is
 * told to run: or never does, as if they had been killed.
 */
@SuppressWarnings("NullAway") // a test may dereference what is not there
final class SessionRig {
  static final String ID = "session-1";

  final Watched watched = new Watched();
  final MovableClock clock = watched.clock;
  final String table = watched.table;
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

  SessionRig() {
    process().setup();
    watched.log.reset();
  }

  /** A process that knows nothing yet. */
  DynamoDbSessions process() {
    return watched.newProcess(later::add).sessions(table);
  }

  /** The same with a clock of its own. */
  DynamoDbSessions process(InstantSource clock) {
    return Dynamory.builder()
        .client(Engine.client())
        .clock(clock)
        .executor(later::add)
        .build()
        .sessions(table);
  }

  /** What all processes had still to do after their answers. */
  void runLater() {
    for (var work = later.poll(); work != null; work = later.poll()) {
      work.run();
    }
  }

  /** All processes are killed. */
  void forgetLater() {
    later.clear();
  }

  /** All rows of the session by number, parts too large for it left out. */
  NavigableMap<Long, Map<String, AttributeValue>> rows() {
    var rows = new TreeMap<Long, Map<String, AttributeValue>>();
    for (var row : allRows()) {
      var seq = row.get("seq").n();
      if (!seq.startsWith("-")) {
        rows.put(Long.parseLong(seq), row);
      }
    }
    return rows;
  }

  int parts() {
    return (int) allRows().stream().filter(row -> row.get("seq").n().startsWith("-")).count();
  }

  List<Map<String, AttributeValue>> allRows() {
    return Engine.client()
        .queryPaginator(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("session_id = :id")
                    .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(ID))))
        .items()
        .stream()
        .toList();
  }

  String kind(long seq) {
    return rows().get(seq).get("k").s();
  }

  static long removed(Map<String, AttributeValue> row) {
    return SessionRow.number(row, "ttl", SessionExpiry.FOREVER);
  }

  /** As DynamoDB does when it comes round to it: removes some of the rows that are due. */
  int reap(Predicate<Map<String, AttributeValue>> chosen) {
    var now = clock.instant().getEpochSecond();
    var due = allRows().stream().filter(row -> removed(row) < now).filter(chosen).toList();
    due.forEach(this::remove);
    return due.size();
  }

  int reapAll() {
    return reap(row -> true);
  }

  void remove(Map<String, AttributeValue> row) {
    Engine.client()
        .deleteItem(
            delete ->
                delete
                    .tableName(table)
                    .key(Map.of("session_id", row.get("session_id"), "seq", row.get("seq"))));
  }

  /** Rows of an index, as it orders them. */
  List<Map<String, AttributeValue>> listed() {
    var rows = new ArrayList<Map<String, AttributeValue>>();
    Engine.client()
        .scanPaginator(scan -> scan.tableName(table).indexName("listing"))
        .items()
        .forEach(rows::add);
    return rows;
  }

  static Map<String, Object> message(int number) {
    return Map.of("role", "user", "content", "message " + number);
  }

  static List<Map<String, Object>> messages(int from, int to) {
    return IntStream.range(from, to).mapToObj(SessionRig::message).toList();
  }

  /** A message that fits no item, and that gzip does not shrink. */
  static Map<String, Object> large(int seed, int bytes) {
    var content = new byte[bytes];
    new java.util.Random(seed).nextBytes(content);
    return Map.of("role", "tool", "content", content);
  }
}

package dev.dynamory.benchmarks;

import static dev.dynamory.WriteCondition.any;

import dev.dynamory.Session;
import dev.dynamory.benchmarks.Cost.Limit;
import dev.dynamory.dynamodb.DynamoDbSessions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Carries out each operation of a session once and measures it, without erasing, which follows. */
final class SessionCosts {
  private static final String TABLE = "sessions";

  private final Meter meter;
  private final CostSheet sheet;
  private final DynamoDbSessions sessions;

  private SessionCosts(Meter meter) {
    this.meter = meter;
    sheet = new CostSheet(meter);
    sessions = meter.newSessions(TABLE);
    sessions.setup();
  }

  static List<Cost> measure(Duration quiet) {
    try (var meter = new Meter(quiet)) {
      var all = new SessionCosts(meter);
      all.appends();
      all.changes();
      all.listings();
      all.single();
      return all.sheet.costs();
    }
  }

  /** A message of about 500 bytes. */
  private static Map<String, Object> message(int n) {
    return Map.of("role", "user", "content", "%06d ".formatted(n) + "x".repeat(450));
  }

  private static Map<String, Object> large() {
    var bytes = new byte[1_500_000];
    new Random(1).nextBytes(bytes);
    return Map.of("role", "tool", "content", bytes);
  }

  private static List<Map<String, Object>> messages(int from, int to) {
    return IntStream.range(from, to).mapToObj(SessionCosts::message).toList();
  }

  private static void append(Session session, int from, int to) {
    messages(from, to).forEach(message -> session.addItems(List.of(message)));
  }

  private void appends() {
    var session = sessions.session("long");
    sheet.add(
        "append, the 1st, of a process that knows nothing",
        Limit.of(2, 0.5, 2),
        "2 calls, 1.5 units",
        () -> append(session, 0, 1));
    sheet.add("append, the 2nd", Limit.of(1, 0, 1), CostSheet.NOTHING, () -> append(session, 1, 2));
    append(session, 2, 699);
    sheet.add(
        "append, the 700th",
        Limit.of(1, 0, 1),
        "2 calls, 395 units",
        () -> append(session, 699, 700));
    sheet.add(
        "getItems of 700",
        Limit.of(2, 50, 0),
        "1 call, the whole conversation",
        () -> sessions.session("long").getItems());
    append(session, 700, 9_999);
    sheet.add(
        "append, the 10,000th",
        Limit.of(1, 0, 1),
        "impossible",
        () -> append(session, 9_999, 10_000));
    sheet.add(
        "append, an hour after the last that was listed",
        Limit.of(2, 0, 4),
        CostSheet.NOTHING,
        () -> {
          meter.advance(Duration.ofMinutes(61));
          append(session, 10_000, 10_001);
        });
    sheet.add(
        "getItems(10) of 10,000",
        Limit.of(1, 1.5, 0),
        "impossible",
        () -> meter.newSessions(TABLE).session("long").getItems(10));
    sheet.add(
        "append of 1.5 MB that do not compress",
        Limit.NONE,
        "refused by DynamoDB: over 400 KB",
        () -> meter.newParallelSessions(TABLE).session("large").addItems(List.of(large())));
  }

  private void changes() {
    var session = sessions.session("short");
    append(session, 0, 30);
    sheet.add("trim(29) of 30", Limit.of(1, 0, 2), CostSheet.NOTHING, () -> session.trim(29));
    sheet.add(
        "replaceItems, the last 20 and one more",
        Limit.of(1, 0, 1),
        CostSheet.NOTHING,
        () -> session.replaceItems(messages(10, 31), any()));
    sheet.add(
        "popItem", Limit.of(2, 0.5, 1), "2 calls, the whole conversation twice", session::popItem);
    sheet.add(
        "clearSession", Limit.of(1, 0, 2), "1 call, the whole conversation", session::clearSession);
  }

  private void listings() {
    for (var n = 0; n < 100; n++) {
      append(sessions.session("session-" + n), 0, 1);
      meter.advance(Duration.ofSeconds(1));
    }
    sheet.add(
        "list(10) of 100",
        Limit.inRoundTrips(1, 4, 0),
        CostSheet.NOTHING,
        () -> meter.newParallelSessions(TABLE).list(10, null));
  }

  private void single() {
    var single = meter.newSingleItemSessions("single");
    single.setup();
    var session = single.session("long");
    session.addItems(messages(0, 699));
    sheet.add(
        "single item: append, the 700th",
        Limit.of(2, 100, 400),
        "2 calls, 395 units",
        () -> append(session, 699, 700));
    sheet.add(
        "single item: getItems(10) of 700",
        Limit.of(1, 100, 0),
        "1 call, the whole conversation",
        () -> session.getItems(10));
  }
}

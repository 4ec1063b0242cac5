package dev.dynamory.cli;

import dev.dynamory.Item;
import dev.dynamory.Memories;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The steps of the demo that remember what was said, and ask for it in words. */
final class DemoMemories {
  static final Namespace MEMORIES = Namespace.of("users", "ana", "memories");
  static final String QUESTION = "Which city did Ana move to?";
  private static final String SISTER = "What does her sister do?";
  private static final List<String> QUESTIONS =
      List.of(QUESTION, "When did she buy a bike?", "What is she allergic to?");
  private static final Instant IN_MAY = Instant.parse("2026-05-04T18:30:00Z");
  private static final Instant IN_JUNE = Instant.parse("2026-06-16T19:10:00Z");
  private static final List<String> MAY =
      List.of(
          "Hi! I have just moved to Lisbon, for a job at the observatory.",
          "Congratulations! How do you like it there?",
          "Very much. The rents are high, so I share a flat by the river with my sister Rita.",
          "Does Rita look at the stars, too?",
          "No, she is a nurse. Her night shifts begin next week.",
          "Then it should be quiet by day. Anything that I should remember?",
          "I am allergic to peanuts: no satay when you look for restaurants.");
  private static final List<String> JUNE =
      List.of(
          "Have you an idea for the weekend?",
          "By train, or on foot?",
          "By bike! I got a red one last Friday, and want to try it.",
          "Then Sintra: forty kilometres, with one steep climb.",
          "On Saturday, then. On Sunday there is a concert.");

  private final DemoReport report;
  private final Connection connection;
  private final DynamoDbStore store;

  DemoMemories(DemoReport report, Connection connection) {
    this.report = report;
    this.connection = connection;
    UnaryOperator<DynamoDbStore> view =
        ProcessModel.isHere() ? ProcessModel.embedding("--query", false) : UnaryOperator.identity();
    store = view.apply(connection.dynamory().store(Demo.TABLE));
  }

  void run() throws Exception {
    report.step("Remember what was said", this::remember);
    report.step("Ask for it in words", this::ask);
  }

  private void remember() {
    remember("ana-may", MAY, IN_MAY);
    remember("ana-june", JUNE, IN_JUNE);
  }

  private void remember(String id, List<String> said, Instant begin) {
    var session = connection.dynamory().sessions(Demo.SESSIONS).session(id);
    session.addItems(messages(said, begin));
    var written = Memories.rememberSession(session, store, MEMORIES);
    var again = Memories.rememberSession(session, store, MEMORIES);
    report.say(
        "rememberSession(%s): %d turns of %s, who said what when; again: %d"
            .formatted(id, written, begin.toString().substring(0, 10), again));
  }

  private static List<Map<String, Object>> messages(List<String> said, Instant begin) {
    var messages = new ArrayList<Map<String, Object>>();
    for (var n = 0; n < said.size(); n++) {
      messages.add(
          Map.of(
              "role",
              n % 2 == 0 ? "user" : "assistant",
              "name",
              n % 2 == 0 ? "Ana" : "Agent",
              "content",
              said.get(n),
              "timestamp",
              begin.plusSeconds(60L * n).toString()));
    }
    return messages;
  }

  private void ask() {
    report.say(
        ProcessModel.isHere()
            ? "by words, and by meaning with the model in this process"
            : "by words: no model is asked");
    for (var question : QUESTIONS) {
      show(question, store.search(Search.in(MEMORIES).query(question).limit(1)));
    }
    show(SISTER, store.search(Search.in(MEMORIES).query(SISTER).limit(1).surroundingTurns(2)));
  }

  private void show(String question, List<Item> answers) {
    report.say("\"" + question + "\"");
    answers.forEach(answer -> report.say("  " + line(answer)));
  }

  /** An answer has a score; the turns around it have none. */
  private static String line(Item item) {
    var turn = Turn.of(item.value()).orElseThrow();
    return "%s %s  %s: %s"
        .formatted(
            item.score() == null ? " " : ">",
            turn.at().toString().substring(0, 10),
            turn.speaker(),
            turn.text());
  }
}
